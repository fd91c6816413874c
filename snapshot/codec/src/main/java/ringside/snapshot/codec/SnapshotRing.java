package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Layout;

/** A {@link SnapshotHistory} that copies snapshots into a ring of preallocated ones. Not thread-safe. */
public final class SnapshotRing implements SnapshotHistory {
    private static final int NO_FRAME = -1;

    private final int snapshotBytes;
    private final int[] frames;
    private final UnsafeBuffer[] blocks;

    public SnapshotRing(final Layout layout, final int frameCount) {
        if (frameCount < 1) {
            throw new IllegalArgumentException("a history of " + frameCount + " frames; at least 1 is possible");
        }
        snapshotBytes = layout.snapshotBytes();
        frames = new int[frameCount];
        blocks = new UnsafeBuffer[frameCount];
        Arrays.setAll(blocks, i -> new UnsafeBuffer(new byte[snapshotBytes]));
        clear();
    }

    /** Takes a copy of the snapshot of {@code frame}, or of the block it is of, in place of one {@code frameCount} older. */
    public void put(final int frame, final DirectBuffer block) {
        final int slot = frame % frames.length;
        blocks[slot].putBytes(0, block, 0, snapshotBytes);
        frames[slot] = frame;
    }

    public void clear() {
        Arrays.fill(frames, NO_FRAME);
    }

    @Override
    public boolean has(final int frame) {
        return frame >= 0 && frames[frame % frames.length] == frame;
    }

    @Override
    public DirectBuffer at(final int frame) {
        if (!has(frame)) {
            throw new IllegalArgumentException("frame " + frame + " is not among the last " + frames.length);
        }
        return blocks[frame % frames.length];
    }
}
