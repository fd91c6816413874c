package ringside.replay.standby;

/**
 * For how long one journal has been behind another: it was at the end when what it has was all there was when that was looked at. Not
 * thread-safe.
 */
final class Nearness {
    private static final int NEAR_HEARTBEATS = 20;

    private final long nearNs;
    private long atEndNs;
    private long markPosition;
    private long markNs;

    /** Nobody is behind yet. */
    Nearness(final ReplicationBounds bounds, final long nowNs) {
        nearNs = NEAR_HEARTBEATS * bounds.heartbeatNs();
        atEndNs = nowNs;
        markNs = nowNs;
    }

    /** It begins at some distance from the end, which is there at this moment. */
    void begin(final long distanceNs, final long end, final long nowNs) {
        atEndNs = nowNs - distanceNs;
        markPosition = end;
        markNs = nowNs;
    }

    /**
     * Looks at both.
     *
     * @return whether all was there that there was when it was looked at last
     */
    boolean look(final long has, final long end, final long nowNs) {
        if (has < markPosition) {
            return false;
        }
        atEndNs = markNs;
        markPosition = end;
        markNs = nowNs;
        return true;
    }

    /** Whether it had all there was a moment ago. */
    boolean isNear(final long nowNs) {
        return nowNs - atEndNs < nearNs;
    }

    /** For how long it has been behind without a pause. */
    long behindNs(final long nowNs) {
        return nowNs - atEndNs;
    }
}
