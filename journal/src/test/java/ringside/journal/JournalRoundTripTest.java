package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

class JournalRoundTripTest {
    @TempDir
    Path directory;

    private final Events events = new Events();

    @Test
    void what_was_appended_is_read_in_order_across_openings() {
        for (int opening = 1; opening <= 3; opening++) {
            try (Opened opened = Directories.open(directory)) {
                final JournalWriter writer = opened.journal().writer();
                assertEquals(opening, writer.epoch());
                assertEquals(JournalEnd.Kind.CLEAN, writer.opening().end().kind());
                assertEquals(opening > 1, writer.opening().stoppedCleanly());
                events.append(writer, 1);
                events.append(writer, 100);
                writer.annotate(7, opening, -opening);
                events.append(writer, 3);
                assertEquals(104L * opening - 1, writer.appendedPosition());
            }
        }
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            assertEquals(JournalEnd.clean(312), reader.readAll(read));
        }
        assertEquals(events.written(), read.events());
        assertEquals(List.of("7/1/-1", "7/2/-2", "7/3/-3"), read.annotations());
        assertEquals(3, read.cleanStops());
        assertEquals(
                List.of(1, 2, 3), read.epochs().stream().map(EpochStart::epoch).toList());
        assertEquals(Directories.IDENTITY, read.epochs().get(2).identityJson());
        assertEquals(208, read.epochs().get(2).firstPosition());
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.ok(), check.problem());
        assertEquals(312, check.events());
        assertEquals(0, check.firstPosition());
        assertEquals(311, check.lastPosition());
        assertEquals(3, check.epoch());
    }

    @Test
    void a_reader_starts_at_any_position_over_many_files() {
        final SplittableRandom random = new SplittableRandom(Seed.of("a_reader_starts_at_any_position"));
        try (Opened opened = Directories.open(directory)) {
            events.appendBatches(opened.journal().writer(), 60_000, random);
            final int count = events.written().size();
            for (int i = 0; i < 40; i++) {
                final int from = random.nextInt(count + 1);
                final Recorder read = new Recorder();
                try (JournalReader reader = opened.journal().read(from)) {
                    while (read.events().size() < 500 && reader.next(read)) {
                        assertEquals(reader.nextPosition(), from + read.events().size());
                    }
                }
                final int to = from + read.events().size();
                assertTrue(to == count || read.events().size() >= 500, "stopped at " + to + " of " + count);
                assertEquals(events.written().subList(from, to), read.events());
            }
        }
        assertTrue(SegmentNames.list(Directories.journal(directory)).size() > 3);
    }

    @Test
    void a_follower_sees_each_batch_as_soon_as_it_is_committed() {
        final SplittableRandom random = new SplittableRandom(Seed.of("a_follower_sees_each_batch"));
        try (Opened opened = Directories.open(directory);
                JournalFollower follower = JournalFollower.open(opened.path(), 0)) {
            final Recorder read = new Recorder();
            final JournalWriter writer = opened.journal().writer();
            for (int i = 0; i < 4_000; i++) {
                events.append(writer, 1 + random.nextInt(12));
                if (i % 3 == 0) {
                    while (follower.poll(read, 100) > 0) {
                        assertFalse(read.events().isEmpty());
                    }
                    assertEquals(writer.appendedPosition() + 1, read.events().size());
                }
            }
            while (follower.poll(read, 100) > 0) {
                assertFalse(read.events().isEmpty());
            }
            assertEquals(events.written(), read.events());
        }
    }

    @Test
    void an_event_that_no_longer_fits_begins_a_further_record() {
        try (Opened opened = Directories.open(directory)) {
            events.append(opened.journal().writer(), 5_000);
        }
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            reader.readAll(read);
        }
        assertEquals(events.written(), read.events());
    }

    @Test
    void a_writer_that_was_closed_says_so() {
        final JournalWriter writer;
        try (Opened opened = Directories.open(directory)) {
            writer = opened.journal().writer();
        }
        final JournalException first = assertThrows(JournalException.class, writer::commit);
        assertEquals(JournalException.Code.CLOSED, first.code());
        assertEquals(first, assertThrows(JournalException.class, () -> writer.annotate(0, 0, 0)));
    }

    @Test
    void closing_again_does_nothing() {
        final Opened opened = Directories.open(directory);
        events.append(opened.journal().writer(), 10);
        opened.close();
        opened.journal().close();
        opened.journal().close();
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            assertEquals(JournalEnd.clean(10), reader.readAll(read));
        }
        assertEquals(1, read.cleanStops());
    }

    @Test
    void closing_after_a_failure_gives_everything_back_without_a_clean_stop() {
        final Opened opened = Directories.open(directory);
        events.append(opened.journal().writer(), 10);
        opened.journal().writer().fail(new JournalException(JournalException.Code.NOT_WRITABLE, "planted"));
        opened.close();
        opened.journal().close();
        try (Opened again = Directories.open(directory)) {
            assertEquals(10, again.journal().writer().opening().nextPosition());
            assertFalse(again.journal().writer().opening().stoppedCleanly());
        }
    }
}
