package ringside.journal;

import java.nio.file.Path;

/** Follows a journal that is being written, by polling. Never waits. One thread uses it. */
public final class JournalFollower implements AutoCloseable {
    private final JournalReader reader;

    /** Takes over the cursor. {@code from} as for {@link JournalReader}. */
    public JournalFollower(final RecordCursor cursor, final MarksView marks, final long from) {
        reader = new JournalReader(cursor, marks, from);
    }

    /** Follows a journal directory, which another process may be writing. */
    public static JournalFollower open(final Path directory, final long from) {
        return new JournalFollower(
                FileRecordCursor.open(directory), Marks.view(directory.resolve(DataDirectory.MARKS)), from);
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
        if (records == 0 && reader.damaged()) {
            reader.judge().orThrowIfCorrupt();
        }
        return records;
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
