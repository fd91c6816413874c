package ringside.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntervalHistogramProvider;
import org.HdrHistogram.Recorder;
import org.HdrHistogram.SingleWriterRecorder;
import org.HdrHistogram.ValueRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Values of one stage. Recording neither waits nor allocates; one other thread takes what came since it last did. Values keep two
 * digits, whatever their size, up to {@link #MOST}: a larger one counts as that.
 */
public final class StageRecorder {
    /** A quarter of an hour in nanoseconds. */
    public static final long MOST = 900_000_000_000L;

    private static final int DIGITS = 2;

    private final ValueRecorder values;
    private final IntervalHistogramProvider<Histogram> intervals;
    private @Nullable Histogram idle;

    private StageRecorder(final ValueRecorder values, final IntervalHistogramProvider<Histogram> intervals) {
        this.values = values;
        this.intervals = intervals;
    }

    /** One that a single thread records. */
    public static StageRecorder ofOneThread() {
        final SingleWriterRecorder recorder = new SingleWriterRecorder(MOST, DIGITS);
        return new StageRecorder(recorder, recorder);
    }

    /** One that any threads record. */
    public static StageRecorder ofManyThreads() {
        final Recorder recorder = new Recorder(MOST, DIGITS);
        return new StageRecorder(recorder, recorder);
    }

    /** A histogram that takes in what recorders give, for adding up. */
    public static Histogram newTotal() {
        return new Histogram(MOST, DIGITS);
    }

    /** Notes a value; one below 0, of clocks that were read out of order, counts as 0. The recording threads. */
    public void record(final long value) {
        values.recordValue(bounded(value));
    }

    /** Notes that so many had this value. The recording threads. */
    public void record(final long value, final long count) {
        values.recordValueWithCount(bounded(value), count);
    }

    private static long bounded(final long value) {
        return Math.max(0, Math.min(MOST, value));
    }

    /** What was recorded since the last call; stays valid until the next but one. One taking thread. */
    public Histogram take() {
        final Histogram taken = intervals.getIntervalHistogram(idle);
        idle = taken;
        return taken;
    }
}
