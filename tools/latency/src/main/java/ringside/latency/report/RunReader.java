package ringside.latency.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import ringside.latency.report.IntervalReader.DamagedIntervalException;
import ringside.latency.report.LogIndex.Entry;

/** Reads logs of latency, whole or between two times. What cannot be read is named in the run; the rest is read. */
public final class RunReader {
    /** As many spans as a picture of a run is wide. */
    public static final int MOST_SPANS = 600;

    /** Beyond, a moment is more than an interval. */
    static final int MOST_MOMENTS = 100_000;

    private static final double MOST_NINES = 12;
    private static final Comparator<Stage> BY_RANK =
            Comparator.comparingInt(Stage::rank).thenComparing(Stage::tag);

    private @Nullable TimeBound from;
    private @Nullable TimeBound to;
    private long spanMs;
    private DoubleConsumer progress = part -> {};

    /** Only intervals that begin at this time or later. */
    public RunReader from(final @Nullable TimeBound bound) {
        from = bound;
        return this;
    }

    /** Only intervals that begin before this time. */
    public RunReader to(final @Nullable TimeBound bound) {
        to = bound;
        return this;
    }

    /** Spans of this length; otherwise as long as an interval, or as {@link #MOST_SPANS} of them in the whole time ask for. */
    public RunReader spans(final long lengthMs) {
        spanMs = lengthMs;
        return this;
    }

    /** Who is told now and then which part is done, from 0 to 1: days of logs take a minute. */
    public RunReader progress(final DoubleConsumer listener) {
        progress = listener;
        return this;
    }

    /** Throws when there is nothing to read, and says what there is instead. */
    public Run read(final List<Path> files) {
        final LogIndex index = LogIndex.of(files);
        final List<Entry> entries = wanted(files, index);
        final long fromMs = entries.stream().mapToLong(Entry::fromMs).min().orElseThrow();
        final long toMs = entries.stream().mapToLong(Entry::toMs).max().orElseThrow();
        final long usualMs = Grid.usualLengthMs(entries);
        final Grid moments = Grid.over(fromMs, toMs, usualMs, MOST_MOMENTS);
        final Grid spans = spanMs > 0
                ? Grid.over(fromMs, toMs, spanMs, Integer.MAX_VALUE)
                : Grid.over(fromMs, toMs, moments.widthMs(), MOST_SPANS);
        final List<LogProblem> problems = new ArrayList<>(index.problems());
        final List<StageRun> stages = new ArrayList<>();
        final AtomicInteger done = new AtomicInteger();
        try (IntervalReader reader = new IntervalReader()) {
            byStage(entries).forEach((stage, its) -> {
                final Gathering gathering = new Gathering(stage, spans, moments);
                for (final Entry entry : its) {
                    progress.accept(done.getAndIncrement() / (double) entries.size());
                    try {
                        gathering.add(entry, reader.read(entry));
                    } catch (final DamagedIntervalException e) {
                        problems.add(e.problem());
                    }
                }
                gathering.finish(stages);
            });
        } catch (final IOException e) {
            throw new LatencyLogException("a log cannot be closed: " + e.getMessage(), e);
        }
        if (stages.isEmpty()) {
            throw new LatencyLogException(problems.get(0) + "; no other interval is there");
        }
        problems.sort(Comparator.comparing((LogProblem each) -> files.indexOf(each.file()))
                .thenComparingLong(LogProblem::line));
        return new Run(
                files,
                entries.size(),
                fromMs,
                toMs,
                index.notes(),
                List.copyOf(problems),
                List.copyOf(stages),
                new Run.Moments(moments.fromMs(), moments.widthMs(), moments.count()),
                SlowFrames.beside(files, fromMs, toMs));
    }

    private List<Entry> wanted(final List<Path> files, final LogIndex index) {
        final List<Entry> all = index.entries();
        if (all.isEmpty()) {
            throw new LatencyLogException(
                    index.problems().isEmpty()
                            ? files.get(0) + ": holds no interval yet"
                            : index.problems().get(0) + "; no interval was found");
        }
        final long firstMs = all.stream().mapToLong(Entry::fromMs).min().orElseThrow();
        final long fromMs = from == null ? Long.MIN_VALUE : from.atMs(firstMs);
        final long toMs = to == null ? Long.MAX_VALUE : to.atMs(firstMs);
        final List<Entry> wanted = all.stream()
                .filter(each -> each.fromMs() >= fromMs && each.fromMs() < toMs)
                .toList();
        if (wanted.isEmpty()) {
            throw new LatencyLogException("no interval begins between these times; they begin from "
                    + Shown.time(firstMs) + " to "
                    + Shown.time(all.stream().mapToLong(Entry::fromMs).max().orElseThrow()));
        }
        return wanted;
    }

    private static Map<Stage, List<Entry>> byStage(final List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparingLong(Entry::fromMs))
                .collect(Collectors.groupingBy(
                        entry -> Stage.of(entry.tag()), () -> new TreeMap<>(BY_RANK), Collectors.toList()));
    }

    /** Sums up one stage's intervals, which come in the order of time. */
    private static final class Gathering {
        private final Stage stage;
        private final Grid spans;
        private final Grid moments;
        private final Heat heat = new Heat();
        private final List<Span> gathered = new ArrayList<>();
        private final long[] peaks;
        private @Nullable Histogram total;
        private @Nullable Histogram current;
        private int span = -1;
        private long spanFromMs;
        private long spanToMs;

        Gathering(final Stage stage, final Grid spans, final Grid moments) {
            this.stage = stage;
            this.spans = spans;
            this.moments = moments;
            peaks = new long[moments.count()];
            Arrays.fill(peaks, StageRun.NO_PEAK);
        }

        void add(final Entry entry, final Histogram values) {
            if (values.getTotalCount() == 0) {
                return;
            }
            final int at = spans.indexOf(entry.fromMs());
            if (at != span) {
                closeSpan();
                span = at;
                spanFromMs = entry.fromMs();
                spanToMs = entry.toMs();
            }
            spanToMs = Math.max(spanToMs, entry.toMs());
            total = sum(total, values);
            current = sum(current, values);
            heat.add(values);
            final int moment = moments.indexOf(entry.fromMs());
            peaks[moment] = Math.max(peaks[moment], values.getMaxValue());
        }

        private static Histogram sum(final @Nullable Histogram sum, final Histogram values) {
            if (sum != null) {
                sum.add(values);
                return sum;
            }
            final Histogram first = values.copy();
            first.setAutoResize(true);
            return first;
        }

        private void closeSpan() {
            final Histogram values = current;
            if (values != null && values.getTotalCount() > 0) {
                gathered.add(new Span(spanFromMs, spanToMs, Distribution.of(values), heat.firstRow(), heat.counts()));
                values.reset();
                heat.clear();
            }
        }

        void finish(final List<StageRun> stages) {
            closeSpan();
            if (total != null) {
                stages.add(new StageRun(stage, Distribution.of(total), curve(total), gathered, peaks));
            }
        }

        private static long[] curve(final Histogram values) {
            final double nines = Math.min(MOST_NINES, Math.log10((double) values.getTotalCount()));
            final int points = (int) Math.ceil(nines * StageRun.STEPS_PER_NINE) + 1;
            final long[] curve = new long[points];
            for (int i = 0; i < points; i++) {
                curve[i] = values.getValueAtPercentile(100 * (1 - Math.pow(10, -i / (double) StageRun.STEPS_PER_NINE)));
            }
            curve[points - 1] = values.getMaxValue();
            return curve;
        }
    }
}
