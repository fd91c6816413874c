package ringside.io.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files, and the files of folders and of the folders in them, as texts. Files and folders whose names begin with a dot are
 * passed over, so that a folder may be changed by renaming.
 *
 * @param locations the files and folders
 * @param endings how the names of files in a folder end; others are passed over
 */
public record TextFiles(List<Path> locations, List<String> endings) {
    /** Files of a folder; more are refused. */
    public static final int MAX_FILES = 256;

    /** Bytes of a file; a longer one is refused. */
    public static final int MAX_FILE_BYTES = 1 << 20;

    private static final int DEPTH = 2;

    public TextFiles {
        locations = List.copyOf(locations);
        endings = List.copyOf(endings);
    }

    /** What stands in the files now, by their paths. Throws {@link FilesException} when they cannot be read. */
    public SortedMap<Path, String> read() {
        final SortedMap<Path, String> texts = new TreeMap<>();
        locations.forEach(location -> readInto(texts, location));
        return texts;
    }

    private void readInto(final SortedMap<Path, String> texts, final Path location) {
        try {
            if (!Files.isDirectory(location)) {
                texts.put(location, read(location));
                return;
            }
            try (Stream<Path> all = Files.walk(location, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
                for (final Path file :
                        all.filter(each -> isMeant(location, each)).toList()) {
                    if (texts.size() == MAX_FILES) {
                        throw new FilesException(location + ": has more than " + MAX_FILES + " files; use fewer");
                    }
                    texts.put(file, read(file));
                }
            }
        } catch (final NoSuchFileException e) {
            throw new FilesException(e.getFile() + ": there is no such file", e);
        } catch (final IOException | UncheckedIOException e) {
            throw new FilesException(location + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isMeant(final Path location, final Path file) {
        for (final Path part : location.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        final String name = file.toString();
        return endings.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private static String read(final Path file) throws IOException {
        final long length = Files.size(file);
        if (length > MAX_FILE_BYTES) {
            throw new FilesException(file + ": has " + length + " bytes, at most " + MAX_FILE_BYTES + " are possible");
        }
        // What is no text is refused by whoever expects a certain one.
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
