package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The payload of a RULES event: the rules that the match has from here on, whole.
 *
 * <pre>
 * 0    2  length of the operator at the end
 * 2    6  zero
 * 8    n  the record, by the layout's rules
 * 8+n  m  the operator ({@link OperatorPayload})
 * </pre>
 */
public final class RulesPayload {
    /** Bytes before the record. */
    public static final int PREFIX_BYTES = 8;

    /** Where the rules begin in the event. */
    public static final int RECORD_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private RulesPayload() {}

    /** Writes a whole RULES event; the rules must have been checked against the layout. */
    public static Event write(
            final Event event,
            final int match,
            final DirectBuffer rules,
            final int rulesOffset,
            final int rulesLength,
            final byte[] operator) {
        event.begin(EventType.RULES, match, 0, PREFIX_BYTES + rulesLength + operator.length);
        event.buffer().putShort(Event.HEADER_BYTES, (short) operator.length, LE);
        event.buffer().putBytes(RECORD_OFFSET, rules, rulesOffset, rulesLength);
        event.buffer().putBytes(RECORD_OFFSET + rulesLength, operator);
        return event;
    }

    public static int recordLength(final Event event) {
        return event.payloadLength() - PREFIX_BYTES - operatorLength(event);
    }

    public static int operatorLength(final Event event) {
        return event.buffer().getShort(Event.HEADER_BYTES, LE) & 0xFFFF;
    }

    /** Where the operator begins in the event. */
    public static int operatorOffset(final Event event) {
        return Event.HEADER_BYTES + event.payloadLength() - operatorLength(event);
    }
}
