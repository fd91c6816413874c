package ringside.io.session;

import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import ringside.engine.snapshot.SnapshotRing;
import ringside.snapshot.codec.SnapshotHistory;

/**
 * An engine's snapshots as the codec reads them. Logic goes on writing meanwhile: the oldest few frames of its ring do not
 * count as held, so that a view is disturbed only when logic runs that far ahead while one view is made; {@link #isIntact}
 * tells.
 *
 * <p>Views look back as far as their clients are behind, mostly some frames; {@link #settle} lets the ring keep no more
 * than that. A frame that was asked for and is not kept costs a row sent whole, and later ones are kept from then on. It stays
 * gone, even where a wider window would find it once more: a client lets go of what older views could name.
 *
 * <p>Safe for many threads.
 */
public final class MatchHistory implements SnapshotHistory {
    /** Frames that logic may go ahead while a view is made, without disturbing it. */
    private static final int MARGIN_FRAMES = 4;

    private static final int FRAMES_PER_TURN = 512;
    private static final int TURN_MASK = FRAMES_PER_TURN - 1;
    private static final int NO_FRAME = -1;

    private final SnapshotRing ring;

    /** How long ago the oldest frame was that was asked for in this turn. Threads may overwrite each other's: a hint. */
    private int longestAgo;

    private int turn;

    /** The newest frame that was said not to be held: it, and those before, never are again. */
    private final AtomicInteger gone = new AtomicInteger(NO_FRAME);

    /** The history of the match whose ring this is. */
    public MatchHistory(final SnapshotRing ring) {
        this.ring = ring;
    }

    /** Frames of so many kept that count as held. */
    private static int heldOf(final int window) {
        return window - marginOf(window);
    }

    private static int marginOf(final int window) {
        return Math.max(1, Math.min(window / 4, MARGIN_FRAMES));
    }

    @Override
    public boolean has(final int frame) {
        final int ago = ring.newestFrame() - frame;
        if (ago >= heldOf(ring.capacity())) {
            return false;
        }
        if (ago > longestAgo) {
            longestAgo = ago;
        }
        if (frame <= gone.get()) {
            return false;
        }
        if (ago >= heldOf(ring.window())) {
            ring.wish(windowFor(ago));
        } else if (ring.isIntact(frame)) {
            return true;
        }
        gone.accumulateAndGet(frame, Math::max);
        return false;
    }

    /** With some room, so that a little jitter moves nothing. */
    private static int windowFor(final int agoFrames) {
        return agoFrames + agoFrames / 4 + 1 + marginOf(agoFrames);
    }

    /** Said once for each frame shown: now and then the ring is told to keep less, if nobody asked for more. */
    public void settle(final int shownFrame) {
        final int now = shownFrame & ~TURN_MASK;
        if (now != turn) {
            turn = now;
            final int wanted = windowFor(longestAgo);
            longestAgo = 0;
            if (wanted <= ring.window() / 2) {
                ring.wish(wanted);
            }
        }
    }

    @Override
    public DirectBuffer at(final int frame) {
        return ring.block(frame);
    }

    /** True when no frame that was held when {@code newest} was the newest has been overwritten since. */
    public boolean isIntact(final int newest) {
        return ring.newestFrame() - newest < marginOf(ring.window()) && ring.isIntact(newest) && ring.isUnmoved(newest);
    }
}
