package ringside.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import ringside.bots.Bots;
import ringside.bots.BotsSettings;
import ringside.layout.XxHash64;

/**
 * A data directory that a server with players left: two segments, some checkpoints. Made once for all tests that only
 * need one to read or to damage; each works on its own copy.
 */
final class Recorded {
    private static final int CHECKPOINTS = 2;
    private static final int LONGEST_SECONDS = 60;

    private static Recorded made;

    private final Path dir;
    private final String finalHash;

    private Recorded(final Path dir, final String finalHash) {
        this.dir = dir;
        this.finalHash = finalHash;
    }

    static synchronized Recorded get() throws IOException, InterruptedException {
        if (made == null) {
            final Path target = RingsideProcess.jar().toAbsolutePath().resolveSibling("recorded");
            delete(target);
            made = record(target);
        }
        return made;
    }

    private static Recorded record(final Path target) throws IOException, InterruptedException {
        final Path dir = Files.createDirectories(target).resolve("data");
        final Path config = target.resolve("server.toml");
        Files.writeString(config, "checkpointSeconds = 1\nmatches = 2\n[rules]\nbots = 2\n");
        try (Served server = Served.start(dir, "--config", config.toString())) {
            Bots.run(BotsSettings.of(server.url()).withPlayers(4).withMatches(2).withSeconds(2), progress -> {});
            awaitCheckpoints(dir);
            server.stop();
        }
        // Every opening begins a new segment.
        try (Served server = Served.start(dir, "--config", config.toString())) {
            return new Recorded(dir, server.stop());
        }
    }

    private static void awaitCheckpoints(final Path dir) throws IOException, InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (count(checkpoints(dir), ".checkpoint") < CHECKPOINTS) {
            if (System.nanoTime() > endNs) {
                throw new AssertionError("no checkpoints within " + LONGEST_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static long count(final Path folder, final String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }

    /** The last hashes of all matches when the server ended. */
    String finalHash() {
        return finalHash;
    }

    /** A copy that the caller may damage. */
    Path copyTo(final Path target) throws IOException {
        copy(dir, target);
        return target;
    }

    static Path journal(final Path dir) {
        return dir.resolve("engines/0/journal");
    }

    static Path checkpoints(final Path dir) {
        return dir.resolve("engines/0/checkpoints");
    }

    /** The segments or checkpoints of a folder, oldest first. */
    static Path[] files(final Path folder, final String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toArray(Path[]::new);
        }
    }

    static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                final Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Every file by its path, with its length and a hash of what it holds; the lock says only who looked last. */
    static SortedMap<String, String> contents(final Path dir) throws IOException {
        final SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(dir)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .forEach(file -> contents.put(dir.relativize(file).toString(), fingerprint(file)));
        }
        return contents;
    }

    private static String fingerprint(final Path file) {
        try {
            final byte[] bytes = Files.readAllBytes(file);
            final long hash = XxHash64.hash(new org.agrona.concurrent.UnsafeBuffer(bytes), 0, bytes.length, 0);
            return bytes.length + " bytes " + XxHash64.hex(hash);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(final Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException failure)
                    throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
