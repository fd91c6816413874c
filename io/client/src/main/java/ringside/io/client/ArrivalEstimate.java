package ringside.io.client;

import java.util.Arrays;

/**
 * How long inputs wait at the server for their frames, as seen by views, freed of what the client's own clock did: a
 * sample is an input's wait less its lead, where the lead is its frame's time on a fixed line less the time when it was
 * due. So samples that were taken before the clock changed its pace, or stepped, count on.
 *
 * <p>{@link #usualNs} follows slowly and no further than a sample's honest share, so that a stall of one input moves it
 * little; when five samples in a row agree that the way has changed, it follows at once. Of each 32 samples the four lowest
 * count, and of these blocks the last sixteen: {@link #lowNs} is the least of their second lowest, below which about one sample
 * in a hundred lies; {@link #tenthNs} is the middle of their fourth lowest, below which one in ten lies. Not thread-safe; times in
 * nanoseconds; a constant cost for each sample; allocates at construction only.
 */
final class ArrivalEstimate {
    private static final int RECENT = 5;
    private static final int BLOCK = 32;
    private static final int BLOCKS = 16;
    private static final int KEPT = 4;
    private static final int LEAST_BLOCKS = 2;
    private static final int USUAL_SHARE = 16;
    private static final long LEAST_CHANGE_NS = 30_000_000;

    private final long[] recent = new long[RECENT];
    private final long[] sorted = new long[BLOCKS];
    private final long[] lowest = new long[KEPT];
    private final long[] blockLows = new long[BLOCKS];
    private final long[] blockTenths = new long[BLOCKS];
    private long changeNs;
    private long usualNs;
    private long tenthNs;
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
        long low = lowest[inBlock == 1 ? 0 : 1];
        for (int i = 0; i < Math.min(blocks, BLOCKS); i++) {
            low = Math.min(low, blockLows[i]);
        }
        return Math.min(low, usualNs);
    }

    /** About one sample in ten is less; the usual while too few were taken to say so. Only after a sample. */
    long tenthNs() {
        return blocks < LEAST_BLOCKS ? usualNs : Math.min(tenthNs, usualNs);
    }

    void sample(final long ns) {
        recent[count % RECENT] = ns;
        count++;
        if (count == 1) {
            usualNs = ns;
        } else if (count >= RECENT && hasChanged()) {
            usualNs = middle(recent, RECENT);
            forgetLow();
        } else {
            usualNs += Math.max(-changeNs, Math.min(changeNs, ns - usualNs)) / USUAL_SHARE;
        }
        low(ns);
    }

    private void low(final long ns) {
        int at = KEPT;
        while (at > 0 && ns < lowest[at - 1]) {
            at--;
        }
        if (at < KEPT) {
            System.arraycopy(lowest, at, lowest, at + 1, KEPT - 1 - at);
            lowest[at] = ns;
        }
        if (++inBlock == BLOCK) {
            blockLows[blocks % BLOCKS] = lowest[1];
            blockTenths[blocks % BLOCKS] = lowest[KEPT - 1];
            blocks++;
            tenthNs = middle(blockTenths, Math.min(blocks, BLOCKS));
            beginBlock();
        }
    }

    private void forgetLow() {
        blocks = 0;
        beginBlock();
    }

    private void beginBlock() {
        inBlock = 0;
        Arrays.fill(lowest, Long.MAX_VALUE);
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

    /** Of two in the middle the higher. */
    private long middle(final long[] values, final int length) {
        System.arraycopy(values, 0, sorted, 0, length);
        Arrays.sort(sorted, 0, length);
        return sorted[length / 2];
    }
}
