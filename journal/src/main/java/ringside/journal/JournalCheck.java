package ringside.journal;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/**
 * What a journal holds and whether all of it can be trusted.
 *
 * @param ok every checksum, the chain and the marks agree
 * @param events how many events were verified
 * @param firstPosition the position of the first one; 0 when there is none
 * @param lastPosition the position of the last one verified; -1 when there is none
 * @param epoch the epoch of the last record verified
 * @param bytes how many bytes of records were verified
 * @param problem one line; empty when ok
 */
public record JournalCheck(
        boolean ok, long events, long firstPosition, long lastPosition, int epoch, long bytes, String problem) {
    /** So many records are read between two words of progress. */
    static final int RECORDS_A_WORD = 256;

    /** Reads all of a journal directory. Writes nothing; another process may be appending. */
    public static JournalCheck run(final Path directory) {
        return run(directory, part -> {});
    }

    /**
     * Reads all of a journal directory. Writes nothing; another process may be appending.
     *
     * @param progress told now and then which part of the journal, from 0 to 1, has been read
     */
    public static JournalCheck run(final Path directory, final DoubleConsumer progress) {
        try (FileRecordCursor cursor = FileRecordCursor.open(directory)) {
            final JournalLength length = JournalLength.of(directory);
            return run(
                    cursor,
                    Marks.view(directory.resolve(DataDirectory.MARKS)),
                    () -> progress.accept(length.partBefore(cursor.end())));
        } catch (final JournalException e) {
            return failed(e);
        }
    }

    /** Reads everything from a cursor on. */
    public static JournalCheck run(final RecordCursor cursor, final MarksView marks) {
        return run(cursor, marks, () -> {});
    }

    private static JournalCheck run(final RecordCursor cursor, final MarksView marks, final Runnable progress) {
        final JournalReader reader;
        try {
            reader = new JournalReader(cursor, marks, 0);
        } catch (final JournalException e) {
            return failed(e);
        }
        String problem;
        try {
            for (int records = 1; reader.next(event -> {}); records++) {
                if (records % RECORDS_A_WORD == 0) {
                    progress.run();
                }
            }
            problem = reader.end().problem();
        } catch (final JournalException e) {
            problem = String.valueOf(e.getMessage());
        }
        final Chain chain = reader.chain();
        return new JournalCheck(
                problem.isEmpty(),
                chain.events(),
                chain.firstPosition(),
                chain.nextPosition() - 1,
                chain.epoch(),
                chain.bytes(),
                problem);
    }

    private static JournalCheck failed(final JournalException e) {
        return new JournalCheck(false, 0, 0, -1, 0, 0, String.valueOf(e.getMessage()));
    }
}
