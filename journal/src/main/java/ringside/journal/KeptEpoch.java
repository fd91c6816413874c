package ringside.journal;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** The first record of an epoch whose segment was removed while the epoch goes on: who wrote what is still there. */
final class KeptEpoch {
    private KeptEpoch() {}

    /** Whether a record begins an epoch, and so says who wrote it. */
    static boolean isFirst(final DirectBuffer buffer, final int offset) {
        return (RecordFormat.flags(buffer, offset) & RecordFormat.FLAG_FIRST) != 0;
    }

    /** What was kept, if it is whole and of that epoch; else null. */
    static @Nullable EpochStart of(final @Nullable DirectBuffer kept, final int epoch) {
        return kept != null
                        && RecordFormat.fault(kept, 0, kept.capacity(), new RecordChecksum()) == null
                        && isFirst(kept, 0)
                        && RecordFormat.epoch(kept, 0) == epoch
                ? IdentityReader.read(kept, 0)
                : null;
    }

    /**
     * The epoch that a record belongs to which is the oldest still there.
     *
     * @throws JournalException CORRUPT when what was kept of it is gone or damaged
     */
    static EpochStart require(final RecordCursor cursor) {
        final int epoch = RecordFormat.epoch(cursor.buffer(), cursor.offset());
        final long position = RecordFormat.firstPosition(cursor.buffer(), cursor.offset());
        final EpochStart start = of(cursor.keptEpoch(), epoch);
        if (start == null) {
            throw new JournalException(
                    JournalException.Code.CORRUPT,
                    position,
                    "CORRUPT at position " + position + ": the journal begins in the middle of epoch " + epoch
                            + ", and what was kept of its beginning is missing or damaged (" + cursor.place() + ")",
                    null);
        }
        return start;
    }
}
