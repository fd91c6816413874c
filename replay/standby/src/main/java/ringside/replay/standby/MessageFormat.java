package ringside.replay.standby;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * The head of every message. All numbers are little-endian.
 *
 * <pre>
 * offset  length  what
 * 0       4       length of the whole message
 * 4       1       type (MessageType)
 * 5       1       version of the protocol: 2
 * 6       2       zero
 * 8       4       CRC32C of the whole message without these four bytes
 * 12      4       number of the message in its direction, from 0
 * 16              contents: see replay/standby/PROTOCOL.md
 * </pre>
 */
public final class MessageFormat {
    /** The version that this code speaks. */
    public static final int VERSION = 2;

    /** Bytes before the contents. */
    public static final int HEADER_BYTES = 16;

    /** The most bytes of a message: the largest record, or some that are smaller, and room for what stands around them. */
    public static final int MAX_BYTES = 4 << 20;

    /**
     * Added to the version of records in a HELLO: a shadow, which no primary may take on as a member of an in-sync set. A build that
     * does not know of that refuses it, for it keeps records of no such version.
     */
    public static final int SHADOW = 0x80;

    static final int TYPE = 4;
    static final int VERSION_AT = 5;
    static final int CHECKSUM = 8;
    static final int SEQUENCE = 12;

    private MessageFormat() {}

    /** CRC32C of a message without its own checksum. */
    static int checksum(final CRC32C crc, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        crc.reset();
        update(crc, buffer, offset, CHECKSUM);
        update(crc, buffer, offset + SEQUENCE, lengthBytes - SEQUENCE);
        return (int) crc.getValue();
    }

    private static void update(final CRC32C crc, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] array = buffer.byteArray();
        if (array != null) {
            crc.update(array, offset + buffer.wrapAdjustment(), lengthBytes);
            return;
        }
        final ByteBuffer bytes = buffer.byteBuffer();
        if (bytes == null) {
            throw new IllegalArgumentException("a message in memory of neither kind");
        }
        final int at = offset + buffer.wrapAdjustment();
        crc.update(bytes.duplicate().clear().limit(at + lengthBytes).position(at));
    }
}
