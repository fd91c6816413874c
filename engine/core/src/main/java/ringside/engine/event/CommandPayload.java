package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The payload of a COMMAND event, whose {@code inputSeq} numbers the player's commands one by one from 1.
 *
 * <pre>
 * 0  2  which command of the layout
 * 2  2  zero
 * 4  n  the record, by that command's fields
 * </pre>
 */
public final class CommandPayload {
    /** Bytes before the record. */
    public static final int PREFIX_BYTES = 4;

    /** Where the record begins in the event. */
    public static final int RECORD_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private CommandPayload() {}

    /** Writes a whole COMMAND event; the record must have been checked against the layout. */
    public static Event write(
            final Event event,
            final int match,
            final int player,
            final int sequence,
            final int commandId,
            final DirectBuffer record,
            final int recordOffset,
            final int recordLength) {
        event.begin(EventType.COMMAND, match, player, PREFIX_BYTES + recordLength);
        event.inputSeq(sequence);
        event.buffer().putShort(Event.HEADER_BYTES, (short) commandId, ByteOrder.LITTLE_ENDIAN);
        event.buffer().putBytes(RECORD_OFFSET, record, recordOffset, recordLength);
        return event;
    }

    public static int commandId(final Event event) {
        return event.buffer().getShort(Event.HEADER_BYTES, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    public static int recordLength(final Event event) {
        return event.payloadLength() - PREFIX_BYTES;
    }
}
