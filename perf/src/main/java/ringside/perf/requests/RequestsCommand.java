package ringside.perf.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.EncodedHistogram;
import ringside.perf.ExitCode;
import ringside.perf.HistogramsOption;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.UsageException;
import ringside.perf.child.ChildProcess;
import ringside.perf.child.Leash;
import ringside.perf.claims.Claim;

/** {@code requests}. */
@Command(
        name = "requests",
        description = {
            "How many requests of 1 KB a second the edge takes, against plain blocking sockets and bare Netty.",
            "",
            "A request is a message with sixteen inputs, 1,028 bytes, of which one is new: what most of a player's messages"
                    + " are. The edge cuts, counts, bounds and reads it, checks the new input against the layout and, since there"
                    + " are too many, answers that it refuses it. The peers read the same bytes, look at their types and answer as"
                    + " long: a thread for each connection, or Netty with its own decoder. Eight requests make a window; the next"
                    + " follows when all are answered, not more often than an edge allows, 1,000 messages a second.",
            "",
            "Then the two peers alone, each request answered before the next: what was reported elsewhere for Netty against"
                    + " blocking sockets, 98,500 and 42,000 a second (2.3 x).",
            "",
            "Servers and load share this machine, so that the load's own processor time bounds what any server can reach:"
                    + " look at CPU per request, too."
        },
        footer = {"", "Example: ringside-perf requests --connections 200 --rounds 5"},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "",
        subcommands = ServerChild.class)
public final class RequestsCommand implements Callable<Integer> {
    private static final int WINDOW = 8;

    /** A little less often than an edge allows: 1,000 messages a second. */
    private static final long EVERY_NS = 8_500_000;

    private static final double REPORTED = 98_500.0 / 42_000;
    private static final String REPORTED_WORDS =
            "98,500 against 42,000 a second, 2.3 x (Netty against blocking sockets)";
    private static final int START_SECONDS = 30;

    @Option(names = "--connections", defaultValue = "400", description = "At a time (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each measured window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "3", description = "Seconds before it (${DEFAULT-VALUE}).")
    private int warmupSeconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Of all servers in turn (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private HistogramsOption histograms;

    @Mixin
    private JsonOption json;

    /** What is compared. */
    private enum Run {
        RINGSIDE("ringside", "Ringside, by windows", ServerKind.RINGSIDE, WINDOW, EVERY_NS),
        BARE("bare", "bare Netty, by windows", ServerKind.BARE, WINDOW, EVERY_NS),
        BLOCKING("blocking", "blocking sockets, by windows", ServerKind.BLOCKING, WINDOW, EVERY_NS),
        BARE_ECHO("bareEach", "bare Netty, each answered", ServerKind.BARE, 1, 0),
        BLOCKING_ECHO("blockingEach", "blocking sockets, each answered", ServerKind.BLOCKING, 1, 0);

        private final String key;
        private final String title;
        private final ServerKind server;
        private final int window;
        private final long everyNs;

        Run(final String key, final String title, final ServerKind server, final int window, final long everyNs) {
            this.key = key;
            this.title = title;
            this.server = server;
            this.window = window;
            this.everyNs = everyNs;
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1 || connections < 1 || seconds < 1 || warmupSeconds < 1) {
            throw new UsageException("--rounds, --connections, --seconds and --warmup are 1 or more");
        }
        final Map<Run, List<RequestLoad.Result>> done = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            json.err().println("round " + round + " of " + rounds);
            for (final Run run : Run.values()) {
                done.computeIfAbsent(run, none -> new ArrayList<>()).add(measure(run));
            }
        }
        final Map<String, List<Histogram>> whole = new LinkedHashMap<>();
        done.forEach((run, its) -> whole.put(
                run.key,
                its.stream().map(each -> EncodedHistogram.read(each.answer())).toList()));
        histograms.write("requests", whole);
        final List<Claim> claims = List.of(Claim.ofMore(
                "requests of 1 KB, against blocking sockets",
                REPORTED_WORDS,
                REPORTED,
                median(done, Run.BLOCKING, RequestLoad.Result::perSecond),
                median(done, Run.RINGSIDE, RequestLoad.Result::perSecond),
                "a second"));
        if (json.isOn()) {
            json.print(toJson(done, claims, whole));
        } else {
            print(done, claims);
        }
        final boolean isWhole =
                done.values().stream().flatMap(List::stream).allMatch(each -> each.lost() == 0 && each.requests() > 0);
        return isWhole ? ExitCode.OK : ExitCode.FALSE;
    }

    private RequestLoad.Result measure(final Run run) throws InterruptedException {
        final List<String> arguments =
                List.of("--kind", run.server.name(), "--connections", String.valueOf(connections));
        try (ChildProcess server = ChildProcess.start(List.of("requests", "server"), arguments);
                RequestLoad load = new RequestLoad(run.window, run.everyNs)) {
            final int port = Integer.parseInt(server.line(Leash.READY, START_SECONDS));
            return load.run(run.server, port, server.pid(), connections, warmupSeconds, seconds);
        }
    }

    private static double median(
            final Map<Run, List<RequestLoad.Result>> done,
            final Run run,
            final ToDoubleFunction<RequestLoad.Result> what) {
        return Medians.of(
                done.getOrDefault(run, List.of()).stream().mapToDouble(what).toArray());
    }

    /** The most that windows so far apart come to. */
    private double cap() {
        return connections * WINDOW * 1e9 / EVERY_NS;
    }

    private ObjectNode toJson(
            final Map<Run, List<RequestLoad.Result>> done,
            final List<Claim> claims,
            final Map<String, List<Histogram>> whole) {
        final ObjectNode root = JsonOption.object();
        root.put("connections", connections);
        root.put("seconds", seconds);
        root.put("rounds", rounds);
        root.put("requestBytes", RequestWire.REQUEST_BYTES);
        root.put("windowsCap", Math.round(cap()));
        for (final Run run : Run.values()) {
            final ObjectNode node = root.putObject(run.key);
            node.put("perSecond", Math.round(median(done, run, RequestLoad.Result::perSecond)));
            node.put("cpuNsPerRequest", Math.round(median(done, run, RequestLoad.Result::cpuNsPerRequest)));
            node.put(
                    "loadCpuNsPerRequest",
                    Math.round(median(done, run, each -> (double) each.loadCpuNs() / Math.max(1, each.requests()))));
            node.put("lost", median(done, run, RequestLoad.Result::lost));
        }
        root.put(
                "cpuRatioToBlocking",
                median(done, Run.BLOCKING, RequestLoad.Result::cpuNsPerRequest)
                        / Math.max(1, median(done, Run.RINGSIDE, RequestLoad.Result::cpuNsPerRequest)));
        root.put(
                "eachAnsweredRatio",
                median(done, Run.BARE_ECHO, RequestLoad.Result::perSecond)
                        / Math.max(1, median(done, Run.BLOCKING_ECHO, RequestLoad.Result::perSecond)));
        Claim.putInto(root, claims);
        HistogramsOption.putInto(root, whole);
        Machine.current().putInto(root);
        return root;
    }

    private void print(final Map<Run, List<RequestLoad.Result>> done, final List<Claim> claims) {
        json.out().printf("%-34s %14s %14s %14s%n", "", "a second", "CPU ns each", "load's CPU ns");
        for (final Run run : Run.values()) {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "%-34s %,14.0f %,14.0f %,14.0f%n",
                            run.title,
                            median(done, run, RequestLoad.Result::perSecond),
                            median(done, run, RequestLoad.Result::cpuNsPerRequest),
                            median(done, run, each -> (double) each.loadCpuNs() / Math.max(1, each.requests())));
        }
        json.out().printf(Locale.ROOT, "windows so far apart come to %,.0f a second at most%n", cap());
        Claim.print(json.out(), claims);
        json.out().println(Machine.current());
    }
}
