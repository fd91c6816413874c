package ringside.engine.ring;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When the journal's positions came past some point, for the last so many notes. One thread notes, in the order of positions; any
 * asks, without waiting. Allocates nothing.
 */
public final class PositionTimes {
    /** What {@link #at} says of what was not noted yet, or is no longer kept. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long NONE = -1;

    private final int mask;
    private final AtomicLongArray positions;
    private final AtomicLongArray times;
    private volatile long count;

    /** @param kept notes: a power of two */
    PositionTimes(final int kept) {
        mask = kept - 1;
        positions = new AtomicLongArray(kept);
        times = new AtomicLongArray(kept);
    }

    /** All up to this position came past at this moment. The noting thread. */
    void note(final long position, final long nowNs) {
        final long number = count;
        final int at = (int) number & mask;
        positions.setOpaque(at, NONE);
        times.setRelease(at, nowNs);
        positions.setRelease(at, position);
        count = number + 1;
    }

    /** When that position came past, by the monotonic clock, or {@link #UNKNOWN}. Any thread. */
    public long at(final long position) {
        final long end = count;
        long found = UNKNOWN;
        for (long number = end - 1; number >= 0 && number > end - 1 - mask; number--) {
            final int at = (int) number & mask;
            final long noted = positions.getAcquire(at);
            final long timeNs = times.getAcquire(at);
            if (noted == NONE || positions.getAcquire(at) != noted) {
                return UNKNOWN;
            }
            if (noted < position) {
                return found;
            }
            found = timeNs;
        }
        // All that is kept came later, but for a beginning.
        return end <= mask ? found : UNKNOWN;
    }
}
