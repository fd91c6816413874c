package ringside.journal;

import java.util.List;
import ringside.journal.JournalException.Code;

/**
 * Removes the oldest segments. In this order, so that a kill in between leaves a journal that reads well: the first record of
 * the epoch that goes on is kept beside, the mark says from where the journal must be there, the files go.
 */
final class Pruning {
    private Pruning() {}

    /** Removes whole segments that hold nothing at or after a position. Returns their names. */
    static List<String> dropBefore(final RecordStore store, final Marks marks, final long position) {
        try (RecordCursor cursor = store.read()) {
            Segments.begin(cursor, position);
            final RecordAddress first = cursor.end();
            if (first.segment() == 0 || cursor.next() != RecordCursor.Step.RECORD) {
                return List.of();
            }
            final long retainedFrom = RecordFormat.firstPosition(cursor.buffer(), cursor.offset());
            keepEpoch(store, cursor, first.segment(), retainedFrom);
            marks.retainedFrom(retainedFrom);
            marks.force();
            return store.dropBefore(first);
        }
    }

    /** Keeps the first record of the epoch of the record that the cursor is on, unless it is that itself. */
    private static void keepEpoch(
            final RecordStore store, final RecordCursor cursor, final int segment, final long retainedFrom) {
        if (KeptEpoch.isFirst(cursor.buffer(), cursor.offset())) {
            return;
        }
        final int epoch = RecordFormat.epoch(cursor.buffer(), cursor.offset());
        final RecordChecksum checksum = new RecordChecksum();
        for (int before = segment - 1; before >= 0; before--) {
            cursor.toSegment(before);
            if (cursor.next() == RecordCursor.Step.RECORD
                    && KeptEpoch.isFirst(cursor.buffer(), cursor.offset())
                    && RecordFormat.epoch(cursor.buffer(), cursor.offset()) == epoch
                    && RecordFormat.fault(cursor.buffer(), cursor.offset(), cursor.lengthBytes(), checksum) == null) {
                store.keepEpoch(cursor.buffer(), cursor.offset(), cursor.lengthBytes());
                return;
            }
        }
        if (KeptEpoch.of(cursor.keptEpoch(), epoch) == null) {
            throw new JournalException(
                    Code.CORRUPT,
                    retainedFrom,
                    "journal: the first record of epoch " + epoch + " is not there, so nothing before position "
                            + retainedFrom + " is removed; `journal check` says more",
                    null);
        }
    }
}
