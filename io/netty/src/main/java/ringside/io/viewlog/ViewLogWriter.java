package ringside.io.viewlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;
import ringside.io.session.ViewLog;
import ringside.io.session.ViewLogEntry;
import ringside.snapshot.codec.ViewLimits;

/**
 * Writes the log of an engine's views: event loops lay entries by, another thread writes them by {@link #doWork}. Entries that find
 * no room are dropped and counted; a disk that does not take them ends the log until the next start. Nobody waits for it.
 *
 * <p>All files together take at most so many bytes: the oldest go first, whichever epoch they are of.
 */
public final class ViewLogWriter implements ViewLog, AutoCloseable {
    private static final int QUEUE_BYTES = 1 << 22;
    private static final int FILES = 8;
    private static final int LEAST_FILE_BYTES = 1 << 16;

    private final ManyToOneRingBuffer queue = new ManyToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(QUEUE_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final AtomicInteger viewers = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Path folder;
    private final long epoch;
    private final ViewLimits limits;
    private final long mostBytes;
    private final Consumer<String> troubles;
    private final ByteBuffer block = ByteBuffer.allocateDirect(
                    ViewLogFormat.BLOCK_HEAD_BYTES + ViewLogFormat.MOST_BLOCK_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final MessageHandler taker = (type, buffer, index, length) -> take(buffer, index, length);
    private @Nullable FileChannel file;
    private int files;
    private long fileBytes;
    private boolean isGivenUp;

    /**
     * A log that has no file yet.
     *
     * @param folder where its files are; made when missing
     * @param epoch of the views
     * @param mostBytes of all files together
     * @param troubles told once why nothing more is written
     */
    public ViewLogWriter(
            final Path folder,
            final long epoch,
            final ViewLimits limits,
            final long mostBytes,
            final Consumer<String> troubles) {
        this.folder = folder;
        this.epoch = epoch;
        this.limits = limits;
        this.mostBytes = mostBytes;
        this.troubles = troubles;
    }

    @Override
    public int nextViewer() {
        return viewers.incrementAndGet();
    }

    @Override
    public void put(final DirectBuffer entry, final int offset, final int lengthBytes) {
        if (!queue.write(1, entry, offset, lengthBytes)) {
            dropped.incrementAndGet();
        }
    }

    /** Entries for which there was no room. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes what was laid by, as one block; returns how many entries. One thread. */
    public int doWork() {
        block.clear().position(ViewLogFormat.BLOCK_HEAD_BYTES);
        int count = 0;
        int read = 1;
        while (read > 0 && block.remaining() >= ViewLogEntry.MAX_BYTES) {
            read = queue.read(taker, 1);
            count += read;
        }
        if (count > 0 && !isGivenUp) {
            try {
                write();
            } catch (final IOException e) {
                isGivenUp = true;
                troubles.accept("views: their log cannot be written and is given up until the next start: " + e);
            }
        }
        return count;
    }

    private void take(final MutableDirectBuffer from, final int index, final int lengthBytes) {
        from.getBytes(index, block, lengthBytes);
    }

    private void write() throws IOException {
        final int bytes = block.position() - ViewLogFormat.BLOCK_HEAD_BYTES;
        block.putInt(0, bytes);
        block.putInt(4, ViewLogFormat.checksum(block, ViewLogFormat.BLOCK_HEAD_BYTES, bytes));
        block.flip();
        final FileChannel to = fileFor(block.remaining());
        fileBytes += block.remaining();
        while (block.hasRemaining()) {
            to.write(block);
        }
    }

    private FileChannel fileFor(final int bytes) throws IOException {
        final FileChannel open = file;
        if (open != null && fileBytes + bytes <= Math.max(LEAST_FILE_BYTES, mostBytes / FILES)) {
            return open;
        }
        if (open != null) {
            open.close();
            file = null;
        }
        Files.createDirectories(folder);
        makeRoom();
        final FileChannel made = FileChannel.open(
                folder.resolve(ViewLogFormat.nameOf(epoch, files)),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        files++;
        fileBytes = made.write(ViewLogFormat.head(epoch, limits));
        file = made;
        return made;
    }

    /** So that one more file of full length fits. */
    private void makeRoom() throws IOException {
        final List<Path> all;
        try (Stream<Path> listed = Files.list(folder)) {
            all = listed.filter(each -> ViewLogFormat.epochOf(each) >= 0)
                    .sorted()
                    .toList();
        }
        long bytes = Math.max(LEAST_FILE_BYTES, mostBytes / FILES);
        for (final Path each : all) {
            bytes += Files.size(each);
        }
        for (int i = 0; i < all.size() && bytes > mostBytes; i++) {
            bytes -= Files.size(all.get(i));
            Files.delete(all.get(i));
        }
    }

    /** Writes what is left. Once nobody puts anything any more. */
    @Override
    public void close() {
        while (doWork() > 0) {
            // Goes on until all is written.
        }
        final FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (final IOException e) {
                troubles.accept("views: the end of their log may be missing: " + e);
            }
        }
    }
}
