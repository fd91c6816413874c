package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The payload of a CREATE event, whose {@code match} is the new match's number.
 *
 * <pre>
 * 0     8  seed of the match's random numbers
 * 8     8  hash of the layout that the match is pinned to: names game and version
 * 16    4  frames of the engine without a player after which the match is over; 0 for never
 * 20    2  length of the operator at the end
 * 22    2  zero
 * 24    n  the record, by the layout's rules
 * 24+n  m  the operator ({@link OperatorPayload})
 * </pre>
 */
public final class CreatePayload {
    /** Bytes before the record. */
    public static final int PREFIX_BYTES = 24;

    /** Where the rules begin in the event. */
    public static final int RECORD_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int SEED = Event.HEADER_BYTES;
    private static final int LAYOUT = SEED + 8;
    private static final int IDLE = SEED + 16;
    private static final int OPERATOR_LENGTH = SEED + 20;

    private CreatePayload() {}

    /** Writes a whole CREATE event of nobody in particular, for a match that waits for players for ever. */
    public static Event write(
            final Event event,
            final int match,
            final long seed,
            final long layoutHash,
            final DirectBuffer rules,
            final int rulesOffset,
            final int rulesLength) {
        return write(event, match, seed, layoutHash, rules, rulesOffset, rulesLength, OperatorPayload.none());
    }

    /** Writes a whole CREATE event; the rules must have been checked against the layout. */
    public static Event write(
            final Event event,
            final int match,
            final long seed,
            final long layoutHash,
            final DirectBuffer rules,
            final int rulesOffset,
            final int rulesLength,
            final byte[] operator) {
        event.begin(EventType.CREATE, match, 0, PREFIX_BYTES + rulesLength + operator.length);
        event.buffer().putLong(SEED, seed, LE);
        event.buffer().putLong(LAYOUT, layoutHash, LE);
        event.buffer().putShort(OPERATOR_LENGTH, (short) operator.length, LE);
        event.buffer().putBytes(RECORD_OFFSET, rules, rulesOffset, rulesLength);
        event.buffer().putBytes(RECORD_OFFSET + rulesLength, operator);
        return event;
    }

    /** Adds for how many frames the match may be without a player before it is over. */
    public static Event writeIdleFrames(final Event event, final int idleFrames) {
        event.buffer().putInt(IDLE, idleFrames, LE);
        return event;
    }

    public static long seed(final Event event) {
        return event.buffer().getLong(SEED, LE);
    }

    public static long layoutHash(final Event event) {
        return event.buffer().getLong(LAYOUT, LE);
    }

    public static int idleFrames(final Event event) {
        return event.buffer().getInt(IDLE, LE);
    }

    public static int recordLength(final Event event) {
        return event.payloadLength() - PREFIX_BYTES - operatorLength(event);
    }

    public static int operatorLength(final Event event) {
        return event.buffer().getShort(OPERATOR_LENGTH, LE) & 0xFFFF;
    }

    /** Where the operator begins in the event. */
    public static int operatorOffset(final Event event) {
        return Event.HEADER_BYTES + event.payloadLength() - operatorLength(event);
    }
}
