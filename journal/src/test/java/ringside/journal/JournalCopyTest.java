package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.Directories;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

/** A journal that is handed on record by record, and the one that keeps it. */
class JournalCopyTest {
    private static final Journal.Edges EDGES =
            new Journal.Edges(() -> Directories.NOON_MS, System::nanoTime, new SplittableRandom(7)::nextLong);

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(Seed.of("JournalCopyTest"));

    private record Standby(DataDirectory data, Journal journal) implements AutoCloseable {
        JournalWriter writer() {
            return journal.writer();
        }

        @Override
        public void close() {
            journal.close();
            data.close();
        }
    }

    private Standby standby(final ServerId server, final long from, final DirectBuffer epochRecord) {
        final DataDirectory data = DataDirectory.join(folder.resolve("standby"), server);
        return new Standby(data, Journal.follow(data, 0, from, epochRecord, Directories.SMALL, EDGES));
    }

    private Directories.Opened primary() {
        return Directories.open(folder.resolve("primary"), Directories.SMALL, new AtomicLong(Directories.NOON_MS));
    }

    private ServerId server() {
        try (DataDirectory data = DataDirectory.read(folder.resolve("primary"))) {
            return data.serverId();
        }
    }

    private Path journalOf(final String name) {
        return Directories.journal(folder.resolve(name));
    }

    private static int ship(final RecordFollower from, final JournalWriter to, final JournalHandler handler) {
        int records = 0;
        while (from.next((buffer, offset, length) -> to.copy(buffer, offset, length, 0, handler))) {
            records++;
        }
        return records;
    }

    private static List<byte[]> recordsOf(final Path journal) {
        final List<byte[]> records = new ArrayList<>();
        try (RecordCursor cursor = FileRecordCursor.open(journal)) {
            while (cursor.next() == RecordCursor.Step.RECORD) {
                final byte[] bytes = new byte[cursor.lengthBytes()];
                cursor.buffer().getBytes(cursor.offset(), bytes);
                records.add(bytes);
            }
        }
        return records;
    }

    private static void assertSameRecords(final List<byte[]> one, final List<byte[]> other) {
        assertEquals(one.size(), other.size());
        for (int i = 0; i < one.size(); i++) {
            assertEquals(new UnsafeBuffer(one.get(i)), new UnsafeBuffer(other.get(i)), "record " + i);
        }
    }

    @Test
    void a_copy_that_follows_a_live_journal_holds_the_same_records_and_delivers_what_they_hold() {
        final Recorder seen = new Recorder();
        try (Directories.Opened primary = primary();
                Standby standby = standby(server(), 0, null);
                RecordFollower follower = RecordFollower.behind(journalOf("primary"), 0, 0)) {
            final Events events = new Events();
            for (int round = 0; round < 200; round++) {
                events.appendBatches(primary.journal().writer(), 1 + random.nextInt(200), random);
                ship(follower, standby.writer(), seen);
                assertEquals(
                        primary.journal().writer().appendedPosition(),
                        standby.writer().appendedPosition());
            }
            assertEquals(events.written(), seen.events());
        }
        final List<byte[]> copied = recordsOf(journalOf("standby"));
        final List<byte[]> written = recordsOf(journalOf("primary"));
        // The primary's clean stop came after the last look.
        assertSameRecords(written.subList(0, written.size() - 1), copied);
    }

    @Test
    void a_reign_can_be_written_in_before_it_is_on_the_disk_and_says_when_it_is() throws Exception {
        try (Directories.Opened primary = primary();
                Standby standby = standby(server(), 0, null);
                RecordFollower follower = RecordFollower.behind(journalOf("primary"), 0, 0)) {
            new Events().appendBatches(primary.journal().writer(), 100, random);
            ship(follower, standby.writer(), event -> {});
            while (standby.journal().storeAgent().doWork() > 0) {
                // As its thread does, also for the file that the reign begins.
            }
            final MarksView marks = Marks.view(journalOf("standby").resolve(DataDirectory.MARKS));
            standby.journal().reignUnsynced(new Reign(server(), 99, "{}"), 0);
            new Events().appendBatches(standby.writer(), 100, random);
            assertEquals(EpochNumbers.REIGN + 1, marks.appended().epoch());
            assertEquals(1, marks.synced().epoch());
            assertTrue(CopiedMark.isSet(journalOf("standby")), "killed now, it would be taken over once more");
            standby.journal().syncReign();
            assertEquals(EpochNumbers.REIGN + 1, marks.synced().epoch());
            assertEquals(standby.writer().appendedPosition(), marks.synced().position());
            assertFalse(CopiedMark.isSet(journalOf("standby")));
        }
    }

    @Test
    void a_copy_goes_on_where_it_was_after_it_was_closed() {
        try (Directories.Opened primary = primary()) {
            final Events events = new Events();
            for (int start = 0; start < 6; start++) {
                events.appendBatches(primary.journal().writer(), 50, random);
                try (Standby standby = standby(server(), 0, null);
                        RecordFollower follower = RecordFollower.behind(
                                journalOf("primary"),
                                standby.writer().opening().nextPosition(),
                                standby.writer().lastChecksum())) {
                    assertTrue(ship(follower, standby.writer(), event -> {}) > 0);
                }
            }
        }
        assertEquals(
                recordsOf(journalOf("primary")).size() - 1,
                recordsOf(journalOf("standby")).size());
    }

    @Test
    void whoever_copied_may_reign_and_its_epoch_is_higher_than_every_one_it_copied() {
        final long end;
        try (Directories.Opened primary = primary()) {
            new Events().appendBatches(primary.journal().writer(), 500, random);
        }
        try (Directories.Opened primary = primary();
                Standby standby = standby(server(), 0, null);
                RecordFollower follower = RecordFollower.behind(journalOf("primary"), 0, 0)) {
            new Events().appendBatches(primary.journal().writer(), 500, random);
            ship(follower, standby.writer(), event -> {});
            assertEquals(2, standby.writer().epoch());
            assertThrows(JournalException.class, () -> new Events().append(standby.writer(), 1));
        }
        try (Standby standby = standby(server(), 0, null)) {
            standby.writer().reign(new Reign(server(), 99, "{}"), 0);
            assertEquals(EpochNumbers.REIGN + 1, standby.writer().epoch());
            new Events().appendBatches(standby.writer(), 500, random);
            end = standby.writer().appendedPosition();
            assertThrows(
                    IllegalStateException.class,
                    () -> standby.writer().copy(new UnsafeBuffer(new byte[64]), 0, 64, 0, event -> {}));
        }
        final Recorder all = new Recorder();
        try (JournalReader reader = JournalReader.open(journalOf("standby"), 0)) {
            assertEquals(JournalEnd.Kind.CLEAN, reader.readAll(all).kind());
            assertEquals(end + 1, reader.nextPosition());
        }
        assertEquals(Events.expected(0, end + 1), all.events());
        assertEquals(
                List.of(1, 2, EpochNumbers.REIGN + 1),
                all.epochs().stream().map(EpochStart::epoch).toList());
    }

    @Test
    void a_copy_may_begin_in_the_midst_with_the_record_that_holds_a_position() {
        final Recorder seen = new Recorder();
        final long begun;
        final long end;
        try (Directories.Opened primary = primary()) {
            new Events().appendBatches(primary.journal().writer(), 20_000, random);
            final long wanted = 5_000L + random.nextInt(10_000);
            try (RecordFollower follower = RecordFollower.from(journalOf("primary"), wanted)) {
                begun = follower.firstPosition();
                assertTrue(begun <= wanted);
                try (Standby standby = standby(server(), begun, follower.epochRecord())) {
                    assertTrue(standby.writer().isEmpty());
                    ship(follower, standby.writer(), seen);
                    assertFalse(standby.writer().isEmpty());
                }
            }
            end = primary.journal().writer().appendedPosition();
        }
        assertEquals(Events.expected(begun, end + 1), seen.events());
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(journalOf("standby"), begun)) {
            reader.readAll(read);
        }
        assertEquals(seen.events(), read.events());
        assertEquals(1, read.epochs().size());
        try (Standby standby = standby(server(), begun, null)) {
            assertEquals(end + 1, standby.writer().opening().nextPosition());
        }
    }

    @Test
    void a_record_that_is_damaged_doubled_or_left_out_is_refused_and_the_right_one_is_taken_after_it() {
        try (Directories.Opened primary = primary()) {
            new Events().appendBatches(primary.journal().writer(), 300, random);
        }
        final List<byte[]> records = recordsOf(journalOf("primary"));
        try (Standby standby = standby(server(), 0, null)) {
            for (int i = 0; i < records.size(); i++) {
                final byte[] flipped = records.get(i).clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                refused(standby, flipped);
                if (i + 1 < records.size()) {
                    refused(standby, records.get(i + 1));
                }
                copy(standby, records.get(i));
                refused(standby, records.get(i));
            }
        }
        assertSameRecords(records, recordsOf(journalOf("standby")));
    }

    private static void copy(final Standby standby, final byte[] record) {
        standby.writer().copy(new UnsafeBuffer(record), 0, record.length, 0, event -> {});
    }

    private static void refused(final Standby standby, final byte[] record) {
        final JournalException refused = assertThrows(JournalException.class, () -> copy(standby, record));
        assertEquals(Code.CORRUPT, refused.code());
    }

    @Test
    void nobody_follows_behind_a_record_that_the_journal_does_not_hold() {
        try (Directories.Opened primary = primary()) {
            new Events().appendBatches(primary.journal().writer(), 300, random);
            for (final long position : List.of(200L, 10_000L)) {
                final JournalException refused = assertThrows(
                        JournalException.class, () -> RecordFollower.behind(journalOf("primary"), position, 12_345));
                assertEquals(Code.NO_SUCH_POSITION, refused.code());
            }
        }
    }

    /** A primary that was killed and started again, and a copy of its first epoch that was taken over. Returns where that ends. */
    private long part() {
        final long common;
        try (Directories.Opened primary = primary();
                Standby standby = standby(server(), 0, null);
                RecordFollower follower = RecordFollower.behind(journalOf("primary"), 0, 0)) {
            new Events().appendBatches(primary.journal().writer(), 500 + random.nextInt(500), random);
            ship(follower, standby.writer(), event -> {});
            common = standby.writer().appendedPosition() + 1;
            new Events().appendBatches(primary.journal().writer(), 1 + random.nextInt(500), random);
            standby.journal().reign(new Reign(server(), 99, "{}"), 0);
            new Events().appendBatches(standby.writer(), 1 + random.nextInt(500), random);
        }
        try (Directories.Opened primary = primary()) {
            new Events().appendBatches(primary.journal().writer(), 1 + random.nextInt(500), random);
        }
        return common;
    }

    private static EpochBegin fork(final Path one, final Path other) {
        return RecordFollower.epochs(one).stream()
                .filter(epoch -> RecordFollower.holds(other, epoch.firstPosition(), epoch.checksumBefore()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_longer_tail_is_set_aside_up_to_where_another_journal_went_on_which_is_followed_then() {
        final long common = part();
        final EpochBegin fork = fork(journalOf("standby"), journalOf("primary"));
        assertEquals(common, fork.firstPosition());
        assertEquals(EpochNumbers.REIGN + 1, fork.number());
        try (DataDirectory data = DataDirectory.open(folder.resolve("primary"), random::nextLong)) {
            final List<String> kept = JournalCut.behind(data, 0, common, fork.checksumBefore(), EDGES);
            assertFalse(kept.isEmpty());
            assertTrue(kept.stream().allMatch(file -> Path.of(file).toFile().exists()));
            try (Journal rejoined = Journal.follow(data, 0, 0, null, Directories.SMALL, EDGES);
                    RecordFollower follower = RecordFollower.behind(
                            journalOf("standby"),
                            rejoined.writer().opening().nextPosition(),
                            rejoined.writer().lastChecksum())) {
                assertEquals(common, rejoined.writer().opening().nextPosition());
                assertEquals(
                        JournalEnd.Kind.CLEAN, rejoined.writer().opening().end().kind());
                ship(follower, rejoined.writer(), event -> {});
            }
        }
        assertSameRecords(recordsOf(journalOf("standby")), recordsOf(journalOf("primary")));
    }

    @Test
    void a_cut_that_was_broken_off_is_completed_by_the_next_opening() throws IOException {
        final long common = part();
        final EpochBegin fork = fork(journalOf("standby"), journalOf("primary"));
        Files.writeString(journalOf("primary").resolve("cut"), common + " " + fork.checksumBefore());
        // Killed after some of it was moved, and before the marks were.
        final List<String> names = SegmentNames.list(journalOf("primary"));
        final Path last = journalOf("primary").resolve(names.get(names.size() - 1));
        Files.createDirectories(journalOf("primary").resolve("set-aside"));
        Files.move(last, journalOf("primary").resolve("set-aside").resolve(names.get(names.size() - 1) + ".1"));
        try (DataDirectory data = DataDirectory.open(folder.resolve("primary"), random::nextLong);
                Journal rejoined = Journal.follow(data, 0, 0, null, Directories.SMALL, EDGES)) {
            assertEquals(common, rejoined.writer().opening().nextPosition());
            assertEquals(
                    JournalEnd.Kind.CLEAN, rejoined.writer().opening().end().kind());
        }
        assertFalse(Files.exists(journalOf("primary").resolve("cut")));
    }

    @Test
    void a_journal_of_which_nothing_is_kept_is_begun_anew_and_nothing_of_it_is_deleted() {
        part();
        try (DataDirectory data = DataDirectory.open(folder.resolve("primary"), random::nextLong)) {
            assertTrue(JournalCut.all(data, 0, EDGES).size() >= 2);
            try (Journal anew = Journal.follow(data, 0, 0, null, Directories.SMALL, EDGES)) {
                assertTrue(anew.writer().isEmpty());
            }
        }
    }

    @Test
    void who_is_started_again_stays_below_who_took_over_and_a_copy_that_is_opened_by_hand_counts_as_a_takeover() {
        part();
        for (int start = 3; start < 6; start++) {
            try (Directories.Opened primary = primary()) {
                assertEquals(start, primary.journal().writer().epoch());
            }
        }
        try (Directories.Opened reigns =
                Directories.open(folder.resolve("standby"), Directories.SMALL, new AtomicLong(Directories.NOON_MS))) {
            assertEquals(EpochNumbers.REIGN + 2, reigns.journal().writer().epoch());
        }
        try (Standby copy = standby(server(), 0, null)) {
            assertTrue(copy.writer().opening().epoch() > EpochNumbers.REIGN + 2);
        }
        try (Directories.Opened byHand =
                Directories.open(folder.resolve("standby"), Directories.SMALL, new AtomicLong(Directories.NOON_MS))) {
            assertEquals(2 * EpochNumbers.REIGN + 1, byHand.journal().writer().epoch());
        }
    }

    @Test
    void a_directory_of_another_server_is_not_joined() {
        try (DataDirectory mine = DataDirectory.join(folder.resolve("standby"), new ServerId(1, 2))) {
            assertEquals(new ServerId(1, 2), mine.serverId());
        }
        final JournalException refused = assertThrows(
                JournalException.class, () -> DataDirectory.join(folder.resolve("standby"), new ServerId(1, 3)));
        assertEquals(Code.WRONG_SERVER, refused.code());
    }
}
