package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Keeping;
import ringside.journal.support.Recorder;

class JournalRetentionTest {
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    private static final KeepConfig PLAIN = KeepConfig.DEFAULT.withCompress(false);

    @TempDir
    Path directory;

    private final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);
    private final AtomicLong clockNs = new AtomicLong();
    private final Events events = new Events();

    private Opened open(final KeepConfig keep) {
        return Directories.open(directory, Directories.SMALL.withKeep(keep), clockMs, clockNs::get, DiskSpace.REAL);
    }

    private void fill(final Opened opened) throws Exception {
        events.appendBatches(opened.journal().writer(), 60_000, new SplittableRandom(1));
        while (opened.journal().storeAgent().doWork() > 0) {
            assertFalse(opened.journal().shortOfSpace());
        }
        opened.journal().syncAgent().sync();
    }

    @Test
    void files_below_a_checkpoint_may_go_and_no_others() throws IOException {
        final long checkpoint = 35_000;
        final int before;
        try (Opened opened = Directories.open(directory)) {
            events.appendBatches(opened.journal().writer(), 60_000, new SplittableRandom(1));
            before = CrashImage.segments(directory).size();
            final List<String> dropped = opened.journal().dropBefore(checkpoint);
            assertFalse(dropped.isEmpty());
            assertEquals(before - dropped.size(), CrashImage.segments(directory).size());
            assertEquals(List.of(), opened.journal().dropBefore(checkpoint));
            events.append(opened.journal().writer(), 10);
        }
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.ok(), check.problem());
        assertTrue(check.firstPosition() > 0 && check.firstPosition() <= checkpoint, "from " + check.firstPosition());
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), checkpoint)) {
            reader.readAll(read);
        }
        assertEquals(events.written().subList((int) checkpoint, events.written().size()), read.events());
        final JournalException gone =
                assertThrows(JournalException.class, () -> JournalReader.open(Directories.journal(directory), 5));
        assertEquals(Code.NO_SUCH_POSITION, gone.code());

        try (Opened opened = Directories.open(directory)) {
            assertEquals(
                    events.written().size(), opened.journal().writer().opening().nextPosition());
        }
        Files.delete(CrashImage.segments(directory).get(0));
        final String problem = JournalCheck.run(Directories.journal(directory)).problem();
        assertTrue(problem.startsWith("CORRUPT at position " + check.firstPosition() + ":"), problem);
    }

    @Test
    void what_is_left_says_whose_it_is_though_the_epoch_began_in_a_file_that_went() throws Exception {
        try (Opened opened = open(PLAIN)) {
            fill(opened);
            final EpochStart began = epochs(0).get(0);
            for (final long position : new long[] {20_000, 40_000}) {
                assertFalse(opened.journal().dropBefore(position).isEmpty());
                assertEquals(List.of(began), epochs(0));
            }
            final long first = JournalCheck.run(opened.path()).firstPosition();
            assertEquals(List.of(began), epochs(first));
            assertEquals(List.of(), epochs(first + 1_000));
        }
        final Path kept = Directories.journal(directory).resolve("epoch");
        CrashImage.flip(kept, 60, 1);
        final String problem = JournalCheck.run(Directories.journal(directory)).problem();
        assertTrue(problem.contains("begins in the middle of epoch 1"), problem);
    }

    @Test
    void a_memory_store_keeps_the_beginning_of_the_epoch_too() {
        final ServerId server = new ServerId(1, 2);
        final MemoryRecordStore memory = new MemoryRecordStore(1 << 20, 10_000, 4_096);
        final Marks marks = Marks.inMemory(server);
        final JournalWriter writer = JournalWriter.open(memory, marks, new Reign(server, 7, "{}"), 0);
        events.append(writer, 5);
        memory.keepEpoch(record(memory, 0), 0, memory.lengthBytes(0));
        events.append(writer, 5);
        marks.retainedFrom(5);
        memory.dropBefore(new RecordAddress(0, 2));
        final Recorder read = new Recorder();
        try (JournalReader reader = new JournalReader(memory.read(), marks, 0)) {
            reader.readAll(read);
        }
        assertEquals(7, read.epochs().get(0).writerId());
        assertEquals(5, read.events().size());
    }

    private static org.agrona.DirectBuffer record(final MemoryRecordStore memory, final int number) {
        try (RecordCursor cursor = memory.read()) {
            for (int i = 0; i <= number; i++) {
                cursor.next();
            }
            return cursor.buffer();
        }
    }

    @Test
    void above_its_size_the_journal_loses_its_oldest_files_down_to_what_a_checkpoint_needs() throws Exception {
        final long[] floor = {0};
        final long[] syncedAsked = {-1};
        try (Opened opened = open(PLAIN.withLimits(0, 2 << 20))) {
            fill(opened);
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> {
                syncedAsked[0] = synced;
                return floor[0];
            });
            keeping.run();
            assertEquals(List.of(), keeping.removed());
            assertEquals(1, keeping.refused().size());
            assertTrue(
                    keeping.refused().get(0).contains("need everything from position 0"),
                    keeping.refused().get(0));
            assertEquals(opened.journal().syncAgent().safePosition(), syncedAsked[0]);

            floor[0] = 30_000;
            keeping.run();
            final long first = JournalCheck.run(opened.path()).firstPosition();
            assertTrue(first > 0 && first <= 30_000, "from " + first);
            assertTrue(bytes() > 2 << 20, "the checkpoint counts more than the size");

            floor[0] = Long.MAX_VALUE;
            keeping.run();
            assertTrue(bytes() <= 2 << 20, bytes() + " bytes");
            assertTrue(bytes() > 1 << 19, "no more than was asked for: " + bytes());
            assertEquals(List.of(), keeping.failures());
            keeping.close();
        }
        requireRestIsGood();
    }

    @Test
    void a_good_checkpoint_is_asked_for_anew_before_every_removal() throws Exception {
        final long[] floor = {20_000};
        final int[] asked = {0};
        try (Opened opened = open(PLAIN.withLimits(0, 1 << 20))) {
            fill(opened);
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> {
                asked[0]++;
                return floor[0];
            });
            keeping.run();
            final int removed = keeping.removed().size();
            assertTrue(removed > 0 && asked[0] >= 1);
            // The checkpoint turned out bad, the one before it is all that is left.
            floor[0] = 5_000;
            final int before = asked[0];
            keeping.run();
            assertEquals(removed, keeping.removed().size());
            assertTrue(asked[0] > before);
            keeping.close();
        }
        requireRestIsGood();
    }

    @Test
    void files_go_by_age_and_a_clock_that_jumps_removes_none() throws Exception {
        try (Opened opened = open(PLAIN.withLimits(30 * HOUR_MS, 0))) {
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> Long.MAX_VALUE);
            fill(opened);
            clockMs.addAndGet(TimeUnit.DAYS.toMillis(365));
            keeping.run();
            assertEquals(List.of(), keeping.removed());
            clockMs.addAndGet(-2 * TimeUnit.DAYS.toMillis(365));
            clockNs.addAndGet(TimeUnit.HOURS.toNanos(29));
            keeping.run();
            assertEquals(List.of(), keeping.removed());
            clockNs.addAndGet(TimeUnit.HOURS.toNanos(2));
            keeping.run();
            assertNotEquals(List.of(), keeping.removed());
            assertEquals(1, CrashImage.segments(directory).size());
            keeping.close();
        }
        requireRestIsGood();
    }

    @Test
    void compressed_files_go_like_others() throws Exception {
        try (Opened opened = open(KeepConfig.DEFAULT.withLimits(0, 2_500_000))) {
            fill(opened);
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> Long.MAX_VALUE);
            keeping.run();
            assertNotEquals(List.of(), keeping.removed());
            assertNotEquals(List.of(), keeping.compressed());
            assertTrue(bytes() <= 2_500_000, bytes() + " bytes");
            keeping.close();
        }
        requireRestIsGood();
    }

    @Test
    void a_kill_between_the_mark_and_the_last_file_leaves_a_good_journal_and_the_rest_goes_later() throws Exception {
        final Path image = directory.resolveSibling(directory.getFileName() + "-image");
        final Path untouched;
        try (Opened opened = open(PLAIN)) {
            fill(opened);
            untouched = CrashImage.of(directory, image);
            final int removed = opened.journal().dropBefore(40_000).size();
            assertTrue(removed >= 2, removed + " files");
            // As a loss of power leaves it: the mark is there, and files in the middle and at the beginning came back.
            for (int i = 0; i < removed; i += 2) {
                final Path file = CrashImage.segments(untouched).get(i);
                Files.copy(file, opened.path().resolve(String.valueOf(file.getFileName())));
            }
        }
        requireRestIsGood();
        try (Opened again = open(PLAIN)) {
            final long first = JournalCheck.run(again.path()).firstPosition();
            assertFalse(again.journal().dropBefore(first).isEmpty());
            assertEquals(first, JournalCheck.run(again.path()).firstPosition());
        }
        requireRestIsGood();
    }

    @Test
    void what_was_set_aside_stays() throws Exception {
        final Path aside = Directories.journal(directory).resolve("set-aside/20261122-1200.cq4.1");
        try (Opened opened = open(PLAIN.withLimits(HOUR_MS, 1))) {
            Files.createDirectories(aside.getParent());
            Files.writeString(aside, "evidence");
            fill(opened);
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> Long.MAX_VALUE);
            clockNs.addAndGet(TimeUnit.DAYS.toNanos(400));
            keeping.run();
            keeping.close();
        }
        assertTrue(Files.exists(aside));
    }

    private List<EpochStart> epochs(final long from) {
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), from)) {
            reader.readAll(read);
        }
        return read.epochs();
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (final Path file : CrashImage.segments(directory)) {
            bytes += Files.size(file);
        }
        for (final Path file : CrashImage.compressed(directory)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private void requireRestIsGood() {
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.ok(), check.problem());
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            reader.readAll(read);
        }
        assertEquals(
                events.written()
                        .subList((int) check.firstPosition(), events.written().size()),
                read.events());
        try (Opened again = open(PLAIN)) {
            assertEquals(
                    events.written().size(), again.journal().writer().opening().nextPosition());
        }
    }
}
