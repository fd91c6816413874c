package ringside.journal;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Follows a journal that is being written, by polling. Never waits. One thread uses it.
 *
 * <p>A tail that is being written may look damaged for a moment. So it is looked at anew, from the last good record on, before that is
 * believed.
 */
public final class JournalFollower implements AutoCloseable {
    private final Supplier<RecordCursor> cursors;
    private final MarksView marks;
    private JournalReader reader;
    private int damagedLooks;

    /**
     * Follows from the event of a position on, as {@link JournalReader}.
     *
     * @param cursors a further cursor of that journal each time
     */
    public JournalFollower(final Supplier<RecordCursor> cursors, final MarksView marks, final long from) {
        this.cursors = cursors;
        this.marks = marks;
        reader = new JournalReader(cursors.get(), marks, from);
    }

    /** Follows a journal directory, which another process may be writing. */
    public static JournalFollower open(final Path directory, final long from) {
        return new JournalFollower(
                () -> FileRecordCursor.open(directory), Marks.view(directory.resolve(DataDirectory.MARKS)), from);
    }

    /**
     * Delivers at most so many records.
     *
     * @return how many; 0 when nothing is new
     * @throws JournalException CORRUPT when what was appended cannot be trusted
     */
    public int poll(final JournalHandler handler, final int maxRecords) {
        int records = 0;
        while (records < maxRecords && reader.step(handler)) {
            records++;
        }
        if (records > 0) {
            damagedLooks = 0;
        } else if (reader.damaged()) {
            lookAnew();
        }
        return records;
    }

    private void lookAnew() {
        damagedLooks++;
        if (damagedLooks >= RecordFollower.MOST_LOOKS) {
            reader.judge().orThrowIfCorrupt();
        }
        final JournalReader before = reader;
        final JournalReader anew = new JournalReader(cursors.get(), marks, before.goesOnFrom());
        if (anew.passTo(before)) {
            reader = anew;
            before.close();
            return;
        }
        // Another look that looked damaged, or what was read is gone: the next look tells.
        anew.close();
        if (damagedLooks >= RecordFollower.MOST_LOOKS) {
            throw new JournalException(
                    JournalException.Code.CORRUPT,
                    before.nextPosition(),
                    "CORRUPT at position " + before.nextPosition() + ": what was read before it is not there any more",
                    null);
        }
    }

    /** What the journal's end looks like now: not CLEAN when what the marks speak of is not there. */
    public JournalEnd end() {
        return reader.judge();
    }

    /** The position of the event that comes next. */
    public long nextPosition() {
        return reader.nextPosition();
    }

    @Override
    public void close() {
        reader.close();
    }
}
