package ringside.io.session;

/**
 * The round trip to one client, from sending a view to its acknowledgement: smoothed as RFC 6298 says, the mean and how far
 * samples lie from it; and the shortest of the last 2 to 4 s.
 *
 * <p>A client can make a round trip longer by acknowledging late, never shorter. So what is believed, {@link
 * #believedNs}, begins at the shortest, which takes delaying every single acknowledgement to raise, and adds little for the
 * rest. Not thread-safe; allocates nothing after construction.
 */
final class RoundTrip {
    private static final int SLOTS = 128;
    private static final long WINDOW_NS = 2_000_000_000L;
    /** The most that is believed above the shortest round trip. */
    static final long MOST_JITTER_NS = 50_000_000L;

    /** Of each slot one more than its frame, or 0, and when that was sent: beside one another, for they are used together. */
    private final long[] slots = new long[2 * SLOTS];

    private long meanNs = -1;
    private long deviationNs;
    private long windowBeganNs;
    private long shortestNs = Long.MAX_VALUE;
    private long shortestBeforeNs = Long.MAX_VALUE;

    /** A view was handed to the network. */
    void sent(final int frame, final long nowNs) {
        final int slot = slot(frame);
        slots[slot] = frame + 1L;
        slots[slot + 1] = nowNs;
    }

    /** A part of that frame's view was acknowledged; only the first one counts. */
    void acknowledged(final int frame, final long nowNs) {
        final int slot = slot(frame);
        if (frame < 0 || slots[slot] != frame + 1L) {
            return;
        }
        slots[slot] = 0;
        final long sampleNs = nowNs - slots[slot + 1];
        shortest(sampleNs, nowNs);
        if (meanNs < 0) {
            meanNs = sampleNs;
            deviationNs = sampleNs / 2;
        } else {
            deviationNs += (Math.abs(sampleNs - meanNs) - deviationNs) / 4;
            meanNs += (sampleNs - meanNs) / 8;
        }
    }

    private void shortest(final long sampleNs, final long nowNs) {
        if (meanNs < 0) {
            windowBeganNs = nowNs;
        } else if (nowNs - windowBeganNs > WINDOW_NS) {
            windowBeganNs = nowNs;
            shortestBeforeNs = shortestNs;
            shortestNs = Long.MAX_VALUE;
        }
        shortestNs = Math.min(shortestNs, sampleNs);
    }

    /** A view was sent again: its acknowledgement would not say which of the two it answers. */
    void forget(final int frame) {
        final int slot = slot(frame);
        slots[slot] = slots[slot] == frame + 1L ? 0 : slots[slot];
    }

    private static int slot(final int frame) {
        return 2 * (frame & (SLOTS - 1));
    }

    /** The smoothed round trip; 0 before the first sample. */
    long meanNs() {
        return Math.max(0, meanNs);
    }

    /** What the round trip hardly ever exceeds; 0 before the first sample. */
    long boundNs() {
        return meanNs < 0 ? 0 : meanNs + 4 * deviationNs;
    }

    /** The round trip that a client is believed to have when it claims to have seen something; 0 before the first sample. */
    long believedNs() {
        if (meanNs < 0) {
            return 0;
        }
        final long leastNs = Math.min(shortestNs, shortestBeforeNs);
        return leastNs + Math.min(MOST_JITTER_NS, Math.max(0, meanNs - leastNs) + 4 * deviationNs);
    }
}
