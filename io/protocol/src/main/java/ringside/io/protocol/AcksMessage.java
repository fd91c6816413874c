package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes an ACKS message: parts of views that arrived whole.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 3
 * 1       1       count, 1 to 64, u8
 * 2       n       the acknowledgements, each 5 bytes:
 *
 *         0       4       frame of the view, i32
 *         4       1       part number, 0 to 127, u8
 * </pre>
 *
 * A flyweight: not thread-safe, allocates nothing.
 */
public final class AcksMessage {
    /** Bytes of one acknowledgement. */
    public static final int ACK_BYTES = 5;

    static final int COUNT = 1;
    static final int ACKS = 2;
    static final int FRAME = 0;
    static final int PART = 4;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Moves this flyweight to a message that was received; throws on any length that contradicts the count. */
    public AcksMessage wrap(final DirectBuffer from, final int offset, final int lengthBytes, final int maxCount) {
        if (lengthBytes < ACKS) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, "ACKS");
        }
        final int count = from.getByte(offset + COUNT) & 0xFF;
        if (count < 1 || count > maxCount || lengthBytes != ACKS + count * ACK_BYTES) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, "ACKS");
        }
        buffer.wrap(from, offset, lengthBytes);
        return this;
    }

    /** Begins a message in place with room for {@code count} acknowledgements, which the caller sets. */
    public AcksMessage begin(final DirectBuffer into, final int offset, final int count) {
        buffer.wrap(into, offset, ACKS + count * ACK_BYTES);
        buffer.putByte(0, MessageType.ACKS.code());
        buffer.putByte(COUNT, (byte) count);
        return this;
    }

    public AcksMessage set(final int index, final int frame, final int part) {
        buffer.putInt(ACKS + index * ACK_BYTES + FRAME, frame, LE);
        buffer.putByte(ACKS + index * ACK_BYTES + PART, (byte) part);
        return this;
    }

    public int lengthBytes() {
        return buffer.capacity();
    }

    public int count() {
        return buffer.getByte(COUNT) & 0xFF;
    }

    public int frame(final int index) {
        return buffer.getInt(ACKS + index * ACK_BYTES + FRAME, LE);
    }

    public int part(final int index) {
        return buffer.getByte(ACKS + index * ACK_BYTES + PART) & 0xFF;
    }
}
