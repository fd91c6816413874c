package ringside.io.netty;

import ringside.engine.ring.NanoClock;

/**
 * How many connections begin in a second, by whatever carrier: a fiftieth of them may come at once. Thread-safe.
 */
final class AcceptRate {
    private static final double SECOND_NS = 1e9;
    private static final int BURSTS_PER_SECOND = 50;

    private final int perSecond;
    private final double mostCredit;
    private final NanoClock clock;
    private double credit;
    private long creditedNs;

    AcceptRate(final int perSecond, final NanoClock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        mostCredit = Math.max(1, (double) perSecond / BURSTS_PER_SECOND);
        credit = mostCredit;
        creditedNs = clock.nanoTime();
    }

    /** Counts one; returns for how long nobody else should be taken on, 0 when somebody may be at once. */
    synchronized long countNs() {
        refill();
        credit--;
        return credit >= 0 ? 0 : (long) Math.ceil(-credit / perSecond * SECOND_NS);
    }

    /** Whether one more would be too many. */
    synchronized boolean isSpent() {
        refill();
        return credit < 1;
    }

    private void refill() {
        final long nowNs = clock.nanoTime();
        credit = Math.min(mostCredit, credit + (nowNs - creditedNs) * perSecond / SECOND_NS);
        creditedNs = nowNs;
    }
}
