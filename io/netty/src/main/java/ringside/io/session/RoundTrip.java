package ringside.io.session;

/**
 * The round trip to one client, from sending a view to its acknowledgement, smoothed as RFC 6298 says: the mean, and how
 * far samples lie from it. Not thread-safe; allocates nothing after construction.
 */
final class RoundTrip {
    private static final int SLOTS = 128;

    private final int[] frames = new int[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private long meanNs = -1;
    private long deviationNs;

    /** A view was handed to the network. */
    void sent(final int frame, final long nowNs) {
        frames[frame & (SLOTS - 1)] = frame + 1;
        sentNs[frame & (SLOTS - 1)] = nowNs;
    }

    /** A part of that frame's view was acknowledged; only the first one counts. */
    void acknowledged(final int frame, final long nowNs) {
        final int slot = frame & (SLOTS - 1);
        if (frame < 0 || frames[slot] != frame + 1) {
            return;
        }
        frames[slot] = 0;
        final long sampleNs = nowNs - sentNs[slot];
        if (meanNs < 0) {
            meanNs = sampleNs;
            deviationNs = sampleNs / 2;
        } else {
            deviationNs += (Math.abs(sampleNs - meanNs) - deviationNs) / 4;
            meanNs += (sampleNs - meanNs) / 8;
        }
    }

    /** A view was sent again: its acknowledgement would not say which of the two it answers. */
    void forget(final int frame) {
        final int slot = frame & (SLOTS - 1);
        frames[slot] = frames[slot] == frame + 1 ? 0 : frames[slot];
    }

    /** The smoothed round trip; 0 before the first sample. */
    long meanNs() {
        return Math.max(0, meanNs);
    }

    /** What the round trip hardly ever exceeds; 0 before the first sample. */
    long boundNs() {
        return meanNs < 0 ? 0 : meanNs + 4 * deviationNs;
    }
}
