package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import ringside.journal.support.Directories;
import ringside.journal.support.Recorder;

/** What readers make of a journal that a test has damaged. */
final class Verdicts {
    private Verdicts() {}

    static long firstPosition(final Path directory, final int segment) {
        try (RecordCursor cursor = FileRecordCursor.open(Directories.journal(directory))) {
            cursor.toSegment(segment);
            assertEquals(RecordCursor.Step.RECORD, cursor.next());
            return RecordFormat.firstPosition(cursor.buffer(), cursor.offset());
        }
    }

    static void requireCorruptAt(final Path directory, final long position) {
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertFalse(check.ok());
        assertTrue(
                check.problem().startsWith("CORRUPT at position " + position + ":"),
                position + " but " + check.problem());
    }

    static String problemOf(final Path directory, final Recorder read) {
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            return reader.readAll(read).problem();
        } catch (final JournalException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
