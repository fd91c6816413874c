package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * What stands before the input record of an INPUT event.
 *
 * <pre>
 * 0   4  newest frame that the player had seen, as the player says
 * 4   4  newest frame that the edge had sent to that player: a bound on the first
 * 8   2  fraction between two frames that the player saw, in 1/65,536ths
 * 10  2  most frames that logic may rewind for this input: round trip plus interpolation, as the edge measured it
 * 12  n  the record, by the layout's input
 * </pre>
 */
public final class InputPayload {
    /** Bytes before the record. */
    public static final int PREFIX_BYTES = 12;

    /** Where the record begins in the event. */
    public static final int RECORD_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int SEEN = Event.HEADER_BYTES;
    private static final int SENT = SEEN + 4;
    private static final int FRACTION = SEEN + 8;
    private static final int BOUND = SEEN + 10;

    private InputPayload() {}

    /** Writes a whole INPUT event; the record must have been checked against the layout. */
    public static Event write(
            final Event event,
            final int match,
            final int player,
            final int inputSeq,
            final int targetFrame,
            final DirectBuffer record,
            final int recordOffset,
            final int recordLength) {
        event.begin(EventType.INPUT, match, player, PREFIX_BYTES + recordLength);
        event.inputSeq(inputSeq).targetFrame(targetFrame);
        event.buffer().putBytes(RECORD_OFFSET, record, recordOffset, recordLength);
        return event;
    }

    /** Adds what the player saw, and the edge's own bounds on it. */
    public static Event writeSeen(
            final Event event,
            final int seenFrame,
            final int sentFrame,
            final int fraction,
            final int rewindBoundFrames) {
        event.buffer().putInt(SEEN, seenFrame, LE);
        event.buffer().putInt(SENT, sentFrame, LE);
        event.buffer().putShort(FRACTION, (short) fraction, LE);
        event.buffer().putShort(BOUND, (short) rewindBoundFrames, LE);
        return event;
    }

    public static int seenFrame(final Event event) {
        return event.buffer().getInt(SEEN, LE);
    }

    public static int sentFrame(final Event event) {
        return event.buffer().getInt(SENT, LE);
    }

    public static int fraction(final Event event) {
        return event.buffer().getShort(FRACTION, LE) & 0xFFFF;
    }

    public static int rewindBoundFrames(final Event event) {
        return event.buffer().getShort(BOUND, LE) & 0xFFFF;
    }

    public static int recordLength(final Event event) {
        return event.payloadLength() - PREFIX_BYTES;
    }
}
