package ringside.engine.ring;

import java.util.function.LongConsumer;
import org.agrona.concurrent.IdleStrategy;

/**
 * Spins, yields, then sleeps: each time twice as long, up to a bound, until there is work. Publishers do nothing for it and
 * take no lock. One thread idles; any may ask {@link #isSleeping}.
 */
final class ParkingIdle implements IdleStrategy {
    private final WaitSettings settings;
    private final Runnable yielding;
    private final LongConsumer parking;
    private int tries;
    private long parkNs;
    private volatile boolean sleeping;

    /** @param parking sleeps for so many nanoseconds; may return earlier */
    ParkingIdle(final WaitSettings settings, final Runnable yielding, final LongConsumer parking) {
        this.settings = settings;
        this.yielding = yielding;
        this.parking = parking;
        parkNs = settings.minParkNs();
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (tries < settings.spins()) {
            tries++;
            Thread.onSpinWait();
        } else if (tries < settings.spins() + settings.yields()) {
            tries++;
            yielding.run();
        } else {
            sleeping = true;
            parking.accept(parkNs);
            sleeping = false;
            parkNs = Math.min(2 * parkNs, settings.maxParkNs());
        }
    }

    @Override
    public void reset() {
        tries = 0;
        parkNs = settings.minParkNs();
    }

    /** Whether it sleeps now, or is just about to. */
    boolean isSleeping() {
        return sleeping;
    }
}
