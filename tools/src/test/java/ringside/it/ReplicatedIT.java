package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Level replicated with processes that are killed and frozen, and the old primary that comes back. */
final class ReplicatedIT {
    private static final String HOST = "127.0.0.1:";
    private static final int FIRST_TAKEOVER = 100_001;
    private static final int HTTP_OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RingsideProcess> processes = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (final RingsideProcess each : processes) {
            signal("CONT", each);
            each.close();
        }
    }

    private RingsideProcess start(final String... arguments) {
        final RingsideProcess process = RingsideProcess.start(arguments);
        processes.add(process);
        return process;
    }

    private static void signal(final String name, final RingsideProcess process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private RingsideProcess server(final String verb, final String name, final int replication, final String... more) {
        final List<String> arguments = new ArrayList<>(List.of(verb, "--name", name, "--http", "-1", "--tcp", "0"));
        arguments.addAll(List.of("--admin", "0", "--replication", String.valueOf(replication), "--dir"));
        arguments.add(folder.resolve(name).toString());
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private static String address(final String line, final String name) {
        final Matcher found =
                Pattern.compile(Pattern.quote(name) + "127\\.0\\.0\\.1:(\\d+)").matcher(line);
        assertTrue(found.find(), line);
        return HOST + found.group(1);
    }

    /** Asks the port itself: a process for each look would take longer than all the rest. */
    private JsonNode await(final String admin, final Predicate<JsonNode> wanted) throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin + "/status"))
                .build();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            final HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == HTTP_OK) {
                final JsonNode status = JSON.readTree(answer.body());
                if (wanted.test(status)) {
                    return status;
                }
            }
            assertTrue(System.nanoTime() < endNs, () -> "it never came so far: " + answer.body());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static List<String> set(final JsonNode status) {
        final List<String> names = new ArrayList<>();
        status.path("engines").path(0).path("inSyncSet").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static long safe(final JsonNode status) {
        return status.path("position").asLong();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void play(final String ready) {
        start("bots", "--connect", "tcp://" + address(ready, "tcp://"), "--players", "4", "--seconds", "600");
    }

    @Test
    void what_players_are_shown_survives_the_primary_which_comes_back_as_a_standby() throws Exception {
        final int portOfB = freePort();
        final RingsideProcess a = server("serve", "a", 0, "--durability", "replicated");
        final String readyA = a.awaitLine("ready");
        final String adminA = address(readyA, "admin ");
        a.awaitError("NOTHING FURTHER IS SHOWN");
        assertEquals(-1, safe(await(adminA, status -> !status.path("shows").asBoolean())));

        final String both = address(readyA, "replication ") + "," + HOST + portOfB;
        final RingsideProcess b = server("standby", "b", portOfB, "--primary", both);
        final String adminB = address(b.awaitLine("following"), "admin ");
        await(adminA, status -> set(status).equals(List.of("a", "b")) && safe(status) > 0);
        play(readyA);
        await(adminA, status -> status.path("players").asInt() >= 4);
        await(
                adminB,
                status -> status.path("inSync").asBoolean()
                        && status.path("member").asBoolean());
        final long shown = safe(await(adminA, status -> status.path("shows").asBoolean()));

        a.kill();
        final JsonNode promoted = RingsideProcess.run("promote", "--admin", adminB, "--json")
                .require(0)
                .json();
        assertEquals(FIRST_TAKEOVER, promoted.path("epoch").asInt());
        assertEquals(List.of("b"), set(promoted));
        assertTrue(safe(promoted) >= shown, promoted::toString);
        final String readyB = b.awaitLine("ready");
        play(readyB);

        final RingsideProcess back = server("standby", "a", 0, "--primary", both);
        final String adminBack = address(back.awaitLine("following"), "admin ");
        await(adminB, status -> set(status).equals(List.of("b", "a")));
        final JsonNode following =
                await(adminBack, status -> status.path("member").asBoolean());
        assertEquals(FIRST_TAKEOVER, following.path("epoch").asInt());

        // A member that hangs: nothing further is shown until an operator lets it go.
        signal("STOP", back);
        final JsonNode stalled = await(adminB, status -> !status.path("shows").asBoolean());
        assertEquals(
                "a", stalled.path("engines").path(0).path("waitsFor").path(0).asText());
        final long held = safe(stalled);
        assertEquals(held, safe(await(adminB, status -> true)));
        RingsideProcess.run("standby", "drop", "a", "--admin", adminB, "--why", "it hangs")
                .require(0);
        await(
                adminB,
                status -> safe(status) > held + 100 && status.path("shows").asBoolean());
        assertTrue(b.err().contains("NOTHING FURTHER IS SHOWN"), b.err());

        // It wakes, hears of that, catches up and is taken on again.
        signal("CONT", back);
        await(adminB, status -> set(status).equals(List.of("b", "a")));
        b.stop();
        final JsonNode verified = RingsideProcess.run(
                        "replay", "verify", folder.resolve("b").toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.path("ok").asBoolean(), verified::toString);
        assertFalse(
                RingsideProcess.run("journal", "dump", folder.resolve("b").toString(), "--json")
                        .require(0)
                        .jsonLines()
                        .stream()
                        .noneMatch(event -> event.path("type").asText().equals("MEMBERS")
                                && event.path("fields").path("why").asText().equals("it hangs")));
    }

    @Test
    void a_level_that_others_count_on_is_not_lowered_and_an_overruled_server_is_not_started_again() throws Exception {
        final RingsideProcess a = server("serve", "a", 0, "--durability", "replicated");
        final String readyA = a.awaitLine("ready");
        final RingsideProcess b = server("standby", "b", 0, "--primary", address(readyA, "replication "));
        final String adminB = address(b.awaitLine("following"), "admin ");
        await(
                adminB,
                status -> status.path("inSync").asBoolean()
                        && status.path("member").asBoolean());
        RingsideProcess.run("promote", "--admin", adminB).require(0);
        final RingsideProcess.Result stopped = a.await(60);
        assertTrue(stopped.err().contains("OVERRULED"), stopped.err());

        final RingsideProcess.Result again = server("serve", "a", 0).await(60);
        assertEquals(2, again.exitCode(), again.err());
        assertTrue(again.err().contains("OVERRULED: somebody reigns in epoch 100001"), again.err());
        b.awaitLine("ready");
        b.stop();

        // The one that reigns goes on at the level that its journal says, without being told.
        final RingsideProcess onceMore = server("serve", "b", 0);
        final String ready = onceMore.awaitLine("ready");
        final JsonNode status =
                await(address(ready, "admin "), each -> each.path("shows").asBoolean());
        assertEquals(List.of("b"), set(status));
        assertEquals(FIRST_TAKEOVER + 1, status.path("epoch").asInt());
    }
}
