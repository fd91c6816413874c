package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
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

/** A primary and its standby as processes of their own, while real clients play. */
final class StandbyIT {
    private static final String HOST = "127.0.0.1:";
    private static final Pattern FINAL_HASH = Pattern.compile("final hash ([0-9a-f]{16})");

    @TempDir
    private Path folder;

    private final List<RingsideProcess> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(RingsideProcess::close);
    }

    private RingsideProcess start(final String... arguments) {
        final RingsideProcess process = RingsideProcess.start(arguments);
        processes.add(process);
        return process;
    }

    private RingsideProcess primary(final String... more) {
        final List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--http",
                "-1",
                "--tcp",
                "0",
                "--admin",
                "0",
                "--replication",
                "0",
                "--matches",
                "2",
                "--dir"));
        arguments.add(folder.resolve("primary").toString());
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private RingsideProcess standby(final String primary, final String... more) {
        final List<String> arguments = new ArrayList<>(
                List.of("standby", "--primary", primary, "--http", "-1", "--tcp", "0", "--admin", "0", "--dir"));
        arguments.add(folder.resolve("standby").toString());
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    /** HOST:PORT of what a line names. */
    private static String address(final String line, final String name) {
        final Matcher found =
                Pattern.compile(Pattern.quote(name) + "127\\.0\\.0\\.1:(\\d+)").matcher(line);
        assertTrue(found.find(), line);
        return HOST + found.group(1);
    }

    private static JsonNode status(final String admin) throws InterruptedException {
        return RingsideProcess.run("status", "--admin", admin, "--json")
                .require(0)
                .json();
    }

    private static JsonNode awaitStatus(final String admin, final Predicate<JsonNode> wanted)
            throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        JsonNode status = status(admin);
        while (!wanted.test(status)) {
            assertTrue(System.nanoTime() < endNs, "it never came so far: " + status);
            TimeUnit.MILLISECONDS.sleep(100);
            status = status(admin);
        }
        return status;
    }

    private void play(final String tcp) {
        start("bots", "--connect", "tcp://" + tcp, "--players", "8", "--matches", "2", "--seconds", "600");
    }

    private static String finalHash(final RingsideProcess.Result stopped) {
        final Matcher found = FINAL_HASH.matcher(stopped.err());
        assertTrue(found.find(), stopped.err());
        return found.group(1);
    }

    private void assertReplays(final String name, final String finalHash) throws InterruptedException {
        final JsonNode verified = RingsideProcess.run(
                        "replay", "verify", folder.resolve(name).toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.path("ok").asBoolean(), verified::toString);
        assertTrue(verified.path("framesVerified").asLong() > 0, verified::toString);
        assertEquals(finalHash, verified.path("finalHash").asText());
    }

    @Test
    void a_standby_joins_a_running_server_and_takes_over_when_that_is_killed() throws Exception {
        final RingsideProcess primary = primary();
        final String ready = primary.awaitLine("ready");
        play(address(ready, "tcp://"));
        awaitStatus(address(ready, "admin "), status -> status.path("players").asInt() >= 8);

        final RingsideProcess standby = standby(address(ready, "replication "));
        final String admin = address(standby.awaitLine("following"), "admin ");
        final JsonNode following =
                awaitStatus(admin, status -> status.path("framesCompared").asLong() > 400);
        assertEquals("standby", following.path("role").asText());
        assertTrue(following.path("hashOk").asBoolean());
        assertTrue(following.path("inSync").asBoolean());
        assertEquals(1, following.path("epoch").asInt());
        final JsonNode followed =
                status(address(ready, "admin ")).path("standbys").path(0);
        assertEquals("LIVE", followed.path("stage").asText());

        primary.kill();
        final JsonNode promoted = awaitPromoted(admin);
        assertEquals("primary", promoted.path("role").asText());
        assertEquals(100_001, promoted.path("epoch").asInt());
        assertEquals(2, promoted.path("matches").asInt());
        final String serves = standby.awaitLine("ready");
        play(address(serves, "tcp://"));
        awaitStatus(
                admin,
                status -> status.path("position").asLong()
                        > promoted.path("position").asLong() + 500);
        final String hash = finalHash(standby.stop());
        assertReplays("standby", hash);
    }

    /** In sync it is once it has had the last of what it heard of; with its primary dead, nothing further comes. */
    private static JsonNode awaitPromoted(final String admin) throws InterruptedException {
        awaitStatus(admin, status -> status.path("inSync").asBoolean());
        return RingsideProcess.run("promote", "--admin", admin, "--json", "--why", "the primary died")
                .require(0)
                .json();
    }

    @Test
    void a_primary_followed_in_secret_that_still_lives_when_its_standby_is_promoted_stops_and_says_why()
            throws Exception {
        final MadeCertificate made = MadeCertificate.make(folder);
        final Path certificate = Files.writeString(folder.resolve("primary.pem"), made.certificate());
        final Path key = Files.writeString(folder.resolve("primary.key"), made.key());
        final Path primaryConfig = Files.writeString(
                folder.resolve("primary.toml"),
                "replicationSecret = \"shared\"\nreplicationTls = \"" + certificate + "\"\nreplicationTlsKey = \"" + key
                        + "\"\n");
        final Path standbyConfig = Files.writeString(
                folder.resolve("standby.toml"),
                "replicationSecret = \"shared\"\nreplicationTrust = \"" + certificate + "\"\n");
        final RingsideProcess primary = primary("--engines", "2", "--config", primaryConfig.toString());
        final String ready = primary.awaitLine("ready");
        play(address(ready, "tcp://"));
        final RingsideProcess standby = standby(address(ready, "replication "), "--config", standbyConfig.toString());
        final String admin = address(standby.awaitLine("following"), "admin ");
        awaitStatus(
                admin,
                status -> status.path("engines").size() == 2
                        && status.path("framesCompared").asLong() > 200);

        awaitPromoted(admin);
        final RingsideProcess.Result stopped = primary.await(60);
        assertNotEquals(0, stopped.exitCode());
        assertTrue(stopped.err().contains("OVERRULED"), stopped.err());
        standby.awaitLine("ready");
        assertReplays("standby", finalHash(standby.stop()));
    }

    @Test
    void a_standby_goes_on_from_where_it_was_and_one_that_never_followed_is_not_promoted() throws Exception {
        final RingsideProcess primary = primary();
        final String ready = primary.awaitLine("ready");
        play(address(ready, "tcp://"));
        final RingsideProcess first = standby(address(ready, "replication "));
        awaitStatus(
                address(first.awaitLine("following"), "admin "),
                status -> status.path("framesCompared").asLong() > 200);
        first.kill();
        final RingsideProcess again = standby(address(ready, "replication "));
        final String admin = address(again.awaitLine("following"), "admin ");
        awaitStatus(admin, status -> status.path("framesCompared").asLong() > 100);
        again.awaitError("goes on behind position");
        again.stop();
        primary.kill();

        final int port = freePort();
        final RingsideProcess orphan = start(
                "standby",
                "--primary",
                address(ready, "replication "),
                "--http",
                "-1",
                "--tcp",
                "0",
                "--admin",
                String.valueOf(port),
                "--dir",
                folder.resolve("standby").toString());
        orphan.awaitError("goes on behind position");
        final RingsideProcess.Result refused = RingsideProcess.run("promote", "--admin", HOST + port);
        assertEquals(1, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("REFUSED"), refused.err());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
