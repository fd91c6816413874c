package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes a TURN_ACK message: what came of a match played in lockstep. Each says all, so that the newest counts
 * and any may be lost.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 7
 * 1       4       frame up to which the client holds the match, i32; -1: it holds nothing and waits for an image
 * 5       8       bit n: the turn n + 2 frames later came too
 * 13      4       number of the newest image of which a part came, i32; 0 before the first
 * 17      2       parts of it that came without a gap, u16
 * 19      8       bit n: the part n + 1 behind those came too
 * </pre>
 *
 * A flyweight: not thread-safe, allocates nothing.
 */
public final class TurnAckMessage {
    /** Bytes of the whole message. */
    public static final int BYTES = 27;

    /** The client holds nothing of the match, or nothing that is good. */
    public static final int WANTS_IMAGE = -1;

    static final int FRAME = 1;
    static final int TURNS = 5;
    static final int IMAGE = 13;
    static final int PARTS = 17;
    static final int MORE_PARTS = 19;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Moves this flyweight to a message that was received; throws {@link ProtocolException} when it is none. */
    public TurnAckMessage wrap(final DirectBuffer from, final int offset, final int lengthBytes) {
        ControlMessages.requireLength(MessageType.TURN_ACK, lengthBytes, BYTES);
        buffer.wrap(from, offset, lengthBytes);
        if (frame() < WANTS_IMAGE || image() < 0) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, "TURN_ACK");
        }
        return this;
    }

    /** Writes one and returns its length. */
    public static int write(
            final MutableDirectBuffer into,
            final int offset,
            final int frame,
            final long turns,
            final int image,
            final int parts,
            final long moreParts) {
        into.putByte(offset, MessageType.TURN_ACK.code());
        into.putInt(offset + FRAME, frame, LE);
        into.putLong(offset + TURNS, turns, LE);
        into.putInt(offset + IMAGE, image, LE);
        into.putShort(offset + PARTS, (short) parts, LE);
        into.putLong(offset + MORE_PARTS, moreParts, LE);
        return BYTES;
    }

    public int frame() {
        return buffer.getInt(FRAME, LE);
    }

    public long turns() {
        return buffer.getLong(TURNS, LE);
    }

    public int image() {
        return buffer.getInt(IMAGE, LE);
    }

    public int parts() {
        return buffer.getShort(PARTS, LE) & 0xFFFF;
    }

    public long moreParts() {
        return buffer.getLong(MORE_PARTS, LE);
    }
}
