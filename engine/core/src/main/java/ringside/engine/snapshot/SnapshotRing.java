package ringside.engine.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Layout;
import ringside.layout.State;

/**
 * The last snapshots of one match, by frame. One writer (logic), any number of readers; nobody waits.
 *
 * <p>A reader asks for a frame, reads its block, and then asks {@link #isIntact} whether the writer came round meanwhile;
 * if it did, what was read is void. Blocks are in order of frames, and a frame is only ever written once per opening of
 * the journal.
 */
public final class SnapshotRing {
    /** No such frame. */
    public static final int NO_FRAME = -1;

    /*
     * What stands in front of a snapshot, so that a frame's words are in one place: a ring is mostly in no cache.
     *
     * offset  length  what
     * 0       4       frame, or NO_FRAME
     * 4       4       zero
     * 8       8       position
     * 16      8       when it was due
     * 24      8       hash
     * 32      n       how much of the snapshot is filled: Layout.copySnapshotOver
     */
    private static final int POSITION = 8;

    private static final int DUE = 16;
    private static final int HASH = 24;
    private static final int FILLED = 32;

    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(SnapshotRing.class, "newestFrame", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Layout layout;
    private final int mask;
    private final int headBytes;
    private final int slotBytes;
    private final UnsafeBuffer memory;
    private final UnsafeBuffer[] blocks;

    @SuppressWarnings("unused") // through NEWEST
    private int newestFrame = NO_FRAME;

    /**
     * A ring with nothing in it.
     *
     * @param layout of the match, whose {@link Layout#snapshotBytes} each snapshot takes
     * @param capacity snapshots kept: a power of two
     */
    public SnapshotRing(final Layout layout, final int capacity) {
        if (capacity < 2 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "a snapshot ring of " + capacity + ": a power of two of 2 or more is possible");
        }
        this.layout = layout;
        mask = capacity - 1;
        headBytes = FILLED + layout.filledBytes();
        slotBytes = headBytes + layout.snapshotBytes();
        if ((long) capacity * slotBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a snapshot ring of " + capacity + " snapshots of "
                    + layout.snapshotBytes() + " bytes: more than one buffer holds");
        }
        memory = new UnsafeBuffer(new byte[Math.multiplyExact(capacity, slotBytes)]);
        blocks = new UnsafeBuffer[capacity];
        for (int i = 0; i < capacity; i++) {
            blocks[i] = new UnsafeBuffer(memory, i * slotBytes + headBytes, layout.snapshotBytes());
            memory.putInt(i * slotBytes, NO_FRAME);
        }
    }

    /** Forgets every frame. Only while nobody reads. */
    public void clear() {
        NEWEST.setVolatile(this, NO_FRAME);
        for (int i = 0; i < blocks.length; i++) {
            memory.putIntVolatile(i * slotBytes, NO_FRAME);
        }
    }

    /**
     * Copies what is alive of a state in as that of {@code frame}: see {@link Layout#copySnapshot}. Logic thread only.
     *
     * @param position of the event that completed the frame: what is read here may be shown once that is safe
     * @param frameDueNs when the frame was due on the monotonic clock, 0 when unknown
     */
    public void publish(
            final int frame, final long position, final long frameDueNs, final long hash, final DirectBuffer block) {
        final int slot = slot(frame);
        memory.putIntOrdered(slot, NO_FRAME);
        VarHandle.storeStoreFence();
        layout.copySnapshotOver(block, 0, memory, slot + headBytes, slot + FILLED);
        memory.putLong(slot + POSITION, position);
        memory.putLong(slot + DUE, frameDueNs);
        memory.putLong(slot + HASH, hash);
        memory.putIntOrdered(slot, frame);
        NEWEST.setRelease(this, frame);
    }

    /**
     * Brings a live state back to a frame that the ring holds: see {@link State#restore}. What the state is then does not
     * depend on how many snapshots the ring keeps. Logic thread only.
     *
     * @throws IllegalArgumentException when the ring does not hold the frame
     */
    public void restoreTo(final int frame, final State live) {
        if (!isIntact(frame)) {
            throw new IllegalArgumentException("frame " + frame + " is none of the last " + blocks.length
                    + " up to frame " + newestFrame() + ", which this ring holds");
        }
        live.restore(memory, slot(frame) + headBytes);
    }

    /** The newest frame, safe or not, or {@link #NO_FRAME}. */
    public int newestFrame() {
        return (int) NEWEST.getAcquire(this);
    }

    /** The newest frame that follows from nothing beyond {@code safePosition}, or {@link #NO_FRAME}. */
    public int newestSafeFrame(final long safePosition) {
        final int newest = newestFrame();
        for (int frame = newest; frame >= 0 && frame > newest - blocks.length; frame--) {
            final long position = memory.getLong(slot(frame) + POSITION);
            if (isIntact(frame) && position <= safePosition) {
                return frame;
            }
        }
        return NO_FRAME;
    }

    /** True while the ring holds that frame. Asked after reading, it says whether what was read holds. */
    public boolean isIntact(final int frame) {
        VarHandle.loadLoadFence();
        return frame >= 0 && memory.getIntVolatile(slot(frame)) == frame;
    }

    /** Where the words of a frame begin. */
    private int slot(final int frame) {
        return (frame & mask) * slotBytes;
    }

    /** The snapshot of a frame that the ring holds, a block without tables of history; see {@link #isIntact}. */
    public UnsafeBuffer block(final int frame) {
        return blocks[frame & mask];
    }

    /** The hash of a frame that the ring holds. */
    public long hash(final int frame) {
        return memory.getLong(slot(frame) + HASH);
    }

    /** The position that must be safe before the frame is shown. */
    public long position(final int frame) {
        return memory.getLong(slot(frame) + POSITION);
    }

    /** When the frame was due on the monotonic clock. */
    public long dueNs(final int frame) {
        return memory.getLong(slot(frame) + DUE);
    }

    /** Snapshots kept. */
    public int capacity() {
        return blocks.length;
    }
}
