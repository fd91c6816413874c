package ringside.engine.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A flyweight over one event in its canonical form, which is also its form in the journal:
 *
 * <pre>
 * offset  length  what
 * 0       2       length of the whole event, a multiple of 8
 * 2       1       type (EventType)
 * 3       1       zero
 * 4       4       match (0: all of the engine)
 * 8       4       player (0: nobody)
 * 12      4       inputSeq; for a COMMAND its own sequence
 * 16      4       target frame
 * 20      2       length of the payload
 * 22      2       zero
 * 24      n       payload, then zeros up to the whole length
 * </pre>
 *
 * All numbers are little-endian. Position and times stand beside the bytes: the position is where the event stands in
 * the journal, the times are stamps for latency that logic never sees. Not thread-safe; allocates nothing.
 */
public final class Event {
    /** Bytes before the payload. */
    public static final int HEADER_BYTES = 24;

    /** The most bytes of a whole event that the format allows. */
    public static final int MAX_BYTES = 32_768;

    static final int TYPE = 2;
    static final int MATCH = 4;
    static final int PLAYER = 8;
    static final int INPUT_SEQ = 12;
    static final int TARGET_FRAME = 16;
    static final int PAYLOAD_LENGTH = 20;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private long position;
    private long receivedNs;

    /** Moves this flyweight to the event, or the room for one, at {@code offset}. */
    public Event wrap(final DirectBuffer from, final int offset, final int roomBytes) {
        buffer.wrap(from, offset, roomBytes);
        return this;
    }

    /** The bytes of a whole event with a payload of that length. */
    public static int lengthFor(final int payloadBytes) {
        return (HEADER_BYTES + payloadBytes + 7) & ~7;
    }

    /** Begins an event in place: header fields are set and the payload's bytes are zero. */
    public Event begin(final EventType type, final int match, final int player, final int payloadBytes) {
        final int length = lengthFor(payloadBytes);
        final int room = Math.min(buffer.capacity(), MAX_BYTES);
        if (payloadBytes < 0 || length > room) {
            throw new IllegalArgumentException(
                    "a payload of " + payloadBytes + " bytes does not fit an event of " + room + " bytes");
        }
        buffer.putLong(0, (length & 0xFFFFL) | (long) type.code() << 16 | (long) match << 32, LE);
        buffer.putLong(PLAYER, player & 0xFFFF_FFFFL, LE);
        buffer.putLong(TARGET_FRAME, (long) payloadBytes << 32, LE);
        for (int at = HEADER_BYTES; at < length; at += 8) {
            buffer.putLong(at, 0);
        }
        position = 0;
        receivedNs = 0;
        return this;
    }

    public Event inputSeq(final int value) {
        buffer.putInt(INPUT_SEQ, value, LE);
        return this;
    }

    public Event targetFrame(final int value) {
        buffer.putInt(TARGET_FRAME, value, LE);
        return this;
    }

    public int lengthBytes() {
        return buffer.getShort(0, LE) & 0xFFFF;
    }

    public @Nullable EventType type() {
        return EventType.of(typeCode());
    }

    public int typeCode() {
        return buffer.getByte(TYPE) & 0xFF;
    }

    public int match() {
        return buffer.getInt(MATCH, LE);
    }

    public int player() {
        return buffer.getInt(PLAYER, LE);
    }

    public int inputSeq() {
        return buffer.getInt(INPUT_SEQ, LE);
    }

    public int targetFrame() {
        return buffer.getInt(TARGET_FRAME, LE);
    }

    public int payloadLength() {
        return buffer.getShort(PAYLOAD_LENGTH, LE) & 0xFFFF;
    }

    /** The whole event: the payload begins at {@link #HEADER_BYTES}. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Where the event stands in the journal. */
    public long position() {
        return position;
    }

    public void position(final long value) {
        position = value;
    }

    /** When the edge received it, on the monotonic clock; 0 when unknown. Never journalled. */
    public long receivedNs() {
        return receivedNs;
    }

    public void receivedNs(final long value) {
        receivedNs = value;
    }

    /** Copies the other event's canonical bytes and stamps into the room of this one. */
    public void copyFrom(final Event other) {
        buffer.putBytes(0, other.buffer, 0, other.lengthBytes());
        position = other.position;
        receivedNs = other.receivedNs;
    }

    /**
     * What is wrong with the {@code available} bytes at {@code offset} as an event in canonical form, or null. Used where
     * bytes come from outside the process.
     */
    public static @Nullable String fault(final DirectBuffer buffer, final int offset, final int available) {
        if (available < HEADER_BYTES) {
            return "an event needs " + HEADER_BYTES + " bytes, " + available + " are left";
        }
        final int length = buffer.getShort(offset, LE) & 0xFFFF;
        final int payload = buffer.getShort(offset + PAYLOAD_LENGTH, LE) & 0xFFFF;
        if (length != lengthFor(payload) || length > Math.min(available, MAX_BYTES)) {
            return "an event of " + length + " bytes with a payload of " + payload + ", " + available + " are left";
        }
        final int code = buffer.getByte(offset + TYPE) & 0xFF;
        if (EventType.of(code) == null) {
            return "event type " + code + " is unknown";
        }
        int stray = firstNonZero(buffer, offset, TYPE + 1, MATCH);
        stray = stray >= 0 ? stray : firstNonZero(buffer, offset, PAYLOAD_LENGTH + 2, HEADER_BYTES);
        stray = stray >= 0 ? stray : firstNonZero(buffer, offset, HEADER_BYTES + payload, length);
        return stray < 0 ? null : "byte " + stray + " of an event is not zero as it must be";
    }

    private static int firstNonZero(final DirectBuffer buffer, final int offset, final int from, final int to) {
        for (int at = from; at < to; at++) {
            if (buffer.getByte(offset + at) != 0) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return type() + " at position " + position + ", match " + match() + ", player " + player() + ", inputSeq "
                + inputSeq() + ", target frame " + targetFrame();
    }
}
