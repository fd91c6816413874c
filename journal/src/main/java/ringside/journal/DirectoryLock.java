package ringside.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;

/**
 * One process at a time: an operating-system lock on a file, which ends with the process however it ends. The file says who
 * holds it; what it says without the lock means nothing.
 */
final class DirectoryLock implements AutoCloseable {
    private static final int HOLDER_BYTES = 256;

    private final FileChannel channel;

    private DirectoryLock(final FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(final Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = tryLock(channel);
            if (lock == null) {
                final String holder = holder(channel);
                channel.close();
                throw new JournalException(
                        Code.LOCKED,
                        "data directory " + file.getParent() + ": in use by " + holder
                                + "; stop it, or give this process another directory");
            }
            final byte[] self =
                    ("pid " + ProcessHandle.current().pid() + " on " + host() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self), 0);
            return new DirectoryLock(channel);
        } catch (final IOException e) {
            if (channel != null) {
                closeAfter(e, channel);
            }
            throw new JournalException(Code.NOT_WRITABLE, -1, "lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            // This process holds it already: no different from another one.
            return null;
        }
    }

    private static void closeAfter(final IOException failure, final FileChannel channel) {
        try {
            channel.close();
        } catch (final IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String holder(final FileChannel channel) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(HOLDER_BYTES);
        channel.read(bytes, 0);
        final String holder = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another process" : holder;
    }

    /** Without asking a name server: that could hang. */
    private static String host() throws IOException {
        final Path name = Path.of("/proc/sys/kernel/hostname");
        if (Files.isReadable(name)) {
            return Files.readString(name).strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException e) {
            return "this host (" + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_WRITABLE, -1, "lock: cannot be given back: " + e.getMessage(), e);
        }
    }
}
