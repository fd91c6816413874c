package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matches that come and go under an operator's hand, their results, and games that stop a server: in processes of their own. */
final class MatchLifeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 60;

    @TempDir
    private Path folder;

    private static void await(final String what, final BooleanSupplier condition) throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - endNs < 0, () -> "waited in vain: " + what);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static RingsideProcess.Result match(final Served server, final String... words)
            throws InterruptedException {
        final String[] arguments = new String[words.length + 4];
        arguments[0] = "match";
        System.arraycopy(words, 0, arguments, 1, words.length);
        arguments[words.length + 1] = "--admin";
        arguments[words.length + 2] = server.admin();
        arguments[words.length + 3] = "--json";
        return RingsideProcess.run(arguments);
    }

    @Test
    void an_operator_acts_on_matches_of_two_engines_and_the_journal_says_who_and_why() throws Exception {
        final Path data = folder.resolve("data");
        final String finalHash;
        try (Served server = Served.start(
                data, "--engines", "2", "--matches", "2", "--admin", "0", "--http", "-1", "--rule", "bots=2")) {
            final JsonNode created = match(server, "create", "--rule", "bots=1", "--as", "ann", "--why", "a tournament")
                    .require(0)
                    .json();
            assertEquals(3, created.path("match").asInt());
            assertEquals("arena", created.path("game").asText());
            final JsonNode paused = match(server, "pause", "--match", "2", "--as", "bob")
                    .require(0)
                    .json();
            assertEquals("paused", paused.path("state").asText());
            match(server, "end", "--match", "3").require(0);
            final RingsideProcess.Result gone =
                    match(server, "resume", "--match", "99").require(1);
            assertTrue(gone.err().contains("match 99: there is no such match"), gone.err());
            final RingsideProcess.Result list = RingsideProcess.run("match", "list", "--admin", server.admin())
                    .require(0);
            assertEquals(
                    List.of(
                            "match  game   state",
                            "    1  arena  waiting",
                            "    2  arena  paused",
                            "    3  arena  aborted"),
                    list.out()
                            .lines()
                            .map(line -> line.substring(0, 13)
                                    + line.substring(13, 21).stripTrailing())
                            .map(String::stripTrailing)
                            .toList());
            final JsonNode status = RingsideProcess.run("status", "--admin", server.admin(), "--json")
                    .require(0)
                    .json();
            assertEquals("primary", status.path("role").asText());
            assertEquals(2, status.path("engines").size());
            finalHash = server.stop();
        }
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.path("ok").asBoolean());
        assertEquals(finalHash, verified.path("finalHash").asText());
        assertEquals(2, verified.path("engines").size());
        final List<JsonNode> events = RingsideProcess.run("journal", "dump", data.toString(), "--json")
                .require(0)
                .jsonLines();
        assertTrue(
                events.stream()
                        .anyMatch(event -> event.path("type").asText().equals("CREATE")
                                && event.path("fields").path("who").asText().equals("ann")
                                && event.path("fields").path("why").asText().equals("a tournament")),
                "who created match 3");
        assertTrue(Files.readString(data.resolve("results.jsonl")).contains("\"end\":\"aborted\""));
    }

    /** Takes results, once it is told to. */
    private static final class Receiver implements AutoCloseable {
        private final List<JsonNode> results = new CopyOnWriteArrayList<>();
        private final AtomicInteger attempts = new AtomicInteger();
        private final HttpServer http;
        private volatile boolean takes;

        Receiver() throws java.io.IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", exchange -> {
                try (exchange) {
                    final String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    attempts.incrementAndGet();
                    if (takes) {
                        results.add(JSON.readTree(body));
                    }
                    exchange.sendResponseHeaders(takes ? 204 : 503, -1);
                }
            });
            http.start();
        }

        String address() {
            return "http://127.0.0.1:" + http.getAddress().getPort() + "/results";
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }

    @Test
    void a_result_that_was_not_taken_before_a_kill_is_delivered_by_the_next_start() throws Exception {
        final Path data = folder.resolve("data");
        try (Receiver receiver = new Receiver()) {
            final String[] drill = {"--game", "drill", "--matches", "2", "--results", receiver.address()};
            try (Served server = Served.startWithTests(data, with(drill, "--rule", "endsAt=10"))) {
                await("attempts", () -> receiver.attempts.get() >= 3);
                server.kill();
            }
            assertEquals(List.of(), receiver.results);
            receiver.takes = true;
            try (Served server = Served.startWithTests(data, drill)) {
                await("both results", () -> receiver.results.size() >= 2);
                server.stop();
            }
            for (final JsonNode result : receiver.results) {
                assertEquals("drill", result.path("game").asText());
                assertEquals("finished", result.path("end").asText());
                assertEquals(10, result.path("frame").asInt());
                assertEquals(10, result.path("result").path("done").asInt());
                assertEquals(16, result.path("finalHash").asText().length());
            }
            assertEquals(
                    2,
                    receiver.results.stream()
                            .map(result -> result.path("match").asInt())
                            .distinct()
                            .count());
        }
    }

    private static String[] with(final String[] some, final String... more) {
        final String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Test
    void a_game_that_loops_is_named_and_stops_the_process() throws Exception {
        final Path config = Files.writeString(
                folder.resolve("server.toml"),
                "game = \"drill\"\nmatches = 1\nwatchdogSeconds = 1\nhttp = -1\ntcp = -1\n[rules]\nloopsAt = 20\n");
        // The event is in the journal: the next start meets it again, before it serves.
        requireLoopNamed(config, "the server stops: engine 0: the game drill of match 1 has not returned");
        requireLoopNamed(config, "the start is given up: engine 0: the game drill of match 1 has not returned");
    }

    private void requireLoopNamed(final Path config, final String said) throws Exception {
        try (RingsideProcess server = RingsideProcess.startWithTests(
                "serve",
                "--config",
                config.toString(),
                "--dir",
                folder.resolve("data").toString())) {
            final RingsideProcess.Result result = server.await(LONGEST_SECONDS).require(1);
            assertTrue(result.err().contains(said), result.err());
            assertTrue(result.err().contains(" s, after frame 19, at position "), result.err());
            assertTrue(result.err().contains("ringside.it.Drill.step"), result.err());
            assertFalse(result.err().contains("ended anyway"), result.err());
        }
    }

    @Test
    void an_overloaded_night_replays_as_it_was() throws Exception {
        final Path data = folder.resolve("data");
        // Each of these frames takes longer than several at 30 Hz, so the clock must skip.
        final String[] drill = {
            "--game",
            "drill",
            "--matches",
            "1",
            "--hz",
            "30",
            "--http",
            "-1",
            "--rule",
            "toilsFrom=20",
            "--rule",
            "toilsTo=36",
            "--rule",
            "toil=300000000"
        };
        final String finalHash;
        try (Served server = Served.startWithTests(data, drill)) {
            await("overload", () -> server.err().contains("overloaded"));
            await("its end", () -> server.err().contains("overload is over"));
            finalHash = server.stop();
        }
        final JsonNode verified;
        try (RingsideProcess replay = RingsideProcess.startWithTests("replay", "verify", data.toString(), "--json")) {
            verified = replay.await(LONGEST_SECONDS).require(0).json();
        }
        assertTrue(verified.path("ok").asBoolean(), verified.toString());
        assertEquals(finalHash, verified.path("finalHash").asText());
        final List<JsonNode> events;
        try (RingsideProcess dump = RingsideProcess.startWithTests("journal", "dump", data.toString(), "--json")) {
            events = dump.await(LONGEST_SECONDS).require(0).jsonLines();
        }
        int overloaded = 0;
        long skipped = 0;
        for (final JsonNode event : events) {
            overloaded += event.path("fields").path("overloaded").asBoolean() ? 1 : 0;
            skipped += event.path("fields").path("skippedFrames").asLong();
        }
        assertTrue(skipped > 0, "frames were skipped");
        assertTrue(overloaded >= 30, "a second's FRAMEs at least say so: " + overloaded);
    }
}
