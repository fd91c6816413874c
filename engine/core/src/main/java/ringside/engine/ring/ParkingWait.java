package ringside.engine.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;

/**
 * Spins briefly, then sleeps for a fixed short time. Publishers do no work and take no lock for it, which is
 * what a machine with few cores and many event loops wants.
 */
final class ParkingWait implements WaitStrategy {
    private static final int SPINS = 100;

    private final long parkNs;

    ParkingWait(final long parkNs) {
        this.parkNs = parkNs;
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
            throws AlertException {
        long available = dependent.get();
        for (int tries = 0; available < sequence; tries++) {
            barrier.checkAlert();
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(parkNs);
            }
            available = dependent.get();
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {
        // Nobody blocks.
    }
}
