package ringside.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for what a run writes. It is removed at the end, also when the process is interrupted. */
public final class Scratch implements AutoCloseable {
    private static final long MARGIN_BYTES = 512L << 20;

    private final Path directory;
    private final Thread atExit = new Thread(this::removeAtExit, "perf-scratch");
    private int folders;

    private Scratch(final Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes a folder inside a directory that is there.
     *
     * @param neededBytes that the run will occupy at a time
     * @throws UsageException when the directory cannot be used or its disk is too full
     */
    public static Scratch in(final Path parent, final long neededBytes) {
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new UsageException("--dir " + parent + ": no directory that can be written to; name another");
        }
        try {
            final long free = Files.getFileStore(parent).getUsableSpace();
            if (free < neededBytes + MARGIN_BYTES) {
                throw new UsageException("--dir " + parent + ": " + mib(free) + " MiB are free, "
                        + mib(neededBytes + MARGIN_BYTES)
                        + " MiB are needed; name another directory with --dir or measure with fewer --events");
            }
            return new Scratch(Files.createTempDirectory(parent, "ringside-perf-"));
        } catch (final IOException e) {
            throw new UsageException("--dir " + parent + ": " + e.getMessage());
        }
    }

    /** Where the system keeps what is soon removed. */
    public static Path systemFolder() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    private static long mib(final long bytes) {
        return bytes >> 20;
    }

    /** A new empty folder. */
    public Path folder() {
        try {
            return Files.createDirectory(directory.resolve(Integer.toString(++folders)));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder and all in it. */
    public static void remove(final Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            final List<Path> deepestFirst =
                    paths.sorted(Comparator.reverseOrder()).toList();
            for (final Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeAtExit() {
        try {
            remove(directory);
        } catch (final UncheckedIOException e) {
            System.err.println("ringside-perf: " + directory + " could not be removed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        remove(directory);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException e) {
            // The process is ending already; the hook finds nothing.
            return;
        }
    }
}
