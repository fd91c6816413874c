package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Mount;
import ringside.journal.support.Recorder;
import ringside.journal.support.SmallDisk;

/** Room on the disk: reserved ahead, watched, and used up. */
class JournalSpaceTest {
    private static final int MIB = 1 << 20;
    private static final long SECOND_NS = 1_000_000_000;

    @TempDir
    Path root;

    private final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);
    private final AtomicLong clockNs = new AtomicLong();
    private final Events events = new Events();

    private Opened open(final long watermarkBytes, final int watermarkPercent, final DiskSpace disk) {
        final JournalConfig config =
                Directories.SMALL.withStore(Directories.SMALL.store().withWatermark(watermarkBytes, watermarkPercent));
        return Directories.open(root.resolve("data"), config, clockMs, clockNs::get, disk);
    }

    @Test
    void below_the_watermark_nothing_new_should_begin_and_appending_goes_on() {
        final SmallDisk disk = new SmallDisk(100L * MIB);
        try (Opened opened = open(10L * MIB, 0, disk)) {
            look(opened);
            assertNull(opened.journal().shortage());
            disk.usableBytes(10L * MIB - 1);
            look(opened);
            assertTrue(opened.journal().shortOfSpace());
            final String why = opened.journal().shortage();
            assertNotNull(why);
            assertTrue(why.contains("9 MiB are free on its disk, below the watermark of 10 MiB"), why);
            assertTrue(why.contains(opened.path().toString()), why);
            events.append(opened.journal().writer(), 100);
            disk.usableBytes(10L * MIB);
            look(opened);
            assertFalse(opened.journal().shortOfSpace());
        }
        assertTrue(JournalCheck.run(Directories.journal(root.resolve("data"))).ok());
    }

    @Test
    void the_watermark_may_be_a_part_of_the_disk_and_the_higher_of_the_two_counts() {
        final SmallDisk disk = new SmallDisk(1_000L * MIB);
        try (Opened opened = open(10L * MIB, 5, disk)) {
            disk.usableBytes(49L * MIB);
            look(opened);
            assertTrue(opened.journal().shortOfSpace());
            disk.usableBytes(50L * MIB);
            look(opened);
            assertFalse(opened.journal().shortOfSpace());
        }
        disk.usableBytes(60L * MIB);
        try (Opened opened = open(61L * MIB, 5, disk)) {
            look(opened);
            assertTrue(opened.journal().shortOfSpace());
        }
    }

    @Test
    void an_idle_journal_asks_a_few_times_a_second_and_a_busy_one_as_blocks_go() throws Exception {
        final SmallDisk disk = new SmallDisk(100L * MIB);
        try (Opened opened = open(10L * MIB, 0, disk)) {
            look(opened);
            final int asked = disk.questions();
            for (int i = 0; i < 1_000; i++) {
                opened.journal().storeAgent().doWork();
            }
            assertEquals(asked, disk.questions());
            for (int i = 0; i < 2_000; i++) {
                events.append(opened.journal().writer(), 50);
                opened.journal().storeAgent().doWork();
            }
            assertTrue(disk.questions() > asked, "asked " + disk.questions());
            assertTrue(disk.questions() < asked + 20, "asked " + disk.questions());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void blocks_ahead_of_the_appender_are_real_in_its_file_and_the_next() throws Exception {
        try (Opened opened = open(0, 0, DiskSpace.REAL)) {
            while (CrashImage.segments(root.resolve("data")).size() < 2) {
                events.append(opened.journal().writer(), 50);
                while (opened.journal().storeAgent().doWork() > 0) {
                    assertFalse(opened.journal().shortOfSpace());
                }
            }
            final Path file = CrashImage.last(root.resolve("data"));
            final long written = endOf(root.resolve("data"));
            final long blocks = blockBytes(file);
            assertTrue(blocks >= written + Directories.SMALL.store().reserveAheadBytes(), blocks + " after " + written);
        }
    }

    private static long endOf(final Path directory) {
        try (RecordCursor cursor = FileRecordCursor.open(Directories.journal(directory))) {
            while (cursor.next() == RecordCursor.Step.RECORD) {
                assertTrue(cursor.lengthBytes() > 0);
            }
            return cursor.end().offset();
        }
    }

    /** Bytes of disk that a file has, holes left out. */
    private static long blockBytes(final Path file) throws IOException, InterruptedException {
        final Process stat = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).start();
        final String[] words = new String(stat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        assertEquals(0, stat.waitFor());
        return Long.parseLong(words[0]) * Long.parseLong(words[1]);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void on_a_disk_of_8_mib_new_matches_are_refused_first_and_then_it_is_full_with_all_intact() throws Exception {
        final Path at = Files.createDirectory(root.resolve("disk"));
        try (Mount mount = Mount.tmpfs(at, 8 * MIB)) {
            assertNotNull(mount);
            final JournalConfig config =
                    Directories.SMALL.withStore(Directories.SMALL.store().withWatermark(4L * MIB, 0));
            final Opened opened = Directories.open(at.resolve("data"), config, clockMs, clockNs::get, DiskSpace.REAL);
            final JournalWriter writer = opened.journal().writer();
            look(opened);
            assertNull(opened.journal().shortage());
            long refusedFrom = -1;
            JournalException full = null;
            while (full == null) {
                try {
                    events.append(writer, 30);
                    look(opened);
                } catch (final JournalException e) {
                    full = e;
                }
                if (refusedFrom < 0 && opened.journal().shortOfSpace()) {
                    refusedFrom = writer.appendedPosition();
                }
            }
            assertEquals(Code.FULL, full.code(), full.getMessage());
            assertTrue(String.valueOf(full.getMessage()).contains("JOURNAL_FULL"), full.getMessage());
            final long appended = writer.appendedPosition();
            assertTrue(refusedFrom > 0 && appended > refusedFrom + 1_000, refusedFrom + " then " + appended);
            assertThrows(JournalException.class, () -> events.append(writer, 1));
            opened.close();
            final Recorder read = new Recorder();
            try (JournalReader reader = JournalReader.open(Directories.journal(at.resolve("data")), 0)) {
                assertEquals(JournalEnd.clean(appended + 1), reader.readAll(read));
            }
            assertEquals(Events.expected(0, appended + 1), read.events());
        }
    }

    /** Lets the agent work with its next look at the disk due. */
    private void look(final Opened opened) {
        clockNs.addAndGet(SECOND_NS);
        try {
            opened.journal().storeAgent().doWork();
        } catch (final JournalException e) {
            throw e;
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }
}
