package ringside.engine.ring;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * How a stage waits. Changes nothing of what events lead to.
 *
 * @param kind the last two bounds count for {@link WaitKind#PARK} only
 * @param spins looks in a row before it yields
 * @param yields looks in a row before it sleeps
 * @param minParkNs its first sleep; each further one is twice as long
 * @param maxParkNs its longest sleep: by so much an event may be late that comes after a pause
 */
public record WaitSettings(WaitKind kind, int spins, int yields, long minParkNs, long maxParkNs) {
    /** Checks every bound by name. */
    public WaitSettings {
        require(spins >= 0, "spins", spins, "is negative");
        require(yields >= 0, "yields", yields, "is negative");
        require(minParkNs > 0, "minParkNs", minParkNs, "is below 1");
        require(maxParkNs >= minParkNs, "maxParkNs", maxParkNs, "is below minParkNs, " + minParkNs);
        require(maxParkNs <= 1_000_000_000, "maxParkNs", maxParkNs, "is above a second");
    }

    /**
     * 20 spins, no yields, sleeps of 1 to 2 ms: a FRAME ends them, and inputs wait for one anyhow. Shorter ones gain nobody
     * anything, and with some hundred players cost more than all logic.
     */
    public static WaitSettings of(final WaitKind kind) {
        return new WaitSettings(kind, 20, 0, 1_000_000, 2_000_000);
    }

    /** A way to wait, for one thread. */
    public IdleStrategy newIdle() {
        return switch (kind) {
            case SPIN -> new BusySpinIdleStrategy();
            case YIELD -> new YieldingIdleStrategy();
            case PARK -> new ParkingIdle(this, Thread::yield, LockSupport::parkNanos);
        };
    }

    private static void require(final boolean holds, final String name, final long value, final String wrong) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " " + wrong);
        }
    }
}
