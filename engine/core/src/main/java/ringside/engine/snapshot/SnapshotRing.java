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
 *
 * <p>Of its room the ring uses a window: readers who need few frames {@link #wish} for few, so that the snapshots of
 * thousands of matches come round while they are still in a cache.
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

    private static final int LEAST_WINDOW = 8;

    private static final VarHandle NEWEST;
    private static final VarHandle MASK;
    private static final VarHandle WISHED;
    private static final VarHandle MOVED_AT;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEWEST = lookup.findVarHandle(SnapshotRing.class, "newestFrame", int.class);
            MASK = lookup.findVarHandle(SnapshotRing.class, "mask", int.class);
            WISHED = lookup.findVarHandle(SnapshotRing.class, "wished", int.class);
            MOVED_AT = lookup.findVarHandle(SnapshotRing.class, "movedAt", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Layout layout;
    private final int headBytes;
    private final int slotBytes;
    private final UnsafeBuffer memory;
    private final UnsafeBuffer[] blocks;

    @SuppressWarnings("unused") // through NEWEST
    private int newestFrame = NO_FRAME;

    /** One less than the window. */
    private int mask;

    /** The window that readers would have. */
    @SuppressWarnings("unused") // through WISHED
    private int wished;

    /** The first frame since the window became what it is. */
    @SuppressWarnings("unused") // through MOVED_AT
    private int movedAt;

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
        wished = capacity;
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
        MOVED_AT.setOpaque(this, 0);
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
        final int window = (int) WISHED.getOpaque(this);
        if (window != mask + 1) {
            move(frame, window);
        }
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

    /** What stands where the new window does not look for it is no longer held. */
    private void move(final int frame, final int window) {
        MOVED_AT.setOpaque(this, frame);
        VarHandle.storeStoreFence();
        MASK.setOpaque(this, window - 1);
        VarHandle.storeStoreFence();
    }

    /**
     * Brings a live state back to a frame that the ring holds: see {@link State#restore}. What the state is then does not
     * depend on how many snapshots the ring keeps. Logic thread only.
     *
     * @throws IllegalArgumentException when the ring does not hold the frame
     */
    public void restoreTo(final int frame, final State live) {
        if (!isIntact(frame)) {
            throw new IllegalArgumentException("frame " + frame + " is none of the last " + window() + " up to frame "
                    + newestFrame() + ", which this ring holds");
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
        final int window = window();
        for (int frame = newest; frame >= 0 && frame > newest - window; frame--) {
            final long position = memory.getLong(slot(frame) + POSITION);
            if (isIntact(frame) && position <= safePosition) {
                return frame;
            }
        }
        if (newest >= window) {
            // What is safe lies further back.
            wish(capacity());
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
        return (frame & (int) MASK.getOpaque(this)) * slotBytes;
    }

    /** The snapshot of a frame that the ring holds, a block without tables of history; see {@link #isIntact}. */
    public UnsafeBuffer block(final int frame) {
        return blocks[frame & (int) MASK.getOpaque(this)];
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

    /** Snapshots that there is room for. */
    public int capacity() {
        return blocks.length;
    }

    // ---- the window

    /** Snapshots kept from now on, at most {@link #capacity}; that many until somebody wishes for fewer. */
    public int window() {
        return (int) MASK.getOpaque(this) + 1;
    }

    /**
     * From its next frame on the ring keeps at least so many frames, and about as few; frames kept until then may be gone.
     * The last wish counts. From any thread.
     */
    public void wish(final int frames) {
        final int least = Math.max(1, Math.min(Math.max(frames, LEAST_WINDOW), blocks.length));
        WISHED.setOpaque(this, Integer.highestOneBit(2 * least - 1));
    }

    /**
     * Whether the window is the one that it was when {@code newest} was the newest frame: a frame that was held then may have
     * been looked for in another place since.
     */
    public boolean isUnmoved(final int newest) {
        VarHandle.loadLoadFence();
        return (int) MOVED_AT.getOpaque(this) <= newest;
    }
}
