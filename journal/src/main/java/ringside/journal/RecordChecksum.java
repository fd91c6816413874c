package ringside.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/** CRC32C of a record without its own checksum field. Not thread-safe; allocates nothing. */
final class RecordChecksum {
    private static final int AFTER = RecordFormat.CHECKSUM + Integer.BYTES;

    private final CRC32C crc = new CRC32C();

    /** The checksum of the record of {@code lengthBytes} at {@code offset}. Leaves the byte buffer's limits changed. */
    int of(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        crc.reset();
        update(buffer, offset, RecordFormat.CHECKSUM);
        update(buffer, offset + AFTER, lengthBytes - AFTER);
        return (int) crc.getValue();
    }

    private void update(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final ByteBuffer bytes = buffer.byteBuffer();
        final int at = offset + buffer.wrapAdjustment();
        if (bytes != null) {
            bytes.limit(at + lengthBytes).position(at);
            crc.update(bytes);
            bytes.clear();
        } else {
            crc.update(buffer.byteArray(), at, lengthBytes);
        }
    }
}
