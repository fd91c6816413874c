package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One part of something longer than a message: TURN_PART, IMAGE and DESYNC have the same form.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 71, 72 or 8
 * 1       4       whose part: a frame, or the number of an image, i32
 * 5       2       part from 0, u16
 * 7       2       parts in all, u16, at least 1
 * 9       n       bytes: 1,191 in each part but the last, which has 1 to 1,191
 * </pre>
 *
 * Stateless; allocates nothing. Read only what {@link #requireForm} let through.
 */
public final class PartMessage {
    /** The longest message that carries a part, or turns: it fits a datagram. */
    public static final int MOST_MESSAGE_BYTES = 1_200;

    static final int OF = 1;
    static final int PART = 5;
    static final int PARTS = 7;
    static final int BODY = 9;

    /** Bytes of every part but the last. */
    public static final int PART_BYTES = MOST_MESSAGE_BYTES - BODY;

    /** The most that can be sent in parts. */
    public static final int MOST_WHOLE_BYTES = 0xFFFF * PART_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private PartMessage() {}

    /** Parts that so many bytes make. */
    public static int partsOf(final int wholeBytes) {
        return (wholeBytes + PART_BYTES - 1) / PART_BYTES;
    }

    /** Writes one part of {@code wholeBytes} that begin at {@code wholeOffset}; returns the message's length. */
    public static int write(
            final MessageType type,
            final int of,
            final int part,
            final DirectBuffer whole,
            final int wholeOffset,
            final int wholeBytes,
            final MutableDirectBuffer into,
            final int offset) {
        final int from = part * PART_BYTES;
        final int length = Math.min(PART_BYTES, wholeBytes - from);
        into.putByte(offset, type.code());
        into.putInt(offset + OF, of, LE);
        into.putShort(offset + PART, (short) part, LE);
        into.putShort(offset + PARTS, (short) partsOf(wholeBytes), LE);
        into.putBytes(offset + BODY, whole, wholeOffset + from, length);
        return BODY + length;
    }

    /** Throws {@link ProtocolException} for a message of a length that its part cannot have. */
    public static void requireForm(
            final MessageType type, final DirectBuffer message, final int offset, final int lengthBytes) {
        if (lengthBytes <= BODY || lengthBytes > MOST_MESSAGE_BYTES) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, type.name());
        }
        final int part = part(message, offset);
        final int parts = parts(message, offset);
        if (part >= parts) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, type.name());
        }
        if (part < parts - 1 && lengthBytes != MOST_MESSAGE_BYTES) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, type.name());
        }
    }

    /** The frame, or the number of the image, whose part it is. */
    public static int of(final DirectBuffer message, final int offset) {
        return message.getInt(offset + OF, LE);
    }

    public static int part(final DirectBuffer message, final int offset) {
        return message.getShort(offset + PART, LE) & 0xFFFF;
    }

    /** Parts in all. */
    public static int parts(final DirectBuffer message, final int offset) {
        return message.getShort(offset + PARTS, LE) & 0xFFFF;
    }
}
