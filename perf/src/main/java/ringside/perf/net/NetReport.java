package ringside.perf.net;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.perf.HistogramsOption;
import ringside.perf.Machine;
import ringside.perf.PercentileLine;
import ringside.perf.child.Json;

/** What several rounds come to: the median of each figure; counts of what must not happen are summed. */
final class NetReport {
    private static final int NAME_WIDTH = 28;
    private static final long LEAST_SHOWN_NS = 50;
    private static final double KIB = 1_024;

    private final NetPlan plan;
    private final List<NetRounds.Round> rounds;

    NetReport(final NetPlan plan, final List<NetRounds.Round> rounds) {
        this.plan = plan;
        this.rounds = List.copyOf(rounds);
    }

    long errors() {
        return loads().mapToLong(LoadResult::errors).sum()
                + rounds.stream().filter(round -> round.server().failed()).count();
    }

    List<String> problems() {
        return loads().flatMap(load -> load.problems().stream()).distinct().toList();
    }

    boolean generatorWasBottleneck() {
        return loads().anyMatch(load -> load.latencies().generatorWasBottleneck());
    }

    ObjectNode toJson() {
        final ObjectNode root = Json.object();
        root.put("clients", plan.clients());
        root.put("hz", plan.hz());
        root.put("seconds", plan.seconds());
        root.put("warmupSeconds", plan.warmupSeconds());
        root.put("rounds", rounds.size());
        root.put("cpuNsPerClientFrame", cpuNs());
        root.put("floorCpuNsPerClientFrame", floorCpuNs());
        root.put("ratio", ratio());
        root.put("ratioWithoutCompilers", ratioWithoutCompilers());
        root.put(
                "compilerCpuNsPerClientFrame",
                median(round -> round.real().window().compilerNsPerView()));
        root.put(
                "floorCompilerCpuNsPerClientFrame",
                median(round -> round.floor().window().compilerNsPerView()));
        root.set("threads", Json.toObject(threads(NetRounds.Round::real)));
        root.set("floorThreads", Json.toObject(threads(NetRounds.Round::floor)));
        root.set("memoryPerConnection", Json.toObject(memory()));
        root.put("residentBytes", median(round -> round.server().full().residentBytes()));
        root.set("inputToView", Json.toObject(real(LoadResult.Latencies::inputToView)));
        root.set("inputToViewAboveFrame", Json.toObject(real(LoadResult.Latencies::inputToViewAboveFrame)));
        root.set("floorInputToView", Json.toObject(floor(LoadResult.Latencies::inputToView)));
        root.set("floorInputToViewAboveFrame", Json.toObject(floor(LoadResult.Latencies::inputToViewAboveFrame)));
        root.put("skippedFrames", skippedFrames());
        root.put("errors", errors());
        root.put("generatorWasBottleneck", generatorWasBottleneck());
        root.put("generatorLatenessP99Ns", latenessP99Ns(NetRounds.Round::real));
        root.put("floorGeneratorLatenessP99Ns", latenessP99Ns(NetRounds.Round::floor));
        root.put(
                "bytesPerView",
                median(round -> Math.round(round.real().traffic().bytesPerView())));
        root.put(
                "bytesPerInput",
                median(round -> Math.round(round.real().traffic().bytesPerInput())));
        HistogramsOption.putInto(root, histograms());
        Machine.current().putInto(root);
        final ArrayNode each = root.putArray("eachRound");
        for (final NetRounds.Round round : rounds) {
            each.add(Json.toObject(round));
        }
        return root;
    }

    /** Of every round, by name; the floor's begin with its name. */
    SortedMap<String, List<Histogram>> histograms() {
        final SortedMap<String, List<Histogram>> all = new TreeMap<>();
        for (final NetRounds.Round round : rounds) {
            put(all, "", round.real().latencies());
            put(all, "floor-", round.floor().latencies());
        }
        return all;
    }

    private static void put(
            final SortedMap<String, List<Histogram>> all, final String side, final LoadResult.Latencies latencies) {
        latencies
                .histograms()
                .keySet()
                .forEach(name -> all.computeIfAbsent(side + name, none -> new ArrayList<>())
                        .add(latencies.histogram(name)));
    }

    void print(final PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d clients, %d Hz, %d s after %d s of warm-up, medians of %d rounds; %d bytes a view, %d an input%n",
                plan.clients(),
                plan.hz(),
                plan.seconds(),
                plan.warmupSeconds(),
                rounds.size(),
                median(round -> Math.round(round.real().traffic().bytesPerView())),
                median(round -> Math.round(round.real().traffic().bytesPerInput())));
        out.printf("%-28s %10s %10s %10s%n", "microseconds", "Ringside", "floor", "ratio");
        out.printf(
                Locale.ROOT,
                "%-28s %10.2f %10.2f %10.2f%n",
                "CPU per client and frame",
                cpuNs() / 1e3,
                floorCpuNs() / 1e3,
                ratio());
        out.printf(
                Locale.ROOT,
                "%-28s %10.2f %10.2f %10.2f%n",
                "  without compiling",
                (cpuNs() - compilerNs(NetRounds.Round::real)) / 1e3,
                (floorCpuNs() - compilerNs(NetRounds.Round::floor)) / 1e3,
                ratioWithoutCompilers());
        threads(NetRounds.Round::real).entrySet().stream()
                .filter(thread -> thread.getValue() >= LEAST_SHOWN_NS)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(thread ->
                        out.printf(Locale.ROOT, "  %-26s %10.2f%n", thread.getKey(), thread.getValue() / 1e3));
        final ServerMemory each = memory();
        out.printf(
                Locale.ROOT,
                "%.1f KiB of heap and %.1f KiB of buffers a connection; %.1f KiB of the process, %d MiB in all%n",
                each.heapBytes() / KIB,
                each.directBytes() / KIB,
                each.residentBytes() / KIB,
                median(round -> round.server().full().residentBytes()) >> 20);
        PercentileLine.heads(out, NAME_WIDTH);
        PercentileLine.print(out, NAME_WIDTH, "input to view", real(LoadResult.Latencies::inputToView));
        PercentileLine.print(out, NAME_WIDTH, "  above the frame", real(LoadResult.Latencies::inputToViewAboveFrame));
        PercentileLine.print(
                out, NAME_WIDTH, "  the floor, above its tick", floor(LoadResult.Latencies::inputToViewAboveFrame));
        out.printf("%d skipped frames, %d errors%n", skippedFrames(), errors());
        if (generatorWasBottleneck()) {
            out.println("The load itself was late: its latencies are its own, at least in part.");
        }
        out.println(Machine.current());
    }

    private long cpuNs() {
        return median(round -> round.real().window().cpuNsPerView());
    }

    private long floorCpuNs() {
        return median(round -> round.floor().window().cpuNsPerView());
    }

    /** Of the two medians; 0 when the floor took too little to be seen. */
    private double ratio() {
        final long floorNs = floorCpuNs();
        return floorNs == 0 ? 0 : Math.round(1_000.0 * cpuNs() / floorNs) / 1_000.0;
    }

    private double ratioWithoutCompilers() {
        final long floorNs = floorCpuNs() - compilerNs(NetRounds.Round::floor);
        return floorNs <= 0
                ? 0
                : Math.round(1_000.0 * (cpuNs() - compilerNs(NetRounds.Round::real)) / floorNs) / 1_000.0;
    }

    private long compilerNs(final Function<NetRounds.Round, LoadResult> side) {
        return median(round -> side.apply(round).window().compilerNsPerView());
    }

    /** For each view, by name. */
    private SortedMap<String, Long> threads(final Function<NetRounds.Round, LoadResult> side) {
        final SortedMap<String, Long> all = new TreeMap<>();
        rounds.stream()
                .flatMap(round -> side.apply(round).window().threads().keySet().stream())
                .distinct()
                .forEach(name -> all.put(name, median(round -> {
                    final LoadResult.Window window = side.apply(round).window();
                    return window.threads().getOrDefault(name, 0L) / Math.max(1, window.views());
                })));
        return all;
    }

    private ServerMemory memory() {
        return new ServerMemory(
                plan.clients(),
                median(round -> eachConnection(round).heapBytes()),
                median(round -> eachConnection(round).directBytes()),
                median(round -> eachConnection(round).residentBytes()));
    }

    private static ServerMemory eachConnection(final NetRounds.Round round) {
        return round.server().full().perConnection(round.server().empty());
    }

    private long skippedFrames() {
        return rounds.stream()
                .mapToLong(round -> round.server().skippedFrames())
                .sum();
    }

    private long latenessP99Ns(final Function<NetRounds.Round, LoadResult> side) {
        return median(round -> side.apply(round).latencies().latenessP99Ns());
    }

    private Percentiles real(final Function<LoadResult.Latencies, Percentiles> what) {
        return medians(round -> what.apply(round.real().latencies()));
    }

    private Percentiles floor(final Function<LoadResult.Latencies, Percentiles> what) {
        return medians(round -> what.apply(round.floor().latencies()));
    }

    private Percentiles medians(final Function<NetRounds.Round, Percentiles> what) {
        return new Percentiles(
                median(round -> what.apply(round).p50Ns()),
                median(round -> what.apply(round).p99Ns()),
                median(round -> what.apply(round).p999Ns()),
                median(round -> what.apply(round).maxNs()));
    }

    /** Of an even number of rounds the upper one of the middle two: a figure that was measured. */
    private long median(final ToLongFunction<NetRounds.Round> what) {
        final long[] sorted = rounds.stream().mapToLong(what).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Stream<LoadResult> loads() {
        return rounds.stream().flatMap(round -> Stream.of(round.real(), round.floor()));
    }
}
