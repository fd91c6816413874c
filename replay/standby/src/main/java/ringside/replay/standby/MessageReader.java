package ringside.replay.standby;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.ServerId;

/** Checks and reads the messages of one direction. Never reads a byte that is not the message's. Not thread-safe. */
final class MessageReader {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final CRC32C crc = new CRC32C();
    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int start;
    private int at;
    private int end;
    private int sequence;

    /**
     * Takes the next message.
     *
     * @return its type
     * @throws FollowException when it is not whole, not as it was sent, or not the one that comes next
     */
    MessageType read(final DirectBuffer from, final int offset, final int lengthBytes) {
        if (lengthBytes < MessageFormat.HEADER_BYTES
                || lengthBytes > MessageFormat.MAX_BYTES
                || from.getInt(offset, LE) != lengthBytes) {
            throw new FollowException(Reason.DAMAGED, "a message of " + lengthBytes + " bytes says another length");
        }
        final int version = from.getByte(offset + MessageFormat.VERSION_AT) & 0xFF;
        final int sum = MessageFormat.checksum(crc, from, offset, lengthBytes);
        if (sum != from.getInt(offset + MessageFormat.CHECKSUM, LE)) {
            throw new FollowException(Reason.DAMAGED, "a message is not as it was sent: its checksum is another");
        }
        if (version != MessageFormat.VERSION) {
            throw new FollowException(
                    Reason.PROTOCOL,
                    "protocol version " + version + "; this build speaks " + MessageFormat.VERSION
                            + ": run the same build on both sides");
        }
        final int number = from.getInt(offset + MessageFormat.SEQUENCE, LE);
        if (number != sequence) {
            throw new FollowException(Reason.GAP, "message " + number + " came, " + sequence + " is the next");
        }
        sequence++;
        final int code = from.getByte(offset + MessageFormat.TYPE) & 0xFF;
        final @Nullable MessageType type = MessageType.of(code);
        if (type == null) {
            throw new FollowException(Reason.MALFORMED, "a message of type " + code);
        }
        buffer = from;
        start = offset + MessageFormat.HEADER_BYTES;
        at = start;
        end = offset + lengthBytes;
        return type;
    }

    private int take(final int bytes) {
        if (bytes < 0 || bytes > end - at) {
            throw new FollowException(Reason.MALFORMED, "a message ends in the middle of what it says");
        }
        final int here = at;
        at += bytes;
        return here;
    }

    int get8() {
        return buffer.getByte(take(1)) & 0xFF;
    }

    int get16() {
        return buffer.getShort(take(Short.BYTES), LE) & 0xFFFF;
    }

    int get32() {
        return buffer.getInt(take(Integer.BYTES), LE);
    }

    long get64() {
        return buffer.getLong(take(Long.BYTES), LE);
    }

    Epoch epoch() {
        final int number = get32();
        return new Epoch(number, get64());
    }

    ServerId serverId() {
        final long high = get64();
        return new ServerId(high, get64());
    }

    byte[] bytes(final int count) {
        final int from = take(count);
        final byte[] copy = new byte[count];
        buffer.getBytes(from, copy);
        return copy;
    }

    String text() {
        return new String(bytes(get16()), StandardCharsets.UTF_8);
    }

    /** The contents read so far: what a proof is about. */
    byte[] contentsSoFar() {
        final byte[] copy = new byte[at - start];
        buffer.getBytes(start, copy);
        return copy;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Where in {@link #buffer()} the next byte stands. */
    int offset() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    /** Passes over what was read from the buffer itself. */
    void skip(final int bytes) {
        take(bytes);
    }

    /** The message must hold nothing further. */
    void requireEnd() {
        if (at != end) {
            throw new FollowException(Reason.MALFORMED, (end - at) + " bytes more than a message of its kind has");
        }
    }
}
