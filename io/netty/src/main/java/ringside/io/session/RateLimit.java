package ringside.io.session;

/** Lets through a rate and a burst of one second's worth: a {@link TokenBucket} of one thread, which nobody shares. */
final class RateLimit {
    private final long intervalNs;
    private final long burstNs;
    private long fullAtNs = TokenBucket.FULL;

    RateLimit(final int perSecond) {
        intervalNs = TokenBucket.SECOND_NS / perSecond;
        burstNs = intervalNs * perSecond;
    }

    /** Takes one token; false when there is none. */
    boolean take(final long nowNs) {
        final long nextNs = TokenBucket.taken(fullAtNs, nowNs, intervalNs, burstNs);
        if (nextNs == TokenBucket.FULL) {
            return false;
        }
        fullAtNs = nextNs;
        return true;
    }
}
