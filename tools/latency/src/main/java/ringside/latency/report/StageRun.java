package ringside.latency.report;

import java.util.List;
import java.util.stream.LongStream;

/** A stage in a run. */
public final class StageRun {
    /** Points of a curve from one nine to the next. */
    public static final int STEPS_PER_NINE = 20;

    /** In a moment in which nothing was recorded. */
    public static final long NO_PEAK = -1;

    private final Stage stage;
    private final Distribution values;
    private final long[] curve;
    private final List<Span> spans;
    private final long[] peaks;

    StageRun(
            final Stage stage,
            final Distribution values,
            final long[] curve,
            final List<Span> spans,
            final long[] peaks) {
        this.stage = stage;
        this.values = values;
        this.curve = curve.clone();
        this.spans = List.copyOf(spans);
        this.peaks = peaks.clone();
    }

    public Stage stage() {
        return stage;
    }

    public String tag() {
        return stage.tag();
    }

    /** All of the run. */
    public Distribution values() {
        return values;
    }

    /**
     * Values at ever more nines: at index i that of percentile 100 (1 - 10^-(i / {@link #STEPS_PER_NINE})); the last is the largest.
     */
    public LongStream curve() {
        return LongStream.of(curve);
    }

    /** What it did in time, without spans in which nothing was recorded. */
    public List<Span> spans() {
        return spans;
    }

    /** The largest value in each moment of {@link Run#moments}, or {@link #NO_PEAK}. */
    public LongStream peaks() {
        return LongStream.of(peaks);
    }

    /** The same in one of them. */
    public long peak(final int moment) {
        return peaks[moment];
    }
}
