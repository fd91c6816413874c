package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.bots.Bots;
import ringside.bots.BotsListener;
import ringside.bots.BotsProgress;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OpenPayload;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineRecording;

/** Players who know two addresses, at level replicated: their primary is killed, and the one after it is overruled while it lives. */
final class TakeoverIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "127.0.0.1:";
    private static final int PLAYERS = 8;
    private static final int PATIENCE_SECONDS = 90;
    private static final long FIRST = 1;
    private static final long SECOND = 100_001;
    private static final long THIRD = 200_001;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RingsideProcess> processes = new ArrayList<>();
    private final Players players = new Players();
    private CompletableFuture<BotsResult> playing = CompletableFuture.completedFuture(null);

    @AfterEach
    void endAll() {
        players.enough = true;
        processes.forEach(RingsideProcess::close);
    }

    /** What the players hear. */
    private static final class Players implements BotsListener {
        /** By epoch: the highest input of each player that a view of it acknowledged. */
        private final Map<Long, Map<String, Integer>> acknowledged = new ConcurrentHashMap<>();
        /** By epoch: who was shown a view of it after one of another. */
        private final Map<Long, Map<String, Boolean>> shown = new ConcurrentHashMap<>();

        private volatile boolean enough;
        private volatile int playing;

        @Override
        public void progress(final BotsProgress progress) {
            playing = progress.elapsedSeconds() < 0 ? 0 : progress.playing();
        }

        @Override
        public boolean isEnough() {
            return enough;
        }

        @Override
        public void acknowledged(
                final int match, final int player, final int inputSeq, final int frame, final long epoch) {
            acknowledged
                    .computeIfAbsent(epoch, none -> new ConcurrentHashMap<>())
                    .merge(match + " " + player, inputSeq, Math::max);
        }

        @Override
        public void tookOver(
                final int match, final int player, final long lastViewNs, final long firstViewNs, final long epoch) {
            shown.computeIfAbsent(epoch, none -> new ConcurrentHashMap<>()).put(match + " " + player, true);
        }

        boolean areAllIn(final long epoch) {
            return shown.getOrDefault(epoch, Map.of()).size() == PLAYERS
                    && acknowledged.getOrDefault(epoch, Map.of()).size() == PLAYERS;
        }
    }

    private RingsideProcess start(final String verb, final String name, final int tcp, final String... more) {
        final List<String> arguments = new ArrayList<>(List.of(
                verb,
                "--durability",
                "replicated",
                "--tcp",
                String.valueOf(tcp),
                "--http",
                "-1",
                "--admin",
                "0",
                "--replication",
                "0",
                "--dir",
                folder.resolve(name).toString()));
        arguments.addAll(List.of(more));
        final RingsideProcess process = RingsideProcess.start(arguments.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** HOST:PORT of what a line names. */
    private static String address(final String line, final String name) {
        final Matcher found =
                Pattern.compile(Pattern.quote(name) + "127\\.0\\.0\\.1:(\\d+)").matcher(line);
        assertTrue(found.find(), line);
        return HOST + found.group(1);
    }

    private HttpResponse<String> ask(final String admin, final String method, final String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + admin + path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString("{\"who\":\"a test\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(final String what, final Callable<Boolean> condition) throws Exception {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertTrue(System.nanoTime() < endNs, what + ": never came to be");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void awaitInSync(final String admin) throws Exception {
        await("the standby is a member of the in-sync set", () -> {
            final JsonNode status = JSON.readTree(ask(admin, "GET", "/status").body());
            return status.path("member").asBoolean()
                    && status.path("inSync").asBoolean()
                    && status.path("hashOk").asBoolean();
        });
    }

    /** At once, and again for as long as it is refused: the last of what was heard of may be on its way. */
    private void promote(final String admin, final long epoch) throws Exception {
        final List<HttpResponse<String>> answer = new ArrayList<>();
        await("the promotion", () -> {
            answer.add(0, ask(admin, "POST", "/promote"));
            return answer.get(0).statusCode() == 200;
        });
        final JsonNode promoted = JSON.readTree(answer.get(0).body());
        assertEquals("primary", promoted.path("role").asText());
        assertEquals(epoch, promoted.path("epoch").asLong());
        assertTrue(promoted.path("promotion").path("totalUs").asLong() > 0, promoted::toString);
        assertTrue(promoted.path("promotion").path("stepsUs").size() > 3, promoted::toString);
    }

    private void play(final int one, final int other) throws Exception {
        playing = CompletableFuture.supplyAsync(() -> {
            try {
                return Bots.run(
                        BotsSettings.of("tcp://" + HOST + one + ",tcp://" + HOST + other)
                                .withPlayers(PLAYERS)
                                .withMatches(1)
                                .withSeconds(600),
                        players);
            } catch (final IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await("everybody plays", () -> players.playing == PLAYERS);
    }

    @Test
    void nobody_loses_what_was_acknowledged_when_a_primary_is_killed_nor_when_one_is_overruled() throws Exception {
        final int one = freePort();
        final int other = freePort();
        final RingsideProcess first = start("serve", "first", one);
        final String ready = first.awaitLine("ready");
        final RingsideProcess second = start("standby", "second", other, "--primary", address(ready, "replication "));
        final String following = second.awaitLine("following");
        assertEquals(HOST + other, address(following, "tcp://"), "players can be told where it will serve");
        final String secondAdmin = address(following, "admin ");
        awaitInSync(secondAdmin);
        play(one, other);
        await(
                "inputs are acknowledged",
                () -> players.acknowledged.getOrDefault(FIRST, Map.of()).size() == PLAYERS);

        first.kill();
        promote(secondAdmin, SECOND);
        await("everybody plays at the second one", () -> players.areAllIn(SECOND));

        final String serves = second.awaitLine("ready");
        final RingsideProcess third = start("standby", "third", one, "--primary", address(serves, "replication "));
        final String thirdAdmin = address(third.awaitLine("following"), "admin ");
        awaitInSync(thirdAdmin);
        promote(thirdAdmin, THIRD);
        final RingsideProcess.Result overruled = second.await(PATIENCE_SECONDS);
        assertNotEquals(0, overruled.exitCode());
        assertTrue(overruled.err().contains("OVERRULED"), overruled.err());
        await("everybody plays at the third one", () -> players.areAllIn(THIRD));

        players.enough = true;
        final BotsResult played = playing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(List.of(), played.problems());
        assertEquals(0, played.errors());
        assertTrue(played.resumes() >= 2 * PLAYERS, played::toString);
        final String said = third.stop().err();
        assertKept("second", FIRST, SECOND);
        assertKept("third", SECOND, THIRD);
        assertReplays("second");
        assertTrue(said.contains(assertReplays("third")), said);
    }

    /** Every input that a view of a reign acknowledged stands in the journal before the next reign, which knows that it took over. */
    private void assertKept(final String name, final long reign, final long next) {
        final Map<String, Integer> there = new HashMap<>();
        final boolean[] begun = {false, false};
        try (JournalReader journal =
                EngineRecording.allOf(folder.resolve(name)).get(0).read(0)) {
            journal.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    if (event.type() == EventType.OPEN && OpenPayload.epoch(event) == next) {
                        begun[0] = true;
                        begun[1] = OpenPayload.isTakenOver(event);
                    } else if (event.type() == EventType.INPUT && !begun[0]) {
                        there.merge(event.match() + " " + event.player(), event.inputSeq(), Math::max);
                    }
                }
            });
        }
        assertTrue(begun[0] && begun[1], "epoch " + next + " began with a takeover");
        players.acknowledged
                .get(reign)
                .forEach((player, seq) -> assertTrue(
                        there.getOrDefault(player, 0) >= seq,
                        "match and player " + player + ": input " + seq + " was acknowledged in epoch " + reign
                                + ", the journal of the next has " + there.get(player)));
    }

    private String assertReplays(final String name) throws InterruptedException {
        final JsonNode verified = RingsideProcess.run(
                        "replay", "verify", folder.resolve(name).toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.path("ok").asBoolean(), verified::toString);
        assertTrue(verified.path("framesVerified").asLong() > 0, verified::toString);
        return verified.path("finalHash").asText();
    }
}
