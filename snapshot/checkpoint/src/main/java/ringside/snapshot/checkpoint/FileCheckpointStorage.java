package ringside.snapshot.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checkpoints as files of one folder: written under a temporary name, synced, renamed, and the folder synced, so that a
 * name in the folder is always a whole file, whenever the process or the machine died.
 */
public class FileCheckpointStorage implements CheckpointStorage {
    private static final String SUFFIX = ".checkpoint";
    private static final String TEMPORARY = ".tmp";
    private static final String ASIDE = ".lost";

    private final Path folder;

    /** Storage in a folder, which is made when there is none at the first write. */
    public FileCheckpointStorage(final Path folder) {
        this.folder = folder;
    }

    @Override
    public final List<String> list() throws IOException {
        return list(SUFFIX);
    }

    private List<String> list(final String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public final void write(final String name, final ByteBuffer bytes) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            final Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                forceFolder(parent);
            }
        }
        for (final String halfWritten : list(TEMPORARY)) {
            Files.deleteIfExists(folder.resolve(halfWritten + TEMPORARY));
        }
        final Path temporary = folder.resolve(name + TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            fill(channel, bytes);
            force(channel);
        } catch (final IOException e) {
            // On a full disk half a checkpoint must not keep the room that the journal needs.
            Files.deleteIfExists(temporary);
            throw e;
        }
        rename(temporary, file(name));
        forceFolder(folder);
    }

    // The steps, one by one, in this order: a process or machine may die between any two of them.

    void fill(final FileChannel channel, final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void force(final FileChannel channel) throws IOException {
        channel.force(true);
    }

    void rename(final Path from, final Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void forceFolder(final Path which) throws IOException {
        try (FileChannel directory = FileChannel.open(which, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public final ByteBuffer read(final String name) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file(name)));
    }

    @Override
    public final void delete(final String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    @Override
    public final void setAside(final String name) throws IOException {
        Files.move(file(name), folder.resolve(name + ASIDE), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(final String name) {
        return folder.resolve(name + SUFFIX);
    }

    @Override
    public final String toString() {
        return folder.toString();
    }
}
