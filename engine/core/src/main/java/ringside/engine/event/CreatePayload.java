package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The payload of a CREATE event, whose {@code match} is the new match's number.
 *
 * <pre>
 * 0   8  seed of the match's random numbers
 * 8   8  hash of the layout that the match is pinned to: names game and version
 * 16  n  the record, by the layout's rules
 * </pre>
 */
public final class CreatePayload {
    /** Bytes before the record. */
    public static final int PREFIX_BYTES = 16;

    /** Where the rules begin in the event. */
    public static final int RECORD_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private CreatePayload() {}

    /** Writes a whole CREATE event; the rules must have been checked against the layout. */
    public static Event write(
            final Event event,
            final int match,
            final long seed,
            final long layoutHash,
            final DirectBuffer rules,
            final int rulesOffset,
            final int rulesLength) {
        event.begin(EventType.CREATE, match, 0, PREFIX_BYTES + rulesLength);
        event.buffer().putLong(Event.HEADER_BYTES, seed, LE);
        event.buffer().putLong(Event.HEADER_BYTES + 8, layoutHash, LE);
        event.buffer().putBytes(RECORD_OFFSET, rules, rulesOffset, rulesLength);
        return event;
    }

    public static long seed(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES, LE);
    }

    public static long layoutHash(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES + 8, LE);
    }

    public static int recordLength(final Event event) {
        return event.payloadLength() - PREFIX_BYTES;
    }
}
