package ringside.journal;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows records one by one and says what breaks the chain: a wrong checksum, a record that is not the successor of the one
 * before, positions that do not join, an epoch that goes back or has two writers. Not thread-safe; allocates only for faults.
 */
final class Chain {
    private static final int REMEMBERED = 8;

    private final RecordChecksum checksum = new RecordChecksum();
    private final long[] lastPositions = new long[REMEMBERED];
    private final int[] lastChecksums = new int[REMEMBERED];
    private final boolean fromTheBeginning;
    private long records;
    private long events;
    private long bytes;
    private long firstPosition;
    private long nextPosition;
    private int previousChecksum;
    private int epoch;
    private int filledEpoch;
    private long writerId;
    private boolean stoppedCleanly;

    /**
     * @param from 0: the first record must be the first of the journal; else it may be any that begins at or before that
     *     position
     */
    Chain(final long from) {
        fromTheBeginning = from == 0;
        nextPosition = from;
    }

    /** What is wrong with this record as the next one, or null. Changes nothing. */
    @Nullable
    String fault(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final String broken = RecordFormat.fault(buffer, offset, lengthBytes, checksum);
        return broken != null ? broken : misplaced(buffer, offset);
    }

    private @Nullable String misplaced(final DirectBuffer buffer, final int offset) {
        final long position = RecordFormat.firstPosition(buffer, offset);
        final int number = RecordFormat.epoch(buffer, offset);
        final boolean first = (RecordFormat.flags(buffer, offset) & RecordFormat.FLAG_FIRST) != 0;
        if (position < 0) {
            return "position " + position;
        }
        if (first != RecordFormat.identityBytes(buffer, offset) > 0) {
            return "an identity belongs to the first record of an epoch and to no other";
        }
        if (records == 0 && !fromTheBeginning) {
            return position > nextPosition ? "the journal begins at position " + position : null;
        }
        if (position != nextPosition) {
            return "the next record is of position " + position + ", not " + nextPosition;
        }
        if (RecordFormat.previousChecksum(buffer, offset) != previousChecksum) {
            return "the chain is broken: the record before is not the one that was there when this was written";
        }
        if (first ? number <= epoch : number != epoch || RecordFormat.writerId(buffer, offset) != writerId) {
            return "epoch " + number + (first ? " begins" : " goes on") + " after epoch " + epoch;
        }
        return null;
    }

    /** Takes the record that {@link #fault} found good as the newest. */
    void accept(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (records == 0) {
            firstPosition = RecordFormat.firstPosition(buffer, offset);
        }
        final int count = RecordFormat.eventCount(buffer, offset);
        nextPosition = RecordFormat.firstPosition(buffer, offset) + count;
        previousChecksum = RecordFormat.checksum(buffer, offset);
        epoch = RecordFormat.epoch(buffer, offset);
        if (!KeptEpoch.isFirst(buffer, offset)) {
            filledEpoch = epoch;
        }
        writerId = RecordFormat.writerId(buffer, offset);
        stoppedCleanly = (RecordFormat.flags(buffer, offset) & RecordFormat.FLAG_CLEAN_STOP) != 0;
        final int slot = (int) (records % REMEMBERED);
        lastPositions[slot] = nextPosition - 1;
        lastChecksums[slot] = previousChecksum;
        records++;
        events += count;
        bytes += lengthBytes;
    }

    /** Whether the record is intact and of the position that should come next. */
    boolean isTheNext(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        return lengthBytes >= RecordFormat.HEADER_BYTES
                && RecordFormat.firstPosition(buffer, offset) == nextPosition
                && RecordFormat.fault(buffer, offset, lengthBytes, checksum) == null
                && RecordFormat.previousChecksum(buffer, offset) == previousChecksum;
    }

    /** Whether the records seen last speak against a mark: they hold its position, but none has its checksum. */
    boolean contradicts(final Mark mark) {
        if (mark.epoch() == 0) {
            // Never set: a kill in the first opening of all leaves it so, behind a record that holds no event either.
            return false;
        }
        boolean reached = false;
        for (int i = 0; i < Math.min(records, REMEMBERED); i++) {
            if (lastPositions[i] == mark.position()) {
                if (lastChecksums[i] == mark.recordChecksum()) {
                    return false;
                }
                reached = true;
            }
        }
        return reached && oldestRemembered() < mark.position();
    }

    private long oldestRemembered() {
        return records <= REMEMBERED ? Long.MIN_VALUE : lastPositions[(int) (records % REMEMBERED)];
    }

    long records() {
        return records;
    }

    long events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    /** The position of the first event seen, or of the next when there is none yet. */
    long firstPosition() {
        return firstPosition;
    }

    long nextPosition() {
        return nextPosition;
    }

    int previousChecksum() {
        return previousChecksum;
    }

    int epoch() {
        return epoch;
    }

    /** The newest epoch that has more than its first record; 0 before there is one. */
    int filledEpoch() {
        return filledEpoch;
    }

    long writerId() {
        return writerId;
    }

    boolean stoppedCleanly() {
        return stoppedCleanly;
    }
}
