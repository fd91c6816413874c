package ringside.journal;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** Reads the identity of an epoch's first record. */
final class IdentityReader {
    private IdentityReader() {}

    static EpochStart read(final DirectBuffer buffer, final int offset) {
        final int at = offset
                + RecordFormat.HEADER_BYTES
                + RecordFormat.eventBytes(buffer, offset)
                + RecordFormat.annotationCount(buffer, offset) * RecordFormat.ANNOTATION_BYTES;
        final byte[] json = new byte[RecordFormat.identityBytes(buffer, offset) - RecordFormat.SERVER_ID_BYTES];
        buffer.getBytes(at + RecordFormat.SERVER_ID_BYTES, json);
        return new EpochStart(
                RecordFormat.epoch(buffer, offset),
                RecordFormat.writerId(buffer, offset),
                RecordFormat.firstPosition(buffer, offset),
                new ServerId(
                        buffer.getLong(at, ByteOrder.LITTLE_ENDIAN), buffer.getLong(at + 8, ByteOrder.LITTLE_ENDIAN)),
                new String(json, StandardCharsets.UTF_8));
    }

    /** Throws WRONG_SERVER when the cursor stands on an epoch's first record that another server wrote. */
    static void requireServer(final RecordCursor cursor, final ServerId serverId) {
        if (RecordFormat.identityBytes(cursor.buffer(), cursor.offset()) == 0) {
            return;
        }
        final EpochStart start = read(cursor.buffer(), cursor.offset());
        if (!start.serverId().equals(serverId)) {
            throw new JournalException(
                    JournalException.Code.WRONG_SERVER,
                    start.firstPosition(),
                    "epoch " + start.epoch() + " (" + cursor.place() + ") was written by server " + start.serverId()
                            + ", this is server " + serverId + ": put the journal back where it belongs",
                    null);
        }
    }
}
