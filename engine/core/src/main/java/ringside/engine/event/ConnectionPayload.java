package ringside.engine.event;

import java.nio.ByteOrder;

/**
 * The payload of DISCONNECT and LEAVE: the connection that the seat must still belong to, so that a late word from an
 * older connection changes nothing.
 *
 * <pre>
 * 0  8  connection
 * </pre>
 */
public final class ConnectionPayload {
    /** Bytes of the payload. */
    public static final int LENGTH = 8;

    private ConnectionPayload() {}

    public static Event write(
            final Event event, final EventType type, final int match, final int player, final long connection) {
        event.begin(type, match, player, LENGTH);
        event.buffer().putLong(Event.HEADER_BYTES, connection, ByteOrder.LITTLE_ENDIAN);
        return event;
    }

    public static long connection(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
    }
}
