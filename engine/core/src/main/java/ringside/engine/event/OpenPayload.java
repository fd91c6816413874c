package ringside.engine.event;

import java.nio.ByteOrder;

/**
 * The payload of an OPEN event.
 *
 * <pre>
 * 0  8  number of the epoch that begins
 * 8  8  id of its writer
 * 16 8  after a takeover: nanoseconds for which matches stood still before it; else not there
 * </pre>
 */
public final class OpenPayload {
    /** Bytes of the payload without a gap. */
    public static final int LENGTH = 16;

    /** Bytes of the payload after a takeover. */
    public static final int TAKEN_OVER_LENGTH = 24;

    private static final int GAP = Event.HEADER_BYTES + 16;

    private OpenPayload() {}

    public static Event write(final Event event, final long epoch, final long writerId) {
        return write(event, epoch, writerId, LENGTH);
    }

    private static Event write(final Event event, final long epoch, final long writerId, final int lengthBytes) {
        event.begin(EventType.OPEN, 0, 0, lengthBytes);
        event.buffer().putLong(Event.HEADER_BYTES, epoch, ByteOrder.LITTLE_ENDIAN);
        event.buffer().putLong(Event.HEADER_BYTES + 8, writerId, ByteOrder.LITTLE_ENDIAN);
        return event;
    }

    /** The same after a takeover from another server. */
    public static Event writeTakenOver(final Event event, final long epoch, final long writerId, final long gapNs) {
        write(event, epoch, writerId, TAKEN_OVER_LENGTH);
        event.buffer().putLong(GAP, gapNs, ByteOrder.LITTLE_ENDIAN);
        return event;
    }

    /** Whether the epoch began with a takeover of which it is known how long matches stood still. */
    public static boolean isTakenOver(final Event event) {
        return event.payloadLength() == TAKEN_OVER_LENGTH;
    }

    /** For how long matches stood still; only after a takeover. */
    public static long gapNs(final Event event) {
        return event.buffer().getLong(GAP, ByteOrder.LITTLE_ENDIAN);
    }

    public static long epoch(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    public static long writerId(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES + 8, ByteOrder.LITTLE_ENDIAN);
    }
}
