package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;

/** A journal that a later version went on with, read by this one. */
class RecordVersionTest {
    private static final int LATER = 2;

    @TempDir
    Path directory;

    private final Events events = new Events();
    private Path file;
    private int offset;
    private int lengthBytes;

    @BeforeEach
    void a_journal() throws IOException {
        try (Opened opened = Directories.open(directory)) {
            events.append(opened.journal().writer(), 10);
            events.append(opened.journal().writer(), 10);
        }
        file = CrashImage.last(directory);
        final UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(file));
        // The second batch: its record begins with the tenth event.
        while (!RecordFormat.begins(bytes, offset)
                || RecordFormat.firstPosition(bytes, offset) != 10
                || RecordFormat.eventCount(bytes, offset) == 0) {
            offset += Integer.BYTES;
        }
        lengthBytes = RecordFormat.lengthBytes(bytes, offset);
    }

    /** Makes it a whole record of a later version, or one whose version was damaged. */
    private void setVersion(final boolean whole) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[offset + 3] = LATER;
        if (whole) {
            final CRC32C crc = new CRC32C();
            crc.update(bytes, offset, RecordFormat.CHECKSUM);
            crc.update(bytes, offset + RecordFormat.CHECKSUM + 4, lengthBytes - RecordFormat.CHECKSUM - 4);
            new UnsafeBuffer(bytes).putInt(offset + RecordFormat.CHECKSUM, (int) crc.getValue());
        }
        Files.write(file, bytes);
    }

    @Test
    void it_is_refused_with_both_versions_and_left_alone() throws IOException {
        setVersion(true);
        final byte[] before = Files.readAllBytes(file);
        final String both = "journal at position 10";
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            final JournalException refused = assertThrows(JournalException.class, () -> reader.readAll(read));
            requireBoth(refused);
        }
        assertEquals(Events.expected(0, 10), read.events());
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertFalse(check.ok());
        assertTrue(check.problem().startsWith(both), check.problem());
        requireBoth(assertThrows(
                JournalException.class, () -> Directories.open(directory).close()));
        requireBoth(assertThrows(
                JournalException.class,
                () -> JournalRepair.run(
                        Directories.journal(directory),
                        Marks.view(Directories.journal(directory).resolve(DataDirectory.MARKS))
                                .serverId(),
                        () -> Directories.NOON_MS)));
        assertEquals(before.length, Files.readAllBytes(file).length);
        assertFalse(Files.exists(Directories.journal(directory).resolve("set-aside")));
    }

    private static void requireBoth(final JournalException refused) {
        assertEquals(Code.FORMAT, refused.code(), refused.getMessage());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("record version 2, this program reads 1"),
                refused.getMessage());
    }

    @Test
    void a_version_that_was_damaged_is_corruption() throws IOException {
        setVersion(false);
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.problem().startsWith("CORRUPT at position 10"), check.problem());
    }
}
