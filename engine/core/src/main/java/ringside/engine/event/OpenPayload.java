package ringside.engine.event;

import java.nio.ByteOrder;

/**
 * The payload of an OPEN event.
 *
 * <pre>
 * 0  8  number of the epoch that begins
 * 8  8  id of its writer
 * </pre>
 */
public final class OpenPayload {
    /** Bytes of the payload. */
    public static final int LENGTH = 16;

    private OpenPayload() {}

    public static Event write(final Event event, final long epoch, final long writerId) {
        event.begin(EventType.OPEN, 0, 0, LENGTH);
        event.buffer().putLong(Event.HEADER_BYTES, epoch, ByteOrder.LITTLE_ENDIAN);
        event.buffer().putLong(Event.HEADER_BYTES + 8, writerId, ByteOrder.LITTLE_ENDIAN);
        return event;
    }

    public static long epoch(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    public static long writerId(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES + 8, ByteOrder.LITTLE_ENDIAN);
    }
}
