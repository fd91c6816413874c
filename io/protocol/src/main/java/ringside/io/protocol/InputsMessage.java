package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes an INPUTS message: inputs that the client does not yet know to be consumed, the oldest first.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 2
 * 1       1       count, 1 to 16, u8
 * 2       n       the inputs, each 14 bytes and the layout's input record:
 *
 *         0       4       inputSeq, 1 and rising, u32 (at most 2^31 - 1)
 *         4       4       target frame, i32
 *         8       4       newest frame seen, i32; -1 before the first
 *         12      2       fraction of a frame beyond it that was shown, in 1/65,536, u16
 *         14      r       record in canonical form
 * </pre>
 *
 * A flyweight: not thread-safe, allocates nothing. {@link #wrap} checks lengths; values are the caller's to check.
 */
public final class InputsMessage {
    /** Bytes of one input before its record. */
    public static final int INPUT_HEADER_BYTES = 14;

    static final int COUNT = 1;
    static final int INPUTS = 2;
    static final int SEQ = 0;
    static final int TARGET_FRAME = 4;
    static final int SEEN_FRAME = 8;
    static final int FRACTION = 12;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final int strideBytes;

    /** For inputs whose record has that many bytes. */
    public InputsMessage(final int recordBytes) {
        strideBytes = INPUT_HEADER_BYTES + recordBytes;
    }

    /** The most inputs of that record length that fit a client's message, at most {@code limit}. */
    public static int mostFor(final int recordBytes, final int limit) {
        return Math.min(limit, (Wire.MAX_CLIENT_MESSAGE_BYTES - INPUTS) / (INPUT_HEADER_BYTES + recordBytes));
    }

    /** Moves this flyweight to a message that was received; throws on any length that contradicts the count. */
    public InputsMessage wrap(final DirectBuffer from, final int offset, final int lengthBytes, final int maxCount) {
        if (lengthBytes < INPUTS) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, "INPUTS");
        }
        final int count = from.getByte(offset + COUNT) & 0xFF;
        if (count < 1 || count > maxCount || lengthBytes != INPUTS + count * strideBytes) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, "INPUTS");
        }
        buffer.wrap(from, offset, lengthBytes);
        return this;
    }

    /** Begins a message in place with room for {@code count} inputs, whose fields the caller sets. */
    public InputsMessage begin(final DirectBuffer into, final int offset, final int count) {
        buffer.wrap(into, offset, INPUTS + count * strideBytes);
        buffer.putByte(0, MessageType.INPUTS.code());
        buffer.putByte(COUNT, (byte) count);
        return this;
    }

    public int lengthBytes() {
        return buffer.capacity();
    }

    public int count() {
        return buffer.getByte(COUNT) & 0xFF;
    }

    public int inputSeq(final int index) {
        return buffer.getInt(at(index) + SEQ, LE);
    }

    public int targetFrame(final int index) {
        return buffer.getInt(at(index) + TARGET_FRAME, LE);
    }

    public int seenFrame(final int index) {
        return buffer.getInt(at(index) + SEEN_FRAME, LE);
    }

    /** In 1/65,536 of a frame. */
    public int fraction(final int index) {
        return buffer.getShort(at(index) + FRACTION, LE) & 0xFFFF;
    }

    /** Where the record of that input begins in {@link #buffer}. */
    public int recordOffset(final int index) {
        return at(index) + INPUT_HEADER_BYTES;
    }

    /** The whole message. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Sets the header of that input; its record goes to {@link #recordOffset}. */
    public InputsMessage set(
            final int index, final int inputSeq, final int targetFrame, final int seenFrame, final int fraction) {
        final int at = at(index);
        buffer.putInt(at + SEQ, inputSeq, LE);
        buffer.putInt(at + TARGET_FRAME, targetFrame, LE);
        buffer.putInt(at + SEEN_FRAME, seenFrame, LE);
        buffer.putShort(at + FRACTION, (short) fraction, LE);
        return this;
    }

    private int at(final int index) {
        return INPUTS + index * strideBytes;
    }
}
