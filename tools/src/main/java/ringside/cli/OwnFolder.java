package ringside.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder for files that go with the verb that made it. */
final class OwnFolder implements AutoCloseable {
    private final Path path;

    private OwnFolder(final Path path) {
        this.path = path;
    }

    /** An empty one, whose name begins so. */
    static OwnFolder named(final String prefix) throws IOException {
        return new OwnFolder(Files.createTempDirectory(prefix));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (final Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }
}
