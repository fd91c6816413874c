package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;

/** Which pages of the journal stand in the process' memory. */
class JournalPagesTest {
    private static final int MIB = 1 << 20;
    private static final JournalConfig ROOMY = JournalConfig.DEFAULT.withStore(
            StoreConfig.DEFAULT.withSizes(32 * MIB, 16_384, 4 * MIB).withWatermark(0, 0));

    @TempDir
    Path directory;

    private final Events events = new Events();

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_a_sync_writes_out_leaves_the_process_and_nothing_of_it_is_lost() throws Exception {
        try (Opened opened = Directories.open(directory, ROOMY, new AtomicLong(Directories.NOON_MS))) {
            final Path file = CrashImage.last(directory);
            appendAbout(opened, 8 * MIB);
            final long before = residentBytes(file);
            assertTrue(before > 8 * MIB, "in memory: " + before);
            assertTrue(opened.journal().syncAgent().sync());
            final long after = residentBytes(file);
            assertTrue(after < MIB, "in memory: " + after + " after " + before);

            opened.journal().storeAgent().doWork();
            final long ahead = residentBytes(file);
            assertTrue(ahead >= 4 * MIB - 128 * 1_024, "touched again ahead of the appender: " + ahead);
            for (int round = 0; round < 5; round++) {
                appendAbout(opened, MIB);
                assertTrue(opened.journal().syncAgent().sync());
            }
            assertEquals(file, CrashImage.last(directory), "all of it stands in one file");
        }
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            assertEquals(JournalEnd.Kind.CLEAN, reader.readAll(read).kind());
        }
        assertEquals(events.written(), read.events());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void small_syncs_touch_little_again() throws Exception {
        try (Opened opened = Directories.open(directory, ROOMY, new AtomicLong(Directories.NOON_MS))) {
            final Path file = CrashImage.last(directory);
            for (int round = 0; round < 4; round++) {
                appendAbout(opened, 64 * 1_024);
                assertTrue(opened.journal().syncAgent().sync());
                opened.journal().storeAgent().doWork();
                final long bytes = residentBytes(file);
                assertTrue(bytes < 512 * 1_024, "in memory: " + bytes);
            }
        }
    }

    private void appendAbout(final Opened opened, final int bytes) throws Exception {
        final long before = JournalCheck.run(opened.path()).bytes();
        while (JournalCheck.run(opened.path()).bytes() < before + bytes) {
            for (int batch = 0; batch < 200; batch++) {
                events.append(opened.journal().writer(), 10);
            }
            opened.journal().storeAgent().doWork();
        }
    }

    /** How much of a file is mapped and in memory. */
    private static long residentBytes(final Path file) throws IOException {
        boolean ours = false;
        boolean found = false;
        long bytes = 0;
        for (final String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                ours = line.endsWith("/" + file.getFileName());
                found |= ours;
            } else if (ours && line.startsWith("Rss:")) {
                bytes += Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
            }
        }
        assertTrue(found, file + " is not mapped");
        return bytes;
    }
}
