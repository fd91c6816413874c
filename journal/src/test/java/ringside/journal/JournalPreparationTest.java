package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;

/** A journal whose first file is made while somebody still reads. */
class JournalPreparationTest {
    @TempDir
    Path directory;

    private final Events events = new Events();
    private DataDirectory data;

    @BeforeEach
    void recordTenEvents() {
        try (Opened opened = Directories.open(directory)) {
            events.append(opened.journal().writer(), 10);
        }
        data = DataDirectory.open(directory, () -> 7);
    }

    @AfterEach
    void giveBack() {
        data.close();
    }

    private JournalPreparation prepare() {
        return Journal.prepare(
                data,
                0,
                Directories.SMALL,
                new Journal.Edges(() -> Directories.NOON_MS + 60_000, System::nanoTime, () -> 9));
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(Directories.journal(directory))) {
            return files.sorted().toList();
        }
    }

    @Test
    void it_changes_nothing_that_is_read_and_leaves_nothing_when_it_is_not_opened() throws Exception {
        final List<Path> before = files();
        try (JournalPreparation prepared = prepare()) {
            prepared.run();
            assertTrue(files().size() > before.size(), "a file is made ahead");
            assertTrue(JournalCheck.run(Directories.journal(directory)).ok());
        }
        assertEquals(before, files());
    }

    @Test
    void what_was_prepared_is_where_the_new_epoch_begins() throws Exception {
        for (final boolean isAhead : new boolean[] {true, false}) {
            final int filesBefore = files().size();
            try (JournalPreparation prepared = prepare()) {
                if (isAhead) {
                    prepared.run();
                }
                try (Journal journal = prepared.open(Directories.IDENTITY, 0, null)) {
                    events.append(journal.writer(), 5);
                }
                prepared.run();
                assertThrows(IllegalStateException.class, () -> prepared.open(Directories.IDENTITY, 0, null));
            }
            assertEquals(filesBefore + 1, files().size());
        }
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            assertEquals(JournalEnd.clean(20), reader.readAll(read));
        }
        assertEquals(events.written(), read.events());
        assertEquals(3, read.epochs().size());
    }

    @Test
    void what_a_reader_verified_need_not_be_read_again() throws Exception {
        final Recorder before = new Recorder();
        try (JournalPreparation prepared = prepare()) {
            final VerifiedEnd verified;
            try (JournalReader reader = JournalReader.open(Directories.journal(directory), 3)) {
                assertEquals(JournalEnd.clean(10), reader.readAll(before));
                verified = reader.verified();
            }
            try (Journal journal = prepared.open(Directories.IDENTITY, 3, verified)) {
                assertEquals(10, journal.writer().opening().nextPosition());
                assertEquals(2, journal.writer().epoch());
                assertTrue(journal.writer().opening().stoppedCleanly());
                events.append(journal.writer(), 5);
            }
            final Recorder read = new Recorder();
            try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
                assertEquals(JournalEnd.clean(15), reader.readAll(read));
            }
            assertEquals(events.written(), read.events());
        }
    }

    /** Somebody else's journal came in between, or the marks moved on: then nothing is believed. */
    @Test
    void what_was_verified_of_another_journal_counts_for_nothing() throws Exception {
        final VerifiedEnd early;
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            reader.readAll(new Recorder());
            early = reader.verified();
        }
        try (JournalPreparation prepared = prepare();
                Journal journal = prepared.open(Directories.IDENTITY, 0, null)) {
            events.append(journal.writer(), 5);
        }
        try (JournalPreparation prepared = prepare();
                Journal journal = prepared.open(Directories.IDENTITY, 0, early)) {
            assertEquals(15, journal.writer().opening().nextPosition());
        }
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.ok(), check.problem());
        assertEquals(15, check.events());
    }

    @Test
    void what_went_wrong_meanwhile_is_thrown_by_the_opening() throws Exception {
        final Path journal = Directories.journal(directory);
        try (JournalPreparation prepared = prepare()) {
            final Path elsewhere = Files.move(journal, directory.resolve("elsewhere"));
            prepared.run();
            Files.move(elsewhere, journal);
            final JournalException thrown =
                    assertThrows(JournalException.class, () -> prepared.open(Directories.IDENTITY, 0, null));
            assertTrue(thrown.getMessage().contains("cannot be made"), thrown.getMessage());
        }
        assertTrue(JournalCheck.run(journal).ok());
    }
}
