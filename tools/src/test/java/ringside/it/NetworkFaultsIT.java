package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Players in a network of their own, joined to the server's by a pair of virtual cards that the test cuts or makes slow. Needs
 * Linux, and the rights to do that; without them it is skipped.
 */
@Tag("deep")
final class NetworkFaultsIT {
    private static final int PLAYERS = 4;
    private static final String ADDRESS = "10.231.77.1";
    private static final String NETWORK = "ringside-" + ProcessHandle.current().pid();
    private static final String CARD = "rs-" + ProcessHandle.current().pid();
    private static final String PEER = CARD + "p";
    private static final long SLOW_NS = 400_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HIGH_WATERMARK_BYTES = 32_768;
    private static final long MOST_PENDING_BYTES = 2 * HIGH_WATERMARK_BYTES;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private RingsideProcess server;
    private String url;
    private String admin;

    @BeforeEach
    void join() throws Exception {
        assumeTrue(
                does("ip netns add " + NETWORK)
                        && does("ip link add " + CARD + " type veth peer name " + PEER)
                        && does("ip link set " + PEER + " netns " + NETWORK)
                        && does("ip addr add " + ADDRESS + "/30 dev " + CARD)
                        && does("ip link set " + CARD + " up")
                        && does("ip -n " + NETWORK + " addr add 10.231.77.2/30 dev " + PEER)
                        && does("ip -n " + NETWORK + " link set " + PEER + " up"),
                "networks cannot be made here");
        final Path config =
                Files.writeString(folder.resolve("server.toml"), "clientIdleSeconds = 3\nseatHoldSeconds = 120\n");
        server = RingsideProcess.start(
                "serve",
                "--config",
                config.toString(),
                "--dir",
                folder.resolve("data").toString(),
                "--bind",
                ADDRESS,
                "--http",
                "-1",
                "--tcp",
                "0",
                "--admin",
                "0");
        final String ready = server.awaitLine("ready");
        url = "tcp://" + ready.replaceAll(".*tcp://([0-9.:]+).*", "$1");
        admin = ready.replaceAll(".*admin ([0-9.:]+).*", "$1");
    }

    @AfterEach
    void part() throws Exception {
        if (server != null) {
            server.close();
        }
        does("ip link del " + CARD);
        does("ip netns del " + NETWORK);
    }

    private static boolean does(final String command) throws InterruptedException {
        try {
            final Process process = new ProcessBuilder(command.split(" ", -1))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private RingsideProcess bots(final int seconds) throws InterruptedException {
        final RingsideProcess bots = RingsideProcess.startBehind(
                List.of("ip", "netns", "exec", NETWORK),
                "bots",
                "--json",
                "--connect",
                url,
                "--players",
                String.valueOf(PLAYERS),
                "--seconds",
                String.valueOf(seconds));
        bots.awaitError(PLAYERS + " playing");
        return bots;
    }

    private static long kernel(final JsonNode connection, final String figure) {
        return connection.path("kernel").path(figure).asLong();
    }

    private JsonNode ask(final String path) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private List<JsonNode> connections() throws IOException, InterruptedException {
        final List<JsonNode> all = new ArrayList<>();
        ask("/matches/1/connections").path("connections").forEach(all::add);
        return all;
    }

    /** Looks again and again, for a minute at most. */
    private void await(final String what, final Predicate<List<JsonNode>> holds)
            throws IOException, InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<JsonNode> now = connections();
        while (!holds.test(now)) {
            assertTrue(System.nanoTime() - endNs < 0, "waited in vain: " + what + "; last: " + now);
            TimeUnit.MILLISECONDS.sleep(50);
            now = connections();
        }
    }

    @Test
    void who_vanishes_without_a_word_is_let_go_and_finds_the_seat_again() throws Exception {
        try (RingsideProcess bots = bots(60)) {
            await("all to be told of", all -> all.size() == PLAYERS);
            for (final JsonNode each : connections()) {
                assertTrue(kernel(each, "roundTripNs") > 0, each.toString());
            }
            // For the server nothing changes but that nothing comes: what it sends is dropped without a word.
            assertTrue(does("ip -n " + NETWORK + " link set " + PEER + " down"));
            await("all to be let go", List::isEmpty);
            final JsonNode match = ask("/matches/1");
            assertEquals(PLAYERS, match.path("players").asInt(), "their seats are held");
            assertTrue(does("ip -n " + NETWORK + " link set " + PEER + " up"));
            await("all to be back", all -> all.size() == PLAYERS);
            final JsonNode played = bots.await(120).require(0).json();
            assertEquals(0, played.path("errors").asInt(), played.toString());
            assertTrue(played.path("resumes").asInt() >= PLAYERS, played.toString());
        }
    }

    @Test
    void when_the_bandwidth_collapses_views_are_left_out_and_the_newest_is_shown_when_it_is_back() throws Exception {
        try (RingsideProcess bots = bots(60)) {
            await("all to be told of", all -> all.size() == PLAYERS);
            assertTrue(
                    does("tc qdisc add dev " + CARD + " root tbf rate 32kbit burst 2kb latency 400ms"),
                    "the network cannot be made slow here");
            await("it to be slow, with little waiting for the network all the while", all -> {
                all.forEach(
                        each -> assertTrue(each.path("pendingBytes").asLong() <= MOST_PENDING_BYTES, each.toString()));
                return all.stream().anyMatch(each -> kernel(each, "roundTripNs") > SLOW_NS);
            });
            assertTrue(does("tc qdisc del dev " + CARD + " root"));
            await(
                    "all to be shown what is new",
                    all -> all.size() == PLAYERS
                            && all.stream()
                                    .allMatch(
                                            each -> each.path("viewRoundTripNs").asLong() < SLOW_NS
                                                    && each.path("pendingBytes").asLong() == 0));
            final JsonNode played = bots.await(120).require(0).json();
            assertEquals(0, played.path("errors").asInt(), played.toString());
        }
    }
}
