package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static ringside.journal.Verdicts.firstPosition;
import static ringside.journal.Verdicts.problemOf;
import static ringside.journal.Verdicts.requireCorruptAt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Keeping;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;
import ringside.journal.support.SmallDisk;

/** Segments that are full become small, and nobody who reads them notices. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JournalCompressionTest {
    private static final int EVENTS = 40_000;

    @TempDir
    Path root;

    private final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);
    private final AtomicLong clockNs = new AtomicLong();
    private final Events events = new Events();

    private Opened open(final Path directory, final DiskSpace disk) {
        return Directories.open(directory, Directories.SMALL, clockMs, clockNs::get, disk);
    }

    private Opened filled() {
        final Opened opened = open(root.resolve("live"), DiskSpace.REAL);
        events.appendBatches(opened.journal().writer(), EVENTS, new SplittableRandom(1));
        // Full segments are given up by the agent.
        work(opened);
        opened.journal().syncAgent().sync();
        return opened;
    }

    private static void work(final Opened opened) {
        try {
            while (opened.journal().storeAgent().doWork() > 0) {
                assertFalse(opened.journal().shortOfSpace());
            }
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A data directory of which all but the newest segment is compressed. */
    private Path compressed() {
        try (Opened opened = filled()) {
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.run();
            keeping.close();
            assertEquals(List.of(), keeping.failures());
            assertTrue(keeping.compressed().size() >= 3, "only " + keeping.compressed());
        }
        assertEquals(1, CrashImage.segments(root.resolve("live")).size());
        return root.resolve("live");
    }

    @Test
    void every_reader_reads_them_as_before() {
        final Path live = compressed();
        requireAll(live);
        final SplittableRandom random = new SplittableRandom(Seed.of("every_reader_reads_them"));
        for (int i = 0; i < 30; i++) {
            final int from = random.nextInt(events.written().size());
            final Recorder read = new Recorder();
            try (JournalReader reader = JournalReader.open(Directories.journal(live), from)) {
                while (read.events().size() < 300 && reader.next(read)) {
                    assertTrue(reader.nextPosition() >= from);
                }
            }
            assertEquals(events.written().subList(from, from + read.events().size()), read.events());
        }
        try (Opened again = open(live, DiskSpace.REAL)) {
            assertEquals(
                    events.written().size(), again.journal().writer().opening().nextPosition());
            events.append(again.journal().writer(), 5);
        }
        requireAll(live);
    }

    @Test
    void who_follows_the_journal_is_not_disturbed() {
        try (Opened opened = filled();
                JournalFollower follower = JournalFollower.open(opened.path(), 0)) {
            final Recorder followed = new Recorder();
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            while (followed.events().size() < events.written().size()) {
                keeping.step();
                follower.poll(followed, 20);
            }
            keeping.close();
            assertNotEquals(List.of(), keeping.compressed());
            assertEquals(events.written(), followed.events());
        }
    }

    @Test
    void a_kill_at_any_moment_leaves_the_plain_or_the_compressed_file() throws IOException {
        final int images;
        try (Opened opened = filled()) {
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            int step = 0;
            while (keeping.compressed().size() < 2) {
                keeping.step();
                step++;
                CrashImage.of(root.resolve("live"), root.resolve("image" + step));
            }
            keeping.close();
            images = step;
        }
        assertTrue(images > 5, images + " images");
        for (int image = 1; image <= images; image++) {
            requireOpens(root.resolve("image" + image));
        }
    }

    @Test
    void where_both_forms_are_there_the_plain_one_counts_and_the_other_goes() throws IOException {
        final Path live = compressed();
        final Path image = CrashImage.of(live, root.resolve("both"));
        final Path zst = CrashImage.compressed(image).get(1);
        final Path plain = Path.of(zst.toString().replace(".zst", ""));
        Files.write(plain, contents(zst));
        // Proof that it is not read.
        CrashImage.zero(zst, 0, 1_000);
        requireOpens(image);
        assertFalse(Files.exists(zst));
        assertTrue(Files.exists(plain));
    }

    @Test
    void a_file_that_was_not_finished_is_neither_read_nor_kept() throws IOException {
        final Path live = compressed();
        final Path left = Directories.journal(live).resolve("20261122-1209.cq4.zst.tmp");
        Files.writeString(left, "half");
        requireOpens(live);
        assertFalse(Files.exists(left));
    }

    @Test
    void a_flip_in_a_compressed_file_is_named_and_nothing_behind_it_is_read() throws IOException {
        final Path live = compressed();
        final SplittableRandom random = new SplittableRandom(Seed.of("a_flip_in_a_compressed_file"));
        final Path file = CrashImage.compressed(live).get(1);
        final long size = Files.size(file);
        final byte[] pristine = Files.readAllBytes(file);
        for (int i = 0; i < 60; i++) {
            // Every other one in the table at the end.
            final long offset = i % 2 == 0 ? random.nextLong(size) : size - 1 - random.nextLong(33);
            CrashImage.flip(file, offset, 1 << random.nextInt(8));
            final Recorder read = new Recorder();
            final String problem = problemOf(live, read);
            assertTrue(
                    problem.startsWith("CORRUPT at position " + read.events().size() + ":"),
                    "byte " + offset + " of " + size + ": " + problem);
            assertEquals(events.written().subList(0, read.events().size()), read.events());
            Files.write(file, pristine);
        }
        requireAll(live);
    }

    @Test
    void a_compressed_file_cut_short_or_missing_is_named() throws IOException {
        final Path live = compressed();
        for (int segment = 0; segment < CrashImage.compressed(live).size(); segment++) {
            final Path image = CrashImage.of(live, root.resolve("cut" + segment));
            final long first = firstPosition(image, segment);
            CrashImage.truncate(CrashImage.compressed(image).get(segment), 500);
            requireCorruptAt(image, first);
            Files.delete(CrashImage.compressed(image).get(segment));
            requireCorruptAt(image, first);
        }
    }

    @Test
    void repair_keeps_what_is_good_of_a_compressed_file() throws IOException {
        final Path live = root.resolve("live");
        final JournalConfig larger =
                Directories.SMALL.withStore(Directories.SMALL.store().withSizes(4 << 20, 16_384, 1 << 18));
        try (Opened opened = Directories.open(live, larger, clockMs, clockNs::get, DiskSpace.REAL)) {
            events.appendBatches(opened.journal().writer(), 150_000, new SplittableRandom(1));
            work(opened);
            opened.journal().syncAgent().sync();
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.run();
            keeping.close();
        }
        final Path file = CrashImage.compressed(live).get(1);
        final long first = firstPosition(live, 1);
        CrashImage.zero(file, Files.size(file) / 2, Files.size(file) / 2 + 1_000);
        final JournalCheck check = JournalCheck.run(Directories.journal(live));
        assertFalse(check.ok());
        try (DataDirectory data = DataDirectory.open(live, () -> 1)) {
            final JournalRepair repair = JournalRepair.run(data.journal(0), data.serverId(), () -> 0);
            assertEquals(check.lastPosition(), repair.keptTo());
            assertNotEquals(List.of(), repair.setAside());
            for (final String aside : repair.setAside()) {
                assertTrue(Files.isRegularFile(Path.of(aside)), aside);
            }
        }
        assertTrue(check.lastPosition() > first, "kept to " + check.lastPosition());
        assertFalse(Files.exists(file));
        assertTrue(Files.exists(Path.of(file.toString().replace(".zst", ""))));
        try (Opened again = open(live, DiskSpace.REAL)) {
            assertEquals(
                    check.lastPosition() + 1, again.journal().writer().opening().nextPosition());
        }
        assertTrue(JournalCheck.run(Directories.journal(live)).ok());
    }

    @Test
    void any_zstandard_tool_makes_the_plain_file_of_a_compressed_one() throws Exception {
        final Path live = compressed();
        final Path zst = CrashImage.compressed(live).get(0);
        final Path made = root.resolve("made");
        final Process tool;
        try {
            tool = new ProcessBuilder("zstd", "-q", "-d", zst.toString(), "-o", made.toString())
                    .inheritIO()
                    .start();
        } catch (final IOException e) {
            assumeTrue(false, "no zstd on this machine: " + e.getMessage());
            return;
        }
        assertEquals(0, tool.waitFor());
        assertArrayEquals(contents(zst), Files.readAllBytes(made));
    }

    @Test
    void what_is_in_hand_when_the_journal_is_closed_is_given_up_and_done_again_later() {
        final Keeping keeping;
        try (Opened opened = filled()) {
            keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.step();
            keeping.step();
            assertEquals(List.of(), keeping.compressed());
        }
        assertEquals(0, keeping.step());
        assertEquals(List.of(), CrashImage.compressed(root.resolve("live")));
        assertFalse(Files.exists(Directories.journal(root.resolve("live")).resolve("20261122-1200.cq4.zst.tmp")));
        try (Opened again = open(root.resolve("live"), DiskSpace.REAL)) {
            final Keeping later = new Keeping(again.journal(), clockNs, synced -> 0);
            later.run();
            assertNotEquals(List.of(), later.compressed());
        }
        requireAll(root.resolve("live"));
    }

    @Test
    void what_is_not_synced_yet_or_in_use_is_left_alone() {
        try (Opened opened = open(root.resolve("live"), DiskSpace.REAL)) {
            events.appendBatches(opened.journal().writer(), EVENTS, new SplittableRandom(1));
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.run();
            assertEquals(List.of(), keeping.compressed());
            work(opened);
            keeping.run();
            assertEquals(List.of(), keeping.compressed());
            opened.journal().syncAgent().sync();
            keeping.run();
            assertEquals(
                    SegmentNames.list(opened.path()).size() - 1,
                    keeping.compressed().size());
            keeping.close();
        }
    }

    @Test
    void a_disk_without_room_for_a_second_form_is_left_alone() {
        final SmallDisk disk = new SmallDisk(1L << 40);
        try (Opened opened = open(root.resolve("live"), disk)) {
            events.appendBatches(opened.journal().writer(), EVENTS, new SplittableRandom(1));
            work(opened);
            opened.journal().syncAgent().sync();
            disk.usableBytes(1 << 20);
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.run();
            assertEquals(List.of(), keeping.compressed());
            disk.usableBytes(1L << 40);
            keeping.run();
            assertNotEquals(List.of(), keeping.compressed());
            keeping.close();
        }
    }

    private static byte[] contents(final Path zst) throws IOException {
        try (SegmentBytes bytes = CompressedSegment.open(zst)) {
            final byte[] all = new byte[(int) bytes.sizeBytes()];
            final var into = java.nio.ByteBuffer.wrap(all);
            while (into.hasRemaining()) {
                assertTrue(bytes.read(into, into.position()) > 0);
            }
            assertEquals("", bytes.damage());
            return all;
        }
    }

    private void requireOpens(final Path directory) {
        requireAll(directory);
        try (Opened again = open(directory, DiskSpace.REAL)) {
            assertEquals(
                    events.written().size(), again.journal().writer().opening().nextPosition());
        }
        requireAll(directory);
    }

    private void requireAll(final Path directory) {
        final Recorder read = new Recorder();
        assertEquals("", problemOf(directory, read));
        assertEquals(events.written(), read.events());
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.ok(), check.problem());
        assertEquals(events.written().size(), check.events());
    }
}
