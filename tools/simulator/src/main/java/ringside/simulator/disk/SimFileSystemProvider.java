package ringside.simulator.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link java.nio.file.Files} asks of a {@link SimFileSystem}. */
final class SimFileSystemProvider extends FileSystemProvider {
    private final SimFileSystem system;

    SimFileSystemProvider(final SimFileSystem system) {
        this.system = system;
    }

    private static String name(final Path path) {
        return SimPath.of(path).onDisk();
    }

    @Override
    public String getScheme() {
        return "sim";
    }

    @Override
    public FileSystem newFileSystem(final URI uri, final Map<String, ?> environment) {
        throw new UnsupportedOperationException("made by whoever simulates");
    }

    @Override
    public FileSystem getFileSystem(final URI uri) {
        return system;
    }

    @Override
    public Path getPath(final URI uri) {
        return system.getPath(uri.getPath());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public SimChannel newFileChannel(
            final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
            throws IOException {
        final String name = name(path);
        final SimDisk disk = system.disk();
        final boolean isWritten = options.contains(StandardOpenOption.WRITE)
                || options.contains(StandardOpenOption.APPEND)
                || options.contains(StandardOpenOption.TRUNCATE_EXISTING);
        if (options.contains(StandardOpenOption.CREATE_NEW) && disk.find(name) != null) {
            throw new FileAlreadyExistsException(name);
        }
        Inode file = disk.find(name);
        if (file == null
                && isWritten
                && (options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW))) {
            system.before(DiskWatch.Operation.CREATE, name, 0);
            file = disk.create(name);
        } else {
            file = disk.require(name);
        }
        final SimChannel channel = new SimChannel(system, name, file, isWritten);
        if (isWritten && options.contains(StandardOpenOption.TRUNCATE_EXISTING) && file.size() > 0) {
            channel.truncate(0);
        }
        return channel;
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            final Path folder, final DirectoryStream.Filter<? super Path> filter) throws IOException {
        system.before(DiskWatch.Operation.READ, name(folder), 0);
        final List<Path> found = system.disk().list(name(folder)).stream()
                .<Path>map(each -> new SimPath(system, each))
                .toList();
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return found.iterator();
            }

            @Override
            public void close() {
                // A list needs no closing.
            }
        };
    }

    @Override
    public void createDirectory(final Path folder, final FileAttribute<?>... attributes) throws IOException {
        system.before(DiskWatch.Operation.CREATE, name(folder), 0);
        system.disk().createFolder(name(folder));
    }

    @Override
    public void delete(final Path path) throws IOException {
        system.before(DiskWatch.Operation.DELETE, name(path), 0);
        system.disk().delete(name(path));
    }

    @Override
    public boolean deleteIfExists(final Path path) throws IOException {
        if (system.disk().find(name(path)) == null) {
            return false;
        }
        delete(path);
        return true;
    }

    @Override
    public void copy(final Path from, final Path to, final CopyOption... options) throws IOException {
        final Inode source = system.disk().require(name(from));
        system.disk().requireRoom(source.size());
        system.before(DiskWatch.Operation.CREATE, name(to), source.size());
        system.disk().create(name(to)).write(source.bytes(), 0, 0, source.size());
    }

    @Override
    public void move(final Path from, final Path to, final CopyOption... options) throws IOException {
        final List<CopyOption> given = Arrays.asList(options);
        if (system.disk().find(name(to)) != null
                && !given.contains(StandardCopyOption.REPLACE_EXISTING)
                && !given.contains(StandardCopyOption.ATOMIC_MOVE)) {
            throw new FileAlreadyExistsException(name(to));
        }
        system.before(DiskWatch.Operation.MOVE, name(to), 0);
        system.disk().move(name(from), name(to));
    }

    @Override
    public boolean isSameFile(final Path path, final Path other) {
        return path.equals(other);
    }

    @Override
    public boolean isHidden(final Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(final Path path) {
        throw new UnsupportedOperationException("ask a DiskSpace");
    }

    @Override
    public void checkAccess(final Path path, final AccessMode... modes) throws IOException {
        system.disk().require(name(path));
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            final Path path, final Class<V> type, final LinkOption... options) {
        return null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            final Path path, final Class<A> type, final LinkOption... options) throws IOException {
        final Inode file = system.disk().require(name(path));
        return type.cast(new SimAttributes(file.size(), system.disk().isFolder(name(path))));
    }

    @Override
    public Map<String, Object> readAttributes(final Path path, final String names, final LinkOption... options) {
        throw new UnsupportedOperationException(names);
    }

    @Override
    public void setAttribute(final Path path, final String name, final Object value, final LinkOption... options) {
        throw new UnsupportedOperationException(name);
    }
}
