package ringside.io.client;

/**
 * How long inputs wait at the server for their frames, as seen by views, freed of what the client's own clock did: a
 * sample is an input's wait less its lead, where the lead is its frame's time on a fixed line less the time when it was
 * due. So samples that were taken before the clock changed its pace, or stepped, count on.
 *
 * <p>{@link #usualNs} follows slowly and no further than a sample's honest share, so that a stall of one input moves it
 * little; when five samples in a row agree that the way has changed, it follows at once. {@link #lowNs} is the second
 * lowest of each 32 samples, the least of sixteen such blocks: about one sample in 200 lies below. Not thread-safe; times
 * in nanoseconds; a constant cost for each sample; allocates at construction only.
 */
final class ArrivalEstimate {
    private static final int RECENT = 5;
    private static final int BLOCK = 32;
    private static final int BLOCKS = 16;
    private static final int USUAL_SHARE = 16;
    private static final long LEAST_CHANGE_NS = 30_000_000;

    private final long[] recent = new long[RECENT];
    private final long[] sorted = new long[RECENT];
    private final long[] blockLows = new long[BLOCKS];
    private long changeNs;
    private long usualNs;
    private long lowestNs;
    private long secondLowestNs;
    private int inBlock;
    private int blocks;
    private int count;

    /** Forgets all. */
    void clear(final double frameNs) {
        changeNs = Math.max(LEAST_CHANGE_NS, Math.round(2 * frameNs));
        count = 0;
        forgetLow();
    }

    /** Samples since it was cleared. */
    int count() {
        return count;
    }

    /** Only after a sample. */
    long usualNs() {
        return usualNs;
    }

    /** Hardly a sample is less; only after a sample. */
    long lowNs() {
        long low = inBlock == 0 ? Long.MAX_VALUE : inBlock == 1 ? lowestNs : secondLowestNs;
        for (int i = 0; i < Math.min(blocks, BLOCKS); i++) {
            low = Math.min(low, blockLows[i]);
        }
        return Math.min(low, usualNs);
    }

    void sample(final long ns) {
        recent[count % RECENT] = ns;
        count++;
        if (count == 1) {
            usualNs = ns;
        } else if (count >= RECENT && hasChanged()) {
            usualNs = middle();
            forgetLow();
        } else {
            usualNs += Math.max(-changeNs, Math.min(changeNs, ns - usualNs)) / USUAL_SHARE;
        }
        low(ns);
    }

    private void low(final long ns) {
        if (ns < lowestNs) {
            secondLowestNs = lowestNs;
            lowestNs = ns;
        } else if (ns < secondLowestNs) {
            secondLowestNs = ns;
        }
        if (++inBlock == BLOCK) {
            blockLows[blocks++ % BLOCKS] = secondLowestNs;
            beginBlock();
        }
    }

    private void forgetLow() {
        blocks = 0;
        beginBlock();
    }

    private void beginBlock() {
        inBlock = 0;
        lowestNs = Long.MAX_VALUE;
        secondLowestNs = Long.MAX_VALUE;
    }

    /** All of the last few lie far from the usual, on the same side. */
    private boolean hasChanged() {
        boolean more = true;
        boolean less = true;
        for (final long ns : recent) {
            more &= ns - usualNs > changeNs;
            less &= usualNs - ns > changeNs;
        }
        return more || less;
    }

    private long middle() {
        System.arraycopy(recent, 0, sorted, 0, RECENT);
        for (int i = 1; i < RECENT; i++) {
            final long ns = sorted[i];
            int at = i;
            while (at > 0 && sorted[at - 1] > ns) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = ns;
        }
        return sorted[RECENT / 2];
    }
}
