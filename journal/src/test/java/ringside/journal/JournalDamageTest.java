package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ringside.journal.Verdicts.firstPosition;
import static ringside.journal.Verdicts.problemOf;
import static ringside.journal.Verdicts.requireCorruptAt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JournalDamageTest {
    @TempDir
    Path root;

    private final Events events = new Events();

    @Test
    void a_flipped_byte_is_named_by_position_whichever_part_of_a_record_it_hits() {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            opened.journal().writer().annotate(1, 2, 3);
            events.append(opened.journal().writer(), 3);
            events.append(opened.journal().writer(), 3);
        }
        final long from;
        final long to;
        try (RecordCursor cursor = FileRecordCursor.open(Directories.journal(live))) {
            cursor.next();
            from = cursor.end().offset();
            cursor.next();
            to = cursor.end().offset();
        }
        final Path file = CrashImage.last(live);
        for (long offset = from; offset < to; offset++) {
            for (final int bits : new int[] {1, 0x80, 0xFF}) {
                CrashImage.flip(file, offset, bits);
                final Recorder read = new Recorder();
                final String problem = problemOf(live, read);
                assertTrue(problem.startsWith("CORRUPT at position 0:"), "byte " + (offset - from) + ": " + problem);
                assertEquals(List.of(), read.events());
                CrashImage.flip(file, offset, bits);
            }
        }
        assertEquals("", problemOf(live, new Recorder()));
    }

    @Test
    void a_flip_anywhere_in_a_file_is_named_or_harmless() throws IOException {
        final Path live = root.resolve("live");
        final SplittableRandom random = new SplittableRandom(Seed.of("a_flip_anywhere"));
        try (Opened opened = Directories.open(live)) {
            events.appendBatches(opened.journal().writer(), 3_000, random);
        }
        flipAnywhere(live, random, 1_500, false);
    }

    @Test
    void a_flip_anywhere_in_a_file_left_by_a_kill_is_named_or_harmless() throws IOException {
        final Path live = root.resolve("live");
        final SplittableRandom random = new SplittableRandom(Seed.of("a_flip_anywhere_left_by_a_kill"));
        final Path image;
        try (Opened opened = Directories.open(live)) {
            events.appendBatches(opened.journal().writer(), 3_000, random);
            image = CrashImage.of(live, root.resolve("image"));
        }
        flipAnywhere(image, random, 1_500, true);
    }

    /** Two of three flips in the first 24 KiB: Chronicle's header and index are there. */
    private void flipAnywhere(
            final Path directory, final SplittableRandom random, final int flips, final boolean killed)
            throws IOException {
        final Path file = CrashImage.last(directory);
        final long size = Math.min(Files.size(file), 900_000);
        final List<String> all = events.written();
        int named = 0;
        for (int i = 0; i < flips; i++) {
            final long offset = i % 3 == 0 ? random.nextLong(size) : random.nextLong(24_576);
            final int bits = 1 << random.nextInt(8);
            CrashImage.flip(file, offset, bits);
            final Recorder read = new Recorder();
            final String problem = problemOf(directory, read);
            final String context = "byte " + offset + " bits " + bits + (killed ? " killed: " : ": ") + problem;
            assertEquals(all.subList(0, read.events().size()), read.events(), context);
            if (problem.isEmpty()) {
                assertEquals(all.size(), read.events().size(), context);
            } else {
                named++;
                assertTrue(
                        problem.startsWith(
                                "CORRUPT at position " + read.events().size() + ":"),
                        context);
            }
            CrashImage.flip(file, offset, bits);
        }
        assertNotEquals(0, named);
        assertEquals("", problemOf(directory, new Recorder()));
    }

    @Test
    void a_writer_opens_over_a_harmless_flip_and_refuses_any_other() throws IOException {
        final Path live = root.resolve("live");
        final SplittableRandom random = new SplittableRandom(Seed.of("a_writer_opens_over_a_harmless_flip"));
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 2_000);
        }
        final long size = Files.size(CrashImage.last(live));
        for (int i = 0; i < 60; i++) {
            final Path image = CrashImage.of(live, root.resolve("image" + i));
            final long offset = i % 2 == 0 ? random.nextLong(size) : random.nextLong(16_384);
            CrashImage.flip(CrashImage.last(image), offset, 1 << random.nextInt(8));
            final String problem = problemOf(image, new Recorder());
            String refused = "";
            try (Opened opened = Directories.open(image)) {
                assertEquals(2_000, opened.journal().writer().opening().nextPosition());
            } catch (final JournalException e) {
                refused = String.valueOf(e.getMessage());
            }
            assertEquals(problem, refused, "byte " + offset);
        }
    }

    @Test
    void a_missing_segment_is_named() throws IOException {
        final Path live = severalSegments();
        for (int missing = 0; missing < CrashImage.segments(live).size(); missing++) {
            final Path image = CrashImage.of(live, root.resolve("missing" + missing));
            final Path file = CrashImage.segments(image).get(missing);
            final long first = firstPosition(image, missing);
            Files.delete(file);
            requireCorruptAt(image, first);
        }
    }

    @Test
    void a_zeroed_segment_is_named() throws IOException {
        final Path live = severalSegments();
        for (int zeroed = 0; zeroed < CrashImage.segments(live).size(); zeroed++) {
            final Path image = CrashImage.of(live, root.resolve("zeroed" + zeroed));
            final Path file = CrashImage.segments(image).get(zeroed);
            final long first = firstPosition(image, zeroed);
            CrashImage.zero(file, 0, Files.size(file));
            requireCorruptAt(image, first);
        }
    }

    @Test
    void an_emptied_segment_is_named() throws IOException {
        final Path live = severalSegments();
        for (int emptied = 0; emptied < CrashImage.segments(live).size(); emptied++) {
            final Path image = CrashImage.of(live, root.resolve("emptied" + emptied));
            final long first = firstPosition(image, emptied);
            CrashImage.truncate(CrashImage.segments(image).get(emptied), 0);
            requireCorruptAt(image, first);
        }
    }

    @Test
    void swapped_segments_are_named() throws IOException {
        final Path live = severalSegments();
        final Path image = CrashImage.of(live, root.resolve("swapped"));
        final List<Path> files = CrashImage.segments(image);
        final long first = firstPosition(image, 1);
        final Path aside = root.resolve("aside");
        Files.move(files.get(1), aside);
        Files.move(files.get(2), files.get(1));
        Files.move(aside, files.get(2));
        requireCorruptAt(image, first);
    }

    @Test
    void a_segment_of_an_older_copy_is_named() throws IOException {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 10);
        }
        final Path older = CrashImage.of(live, root.resolve("older"));
        final Events others = new Events();
        for (final Path directory : List.of(live, older)) {
            try (Opened opened = Directories.open(directory)) {
                others.append(opened.journal().writer(), 10);
            }
        }
        Files.delete(CrashImage.last(live));
        Files.copy(CrashImage.last(older), CrashImage.last(live).resolveSibling("20261122-1201.cq4"));
        final String problem = problemOf(live, new Recorder());
        assertTrue(problem.startsWith("CORRUPT at position "), problem);
    }

    private Path severalSegments() {
        final Path live = root.resolve("live");
        try (Opened opened = Directories.open(live)) {
            events.appendBatches(opened.journal().writer(), 40_000, new SplittableRandom(1));
        }
        assertTrue(CrashImage.segments(live).size() > 2);
        return live;
    }
}
