package ringside.io.client;

/**
 * Round trips as pings measured them, in nanoseconds. Jitter is the smoothed difference between one and the next, as in
 * RFC 3550, section 6.4.1. Not thread-safe.
 */
public final class RoundTrip {
    private static final int JITTER_SHARE = 16;

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
