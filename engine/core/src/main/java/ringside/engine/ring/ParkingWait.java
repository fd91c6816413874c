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
    private final int maxBatchEvents;

    ParkingWait(final long parkNs, final int maxBatchEvents) {
        this.parkNs = parkNs;
        this.maxBatchEvents = maxBatchEvents;
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
        // The barrier looks at every slot up to here for one that is not yet published. A stage that takes only a batch
        // of them and then asks again would have it look at the rest of a full ring once for every batch.
        return Math.min(available, sequence + maxBatchEvents - 1);
    }

    @Override
    public void signalAllWhenBlocking() {
        // Nobody blocks.
    }
}
