package ringside.journal.support;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What a kill at this moment would leave of a data directory, and ways to damage it further. */
public final class CrashImage {
    private CrashImage() {}

    /** Copies a data directory that may be open, without its lock. */
    public static Path of(final Path directory, final Path target) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.toList()) {
                final Path copy = target.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.endsWith("lock")) {
                    Files.copy(file, copy);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    /** The segment files of the first engine, in order. */
    public static List<Path> segments(final Path directory) {
        try (Stream<Path> files = Files.list(Directories.journal(directory))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compressed segment files of the first engine, in order. */
    public static List<Path> compressed(final Path directory) {
        try (Stream<Path> files = Files.list(Directories.journal(directory))) {
            return files.filter(file -> file.toString().endsWith(".cq4.zst"))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path last(final Path directory) {
        final List<Path> segments = segments(directory);
        return segments.get(segments.size() - 1);
    }

    public static void flip(final Path file, final long offset, final int bits) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            final int old = open.read();
            open.seek(offset);
            open.write(old ^ bits);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void truncate(final Path file, final long sizeBytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(sizeBytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void zero(final Path file, final long from, final long to) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(from);
            open.write(new byte[(int) (to - from)]);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
