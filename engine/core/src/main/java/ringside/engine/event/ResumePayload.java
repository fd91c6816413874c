package ringside.engine.event;

import java.nio.ByteOrder;

/**
 * The payload of a RESUME event.
 *
 * <pre>
 * 0   8   connection that asks
 * 8   16  hash of the secret that the player presented
 * 24  16  hash of the secret that the edge made to replace it
 * </pre>
 */
public final class ResumePayload {
    /** Bytes of the payload. */
    public static final int LENGTH = 40;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int START = Event.HEADER_BYTES;

    private ResumePayload() {}

    public static Event write(
            final Event event,
            final int match,
            final int player,
            final long connection,
            final long presentedHigh,
            final long presentedLow,
            final long nextHigh,
            final long nextLow) {
        event.begin(EventType.RESUME, match, player, LENGTH);
        event.buffer().putLong(START, connection, LE);
        event.buffer().putLong(START + 8, presentedHigh, LE);
        event.buffer().putLong(START + 16, presentedLow, LE);
        event.buffer().putLong(START + 24, nextHigh, LE);
        event.buffer().putLong(START + 32, nextLow, LE);
        return event;
    }

    public static long connection(final Event event) {
        return event.buffer().getLong(START, LE);
    }

    public static long presentedHigh(final Event event) {
        return event.buffer().getLong(START + 8, LE);
    }

    public static long presentedLow(final Event event) {
        return event.buffer().getLong(START + 16, LE);
    }

    public static long nextHigh(final Event event) {
        return event.buffer().getLong(START + 24, LE);
    }

    public static long nextLow(final Event event) {
        return event.buffer().getLong(START + 32, LE);
    }
}
