package ringside.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.journal.JournalException.Code;

/**
 * The record being put together: events in place, in the store's own memory, annotations beside until it is sealed. Allocates
 * nothing once made.
 */
final class Batch {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int ANNOTATIONS = 4_096;

    private final int maxRecordBytes;
    private final UnsafeBuffer annotations =
            new UnsafeBuffer(ByteBuffer.allocateDirect(ANNOTATIONS * RecordFormat.ANNOTATION_BYTES));
    private final RecordChecksum checksum = new RecordChecksum();
    private int end = RecordFormat.HEADER_BYTES;
    private int eventCount;
    private int annotationCount;
    private UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    Batch(final int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Gives the record the room to stand in. */
    void begin(final UnsafeBuffer room) {
        buffer = room;
    }

    int eventCount() {
        return eventCount;
    }

    int annotationCount() {
        return annotationCount;
    }

    boolean annotationsFull() {
        return annotationCount == ANNOTATIONS;
    }

    /** Whether so many events of together that length can still go into this record. */
    boolean fits(final int lengthBytes, final int count) {
        return end + lengthBytes + annotationCount * RecordFormat.ANNOTATION_BYTES <= maxRecordBytes
                && eventCount + count <= RecordFormat.MAX_EVENTS;
    }

    /** Copies events that stand next to each other. */
    void add(final DirectBuffer events, final int offset, final int lengthBytes, final int count) {
        buffer.putBytes(end, events, offset, lengthBytes);
        end += lengthBytes;
        eventCount += count;
    }

    void annotate(final int match, final int frame, final long hash) {
        final int at = annotationCount * RecordFormat.ANNOTATION_BYTES;
        annotations.putInt(at, match, LE);
        annotations.putInt(at + 4, frame, LE);
        annotations.putLong(at + 8, hash, LE);
        annotationCount++;
    }

    /** Whether an annotation can still go into this record beside its events. */
    boolean fitsAnnotation() {
        return end + (annotationCount + 1) * RecordFormat.ANNOTATION_BYTES <= maxRecordBytes;
    }

    /** Completes the record, at the beginning of its room, and returns its length. */
    int seal(final long firstPosition, final int epoch, final long writerId, final int previous, final int flags) {
        return seal(firstPosition, epoch, writerId, previous, flags, 0);
    }

    /** Completes an epoch's first record, which holds no event. */
    int sealFirst(final long firstPosition, final int epoch, final Reign reign, final int previous) {
        final byte[] json = reign.identityJson().getBytes(StandardCharsets.UTF_8);
        final int identityBytes = RecordFormat.SERVER_ID_BYTES + json.length;
        if (RecordFormat.lengthFor(0, 0, identityBytes) > Math.min(maxRecordBytes, RecordFormat.MAX_IDENTITY_BYTES)) {
            throw new JournalException(
                    Code.TOO_LARGE,
                    "journal identity of " + json.length + " bytes, a record holds " + maxRecordBytes
                            + "; a larger segment size allows more");
        }
        buffer.setMemory(end, (identityBytes + 7) & ~7, (byte) 0);
        buffer.putLong(end, reign.serverId().high(), LE);
        buffer.putLong(end + 8, reign.serverId().low(), LE);
        buffer.putBytes(end + RecordFormat.SERVER_ID_BYTES, json);
        return seal(firstPosition, epoch, reign.writerId(), previous, RecordFormat.FLAG_FIRST, identityBytes);
    }

    private int seal(
            final long firstPosition,
            final int epoch,
            final long writerId,
            final int previous,
            final int flags,
            final int identityBytes) {
        final int annotationBytes = annotationCount * RecordFormat.ANNOTATION_BYTES;
        if (annotationBytes > 0) {
            buffer.putBytes(end, annotations, 0, annotationBytes);
        }
        final int length = end + annotationBytes + ((identityBytes + 7) & ~7);
        buffer.putInt(0, RecordFormat.MAGIC | RecordFormat.VERSION << 24, LE);
        buffer.putInt(RecordFormat.LENGTH, length, LE);
        buffer.putLong(RecordFormat.FIRST_POSITION, firstPosition, LE);
        buffer.putInt(RecordFormat.EPOCH, epoch, LE);
        buffer.putInt(RecordFormat.EVENT_COUNT, eventCount | annotationCount << 16, LE);
        buffer.putLong(RecordFormat.WRITER, writerId, LE);
        buffer.putInt(RecordFormat.PREVIOUS, previous, LE);
        buffer.putInt(RecordFormat.EVENT_BYTES, end - RecordFormat.HEADER_BYTES, LE);
        buffer.putInt(RecordFormat.IDENTITY_AND_FLAGS, identityBytes | flags << 24, LE);
        buffer.putInt(RecordFormat.CHECKSUM, checksum.of(buffer, 0, length), LE);
        return length;
    }

    int checksum() {
        return buffer.getInt(RecordFormat.CHECKSUM, LE);
    }

    void clear() {
        end = RecordFormat.HEADER_BYTES;
        eventCount = 0;
        annotationCount = 0;
    }
}
