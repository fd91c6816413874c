package ringside.journal;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One record of the journal: a batch of events. All numbers are little-endian; the length is a multiple of 8.
 *
 * <pre>
 * offset  length  what
 * 0       3       magic: 'R' 'J' 'R'
 * 3       1       version of this format: 1
 * 4       4       length of the whole record in bytes
 * 8       8       position of the first event; with no events, the position that the next event will have
 * 16      4       number of the epoch
 * 20      2       how many events
 * 22      2       how many annotations
 * 24      8       writer id of the epoch
 * 32      4       CRC32C of the whole record without these four bytes
 * 36      4       CRC32C of the record before; 0 in the first record of a journal
 * 40      4       bytes of the events
 * 44      3       bytes of the identity; 0: none
 * 47      1       flags: 1 first record of its epoch, 2 clean stop
 * 48      n       events in their canonical form (ringside.engine.event.Event)
 *         16 each annotations: match i32, frame i32, hash i64
 *         n       identity: server id (16 bytes), then JSON in UTF-8; then zeros up to a multiple of 8
 * </pre>
 *
 * An epoch's first record carries an identity; no other record does.
 */
public final class RecordFormat {
    /** Bytes before the events. */
    public static final int HEADER_BYTES = 48;

    /** The version that this code writes. */
    public static final int VERSION = 1;

    /** The most events of one record. */
    public static final int MAX_EVENTS = 0xFFFF;

    /** The most annotations of one record. */
    public static final int MAX_ANNOTATIONS = 0xFFFF;

    static final int MAGIC = 'R' | 'J' << 8 | 'R' << 16;
    static final int ANNOTATION_BYTES = 16;
    static final int SERVER_ID_BYTES = 16;
    static final int MAX_IDENTITY_BYTES = 0xFF_FFFF;
    static final int FLAG_FIRST = 1;
    static final int FLAG_CLEAN_STOP = 2;

    static final int LENGTH = 4;
    static final int FIRST_POSITION = 8;
    static final int EPOCH = 16;
    static final int EVENT_COUNT = 20;
    static final int ANNOTATION_COUNT = 22;
    static final int WRITER = 24;
    static final int CHECKSUM = 32;
    static final int PREVIOUS = 36;
    static final int EVENT_BYTES = 40;
    static final int IDENTITY_AND_FLAGS = 44;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private RecordFormat() {}

    /** Whether a record of any version seems to begin here. */
    static boolean begins(final DirectBuffer buffer, final int offset) {
        return (buffer.getInt(offset, LE) & 0xFF_FFFF) == MAGIC;
    }

    static int version(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + 3) & 0xFF;
    }

    /** The length of the whole record. */
    public static int lengthBytes(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH, LE);
    }

    /** The position of its first event; with none, that of the next one. */
    public static long firstPosition(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + FIRST_POSITION, LE);
    }

    /** The number of its epoch. */
    public static int epoch(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + EPOCH, LE);
    }

    /** How many events it holds. */
    public static int eventCount(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + EVENT_COUNT, LE) & 0xFFFF;
    }

    static int annotationCount(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + ANNOTATION_COUNT, LE) & 0xFFFF;
    }

    static long writerId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + WRITER, LE);
    }

    /** Its checksum, as recorded. */
    public static int checksum(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CHECKSUM, LE);
    }

    static int previousChecksum(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + PREVIOUS, LE);
    }

    static int eventBytes(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + EVENT_BYTES, LE);
    }

    static int identityBytes(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + IDENTITY_AND_FLAGS, LE) & MAX_IDENTITY_BYTES;
    }

    static int flags(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + IDENTITY_AND_FLAGS, LE) >>> 24;
    }

    /** The length that the sections add up to. */
    static long lengthFor(final long eventBytes, final int annotations, final int identityBytes) {
        return HEADER_BYTES + eventBytes + (long) annotations * ANNOTATION_BYTES + ((identityBytes + 7L) & ~7L);
    }

    /**
     * Whether these bytes are one whole record of a version that this code does not know. Every version has magic, version, length
     * and checksum in these places, so that it is told from damage.
     */
    static boolean isOfOtherVersion(
            final DirectBuffer buffer, final int offset, final int lengthBytes, final RecordChecksum checksum) {
        return lengthBytes >= HEADER_BYTES
                && begins(buffer, offset)
                && version(buffer, offset) != VERSION
                && lengthBytes(buffer, offset) == lengthBytes
                && checksum.of(buffer, offset, lengthBytes) == checksum(buffer, offset);
    }

    /** What is wrong with these bytes as one whole record, its checksum included, or null. */
    static @Nullable String fault(
            final DirectBuffer buffer, final int offset, final int lengthBytes, final RecordChecksum checksum) {
        if (lengthBytes < HEADER_BYTES) {
            return "a record of " + lengthBytes + " bytes, the least is " + HEADER_BYTES;
        }
        if (!begins(buffer, offset)) {
            return "no record begins here";
        }
        if (version(buffer, offset) != VERSION) {
            return "record version " + version(buffer, offset) + ", this program reads " + VERSION;
        }
        final int length = lengthBytes(buffer, offset);
        if (length != lengthBytes) {
            return "a record of " + length + " bytes in a frame of " + lengthBytes;
        }
        final long sections =
                lengthFor(eventBytes(buffer, offset), annotationCount(buffer, offset), identityBytes(buffer, offset));
        if (eventBytes(buffer, offset) < 0 || sections != length) {
            return "sections of " + sections + " bytes in a record of " + length;
        }
        final int identity = identityBytes(buffer, offset);
        if (identity > 0 && identity < SERVER_ID_BYTES) {
            return "an identity of " + identity + " bytes, the least is " + SERVER_ID_BYTES;
        }
        final int found = checksum.of(buffer, offset, lengthBytes);
        if (found != checksum(buffer, offset)) {
            return "checksum " + Integer.toHexString(found) + ", recorded "
                    + Integer.toHexString(checksum(buffer, offset));
        }
        return null;
    }
}
