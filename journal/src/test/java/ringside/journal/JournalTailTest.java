package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

class JournalTailTest {
    @TempDir
    Path root;

    private final Events events = new Events();

    /** A crash image with 50 events synced, 30 only appended, in batches of 10; and where each batch ends in the file. */
    private Path image(final List<Long> ends) {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            for (int batch = 0; batch < 8; batch++) {
                events.append(opened.journal().writer(), 10);
                if (batch == 4) {
                    opened.journal().syncAgent().sync();
                }
                try (RecordCursor cursor = FileRecordCursor.open(opened.path())) {
                    while (cursor.next() == RecordCursor.Step.RECORD) {
                        assertTrue(cursor.lengthBytes() > 0);
                    }
                    ends.add(cursor.end().offset());
                }
            }
            return CrashImage.of(live, root.resolve("image"));
        }
    }

    @Test
    void a_cut_between_the_marks_is_a_lost_tail_and_appending_resumes() {
        final List<Long> ends = new ArrayList<>();
        final Path image = image(ends);
        CrashImage.truncate(CrashImage.last(image), ends.get(6) + 33);
        final JournalCheck check = JournalCheck.run(Directories.journal(image));
        assertFalse(check.ok());
        assertTrue(check.problem().startsWith("TAIL LOST 10 events from position 70"), check.problem());
        assertEquals(69, check.lastPosition());
        try (Opened again = Directories.open(image)) {
            final JournalOpening opening = again.journal().writer().opening();
            assertEquals(JournalEnd.Kind.TAIL_LOST, opening.end().kind());
            assertEquals(10, opening.end().lostEvents());
            assertEquals(70, opening.nextPosition());
            assertEquals(2, opening.epoch());
            events.append(again.journal().writer(), 5);
        }
        requireAll(image, 75);
    }

    @Test
    void a_cut_below_the_synced_mark_is_corruption_at_a_position() {
        final List<Long> ends = new ArrayList<>();
        final Path image = image(ends);
        CrashImage.truncate(CrashImage.last(image), ends.get(2) + 100);
        requireCorruptAt(image, 30);
    }

    @Test
    void zeros_instead_of_the_tail_are_judged_by_the_marks() {
        final List<Long> ends = new ArrayList<>();
        final Path image = image(ends);
        final Path file = CrashImage.last(image);
        CrashImage.zero(file, ends.get(5), ends.get(7));
        assertTrue(JournalCheck.run(Directories.journal(image)).problem().startsWith("TAIL LOST 20 events"));
        CrashImage.zero(file, ends.get(3), ends.get(7));
        requireCorruptAt(image, 40);
    }

    @Test
    void a_page_that_never_reached_the_disk_costs_the_tail_only() {
        final Path live = root.resolve("live");
        final Path image;
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 10);
            opened.journal().syncAgent().sync();
            for (int batch = 0; batch < 40; batch++) {
                events.append(opened.journal().writer(), 20);
            }
            image = CrashImage.of(live, root.resolve("image"));
        }
        // The third page behind the synced record is a hole, later ones were written.
        final Path file = CrashImage.last(image);
        final long synced = endOfRecord(image, 1);
        final long page = (synced / 4_096 + 3) * 4_096;
        CrashImage.zero(file, page, page + 4_096);
        final String problem = JournalCheck.run(Directories.journal(image)).problem();
        assertTrue(problem.startsWith("TAIL LOST "), problem);
        final long next;
        try (Opened again = Directories.open(image)) {
            next = again.journal().writer().opening().nextPosition();
            assertTrue(next >= 10 && next < 810, "resumes at " + next);
            assertEquals(1, again.journal().writer().opening().setAside().size());
            events.append(again.journal().writer(), 7);
        }
        requireAll(image, next + 7);
    }

    @Test
    void half_a_record_is_absent_and_appending_resumes_at_the_right_position() {
        final List<Long> ends = new ArrayList<>();
        final Path image = image(ends);
        // What Chronicle leaves when it is killed while copying: contents, and no length in front.
        final Path file = CrashImage.last(image);
        for (int i = 0; i < 200; i++) {
            CrashImage.flip(file, ends.get(7) + 4 + i, 1 + i % 250);
        }
        assertEquals("", JournalCheck.run(Directories.journal(image)).problem());
        try (Opened again = Directories.open(image)) {
            assertEquals(
                    JournalEnd.Kind.CLEAN,
                    again.journal().writer().opening().end().kind());
            assertEquals(80, again.journal().writer().opening().nextPosition());
            events.append(again.journal().writer(), 5);
        }
        requireAll(image, 85);
    }

    @Test
    void after_a_clean_stop_any_missing_byte_is_corruption() {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 40);
        }
        final SplittableRandom random = new SplittableRandom(Seed.of("after_a_clean_stop"));
        final long end = sizeOf(CrashImage.last(live)) - ChronicleFrame.WORD_BYTES;
        for (int i = 0; i < 20; i++) {
            final Path image = CrashImage.of(live, root.resolve("image" + i));
            CrashImage.truncate(CrashImage.last(image), random.nextLong(0, end));
            final String problem = JournalCheck.run(Directories.journal(image)).problem();
            assertTrue(problem.startsWith("CORRUPT at position "), problem);
        }
    }

    @Test
    void a_clean_stop_cut_off_is_named_by_the_position_that_would_have_come_next() {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 40);
        }
        final long start = endOfRecord(live, 1);
        final long end = endOfRecord(live, 2);
        for (long cut = start; cut < end; cut++) {
            final Path image = CrashImage.of(live, root.resolve("image" + cut));
            CrashImage.truncate(CrashImage.last(image), cut);
            requireCorruptAt(image, 40);
        }
    }

    @Test
    void an_older_copy_of_the_marks_or_of_the_journal_is_named() throws IOException {
        final Path live = root.resolve("live");
        for (int opening = 0; opening < 2; opening++) {
            try (Opened opened = Directories.open(live)) {
                events.append(opened.journal().writer(), 10);
            }
        }
        final Path older = CrashImage.of(live, root.resolve("older"));
        for (int opening = 0; opening < 2; opening++) {
            try (Opened opened = Directories.open(live)) {
                events.append(opened.journal().writer(), 10);
            }
        }
        final Path oldMarks = CrashImage.of(live, root.resolve("old-marks"));
        Files.copy(
                Directories.journal(older).resolve("marks"),
                Directories.journal(oldMarks).resolve("marks"),
                StandardCopyOption.REPLACE_EXISTING);
        final JournalCheck check = JournalCheck.run(Directories.journal(oldMarks));
        assertTrue(
                check.problem()
                        .startsWith("CORRUPT at position 20: the marks are of epoch 2, the journal goes on to epoch 4"),
                check.problem());
        assertEquals(
                Code.CORRUPT,
                assertThrows(JournalException.class, () -> Directories.open(oldMarks))
                        .code());
        try (DataDirectory data = DataDirectory.open(oldMarks, () -> 1)) {
            final JournalRepair repair = JournalRepair.run(data.journal(0), data.serverId(), () -> 0);
            assertEquals(39, repair.keptTo());
            assertEquals(List.of(), repair.setAside());
        }
        requireAll(oldMarks, 40);

        final Path newMarks = CrashImage.of(older, root.resolve("new-marks"));
        Files.copy(
                Directories.journal(live).resolve("marks"),
                Directories.journal(newMarks).resolve("marks"),
                StandardCopyOption.REPLACE_EXISTING);
        requireCorruptAt(newMarks, 20);
    }

    @Test
    void kills_right_after_opening_leave_marks_that_are_behind_and_no_harm() {
        final Path live = root.resolve("live");
        final Path marks;
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 10);
            marks = CrashImage.of(live, root.resolve("marks"));
        }
        // The first record of each further epoch was appended, and the mark not yet set.
        for (int opening = 0; opening < 2; opening++) {
            final Path image;
            try (Opened opened = Directories.open(live)) {
                image = CrashImage.of(live, root.resolve("image" + opening));
                assertEquals(10, opened.journal().writer().opening().nextPosition());
            }
            try {
                Files.copy(
                        Directories.journal(marks).resolve("marks"),
                        Directories.journal(image).resolve("marks"),
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
            final JournalCheck check = JournalCheck.run(Directories.journal(image));
            // The clean stop before it is what gives the second one away.
            assertEquals(opening == 0, check.ok(), check.problem());
        }
    }

    @Test
    void marks_that_are_gone_are_named_and_repair_makes_new_ones() throws IOException {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 40);
        }
        Files.delete(Directories.journal(live).resolve("marks"));
        assertEquals(
                Code.MARKS_LOST,
                assertThrows(JournalException.class, () -> Directories.open(live))
                        .code());
        assertFalse(JournalCheck.run(Directories.journal(live)).ok());
        try (DataDirectory data = DataDirectory.open(live, () -> 1)) {
            final JournalRepair repair = JournalRepair.run(data.journal(0), data.serverId(), () -> 0);
            assertEquals(39, repair.keptTo());
            assertEquals(List.of(), repair.setAside());
        }
        requireAll(live, 40);
    }

    @Test
    void one_damaged_slot_of_the_marks_does_no_harm_and_two_are_named() {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 40);
        }
        final Path marks = Directories.journal(live).resolve("marks");
        CrashImage.flip(marks, 64 + 3, 4);
        assertTrue(JournalCheck.run(Directories.journal(live)).ok());
        CrashImage.flip(marks, 128 + 9, 4);
        assertTrue(JournalCheck.run(Directories.journal(live)).problem().contains("both slots of the appended mark"));
    }

    @Test
    void repair_keeps_what_is_good_and_sets_the_rest_aside() {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            for (int batch = 0; batch < 10; batch++) {
                events.append(opened.journal().writer(), 10);
            }
        }
        CrashImage.flip(CrashImage.last(live), endOfRecord(live, 5) + 60, 2);
        requireCorruptAt(live, 50);
        try (DataDirectory data = DataDirectory.open(live, () -> 1)) {
            final JournalRepair repair = JournalRepair.run(data.journal(0), data.serverId(), () -> 0);
            assertEquals(49, repair.keptTo());
            assertEquals(1, repair.setAside().size());
            assertTrue(Files.isRegularFile(Path.of(repair.setAside().get(0))));
        }
        try (Opened again = Directories.open(live)) {
            assertEquals(50, again.journal().writer().opening().nextPosition());
            assertEquals(2, again.journal().writer().epoch());
            events.append(again.journal().writer(), 10);
        }
        requireAll(live, 60);
    }

    private static void requireCorruptAt(final Path directory, final long position) {
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.problem().startsWith("CORRUPT at position " + position + ":"), check.problem());
        assertEquals(position - 1, check.lastPosition());
        final JournalException thrown = assertThrows(
                JournalException.class, () -> Directories.open(directory).close());
        assertEquals(Code.CORRUPT, thrown.code());
        assertEquals(position, thrown.position());
    }

    private static void requireAll(final Path directory, final long count) {
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            assertEquals(JournalEnd.clean(count), reader.readAll(read));
        }
        assertEquals(Events.expected(0, count), read.events());
    }

    /** Where the n-th record (0: the one that opens the epoch) of the first file ends. */
    private static long endOfRecord(final Path directory, final int record) {
        try (RecordCursor cursor = FileRecordCursor.open(Directories.journal(directory))) {
            for (int i = 0; i <= record; i++) {
                assertEquals(RecordCursor.Step.RECORD, cursor.next());
            }
            return cursor.end().offset();
        }
    }

    private static long sizeOf(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}
