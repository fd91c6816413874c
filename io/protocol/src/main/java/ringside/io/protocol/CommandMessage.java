package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes a COMMAND message.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 5
 * 1       4       sequence, 1 and rising by one, u32 (at most 2^31 - 1)
 * 5       1       command id: its place in the layout's commands, u8
 * 6       r       the command's record in canonical form
 * </pre>
 *
 * A flyweight: not thread-safe, allocates nothing.
 */
public final class CommandMessage {
    /** Where the record begins. */
    public static final int RECORD = 6;

    static final int SEQUENCE = 1;
    static final int COMMAND_ID = 5;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Moves this flyweight to a message that was received. The record's length is the caller's to check. */
    public CommandMessage wrap(final DirectBuffer from, final int offset, final int lengthBytes) {
        if (lengthBytes < RECORD) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, "COMMAND");
        }
        buffer.wrap(from, offset, lengthBytes);
        return this;
    }

    /** Begins a message in place; the caller sets the record's bytes at {@link #RECORD}. */
    public CommandMessage begin(
            final DirectBuffer into, final int offset, final int sequence, final int commandId, final int recordBytes) {
        buffer.wrap(into, offset, RECORD + recordBytes);
        buffer.putByte(0, MessageType.COMMAND.code());
        buffer.putInt(SEQUENCE, sequence, LE);
        buffer.putByte(COMMAND_ID, (byte) commandId);
        return this;
    }

    public int lengthBytes() {
        return buffer.capacity();
    }

    public int sequence() {
        return buffer.getInt(SEQUENCE, LE);
    }

    public int commandId() {
        return buffer.getByte(COMMAND_ID) & 0xFF;
    }

    public int recordBytes() {
        return buffer.capacity() - RECORD;
    }

    /** The whole message. */
    public UnsafeBuffer buffer() {
        return buffer;
    }
}
