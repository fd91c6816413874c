package ringside.engine.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import ringside.engine.event.EventAppender;

/**
 * Carries frame hashes from logic back to the journal: one producer, one consumer, bounded. Nothing waits on it: at most
 * so many frames are in flight between the two stages that a queue sized for them cannot be full.
 */
final class HashQueue {
    private static final VarHandle WRITTEN;
    private static final VarHandle READ;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(HashQueue.class, "written", long.class);
            READ = MethodHandles.lookup().findVarHandle(HashQueue.class, "read", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int mask;
    private final long[] matchAndFrame;
    private final long[] hashes;

    @SuppressWarnings("unused") // through WRITTEN
    private long written;

    @SuppressWarnings("unused") // through READ
    private long read;

    HashQueue(final int minCapacity) {
        final int capacity = Integer.highestOneBit(Math.max(2, minCapacity) - 1) << 1;
        mask = capacity - 1;
        matchAndFrame = new long[capacity];
        hashes = new long[capacity];
    }

    /** Logic thread only. */
    void add(final int match, final int frame, final long hash) {
        final long at = (long) WRITTEN.get(this);
        if (at - (long) READ.getAcquire(this) > mask) {
            throw new IllegalStateException("the journal has not taken the last " + (mask + 1) + " frame hashes");
        }
        final int slot = (int) at & mask;
        matchAndFrame[slot] = (long) match << 32 | (frame & 0xFFFF_FFFFL);
        hashes[slot] = hash;
        WRITTEN.setRelease(this, at + 1);
    }

    /** Journal thread only: hands over all there is. */
    void drainTo(final EventAppender journal) {
        final long end = (long) WRITTEN.getAcquire(this);
        for (long at = (long) READ.get(this); at < end; at++) {
            final int slot = (int) at & mask;
            journal.annotate((int) (matchAndFrame[slot] >> 32), (int) matchAndFrame[slot], hashes[slot]);
        }
        READ.setRelease(this, end);
    }
}
