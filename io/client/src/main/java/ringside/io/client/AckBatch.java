package ringside.io.client;

import org.agrona.MutableDirectBuffer;
import ringside.io.protocol.AcksMessage;

/** Parts that arrived and are yet to be acknowledged. Not thread-safe; allocates at construction only. */
final class AckBatch {
    private final int capacity;
    private final int[] frames;
    private final byte[] parts;
    private final AcksMessage message = new AcksMessage();
    private int count;
    private long oldestNs;

    AckBatch(final int capacity) {
        this.capacity = capacity;
        frames = new int[capacity];
        parts = new byte[capacity];
    }

    /** Adds a part; true when the batch is full now. */
    boolean add(final int frame, final int part, final long nowNs) {
        if (count == 0) {
            oldestNs = nowNs;
        }
        frames[count] = frame;
        parts[count] = (byte) part;
        count++;
        return count == capacity;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** When the oldest arrived. */
    long oldestNs() {
        return oldestNs;
    }

    /** Writes and forgets them all; returns the length, 0 when there are none. */
    int writeMessage(final MutableDirectBuffer into, final int offset) {
        if (count == 0) {
            return 0;
        }
        message.begin(into, offset, count);
        for (int i = 0; i < count; i++) {
            message.set(i, frames[i], parts[i]);
        }
        count = 0;
        return message.lengthBytes();
    }

    void clear() {
        count = 0;
    }
}
