package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;

/**
 * Journals as earlier versions left them, which every later version must read alike and go on with. A folder is added for each
 * version of a format ({@link RecordJournals}) and none is ever changed.
 */
class RecordedJournalTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"1/killed", "1/kept"})
    void it_is_read_as_it_was_written_and_goes_on(final String name) throws Exception {
        final URL recorded = getClass().getResource("/recorded/" + name);
        assertNotNull(recorded, name);
        final Path data = CrashImage.of(Path.of(recorded.toURI()), root.resolve("data"));
        final Path journal = Directories.journal(data);
        assertEquals(Files.readString(data.resolve("expected")).strip(), Digest.of(journal));
        final JournalCheck before = JournalCheck.run(journal);
        assertTrue(before.ok(), before.problem());
        try (Opened opened = Directories.open(data)) {
            assertEquals(before.epoch() + 1, opened.journal().writer().epoch());
            assertEquals(
                    before.lastPosition() + 1,
                    opened.journal().writer().opening().nextPosition());
            new Events().append(opened.journal().writer(), 5);
        }
        final JournalCheck after = JournalCheck.run(journal);
        assertTrue(after.ok(), after.problem());
        assertEquals(before.events() + 5, after.events());
    }
}
