package ringside.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Values of one stage. One thread records, without waiting or allocating, one other takes what came since it last did. Values keep
 * two digits, whatever their size, up to {@link #MOST}: a larger one counts as that.
 */
public final class StageRecorder {
    /** A quarter of an hour in nanoseconds. */
    public static final long MOST = 900_000_000_000L;

    private static final int DIGITS = 2;

    private final SingleWriterRecorder values = new SingleWriterRecorder(MOST, DIGITS);
    private @Nullable Histogram idle;

    /** Notes a value; one below 0, of clocks that were read out of order, counts as 0. The recording thread. */
    public void record(final long value) {
        values.recordValue(bounded(value));
    }

    /** Notes that so many had this value. The recording thread. */
    public void record(final long value, final long count) {
        values.recordValueWithCount(bounded(value), count);
    }

    private static long bounded(final long value) {
        return Math.max(0, Math.min(MOST, value));
    }

    /** What was recorded since the last call; stays valid until the next but one. One taking thread. */
    public Histogram take() {
        final Histogram taken = values.getIntervalHistogram(idle);
        idle = taken;
        return taken;
    }
}
