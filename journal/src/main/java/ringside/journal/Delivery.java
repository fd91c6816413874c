package ringside.journal;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;

/** Hands the contents of one verified record to a handler. Reuses one event; not thread-safe. */
final class Delivery {
    private final Event event = new Event();

    /**
     * Delivers events at or after {@code from}, and everything else of the record.
     *
     * @return how many events were delivered
     */
    int deliver(final RecordCursor cursor, final long from, final JournalHandler handler) {
        requireEvents(cursor.buffer(), cursor.offset(), cursor.place());
        return deliver(cursor.buffer(), cursor.offset(), from, handler);
    }

    /** The same for a record whose events were looked at. */
    int deliver(final DirectBuffer buffer, final int offset, final long from, final JournalHandler handler) {
        if (RecordFormat.identityBytes(buffer, offset) > 0) {
            handler.onEpoch(IdentityReader.read(buffer, offset));
        }
        final int delivered = events(buffer, offset, from, handler);
        annotations(buffer, offset, handler);
        if ((RecordFormat.flags(buffer, offset) & RecordFormat.FLAG_CLEAN_STOP) != 0) {
            handler.onCleanStop(RecordFormat.firstPosition(buffer, offset));
        }
        return delivered;
    }

    private int events(final DirectBuffer buffer, final int offset, final long from, final JournalHandler handler) {
        final int count = RecordFormat.eventCount(buffer, offset);
        final long first = RecordFormat.firstPosition(buffer, offset);
        int delivered = 0;
        int at = offset + RecordFormat.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            final int length = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            if (first + i >= from) {
                event.wrap(buffer, at, length);
                event.position(first + i);
                event.receivedNs(0);
                handler.onEvent(event);
                delivered++;
            }
            at += length;
        }
        return delivered;
    }

    private static void annotations(final DirectBuffer buffer, final int offset, final JournalHandler handler) {
        int at = offset + RecordFormat.HEADER_BYTES + RecordFormat.eventBytes(buffer, offset);
        for (int i = RecordFormat.annotationCount(buffer, offset); i > 0; i--) {
            handler.onAnnotation(
                    buffer.getInt(at, ByteOrder.LITTLE_ENDIAN),
                    buffer.getInt(at + 4, ByteOrder.LITTLE_ENDIAN),
                    buffer.getLong(at + 8, ByteOrder.LITTLE_ENDIAN));
            at += RecordFormat.ANNOTATION_BYTES;
        }
    }

    /** All events are looked at before the first is delivered: nothing of a bad record is applied. */
    static void requireEvents(final DirectBuffer buffer, final int offset, final String place) {
        final int end = offset + RecordFormat.HEADER_BYTES + RecordFormat.eventBytes(buffer, offset);
        final int count = RecordFormat.eventCount(buffer, offset);
        int at = offset + RecordFormat.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            final String fault = Event.fault(buffer, at, end - at);
            if (fault != null) {
                throw corrupt(RecordFormat.firstPosition(buffer, offset) + i, fault, place);
            }
            at += buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        }
        if (at != end) {
            throw corrupt(
                    RecordFormat.firstPosition(buffer, offset) + count,
                    (end - at) + " bytes after the last event",
                    place);
        }
    }

    private static JournalException corrupt(final long position, final @Nullable String fault, final String place) {
        return new JournalException(
                JournalException.Code.CORRUPT,
                position,
                "CORRUPT at position " + position + ": " + fault + " (" + place + ")",
                null);
    }
}
