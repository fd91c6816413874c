package ringside.engine.logic;

import java.lang.invoke.VarHandle;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.Layout;

/**
 * The state of one match at the end of a FRAME, copied by another thread while logic goes on. Logic only notes which frame is
 * meant: that frame stays in the match's ring of snapshots for a while, and its past stays in the rings of history, where each
 * further frame takes the place of one that nobody will ask for. Only a match that stands still, which may change before its
 * next frame, is copied by logic itself: then there is time, for nothing is stepped.
 *
 * <p>One thread notes, another copies, in turns that the caller orders; a copy that logic has overtaken is void and says so.
 */
public final class MatchCopy {
    private enum Source {
        /** The ring of snapshots, and the live history. */
        RING,
        /** The live block: the match is over and stands still for ever. */
        LIVE,
        /** What logic copied. */
        HELD
    }

    private @Nullable MatchSlot slot;
    private Source source = Source.HELD;
    private int frame;
    private long position;
    private @Nullable UnsafeBuffer held;

    /**
     * Notes a match as it is now. Logic's thread, right after a FRAME was applied. Allocates only where a match that stands still
     * needs more room than any before it.
     *
     * @param ofFrame position of that FRAME
     * @param atOnce logic copies the match now, whatever it does
     */
    public void note(final MatchSlot match, final long ofFrame, final boolean atOnce) {
        slot = match;
        if (!match.isRunning()) {
            source = Source.LIVE;
            return;
        }
        position = ofFrame;
        if (!atOnce && !match.isStanding()) {
            frame = match.snapshots().newestFrame();
            source = Source.RING;
            return;
        }
        source = Source.HELD;
        final int length = match.state().layout().blockBytes();
        UnsafeBuffer kept = held;
        if (kept == null || kept.capacity() < length) {
            kept = new UnsafeBuffer(new byte[length]);
            held = kept;
        }
        kept.putBytes(0, match.state().block(), 0, length);
    }

    /** The match noted. */
    public MatchSlot slot() {
        final MatchSlot noted = slot;
        if (noted == null) {
            throw new IllegalStateException("no match was noted");
        }
        return noted;
    }

    /**
     * Copies the block of the match noted. Any thread that got this from logic's.
     *
     * @param maxRewindFrames of the engine: how much of the history counts
     * @return false when logic was faster: what stands in the buffer is no state
     */
    public boolean copyTo(final MutableDirectBuffer to, final int offset, final int maxRewindFrames) {
        final MatchSlot noted = slot();
        final Layout layout = noted.type().layout();
        final int length = layout.blockBytes();
        if (source != Source.RING) {
            final UnsafeBuffer kept = held;
            to.putBytes(
                    offset,
                    source == Source.LIVE || kept == null ? noted.match().block() : kept,
                    0,
                    length);
            return true;
        }
        final SnapshotRing ring = noted.snapshots();
        if (frame < 0 || ring.position(frame) != position) {
            return false;
        }
        final int snapshotBytes = layout.snapshotBytes();
        to.putBytes(offset, ring.block(frame), 0, snapshotBytes);
        to.putBytes(offset + snapshotBytes, noted.match().block(), snapshotBytes, length - snapshotBytes);
        VarHandle.loadLoadFence();
        final int ahead = ring.newestFrame() - frame;
        return ring.isIntact(frame) && (length == snapshotBytes || ahead <= framesAhead(maxRewindFrames));
    }

    /** Lets the match noted go. */
    public void release() {
        slot = null;
    }

    /**
     * How many frames logic may have published meanwhile without having touched history that the noted frame's successor can ask
     * for. It may be writing the second one after the last that a reader sees.
     */
    private static int framesAhead(final int maxRewindFrames) {
        return PastTables.FRAMES - maxRewindFrames - 2;
    }
}
