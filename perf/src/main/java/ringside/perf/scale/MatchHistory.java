package ringside.perf.scale;

import org.agrona.DirectBuffer;
import ringside.engine.snapshot.SnapshotRing;
import ringside.snapshot.codec.SnapshotHistory;

/** A match's snapshots as the codec reads them: the newer half of the ring, for logic goes on writing meanwhile. */
final class MatchHistory implements SnapshotHistory {
    private final SnapshotRing ring;

    MatchHistory(final SnapshotRing ring) {
        this.ring = ring;
    }

    @Override
    public boolean has(final int frame) {
        return frame > ring.newestFrame() - ring.capacity() / 2 && ring.isIntact(frame);
    }

    @Override
    public DirectBuffer at(final int frame) {
        return ring.block(frame);
    }

    /** True when no frame that was held when {@code newest} was the newest has been overwritten since. */
    boolean isIntact(final int newest) {
        return ring.newestFrame() - newest < ring.capacity() / 2 && ring.isIntact(newest);
    }
}
