package ringside.io.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file, or the files of a folder and of the folders in it, as texts. Files and folders whose names begin with a dot are
 * passed over, so that a folder may be changed by renaming.
 *
 * @param location the file or folder
 * @param endings how the names of files in a folder end; others are passed over
 */
public record TextFiles(Path location, List<String> endings) {
    /** Files of a folder; more are refused. */
    public static final int MAX_FILES = 256;

    /** Bytes of a file; a longer one is refused. */
    public static final int MAX_FILE_BYTES = 1 << 20;

    private static final int DEPTH = 2;

    public TextFiles {
        endings = List.copyOf(endings);
    }

    /** What stands in the files now, by their paths. Throws {@link FilesException} when they cannot be read. */
    public SortedMap<Path, String> read() {
        final SortedMap<Path, String> texts = new TreeMap<>();
        try {
            if (!Files.isDirectory(location)) {
                texts.put(location, read(location));
                return texts;
            }
            try (Stream<Path> all = Files.walk(location, DEPTH, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
                for (final Path file : all.filter(this::isMeant).toList()) {
                    if (texts.size() == MAX_FILES) {
                        throw new FilesException(location + ": has more than " + MAX_FILES + " files; use fewer");
                    }
                    texts.put(file, read(file));
                }
            }
        } catch (final NoSuchFileException e) {
            throw new FilesException(e.getFile() + ": there is no such file", e);
        } catch (final IOException | UncheckedIOException | DirectoryIteratorException e) {
            throw new FilesException(location + ": cannot be read: " + e.getMessage(), e);
        }
        return texts;
    }

    private boolean isMeant(final Path file) {
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
