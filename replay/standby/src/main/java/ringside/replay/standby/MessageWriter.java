package ringside.replay.standby;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Puts messages together, one after the other, in memory that is used again. Not thread-safe. */
final class MessageWriter {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int FIRST_BYTES = 4_096;
    private static final int MAX_TEXT_BYTES = 1_000;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(FIRST_BYTES);
    private final CRC32C crc = new CRC32C();
    private int at;
    private final Numbers numbers;

    /** The numbers of one direction's messages. */
    static final class Numbers {
        private int next;
    }

    MessageWriter(final Numbers numbers) {
        this.numbers = numbers;
    }

    MessageWriter begin(final MessageType type) {
        buffer.putInt(MessageFormat.TYPE, type.code() | MessageFormat.VERSION << 8, LE);
        at = MessageFormat.HEADER_BYTES;
        return this;
    }

    MessageWriter put8(final int value) {
        buffer.putByte(at, (byte) value);
        at++;
        return this;
    }

    MessageWriter put16(final int value) {
        buffer.putShort(at, (short) value, LE);
        at += Short.BYTES;
        return this;
    }

    MessageWriter put32(final int value) {
        buffer.putInt(at, value, LE);
        at += Integer.BYTES;
        return this;
    }

    MessageWriter put64(final long value) {
        buffer.putLong(at, value, LE);
        at += Long.BYTES;
        return this;
    }

    MessageWriter put(final Epoch epoch) {
        return put32(epoch.number()).put64(epoch.writerId());
    }

    MessageWriter put(final byte[] bytes) {
        buffer.putBytes(at, bytes);
        at += bytes.length;
        return this;
    }

    MessageWriter put(final DirectBuffer from, final int offset, final int lengthBytes) {
        buffer.putBytes(at, from, offset, lengthBytes);
        at += lengthBytes;
        return this;
    }

    /** Text with its length, cut where it is too long. */
    MessageWriter putText(final String text) {
        final byte[] all = text.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(all.length, MAX_TEXT_BYTES);
        put16(length);
        buffer.putBytes(at, all, 0, length);
        at += length;
        return this;
    }

    /** Bytes put so far, the head included. */
    int lengthBytes() {
        return at;
    }

    /** A copy of the contents put so far: what a proof is about. */
    byte[] contents() {
        final byte[] bytes = new byte[at - MessageFormat.HEADER_BYTES];
        buffer.getBytes(MessageFormat.HEADER_BYTES, bytes);
        return bytes;
    }

    /** Completes the message and sends it. False when the channel has no room: it can be put together again later. */
    boolean send(final ReplicationChannel channel) {
        complete();
        if (!channel.send(buffer, 0, at)) {
            return false;
        }
        numbers.next++;
        return true;
    }

    /** Completes the message and closes the channel with it. */
    void sendLast(final ReplicationChannel channel) {
        complete();
        channel.closeWith(buffer, 0, at);
    }

    private void complete() {
        buffer.putInt(0, at, LE);
        buffer.putInt(MessageFormat.SEQUENCE, numbers.next, LE);
        buffer.putInt(MessageFormat.CHECKSUM, MessageFormat.checksum(crc, buffer, 0, at), LE);
    }
}
