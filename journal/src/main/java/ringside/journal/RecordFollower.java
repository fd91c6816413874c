package ringside.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a journal that is being written record by record, to hand its records on as they are. Reads files, so the writer knows
 * nothing of it. Never waits. One thread uses it.
 */
public final class RecordFollower implements AutoCloseable {
    /** A tail that is being written may look damaged for a moment: so often it is looked at anew before that is believed. */
    static final int MOST_LOOKS = 8;

    /** What {@link #epochs} finds at most. */
    public static final int MOST_EPOCHS = 1_000;

    private final Supplier<RecordCursor> cursors;
    private final MarksView marks;
    private RecordCursor cursor;
    private Chain chain;
    private JournalScan scan;
    private int damagedLooks;
    /** A record was found while looking for the beginning, and is still to be handed on. */
    private boolean isWaiting;

    private RecordFollower(final Supplier<RecordCursor> cursors, final MarksView marks, final long from) {
        this.cursors = cursors;
        this.marks = marks;
        cursor = cursors.get();
        final long retained = marks.retainedFrom();
        chain = new Chain(Math.max(retained, Segments.begin(cursor, Math.max(from, retained))));
        scan = new JournalScan(cursor, chain);
    }

    /**
     * Goes on behind a record that somebody has.
     *
     * @param cursors a further cursor of that journal each time
     * @param nextPosition the position that follows that record; 0, with {@code lastChecksum} 0, for the journal's very beginning
     * @param lastChecksum of that record
     * @throws JournalException NO_SUCH_POSITION when this journal does not hold that record
     */
    public static RecordFollower behind(
            final Supplier<RecordCursor> cursors,
            final MarksView marks,
            final long nextPosition,
            final int lastChecksum) {
        final RecordFollower follower = new RecordFollower(cursors, marks, Math.max(0, nextPosition - 1));
        try {
            if (nextPosition > 0 || lastChecksum != 0) {
                follower.pass(nextPosition, lastChecksum);
            } else if (marks.retainedFrom() > 0) {
                throw gone(nextPosition, "the journal begins at position " + marks.retainedFrom());
            }
            return follower;
        } catch (final RuntimeException | Error e) {
            follower.close();
            throw e;
        }
    }

    /** The same for the journal of a directory. */
    public static RecordFollower behind(final Path directory, final long nextPosition, final int lastChecksum) {
        return behind(() -> FileRecordCursor.open(directory), view(directory), nextPosition, lastChecksum);
    }

    /**
     * Begins with the record that holds an event, or else with the one that comes after it.
     *
     * @param cursors a further cursor of that journal each time
     * @throws JournalException NO_SUCH_POSITION when the journal is not there from that position on
     */
    public static RecordFollower from(
            final Supplier<RecordCursor> cursors, final MarksView marks, final long position) {
        final RecordFollower follower = new RecordFollower(cursors, marks, position);
        try {
            while (follower.scan.next()) {
                if (follower.chain.nextPosition() > position) {
                    follower.isWaiting = true;
                    if (follower.firstPosition() > position + 1) {
                        throw gone(position, "the journal begins at position " + follower.firstPosition());
                    }
                    return follower;
                }
            }
            throw gone(position, "the journal ends at position " + (follower.chain.nextPosition() - 1));
        } catch (final RuntimeException | Error e) {
            follower.close();
            throw e;
        }
    }

    /** The same for the journal of a directory. */
    public static RecordFollower from(final Path directory, final long position) {
        return from(() -> FileRecordCursor.open(directory), view(directory), position);
    }

    /** Whether the journal of a directory has a record of that checksum that ends before a position: then all before it is the same. */
    public static boolean holds(final Path directory, final long nextPosition, final int lastChecksum) {
        try {
            behind(directory, nextPosition, lastChecksum).close();
            return true;
        } catch (final JournalException e) {
            if (e.code() == JournalException.Code.NO_SUCH_POSITION) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Where the newest epochs of a directory's journal begin, the newest first, at most {@link #MOST_EPOCHS}. Opens each of its files.
     */
    public static List<EpochBegin> epochs(final Path directory) {
        final List<EpochBegin> found = new ArrayList<>();
        final RecordChecksum checksum = new RecordChecksum();
        try (RecordCursor cursor = FileRecordCursor.open(directory)) {
            for (int segment = cursor.segments() - 1; segment >= 0 && found.size() < MOST_EPOCHS; segment--) {
                cursor.toSegment(segment);
                if (cursor.next() == RecordCursor.Step.RECORD
                        && cursor.end().segment() == segment
                        && KeptEpoch.isFirst(cursor.buffer(), cursor.offset())
                        && RecordFormat.fault(cursor.buffer(), cursor.offset(), cursor.lengthBytes(), checksum)
                                == null) {
                    found.add(new EpochBegin(
                            RecordFormat.epoch(cursor.buffer(), cursor.offset()),
                            RecordFormat.writerId(cursor.buffer(), cursor.offset()),
                            RecordFormat.firstPosition(cursor.buffer(), cursor.offset()),
                            RecordFormat.previousChecksum(cursor.buffer(), cursor.offset())));
                }
            }
        }
        return found;
    }

    private static MarksView view(final Path directory) {
        return Marks.view(directory.resolve(DataDirectory.MARKS));
    }

    private void pass(final long nextPosition, final int lastChecksum) {
        while (scan.next()) {
            if (chain.nextPosition() == nextPosition && chain.previousChecksum() == lastChecksum) {
                return;
            }
            if (chain.nextPosition() > nextPosition) {
                break;
            }
        }
        throw gone(
                nextPosition,
                chain.nextPosition() < nextPosition
                        ? "the journal ends at position " + (chain.nextPosition() - 1)
                        : "another record stands before it");
    }

    private static JournalException gone(final long position, final String why) {
        return new JournalException(
                JournalException.Code.NO_SUCH_POSITION, position, "position " + position + ": " + why, null);
    }

    /** The position of the first event of the record that comes first. Only after {@link #from}, before the first {@link #next}. */
    public long firstPosition() {
        return RecordFormat.firstPosition(cursor.buffer(), cursor.offset());
    }

    /**
     * The first record of the epoch that the record which comes first belongs to, in memory of its own; null when it is that itself.
     * Only after {@link #from}, before the first {@link #next}.
     *
     * @throws JournalException CORRUPT when it is not there
     */
    public @Nullable DirectBuffer epochRecord() {
        if (KeptEpoch.isFirst(cursor.buffer(), cursor.offset())) {
            return null;
        }
        try (RecordCursor other = cursors.get()) {
            final int epoch = RecordFormat.epoch(cursor.buffer(), cursor.offset());
            final RecordChecksum checksum = new RecordChecksum();
            for (int segment = other.segments() - 1; segment >= 0; segment--) {
                other.toSegment(segment);
                if (other.next() == RecordCursor.Step.RECORD
                        && KeptEpoch.isFirst(other.buffer(), other.offset())
                        && RecordFormat.epoch(other.buffer(), other.offset()) == epoch
                        && RecordFormat.fault(other.buffer(), other.offset(), other.lengthBytes(), checksum) == null) {
                    return copy(other.buffer(), other.offset(), other.lengthBytes());
                }
            }
            final DirectBuffer kept = other.keptEpoch();
            if (kept == null || KeptEpoch.of(kept, epoch) == null) {
                throw new JournalException(
                        JournalException.Code.CORRUPT,
                        firstPosition(),
                        "CORRUPT at position " + firstPosition() + ": the first record of epoch " + epoch
                                + " is not there",
                        null);
            }
            return copy(kept, 0, kept.capacity());
        }
    }

    private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        return new UnsafeBuffer(bytes);
    }

    /**
     * Hands on the next record, if there is one.
     *
     * @throws JournalException CORRUPT when what was appended cannot be trusted
     */
    public boolean next(final RecordHandler handler) {
        if (!isWaiting && !scan.next()) {
            if (scan.damaged()) {
                lookAnew();
            }
            return false;
        }
        isWaiting = false;
        damagedLooks = 0;
        handler.onRecord(cursor.buffer(), cursor.offset(), cursor.lengthBytes());
        return true;
    }

    private void lookAnew() {
        damagedLooks++;
        if (damagedLooks >= MOST_LOOKS) {
            scan.judge(marks.appended(), marks.synced()).orThrowIfCorrupt();
        }
        final RecordFollower anew = new RecordFollower(cursors, marks, Math.max(0, chain.nextPosition() - 1));
        if (chain.records() > 0) {
            while (!anew.isBehind(chain) && anew.scan.next()) {
                // Passes over what was handed on.
            }
            if (!anew.isBehind(chain)) {
                if (anew.scan.damaged() && damagedLooks < MOST_LOOKS) {
                    // Another look that looked damaged: the next one tells.
                    anew.close();
                    return;
                }
                anew.close();
                throw gone(chain.nextPosition(), "what was read before it is not there any more");
            }
        }
        cursor.close();
        cursor = anew.cursor;
        chain = anew.chain;
        scan = anew.scan;
    }

    private boolean isBehind(final Chain other) {
        return chain.records() > 0
                && chain.nextPosition() == other.nextPosition()
                && chain.previousChecksum() == other.previousChecksum();
    }

    /** The position of the event that follows what was handed on, or passed over. */
    public long nextPosition() {
        return isWaiting ? firstPosition() : chain.nextPosition();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
