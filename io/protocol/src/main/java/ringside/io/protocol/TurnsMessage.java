package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes a TURNS message: one or more whole turns of a match played in lockstep.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 70
 * 1       n       turns, each behind the other. The first eight bytes of a turn are its frame, i32, and its length with
 *                 these, i32
 * </pre>
 *
 * A flyweight over the message being written or read: not thread-safe, allocates at construction only. What a turn holds is
 * for the engine to say.
 */
public final class TurnsMessage {
    static final int TURNS = 1;
    static final int TURN_LENGTH = 4;

    /** Bytes of the shortest turn. */
    public static final int LEAST_TURN_BYTES = 8;

    /** The longest turn that a TURNS message carries; longer ones go in parts. */
    public static final int MOST_TURN_BYTES = PartMessage.MOST_MESSAGE_BYTES - TURNS;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[PartMessage.MOST_MESSAGE_BYTES]);
    private int lengthBytes = TURNS;

    /** Begins an empty message. */
    public void begin() {
        buffer.putByte(0, MessageType.TURNS.code());
        lengthBytes = TURNS;
    }

    public boolean isEmpty() {
        return lengthBytes == TURNS;
    }

    /** False, with nothing done, when the turn no longer fits. */
    public boolean add(final DirectBuffer turn, final int offset, final int turnBytes) {
        if (lengthBytes + turnBytes > buffer.capacity()) {
            return false;
        }
        buffer.putBytes(lengthBytes, turn, offset, turnBytes);
        lengthBytes += turnBytes;
        return true;
    }

    /** The message. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    /** Where the first turn of a message that was received begins. */
    public static int first(final int messageOffset) {
        return messageOffset + TURNS;
    }

    /** The length of the turn at {@code at}, which ends by {@code end}; throws {@link ProtocolException} when it does not. */
    public static int requireTurn(final DirectBuffer message, final int at, final int end) {
        if (at + LEAST_TURN_BYTES <= end) {
            final int turnBytes = message.getInt(at + TURN_LENGTH, LE);
            if (turnBytes >= LEAST_TURN_BYTES && turnBytes <= end - at) {
                return turnBytes;
            }
        }
        throw new ProtocolException(DisconnectReason.BAD_LENGTH, MessageType.TURNS.name());
    }
}
