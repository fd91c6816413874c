package ringside.io.client;

import java.util.Arrays;

/**
 * Round trips as pings measured them, in nanoseconds. Jitter is the smoothed difference between one and the next, as in
 * RFC 3550, section 6.4.1. Not thread-safe.
 */
public final class RoundTrip {
    private static final int JITTER_SHARE = 16;
    private static final int USUAL_OF = 5;

    private final long[] latest = new long[USUAL_OF];
    private final long[] sorted = new long[USUAL_OF];

    private long count;
    private long totalNs;
    private long minNs = Long.MAX_VALUE;
    private long lastNs;
    private long jitterNs;

    RoundTrip() {}

    void measured(final long ns) {
        if (count > 0) {
            jitterNs += (Math.abs(ns - lastNs) - jitterNs) / JITTER_SHARE;
        }
        latest[(int) (count % USUAL_OF)] = ns;
        count++;
        totalNs += ns;
        minNs = Math.min(minNs, ns);
        lastNs = ns;
    }

    public long count() {
        return count;
    }

    /** The shortest; 0 before the first. */
    public long minNs() {
        return count == 0 ? 0 : minNs;
    }

    public long averageNs() {
        return count == 0 ? 0 : totalNs / count;
    }

    /** The middle one of the last few: a stall does not count, and a new way soon does; 0 before the first. */
    public long usualNs() {
        final int known = (int) Math.min(count, USUAL_OF);
        System.arraycopy(latest, 0, sorted, 0, known);
        Arrays.sort(sorted, 0, known);
        return known == 0 ? 0 : sorted[(known - 1) / 2];
    }

    public long lastNs() {
        return lastNs;
    }

    public long jitterNs() {
        return jitterNs;
    }

    @Override
    public String toString() {
        return "round trip min " + minNs() / 1_000 + " us, average " + averageNs() / 1_000 + " us, jitter "
                + jitterNs / 1_000 + " us";
    }
}
