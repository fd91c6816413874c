package ringside.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;

/**
 * A server's data directory:
 *
 * <pre>
 * DIR/identity              {"format": 1, "serverId": "32 hexadecimal digits"}
 * DIR/lock                  held by the process that writes; names it
 * DIR/engines/K/journal/    *.cq4, marks
 * </pre>
 *
 * Opened for writing it holds the lock until closed. Opened for reading it takes no lock and writes nothing.
 */
public final class DataDirectory implements AutoCloseable {
    /** The version of the directory's format. */
    public static final int FORMAT = 1;

    /** The name of the marks in a journal directory. */
    public static final String MARKS = "marks";

    private static final String IDENTITY = "identity";
    private static final String LOCK = "lock";
    private static final String ENGINES = "engines";
    private static final String JOURNAL = "journal";
    private static final Pattern IDENTITY_TEXT =
            Pattern.compile("\\{\"format\": (\\d{1,9}), \"serverId\": \"([0-9a-f]{32})\"}\\s*");

    private final Path directory;
    private final ServerId serverId;
    private final @Nullable DirectoryLock lock;

    private DataDirectory(final Path directory, final ServerId serverId, final @Nullable DirectoryLock lock) {
        this.directory = directory;
        this.serverId = serverId;
        this.lock = lock;
    }

    /**
     * Opens for writing; makes the directory and its identity at the first start.
     *
     * @param random where a new server id comes from: a strong source, since it must never occur twice
     * @throws JournalException NOT_WRITABLE, LOCKED, FORMAT
     */
    public static DataDirectory open(final Path directory, final LongSupplier random) {
        requireDirectory(directory, Code.NOT_WRITABLE);
        try {
            FolderSync.make(directory, 1);
        } catch (final IOException e) {
            throw new JournalException(
                    Code.NOT_WRITABLE, -1, "data directory " + directory + ": cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(directory)) {
            throw new JournalException(Code.NOT_WRITABLE, "data directory " + directory + ": not writable");
        }
        final DirectoryLock lock = DirectoryLock.take(directory.resolve(LOCK));
        try {
            final ServerId serverId = Files.exists(directory.resolve(IDENTITY))
                    ? readIdentity(directory)
                    : makeIdentity(directory, ServerId.random(random));
            return new DataDirectory(directory, serverId, lock);
        } catch (final RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens for writing as a directory of that server, which another one may already be: makes directory and identity when they are
     * missing. Throws as {@link #open}, and WRONG_SERVER when it belongs to another server.
     */
    public static DataDirectory join(final Path directory, final ServerId serverId) {
        final long[] words = {serverId.high(), serverId.low()};
        final int[] next = {0};
        final DataDirectory data = open(directory, () -> words[next[0]++]);
        if (!data.serverId().equals(serverId)) {
            data.close();
            throw new JournalException(
                    Code.WRONG_SERVER,
                    "data directory " + directory + ": of server " + data.serverId() + ", not of server " + serverId
                            + "; give another directory");
        }
        return data;
    }

    /** Whether a directory says whose it is: one that was never used does not. */
    public static boolean isBegun(final Path directory) {
        return Files.exists(directory.resolve(IDENTITY));
    }

    /** Opens for reading only. Throws NOT_READABLE, FORMAT. */
    public static DataDirectory read(final Path directory) {
        requireDirectory(directory, Code.NOT_READABLE);
        if (!Files.isDirectory(directory)) {
            throw new JournalException(Code.NOT_READABLE, "data directory " + directory + ": does not exist");
        }
        return new DataDirectory(directory, readIdentity(directory), null);
    }

    private static void requireDirectory(final Path directory, final Code code) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new JournalException(code, "data directory " + directory + ": is a file, not a directory");
        }
    }

    private static ServerId readIdentity(final Path directory) {
        final Path file = directory.resolve(IDENTITY);
        final String text;
        try {
            text = Files.readString(file);
        } catch (final NoSuchFileException e) {
            throw new JournalException(
                    Code.NOT_READABLE,
                    -1,
                    "data directory " + directory + ": has no identity, so it is not Ringside's",
                    e);
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_READABLE, -1, "identity " + file + ": cannot be read: " + e, e);
        }
        final Matcher matcher = IDENTITY_TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new JournalException(
                    Code.FORMAT,
                    "identity " + file + ": not the identity of a data directory; restore it from a backup");
        }
        final int format = Integer.parseInt(matcher.group(1));
        if (format != FORMAT) {
            throw new JournalException(
                    Code.FORMAT, "identity " + file + ": format " + format + ", this program reads " + FORMAT);
        }
        return ServerId.parse(matcher.group(2));
    }

    private static ServerId makeIdentity(final Path directory, final ServerId serverId) {
        final Path file = directory.resolve(IDENTITY);
        if (Files.exists(directory.resolve(ENGINES))) {
            throw new JournalException(
                    Code.WRONG_SERVER,
                    "data directory " + directory + ": holds engines but no identity; restore " + file
                            + " from a backup");
        }
        final Path fresh = directory.resolve(IDENTITY + ".new");
        try {
            Files.writeString(fresh, "{\"format\": " + FORMAT + ", \"serverId\": \"" + serverId + "\"}\n");
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            FolderSync.force(directory);
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_WRITABLE, -1, "identity " + file + ": cannot be made: " + e, e);
        }
        return serverId;
    }

    public ServerId serverId() {
        return serverId;
    }

    public Path path() {
        return directory;
    }

    /** The folder of an engine, there or not. */
    public Path engine(final int engine) {
        return directory.resolve(ENGINES).resolve(Integer.toString(engine));
    }

    /** The folder of an engine's journal, there or not. */
    public Path journal(final int engine) {
        return engine(engine).resolve(JOURNAL);
    }

    /** The numbers of the engines that are there, rising. */
    public int[] engines() {
        final Path engines = directory.resolve(ENGINES);
        if (!Files.isDirectory(engines)) {
            return new int[0];
        }
        final List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> folders = Files.list(engines)) {
            folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.matches("\\d{1,6}"))
                    .forEach(name -> numbers.add(Integer.parseInt(name)));
        } catch (final IOException e) {
            throw new JournalException(
                    Code.NOT_READABLE, -1, "data directory " + engines + ": cannot be read: " + e, e);
        }
        return numbers.stream().flatMapToInt(IntStream::of).sorted().toArray();
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
