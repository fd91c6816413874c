package ringside.io.session;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets through a rate and a burst of one second's worth. What is left may stand elsewhere, so that it outlives this object and
 * is shared with others over the same cell. Safe for many threads; allocates nothing.
 */
final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    /** In a cell: nothing was taken yet. */
    private static final long FULL = Long.MIN_VALUE;

    private final long intervalNs;
    private final long burstNs;

    /** When the bucket is full again. */
    private final AtomicLongArray fullAtNs;

    private final int cell;

    /** A full bucket. */
    TokenBucket(final int perSecond) {
        this(perSecond, cells(1), 0);
    }

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
            final long fromNs = atNs != FULL && atNs - nowNs > 0 ? atNs : nowNs;
            if (fromNs + intervalNs - nowNs > burstNs) {
                return false;
            }
            if (fullAtNs.compareAndSet(cell, atNs, fromNs + intervalNs)) {
                return true;
            }
        }
    }
}
