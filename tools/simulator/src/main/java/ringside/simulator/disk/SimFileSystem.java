package ringside.simulator.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A {@link SimDisk} as one process sees it. Another process has another. */
public final class SimFileSystem extends FileSystem {
    private final SimDisk disk;
    private final DiskWatch watch;
    private final SimFileSystemProvider provider = new SimFileSystemProvider(this);
    /** Locks end with the process. */
    private final Set<String> locks = new HashSet<>();

    public SimFileSystem(final SimDisk disk, final DiskWatch watch) {
        this.disk = disk;
        this.watch = watch;
    }

    SimDisk disk() {
        return disk;
    }

    void before(final DiskWatch.Operation operation, final String path, final long bytes) throws IOException {
        watch.before(operation, path, bytes);
    }

    Set<String> locks() {
        return locks;
    }

    @Override
    public SimFileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(final String first, final String... more) {
        return new SimPath(this, more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public void close() {
        // It is there as long as somebody looks at it.
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(final String syntaxAndPattern) {
        throw new UnsupportedOperationException(syntaxAndPattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException("a simulated disk belongs to nobody");
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("nobody watches a simulated disk");
    }
}
