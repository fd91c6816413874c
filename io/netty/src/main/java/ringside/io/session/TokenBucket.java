package ringside.io.session;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets through a rate and a burst of one second's worth. What is left may stand elsewhere, so that it outlives this object and
 * is shared with others over the same cell. Safe for many threads; allocates nothing.
 */
final class TokenBucket {
    static final long SECOND_NS = 1_000_000_000L;

    /** In a cell: nothing was taken yet. */
    static final long FULL = Long.MIN_VALUE;

    private final long intervalNs;
    private final long burstNs;

    /** When the bucket is full again. */
    private final AtomicLongArray fullAtNs;

    private final int cell;

    /** A bucket that has what its cell says. */
    TokenBucket(final int perSecond, final AtomicLongArray cells, final int cell) {
        intervalNs = SECOND_NS / perSecond;
        burstNs = intervalNs * perSecond;
        fullAtNs = cells;
        this.cell = cell;
    }

    /** Cells for so many buckets, all full. */
    static AtomicLongArray cells(final int count) {
        final AtomicLongArray cells = new AtomicLongArray(count);
        for (int i = 0; i < count; i++) {
            cells.set(i, FULL);
        }
        return cells;
    }

    void fill() {
        fullAtNs.set(cell, FULL);
    }

    /** Takes one token; false when there is none. */
    boolean take(final long nowNs) {
        while (true) {
            final long atNs = fullAtNs.get(cell);
            final long nextNs = taken(atNs, nowNs, intervalNs, burstNs);
            if (nextNs == FULL) {
                return false;
            }
            if (fullAtNs.compareAndSet(cell, atNs, nextNs)) {
                return true;
            }
        }
    }

    /** When a bucket that is full at some time will be after one more was taken; {@link #FULL} when there is none to take. */
    static long taken(final long fullAtNs, final long nowNs, final long intervalNs, final long burstNs) {
        final long fromNs = fullAtNs != FULL && fullAtNs - nowNs > 0 ? fullAtNs : nowNs;
        return fromNs + intervalNs - nowNs > burstNs ? FULL : fromNs + intervalNs;
    }
}
