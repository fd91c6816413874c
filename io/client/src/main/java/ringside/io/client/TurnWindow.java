package ringside.io.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns that came before those that precede them: at most {@link #SIZE} frames ahead of the last one computed. Not
 * thread-safe; memory grows to the longest turns that came, and is used again.
 */
final class TurnWindow {
    /** Frames ahead of the one awaited that are kept; the server sends no further. */
    static final int SIZE = 64;

    private static final int FREE = -1;

    private final int[] frames = new int[SIZE];
    private final int[] lengths = new int[SIZE];
    private final UnsafeBuffer[] turns = new UnsafeBuffer[SIZE];
    private int newest = FREE;

    TurnWindow() {
        clear();
    }

    void clear() {
        for (int i = 0; i < SIZE; i++) {
            frames[i] = FREE;
        }
        newest = FREE;
    }

    /** Keeps a turn, unless it was computed already or is too far ahead. */
    void put(final int computed, final int frame, final DirectBuffer from, final int offset, final int lengthBytes) {
        if (frame <= computed || frame - computed > SIZE || holds(frame)) {
            return;
        }
        final int slot = frame & (SIZE - 1);
        UnsafeBuffer into = turns[slot];
        if (into == null || into.capacity() < lengthBytes) {
            into = new UnsafeBuffer(new byte[Math.max(64, Integer.highestOneBit(lengthBytes) * 2)]);
            turns[slot] = into;
        }
        into.putBytes(0, from, offset, lengthBytes);
        frames[slot] = frame;
        lengths[slot] = lengthBytes;
        newest = Math.max(newest, frame);
    }

    boolean holds(final int frame) {
        return frame >= 0 && frames[frame & (SIZE - 1)] == frame;
    }

    /** A turn that is held: it begins at 0. */
    UnsafeBuffer turn(final int frame) {
        return turns[frame & (SIZE - 1)];
    }

    int lengthBytes(final int frame) {
        return lengths[frame & (SIZE - 1)];
    }

    /** The newest turn that ever came since {@link #clear}; -1 before the first. */
    int newest() {
        return newest;
    }

    /** Bit n: the turn n + 2 behind {@code computed} is held. */
    long beyond(final int computed) {
        long mask = 0;
        for (int i = 0; i < SIZE - 1; i++) {
            mask |= holds(computed + 2 + i) ? 1L << i : 0;
        }
        return mask;
    }
}
