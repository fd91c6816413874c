package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The payload of a JOIN event.
 *
 * <pre>
 * 0   8   connection that asks
 * 8   16  id of the connect token (zeros: none), used once
 * 24  16  hash of the resume secret that the edge made for this seat
 * 40  8   second since 1970 from which the token is no longer good; 0: it has no end
 * 48  4   frames from now for which the used token must be remembered; 0: for ever
 * 52  4   zeros
 * 56  n   the record, by the layout's join fields
 * </pre>
 */
public final class JoinPayload {
    /** Bytes before the record. */
    public static final int PREFIX_BYTES = 56;

    /** Where the record begins in the event. */
    public static final int RECORD_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int START = Event.HEADER_BYTES;

    private JoinPayload() {}

    /** Writes a whole JOIN event; the record must have been checked against the layout. */
    public static Event write(
            final Event event,
            final int match,
            final long connection,
            final DirectBuffer record,
            final int recordOffset,
            final int recordLength) {
        event.begin(EventType.JOIN, match, 0, PREFIX_BYTES + recordLength);
        event.buffer().putLong(START, connection, LE);
        event.buffer().putBytes(RECORD_OFFSET, record, recordOffset, recordLength);
        return event;
    }

    /** Adds the token's id. */
    public static Event writeToken(final Event event, final long high, final long low) {
        event.buffer().putLong(START + 8, high, LE);
        event.buffer().putLong(START + 16, low, LE);
        return event;
    }

    /**
     * Adds how long the token is good.
     *
     * @param expirySecond the second since 1970 from which nobody is let in with it
     * @param frames from now until then, rounded up
     */
    public static Event writeTokenLife(final Event event, final long expirySecond, final int frames) {
        event.buffer().putLong(START + 40, expirySecond, LE);
        event.buffer().putInt(START + 48, frames, LE);
        return event;
    }

    /** Adds the hash of the resume secret. */
    public static Event writeSecretHash(final Event event, final long high, final long low) {
        event.buffer().putLong(START + 24, high, LE);
        event.buffer().putLong(START + 32, low, LE);
        return event;
    }

    public static long connection(final Event event) {
        return event.buffer().getLong(START, LE);
    }

    public static long tokenHigh(final Event event) {
        return event.buffer().getLong(START + 8, LE);
    }

    public static long tokenLow(final Event event) {
        return event.buffer().getLong(START + 16, LE);
    }

    public static long tokenExpirySecond(final Event event) {
        return event.buffer().getLong(START + 40, LE);
    }

    public static int tokenFrames(final Event event) {
        return event.buffer().getInt(START + 48, LE);
    }

    public static long secretHashHigh(final Event event) {
        return event.buffer().getLong(START + 24, LE);
    }

    public static long secretHashLow(final Event event) {
        return event.buffer().getLong(START + 32, LE);
    }

    public static int recordLength(final Event event) {
        return event.payloadLength() - PREFIX_BYTES;
    }
}
