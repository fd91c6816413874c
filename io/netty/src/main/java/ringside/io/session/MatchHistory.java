package ringside.io.session;

import org.agrona.DirectBuffer;
import ringside.engine.snapshot.SnapshotRing;
import ringside.snapshot.codec.SnapshotHistory;

/**
 * An engine's snapshots as the codec reads them. Logic goes on writing meanwhile: only the newer half of its ring counts
 * as held, so that a view is disturbed only when logic runs half a ring ahead while one view is made; {@link #isIntact}
 * tells. Keeps nothing of its own; safe for many threads.
 */
public final class MatchHistory implements SnapshotHistory {
    private final SnapshotRing ring;

    /** The history of the match whose ring this is. */
    public MatchHistory(final SnapshotRing ring) {
        this.ring = ring;
    }

    /** Frames that count as held. */
    public static int heldFrames(final SnapshotRing ring) {
        return ring.capacity() / 2;
    }

    @Override
    public boolean has(final int frame) {
        return frame > ring.newestFrame() - heldFrames(ring) && ring.isIntact(frame);
    }

    @Override
    public DirectBuffer at(final int frame) {
        return ring.block(frame);
    }

    /** True when no frame that was held when {@code newest} was the newest has been overwritten since. */
    public boolean isIntact(final int newest) {
        return ring.newestFrame() - newest < heldFrames(ring) && ring.isIntact(newest);
    }
}
