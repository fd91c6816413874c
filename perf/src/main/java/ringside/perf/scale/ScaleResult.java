package ringside.perf.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import ringside.bots.Generator;
import ringside.bots.Percentiles;
import ringside.engine.ring.GraphKind;
import ringside.perf.HistogramsOption;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.PercentileLine;
import ringside.perf.pauses.Pauses;

/** What a run came to. */
final class ScaleResult {
    private static final long FRAME_BAR_NS = 12_000_000;
    private static final long VIEWS_BAR_NS = 16_600_000;
    private static final double BUSY = 0.9;
    private static final int NAME_WIDTH = 34;

    private final ScalePlan plan;
    private final FrameTimes times;
    private final Reading begin;
    private final Reading end;
    private final Histogram views;
    private final Histogram lateness;
    private final Pauses pauses;
    private final ViewProof proof;
    private final double journalBytesPerSecond;

    private ScaleResult(final Builder from) {
        plan = from.plan;
        times = from.times;
        begin = Objects.requireNonNull(from.begin);
        end = Objects.requireNonNull(from.end);
        views = Objects.requireNonNull(from.views);
        proof = Objects.requireNonNull(from.proof);
        lateness = Objects.requireNonNull(from.lateness);
        pauses = from.pauses;
        journalBytesPerSecond = (double) from.journalBytes / end.lastFrame() * frames() / seconds();
    }

    /** Collects what the parts of a run have to say. */
    static final class Builder {
        private final ScalePlan plan;
        private final FrameTimes times;
        private @Nullable Reading begin;
        private @Nullable Reading end;
        private @Nullable Histogram views;
        private @Nullable ViewProof proof;
        private @Nullable Histogram lateness;
        private Pauses pauses = Pauses.NONE;
        private long journalBytes;

        Builder(final ScalePlan plan, final FrameTimes times) {
            this.plan = plan;
            this.times = times;
        }

        void window(final Reading first, final Reading last, final Histogram loadLate, final Pauses held) {
            begin = first;
            end = last;
            lateness = loadLate;
            pauses = held;
        }

        /** All threads have ended. */
        void ended(final List<ViewStage> stages) {
            final long[] lastNs = new long[times.mostFrames()];
            for (final ViewStage stage : stages) {
                final long[] doneNs = stage.doneNs();
                for (int frame = 0; frame < lastNs.length; frame++) {
                    lastNs[frame] = Math.max(lastNs[frame], doneNs[frame]);
                }
            }
            views = times.until(
                    lastNs,
                    Objects.requireNonNull(begin).lastFrame() + 1,
                    Objects.requireNonNull(end).lastFrame() + 1);
        }

        void proof(final ViewProof done) {
            proof = done;
        }

        void journalBytes(final long bytes) {
            journalBytes = bytes;
        }

        ScaleResult build() {
            return new ScaleResult(this);
        }
    }

    private int firstFrame() {
        return begin.lastFrame() + 1;
    }

    private int endFrame() {
        return end.lastFrame() + 1;
    }

    private int frames() {
        return end.lastFrame() - begin.lastFrame();
    }

    private double seconds() {
        return (end.atNs() - begin.atNs()) / 1e9;
    }

    long skippedFrames() {
        return end.skippedFrames() - begin.skippedFrames();
    }

    long skippedViews() {
        return end.skippedViews() - begin.skippedViews();
    }

    private Percentiles frame() {
        return Percentiles.of(times.frame(firstFrame(), endFrame()));
    }

    private Percentiles viewTimes() {
        return Percentiles.of(views);
    }

    /** Every bar of the measure, in one word. Above 60 Hz the bars on time shrink with the period. */
    boolean holds() {
        return skippedFrames() == 0
                && skippedViews() == 0
                && tornViews() == 0
                && end.droppedPeriods() == begin.droppedPeriods()
                && frame().p999Ns() < Math.min(FRAME_BAR_NS, plan.periodNs() * FRAME_BAR_NS / VIEWS_BAR_NS)
                && viewTimes().p999Ns() < Math.min(VIEWS_BAR_NS, plan.periodNs());
    }

    private long tornViews() {
        return end.tornViews() - begin.tornViews();
    }

    private long inputsRefused() {
        return end.inputsRefused() - begin.inputsRefused();
    }

    /** Whether inputs were offered so late, or left out, that what was measured is the load's own, at least in part. */
    private boolean generatorWasBottleneck() {
        return end.droppedPeriods() > begin.droppedPeriods()
                || Percentiles.of(lateness).p99Ns() > Generator.LATENESS_BOUND_NS;
    }

    /** Every value, by name. */
    Map<String, List<Histogram>> histograms() {
        final Map<String, List<Histogram>> all = new TreeMap<>();
        all.put("frame", List.of(times.frame(firstFrame(), endFrame())));
        all.put("views", List.of(views));
        all.put("loadLateness", List.of(lateness));
        return all;
    }

    private long views() {
        return end.encodedViews() - begin.encodedViews();
    }

    private long cpuNs(final String thread) {
        return end.cpuNs(thread) - begin.cpuNs(thread);
    }

    /** Of the whole thread: a fused engine's journal is part of logic's. */
    private long threadCpuNs(final String thread) {
        return cpuNs(thread)
                + (plan.graph() == GraphKind.FUSED && thread.equals(NamedThread.LOGIC)
                        ? cpuNs(NamedThread.JOURNAL)
                        : 0);
    }

    private long allocated(final String thread) {
        return end.allocatedBytes(thread) - begin.allocatedBytes(thread);
    }

    /** Of processor time, inputs included. */
    private long logicNsPerMatchFrame() {
        return cpuNs(NamedThread.LOGIC) / Math.max(1, (long) frames() * plan.matches());
    }

    private long journalNsPerInput() {
        return cpuNs(NamedThread.JOURNAL) / Math.max(1, end.inputsOffered() - begin.inputsOffered());
    }

    private double processCpuSeconds() {
        return (end.processCpuNs() - begin.processCpuNs()) / 1e9;
    }

    /** What other processes took of this machine meanwhile: figures are only as good as this is small. */
    private double otherCpuSeconds() {
        return Math.max(0, (end.machineCpuNs() - begin.machineCpuNs()) / 1e9 - processCpuSeconds());
    }

    private Map<String, Double> threadCpuSeconds() {
        final Map<String, Double> cpu = new TreeMap<>();
        double sum = 0;
        for (final String thread : end.cpuNs().keySet()) {
            final double used = cpuNs(thread) / 1e9;
            cpu.put(thread, thousandths(used));
            sum += used;
        }
        cpu.put("jvm", thousandths(Math.max(0, processCpuSeconds() - sum)));
        return cpu;
    }

    /** In words: which of the threads, or the processors, had nothing left. */
    String limit() {
        final int processors = Runtime.getRuntime().availableProcessors();
        final double machineShare = (processCpuSeconds() + otherCpuSeconds()) / seconds() / processors;
        if (otherCpuSeconds() > 0.1 * seconds() && machineShare > BUSY) {
            return String.format(
                    Locale.ROOT,
                    "the machine: other processes took %.0f %% of a processor",
                    otherCpuSeconds() / seconds() * 100);
        }
        for (final String thread : List.of(NamedThread.LOGIC, NamedThread.VIEWS, NamedThread.JOURNAL)) {
            final double share =
                    threadCpuNs(thread) / 1e9 / seconds() / (thread.equals(NamedThread.VIEWS) ? plan.viewThreads() : 1);
            if (share > BUSY) {
                return String.format(Locale.ROOT, "the %s thread: busy for %.0f %% of the time", thread, share * 100);
            }
        }
        if (machineShare > BUSY) {
            return String.format(
                    Locale.ROOT, "the processors: %d of them, busy for %.0f %%", processors, machineShare * 100);
        }
        if (holds()) {
            return String.format(
                    Locale.ROOT, "nothing: the processors were busy for %.0f %% of the time", machineShare * 100);
        }
        return pauses.maxNs() > plan.periodNs() / 2
                ? "garbage collection: a pause of " + pauses.maxNs() / 1_000_000 + " ms"
                : String.format(
                        Locale.ROOT,
                        "when threads were run: the processors were busy for %.0f %% of the time only",
                        machineShare * 100);
    }

    ObjectNode toJson() {
        final ObjectNode root = JsonOption.object();
        root.put("players", plan.players());
        root.put("matches", plan.matches());
        root.put("hz", plan.hz());
        root.put("seconds", thousandths(seconds()));
        root.put("warmupSeconds", plan.warmupSeconds());
        root.put("holds", holds());
        root.put("frames", frames());
        root.put("skippedFrames", skippedFrames());
        root.put("skippedViews", skippedViews());
        PercentileLine.put(root, "frame", frame());
        PercentileLine.put(root, "views", viewTimes());
        final ObjectNode parts = root.putObject("frameParts");
        PercentileLine.put(parts, "clock", Percentiles.of(times.clockLate(firstFrame(), endFrame())));
        PercentileLine.put(parts, "queued", Percentiles.of(times.queued(firstFrame(), endFrame())));
        PercentileLine.put(parts, "stepped", Percentiles.of(times.stepped(firstFrame(), endFrame())));
        root.put("inputsPerSecond", Math.round((end.inputsOffered() - begin.inputsOffered()) / seconds()));
        root.put("inputsRefused", inputsRefused());
        root.put("fullRing", end.fullRing() - begin.fullRing());
        root.put("loadDroppedFrames", end.droppedPeriods() - begin.droppedPeriods());
        root.put("loadLateMaxNs", lateness.getMaxValue());
        PercentileLine.put(root, "loadLateness", Percentiles.of(lateness));
        root.put("generatorWasBottleneck", generatorWasBottleneck());
        root.put("logicAllocatedBytes", allocated(NamedThread.LOGIC));
        root.put("journalAllocatedBytes", allocated(NamedThread.JOURNAL));
        root.put("viewsAllocatedBytes", allocated(NamedThread.VIEWS));
        root.put("journalBytesPerSecond", Math.round(journalBytesPerSecond));
        root.put("viewsEncoded", views());
        root.put("viewBytesPerView", thousandths((double) (end.viewBytes() - begin.viewBytes()) / views()));
        root.put("partsPerView", thousandths((double) (end.viewParts() - begin.viewParts()) / views()));
        root.put("nsPerView", Math.round((double) cpuNs(NamedThread.VIEWS) / views()));
        root.put("logicNsPerMatchFrame", logicNsPerMatchFrame());
        root.put("journalNsPerInput", journalNsPerInput());
        root.put("tornViews", tornViews());
        root.put("cpuSeconds", thousandths(processCpuSeconds()));
        root.put("otherCpuSeconds", thousandths(otherCpuSeconds()));
        root.set(
                "threadCpuSeconds",
                JsonOption.object().putPOJO("all", threadCpuSeconds()).get("all"));
        pauses.putInto(root);
        root.put("collections", end.gcCount() - begin.gcCount());
        final ObjectNode checked = root.putObject("checkedViews");
        checked.put("clients", proof.clients());
        checked.put("partsDecoded", proof.decodedParts());
        checked.put("viewsCompared", proof.comparedViews());
        checked.put("viewsThatLackRows", proof.viewsThatLackRows());
        root.put("viewThreads", plan.viewThreads());
        root.put("snapshots", plan.snapshots());
        root.put("graph", plan.graph().name().toLowerCase(Locale.ROOT));
        root.put("wait", plan.idle().name().toLowerCase(Locale.ROOT));
        root.put("arrival", plan.arrival().name().toLowerCase(Locale.ROOT));
        root.put("limit", limit());
        HistogramsOption.putInto(root, histograms());
        Machine.current().putInto(root);
        return root;
    }

    void print(final PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d players in %,d matches, %d Hz, %s graph, %.1f s after %d s of warm-up: %s%n",
                plan.players(),
                plan.matches(),
                plan.hz(),
                plan.graph().name().toLowerCase(Locale.ROOT),
                seconds(),
                plan.warmupSeconds(),
                holds() ? "holds" : "does not hold");
        out.printf(
                Locale.ROOT,
                "%,d frames, %,d skipped; %,d views, %,d skipped; %,.0f inputs a second, %,d refused%n",
                frames(),
                skippedFrames(),
                views(),
                skippedViews(),
                (end.inputsOffered() - begin.inputsOffered()) / seconds(),
                inputsRefused());
        PercentileLine.heads(out, NAME_WIDTH);
        PercentileLine.print(out, NAME_WIDTH, "frame: due to last match published", frame());
        PercentileLine.print(
                out, NAME_WIDTH, "  the clock is late", Percentiles.of(times.clockLate(firstFrame(), endFrame())));
        PercentileLine.print(
                out,
                NAME_WIDTH,
                "  ring, journal, inputs before it",
                Percentiles.of(times.queued(firstFrame(), endFrame())));
        PercentileLine.print(
                out, NAME_WIDTH, "  step, hash, publish", Percentiles.of(times.stepped(firstFrame(), endFrame())));
        PercentileLine.print(out, NAME_WIDTH, "views: due to last view encoded", viewTimes());
        PercentileLine.print(out, NAME_WIDTH, "inputs offered after they were due", Percentiles.of(lateness));
        out.printf(
                Locale.ROOT,
                "processor time: %,d ns a match and frame of logic, %,d ns an input of the journal, %.2f us a view;"
                        + " %.1f bytes a view; journal %.1f MB/s%n",
                logicNsPerMatchFrame(),
                journalNsPerInput(),
                (double) cpuNs(NamedThread.VIEWS) / views() / 1e3,
                (double) (end.viewBytes() - begin.viewBytes()) / views(),
                journalBytesPerSecond / 1e6);
        out.printf(
                "allocated: logic %,d bytes, journal %,d, views %,d; %d collections%n",
                allocated(NamedThread.LOGIC),
                allocated(NamedThread.JOURNAL),
                allocated(NamedThread.VIEWS),
                end.gcCount() - begin.gcCount());
        pauses.print(out, NAME_WIDTH);
        out.printf(
                Locale.ROOT,
                "processor seconds: %.1f of ours, %.1f of others; by thread %s%n",
                processCpuSeconds(),
                otherCpuSeconds(),
                threadCpuSeconds());
        out.printf(
                "checked: %,d parts of %d clients decoded, %,d views compared with the state%n",
                proof.decodedParts(), proof.clients(), proof.comparedViews());
        out.println("limited by " + limit());
        if (generatorWasBottleneck()) {
            out.println("The load itself was late: what was measured is its own, at least in part.");
        }
        out.println(Machine.current());
    }

    private static double thousandths(final double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
