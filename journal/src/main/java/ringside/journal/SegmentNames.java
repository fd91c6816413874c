package ringside.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ringside.journal.JournalException.Code;

/**
 * The names of segment files: {@code yyyyMMdd-HHmm.cq4}, Chronicle's own for a cycle of one minute. The cycle is a number that
 * rises by one or more from file to file; it is near the minute when the segment began, and runs ahead of the clock where
 * segments begin faster than that or the clock went back. Names sort in the order of appending. A segment in its compressed
 * form has {@code .zst} behind its name; it is called by the name of its plain form all the same.
 */
final class SegmentNames {
    static final String SUFFIX = ".cq4";

    private static final String COMPRESSED = ".zst";
    private static final Pattern NAME = Pattern.compile("\\d{8}-\\d{4}\\.cq4");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuuMMdd-HHmm", Locale.ROOT);
    private static final long MS_PER_CYCLE = 60_000;

    /** The last minute that a clock is believed in: later cycles would not fit an int. */
    private static final int LAST_CYCLE = cycle("59991231-2359" + SUFFIX);

    private SegmentNames() {}

    static String name(final int cycle) {
        return MINUTE.format(LocalDateTime.ofEpochSecond(cycle * 60L, 0, ZoneOffset.UTC)) + SUFFIX;
    }

    static int cycle(final String name) {
        final LocalDateTime minute = LocalDateTime.parse(name.substring(0, name.length() - SUFFIX.length()), MINUTE);
        return Math.toIntExact(minute.toEpochSecond(ZoneOffset.UTC) / 60);
    }

    /** Near when a segment began, or later where its cycle ran ahead of the clock. */
    static long beganMs(final String name) {
        return cycle(name) * MS_PER_CYCLE;
    }

    /** The cycle of a segment that begins now, after those up to {@code last}. Never goes back with the clock. */
    static int following(final int last, final long nowMs) {
        final long clock = nowMs / MS_PER_CYCLE;
        return (int) Math.max(last + 1L, clock < 0 || clock > LAST_CYCLE ? 0 : clock);
    }

    /** Where the compressed form of a segment stands. */
    static Path compressed(final Path plain) {
        return plain.resolveSibling(nameOf(plain) + COMPRESSED);
    }

    /** The segments of a directory in order, whichever form each has. */
    static List<String> list(final Path directory) {
        final List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(SegmentNames::nameOf)
                    .map(name ->
                            name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) : name)
                    .filter(SegmentNames::isSegment)
                    .distinct()
                    .forEach(names::add);
        } catch (final NotDirectoryException e) {
            throw new JournalException(
                    Code.NOT_READABLE, -1, "journal directory " + directory + ": is a file, not a directory", e);
        } catch (final IOException | UncheckedIOException e) {
            throw new JournalException(
                    Code.NOT_READABLE, -1, "journal directory " + directory + ": cannot be read: " + e, e);
        }
        Collections.sort(names);
        return names;
    }

    private static String nameOf(final Path file) {
        final Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private static boolean isSegment(final String name) {
        if (!NAME.matcher(name).matches()) {
            return false;
        }
        try {
            return cycle(name) >= 0;
        } catch (final DateTimeParseException e) {
            return false;
        }
    }
}
