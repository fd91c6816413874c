package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client holds of one wire id: the row's values by frame, as far back as the server may still name them.
 *
 * <p>After a value of frame F came that names C, or C and an earlier frame P, that is the older of them and what lies between
 * it and F within the history: the server names an older frame only while nothing newer was acknowledged. So the number of
 * values is bounded by the history.
 */
final class HeldRow {
    static final int NONE = -1;

    private final int strideBytes;
    private final int maxSlots;
    private int[] frames = new int[0];
    private byte[] accesses = new byte[0];
    private final UnsafeBuffer values = new UnsafeBuffer(new byte[0]);
    private int current = NONE;
    private int sinceFrame;

    HeldRow(final int strideBytes, final int historyFrames) {
        this.strideBytes = strideBytes;
        maxSlots = historyFrames + 2;
    }

    boolean isShown() {
        return current != NONE;
    }

    int frame() {
        return frames[current];
    }

    int sinceFrame() {
        return sinceFrame;
    }

    int access() {
        return accesses[current];
    }

    int access(final int slot) {
        return accesses[slot];
    }

    UnsafeBuffer values() {
        return values;
    }

    /** Where the newest value begins in {@link #values}. */
    int offset() {
        return offset(current);
    }

    int offset(final int slot) {
        return slot * strideBytes;
    }

    /** The slot of the value of that frame, or {@link #NONE}. */
    int find(final int frame) {
        for (int slot = 0; slot < frames.length; slot++) {
            if (frames[slot] == frame) {
                return slot;
            }
        }
        return NONE;
    }

    /** A slot to decode into; it counts only once it is committed. {@link #NONE} when there are too many. */
    int spare() {
        final int free = find(NONE);
        if (free != NONE) {
            return free;
        }
        final int slots = frames.length;
        if (slots == maxSlots) {
            return NONE;
        }
        final int more = Math.min(maxSlots, Math.max(4, slots * 2));
        frames = Arrays.copyOf(frames, more);
        Arrays.fill(frames, slots, more, NONE);
        accesses = Arrays.copyOf(accesses, more);
        values.wrap(Arrays.copyOf(values.byteArray(), more * strideBytes));
        return slots;
    }

    /** Makes a decoded slot the newest value and lets go what the server cannot name any more. */
    void commit(final int slot, final int frame, final int access, final int oldestNamed, final int historyFrames) {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] < oldestNamed || (frames[i] <= frame - historyFrames && frames[i] != oldestNamed)) {
                frames[i] = NONE;
            }
        }
        frames[slot] = frame;
        accesses[slot] = (byte) access;
        if (current == NONE) {
            sinceFrame = frame;
        }
        current = slot;
    }

    void clear() {
        Arrays.fill(frames, NONE);
        current = NONE;
    }
}
