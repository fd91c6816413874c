package ringside.perf.net;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import ringside.bots.Histograms;
import ringside.bots.Percentiles;
import ringside.perf.EncodedHistogram;
import ringside.perf.ExitCode;
import ringside.perf.HistogramsOption;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.PercentileLine;
import ringside.perf.RunFailedException;
import ringside.perf.UsageException;
import ringside.perf.child.ChildProcess;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;
import ringside.perf.observe.Sighting;
import ringside.perf.observe.WatchChild;

/** {@code observe}. */
@Command(
        name = "observe",
        description = {
            "Whether bots tell the truth: clients of plain sockets see the same latencies, or they do not.",
            "",
            "A server, bots that load it, and ten observers among them: a process that shares no client code with the bots,"
                    + " with blocking sockets, a thread that sends and one that reads for each, and its own clock. Both send inputs"
                    + " when they are due and count from then to the first view that shows them. Both time their inputs as the"
                    + " protocol's page says; 'wait' is how long inputs waited at the server for their frames, so that a difference"
                    + " of aim is not taken for a lie.",
            "",
            "They agree when the median of the runs' ratios is within 5 % at p50 and 15 % at p99.",
            "Exit status 1 when somebody was not served. That they do not agree is a result, and none of the exit status."
        },
        footer = {"", "Example: ringside-perf observe --clients 200 --hz 60 --runs 5"},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "",
        subcommands = WatchChild.class)
public final class ObserveCommand implements Callable<Integer> {
    private static final double P50_BAR = 0.05;
    private static final double P99_BAR = 0.15;
    private static final int BOTS_PER_MATCH = 8;
    private static final int START_SECONDS = 60;
    private static final int NAME_WIDTH = 26;

    @Option(names = "--clients", defaultValue = "200", description = "Bots, eight to a match (${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--observers", defaultValue = "10", description = "Among them (${DEFAULT-VALUE}).")
    private int observers;

    @Option(names = "--hz", defaultValue = "60", description = "Frames a second (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--seconds", defaultValue = "15", description = "Of each measured window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "Seconds before it (${DEFAULT-VALUE}).")
    private int warmupSeconds;

    @Option(names = "--runs", defaultValue = "5", description = "Each with a new server (${DEFAULT-VALUE}).")
    private int runs;

    @Mixin
    private HistogramsOption histograms;

    @Mixin
    private JsonOption json;

    /** One run: both sides, and whether the bots' process was late itself. */
    private record Run(LoadResult bots, Sighting observer) {
        Histogram ofBots(final String name) {
            return bots.latencies().histogram(name);
        }

        Histogram ofObserver(final String name) {
            return EncodedHistogram.read(observer.histograms().getOrDefault(name, ""));
        }

        double ratio(final double percentile) {
            return (double) ofBots(Histograms.INPUT_TO_VIEW).getValueAtPercentile(percentile)
                    / Math.max(1, ofObserver(Histograms.INPUT_TO_VIEW).getValueAtPercentile(percentile));
        }

        /** How long inputs waited for their frames, on average. */
        static double waitNs(final Histogram whole, final Histogram above) {
            return whole.getMean() - above.getMean();
        }

        double botsWaitNs() {
            return waitNs(ofBots(Histograms.INPUT_TO_VIEW), ofBots(Histograms.ABOVE_FRAME));
        }

        double observerWaitNs() {
            return waitNs(ofObserver(Histograms.INPUT_TO_VIEW), ofObserver(Histograms.ABOVE_FRAME));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (runs < 1 || observers < 1 || observers > clients) {
            throw new UsageException("--runs and --observers are 1 or more, and no more observers than --clients");
        }
        final List<Run> done = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            final Run run = run();
            done.add(run);
            json.err()
                    .printf(
                            Locale.ROOT,
                            "run %d of %d: bots to observer %.3f at p50, %.3f at p99%n",
                            i,
                            runs,
                            run.ratio(50),
                            run.ratio(99));
        }
        histograms.write("observe", whole(done));
        if (json.isOn()) {
            json.print(toJson(done));
        } else {
            print(done);
        }
        problems(done).forEach(problem -> json.err().println("ringside-perf: " + problem));
        return problems(done).isEmpty() ? ExitCode.OK : ExitCode.FALSE;
    }

    private int matches() {
        return (clients + BOTS_PER_MATCH - 1) / BOTS_PER_MATCH;
    }

    private NetPlan plan(final int players) {
        try {
            return new NetPlan(players, hz, seconds, warmupSeconds);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Run run() throws InterruptedException {
        final NetPlan bots = plan(clients);
        // The server makes a match for every ten: what is asked for is matches, two seats of each free for observers.
        final NetPlan seats = plan(matches() * NetPlan.CLIENTS_PER_MATCH);
        try (ChildProcess server = ChildProcess.start(List.of("net", "server"), PlanOptions.arguments(seats))) {
            final String port = server.line(Leash.READY, START_SECONDS);
            final List<String> load = new ArrayList<>(PlanOptions.arguments(bots));
            load.addAll(LoadTarget.arguments(0, new NetPlan.Share(1, matches(), clients), port, server.pid()));
            final List<String> watch = List.of(
                    "--host", "127.0.0.1",
                    "--port", port,
                    "--matches", String.valueOf(matches()),
                    "--observers", String.valueOf(observers),
                    "--warmup", String.valueOf(warmupSeconds),
                    "--seconds", String.valueOf(seconds));
            try (ChildProcess loading = ChildProcess.start(List.of("net", "load"), load);
                    ChildProcess watching = ChildProcess.start(List.of("observe", "watch"), watch)) {
                final Sighting seen = Json.read(watching.line(Leash.RESULT, bots.limitSeconds()), Sighting.class);
                final LoadResult result = Json.read(loading.line(Leash.RESULT, bots.limitSeconds()), LoadResult.class);
                if (seen.inputs() == 0 || result.window().views() == 0) {
                    throw new RunFailedException(
                            "observe: nobody was shown anything: " + seen.problems() + " " + result.problems());
                }
                return new Run(result, seen);
            }
        }
    }

    private static List<String> problems(final List<Run> done) {
        final List<String> all = new ArrayList<>();
        for (final Run run : done) {
            all.addAll(run.bots().problems());
            all.addAll(run.observer().problems());
        }
        return all.stream().distinct().toList();
    }

    private static double median(final List<Run> done, final ToDoubleFunction<Run> what) {
        return Medians.of(done.stream().mapToDouble(what).toArray());
    }

    private static boolean agrees(final List<Run> done) {
        return Math.abs(median(done, run -> run.ratio(50)) - 1) <= P50_BAR
                && Math.abs(median(done, run -> run.ratio(99)) - 1) <= P99_BAR;
    }

    private static boolean generatorWasBottleneck(final List<Run> done) {
        return done.stream().anyMatch(run -> run.bots().latencies().generatorWasBottleneck());
    }

    private static Percentiles medians(final List<Histogram> runs) {
        return new Percentiles(
                Math.round(Medians.of(runs.stream()
                        .mapToDouble(run -> run.getValueAtPercentile(50))
                        .toArray())),
                Math.round(Medians.of(runs.stream()
                        .mapToDouble(run -> run.getValueAtPercentile(99))
                        .toArray())),
                Math.round(Medians.of(runs.stream()
                        .mapToDouble(run -> run.getValueAtPercentile(99.9))
                        .toArray())),
                Math.round(Medians.of(
                        runs.stream().mapToDouble(Histogram::getMaxValue).toArray())));
    }

    private static Map<String, List<Histogram>> whole(final List<Run> done) {
        final Map<String, List<Histogram>> whole = new LinkedHashMap<>();
        for (final String name : List.of(Histograms.INPUT_TO_VIEW, Histograms.ABOVE_FRAME, Histograms.LATENESS)) {
            whole.put("bots-" + name, done.stream().map(run -> run.ofBots(name)).toList());
            whole.put(
                    "observer-" + name,
                    done.stream().map(run -> run.ofObserver(name)).toList());
        }
        return whole;
    }

    private ObjectNode toJson(final List<Run> done) {
        final Map<String, List<Histogram>> whole = whole(done);
        final ObjectNode root = JsonOption.object();
        root.put("clients", clients);
        root.put("observers", observers);
        root.put("hz", hz);
        root.put("seconds", seconds);
        root.put("runs", done.size());
        root.put("agrees", agrees(done));
        root.put("p50Ratio", median(done, run -> run.ratio(50)));
        root.put("p99Ratio", median(done, run -> run.ratio(99)));
        root.put("p50Bar", P50_BAR);
        root.put("p99Bar", P99_BAR);
        root.put("botsWaitNs", Math.round(median(done, Run::botsWaitNs)));
        root.put("observerWaitNs", Math.round(median(done, Run::observerWaitNs)));
        whole.forEach((name, each) -> PercentileLine.put(root, name, medians(each)));
        root.put("generatorWasBottleneck", generatorWasBottleneck(done));
        final ArrayNode each = root.putArray("eachRun");
        done.forEach(run -> each.addObject()
                .put("p50Ratio", run.ratio(50))
                .put("p99Ratio", run.ratio(99))
                .put("observerInputs", run.observer().inputs())
                .put("observerRefused", run.observer().refused()));
        HistogramsOption.putInto(root, whole);
        Machine.current().putInto(root);
        return root;
    }

    private void print(final List<Run> done) {
        final Map<String, List<Histogram>> whole = whole(done);
        json.out()
                .printf(
                        "%d bots and %d observers, %d Hz, %d s, medians of %d runs%n",
                        clients, observers, hz, seconds, done.size());
        PercentileLine.heads(json.out(), NAME_WIDTH);
        for (final String name : List.of(Histograms.INPUT_TO_VIEW, Histograms.ABOVE_FRAME, Histograms.LATENESS)) {
            final String words = switch (name) {
                case Histograms.INPUT_TO_VIEW -> "input to view";
                case Histograms.ABOVE_FRAME -> "  above the frame";
                default -> "  sent after it was due";
            };
            PercentileLine.print(
                    json.out(), NAME_WIDTH, words + ", bots", medians(whole.getOrDefault("bots-" + name, List.of())));
            PercentileLine.print(
                    json.out(),
                    NAME_WIDTH,
                    words + ", seen",
                    medians(whole.getOrDefault("observer-" + name, List.of())));
        }
        json.out()
                .printf(
                        Locale.ROOT,
                        "wait for the frame on average: bots %.3f ms, observer %.3f ms%n",
                        median(done, Run::botsWaitNs) / 1e6,
                        median(done, Run::observerWaitNs) / 1e6);
        json.out()
                .printf(
                        Locale.ROOT,
                        "bots to observer: %.3f at p50 (within %.0f %%), %.3f at p99 (within %.0f %%): they %s%n",
                        median(done, run -> run.ratio(50)),
                        P50_BAR * 100,
                        median(done, run -> run.ratio(99)),
                        P99_BAR * 100,
                        agrees(done) ? "agree" : "DO NOT agree");
        if (generatorWasBottleneck(done)) {
            json.out().println("The bots themselves were late: their latencies are their own, at least in part.");
        }
        json.out().println(Machine.current());
    }
}
