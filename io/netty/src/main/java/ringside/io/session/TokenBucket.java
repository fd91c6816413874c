package ringside.io.session;

/** Lets through a rate and a burst of one second's worth. Not thread-safe; allocates nothing. */
final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long intervalNs;
    private final long burstNs;
    private long fullAtNs;

    /** A full bucket. */
    TokenBucket(final int perSecond, final long nowNs) {
        intervalNs = SECOND_NS / perSecond;
        burstNs = intervalNs * perSecond;
        fullAtNs = nowNs;
    }

    /** Takes one token; false when there is none. */
    boolean take(final long nowNs) {
        final long from = fullAtNs - nowNs > 0 ? fullAtNs : nowNs;
        if (from + intervalNs - nowNs > burstNs) {
            return false;
        }
        fullAtNs = from + intervalNs;
        return true;
    }
}
