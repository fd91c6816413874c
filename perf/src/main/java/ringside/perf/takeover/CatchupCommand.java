package ringside.perf.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.bots.Bots;
import ringside.bots.BotsProgress;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.RunFailedException;
import ringside.perf.Scratch;
import ringside.perf.UsageException;

/** {@code catchup}. */
@Command(
        name = "catchup",
        description = {
            "How fast a standby catches up with what was played while it was not there.",
            "",
            "A primary, a standby and players are begun, as processes and connections of their own. The standby is stopped for",
            "a while and started again: what is measured is the time from when the primary takes it on until it has everything,",
            "and how much play it applied and compared meanwhile. The players have left by then unless --playing says otherwise:",
            "here they share the machine with both servers, elsewhere they do not."
        },
        footer = {"", "Example: ringside-perf catchup --players 1000 --away 60 --rounds 3 --json"},
        mixinStandardHelpOptions = true)
public final class CatchupCommand implements Callable<Integer> {
    private static final int START_SECONDS = 90;
    private static final long BYTES = 2_048L << 20;
    private static final int PLAYERS_IN_A_MATCH = 10;
    private static final int LOOK_MS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--players", defaultValue = "1000", description = "Ten to a match (${DEFAULT-VALUE}).")
    private int players;

    @Option(names = "--away", defaultValue = "60", description = "Seconds without the standby (${DEFAULT-VALUE}).")
    private int awaySeconds;

    @Option(names = "--rounds", defaultValue = "3", description = "How often (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--playing", description = "Players play on while the standby catches up.")
    private boolean playing;

    @Mixin
    private ServersOption servers;

    @Mixin
    private JsonOption json;

    private final HttpClient http = HttpClient.newHttpClient();

    private record Result(double playedSeconds, double tookSeconds, long frames) {
        double timesRealTime() {
            return playedSeconds / tookSeconds;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        servers.requireJar();
        if (players < 1 || awaySeconds < 1 || rounds < 1) {
            throw new UsageException("--players, --away and --rounds are 1 or more");
        }
        final List<Result> results = new ArrayList<>();
        try (Scratch scratch = Scratch.in(servers.dir(), BYTES)) {
            for (int i = 1; i <= rounds; i++) {
                final Path folder = scratch.folder();
                final Result one = round(folder);
                results.add(one);
                json.err()
                        .printf(
                                Locale.ROOT,
                                "round %d of %d: %.1f s of play in %.1f s, %.1f times real time, %d frames compared%n",
                                i,
                                rounds,
                                one.playedSeconds(),
                                one.tookSeconds(),
                                one.timesRealTime(),
                                one.frames());
                Scratch.remove(folder);
            }
        }
        final double times =
                Medians.of(results.stream().mapToDouble(Result::timesRealTime).toArray());
        if (json.isOn()) {
            final ObjectNode root = JsonOption.object();
            root.put("players", players);
            root.put("playing", playing);
            root.put("rounds", rounds);
            root.put("timesRealTime", times);
            root.put(
                    "leastTimesRealTime",
                    results.stream().mapToDouble(Result::timesRealTime).min().orElse(0));
            Machine.current().putInto(root);
            json.print(root);
        } else {
            json.out()
                    .printf(Locale.ROOT, "catches up at %.1f times real time (median)%n%s%n", times, Machine.current());
            json.out().flush();
        }
        return ExitCode.OK;
    }

    private Result round(final Path folder) throws IOException, InterruptedException {
        final Path config = Files.writeString(folder.resolve("standby.toml"), "rehearsalSeconds = 0\n");
        final int matches = (players + PLAYERS_IN_A_MATCH - 1) / PLAYERS_IN_A_MATCH;
        try (ServerProcess primary = start(
                folder,
                "serve",
                "--replication",
                "0",
                "--matches",
                String.valueOf(matches),
                "--tcp",
                "0",
                "--admin",
                "0")) {
            final String ready = primary.line("ready", START_SECONDS);
            final String replication = ServerProcess.address(ready, "replication ");
            final String admin = ServerProcess.address(ready, "admin ");
            final int port = freePort();
            final String[] standby = {
                "--primary", replication, "--config", config.toString(), "--tcp", "-1", "--admin", String.valueOf(port)
            };
            try (ServerProcess first = start(folder, "standby", standby)) {
                first.line("following", START_SECONDS);
                first.stop();
            }
            final CompletableFuture<BotsResult> bots = CompletableFuture.supplyAsync(() -> play(ready, matches));
            while (status(admin).path("players").asInt() < players) {
                if (bots.isDone()) {
                    throw new RunFailedException(
                            "not all players got in: " + bots.join().problems());
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
            final long awaySinceNs = System.nanoTime();
            if (playing) {
                TimeUnit.SECONDS.sleep(awaySeconds);
            } else {
                bots.join();
            }
            try (ServerProcess again = start(folder, "standby", standby)) {
                final Result result = catchUp("127.0.0.1:" + port, awaySinceNs);
                again.line("following", START_SECONDS);
                return result;
            }
        }
    }

    private BotsResult play(final String ready, final int matches) {
        try {
            return Bots.run(
                    BotsSettings.of("tcp://" + ServerProcess.address(ready, "tcp://"))
                            .withPlayers(players)
                            .withMatches(matches)
                            .withSeconds(playing ? 3 * awaySeconds + START_SECONDS : awaySeconds),
                    (final BotsProgress progress) -> {});
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted", e);
        } catch (final IOException e) {
            throw new RunFailedException("the players: " + e.getMessage(), e);
        }
    }

    /** From when it is known to be behind until it has everything. */
    private Result catchUp(final String admin, final long awaySinceNs) throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        long beganNs = 0;
        while (true) {
            final JsonNode status = status(admin);
            final long nowNs = System.nanoTime();
            final long lag = status.path("lag").asLong();
            if (beganNs == 0 && lag > 0) {
                beganNs = nowNs;
            }
            if (beganNs != 0
                    && status.path("live").asBoolean()
                    && status.path("inSync").asBoolean()) {
                return new Result(
                        (nowNs - awaySinceNs) / 1e9,
                        (nowNs - beganNs) / 1e9,
                        status.path("framesCompared").asLong());
            }
            if (nowNs - endNs > 0) {
                throw new RunFailedException("it did not catch up within " + START_SECONDS + " s: " + status);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    /** Nothing while the port is not open yet. */
    private JsonNode status(final String admin) throws InterruptedException {
        try {
            final HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin + "/status"))
                    .build();
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (final IOException e) {
            return JsonOption.object();
        }
    }

    private ServerProcess start(final Path folder, final String verb, final String... options) {
        final List<String> arguments = new ArrayList<>(
                List.of(verb, "--http", "-1", "--dir", folder.resolve(verb).toString()));
        arguments.addAll(List.of(options));
        return ServerProcess.start(servers.jar(), List.of(), folder.resolve(verb + ".log"), arguments);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
