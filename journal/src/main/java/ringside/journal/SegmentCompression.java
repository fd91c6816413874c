package ringside.journal;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings one closed segment into its compressed form, a block at each {@link #step()}: written under another name, read back
 * and compared, synced, renamed; only then does the plain file go. Whenever the process or the machine dies, the plain file or
 * a whole compressed one is there, or both.
 */
final class SegmentCompression implements AutoCloseable {
    private final Path directory;
    private final Path plain;
    private final Path fresh;
    private final FileChannel from;
    private final FileChannel to;
    private final ZstdCompressor zstd = new ZstdCompressor();
    private final byte[] contents = new byte[BlockTable.BLOCK_BYTES];
    private final UnsafeBuffer checked = new UnsafeBuffer(contents);
    private final byte[] frame = new byte[zstd.maxCompressedLength(BlockTable.BLOCK_BYTES)];
    private final BlockTable.Writer table = new BlockTable.Writer();
    private final long plainBytes;
    private long done;

    private SegmentCompression(
            final Path directory, final Path plain, final Path fresh, final FileChannel from, final FileChannel to)
            throws IOException {
        this.directory = directory;
        this.plain = plain;
        this.fresh = fresh;
        this.from = from;
        this.to = to;
        plainBytes = from.size();
    }

    /** Begins with a closed segment. */
    static SegmentCompression begin(final Path directory, final String name) throws IOException {
        final Path plain = directory.resolve(name);
        final Path fresh =
                directory.resolve(SegmentNames.compressed(plain).getFileName() + SegmentDirectory.UNFINISHED);
        final FileChannel from = FileChannel.open(plain, StandardOpenOption.READ);
        try {
            final FileChannel to = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new SegmentCompression(directory, plain, fresh, from, to);
        } catch (final IOException e) {
            from.close();
            throw e;
        }
    }

    /** Where the compressed form will stand. */
    Path compressed() {
        return SegmentNames.compressed(plain);
    }

    long plainBytes() {
        return plainBytes;
    }

    /** Does the next part. Returns whether that was the last. */
    boolean step() throws IOException {
        if (done < plainBytes) {
            block();
            return false;
        }
        finish();
        return true;
    }

    private void block() throws IOException {
        final int length = readBlock();
        final int frameBytes;
        try {
            frameBytes = zstd.compress(contents, 0, length, frame, 0, frame.length);
        } catch (final RuntimeException e) {
            throw new IOException(plain + ": cannot be compressed: " + e, e);
        }
        write(ByteBuffer.wrap(frame, 0, frameBytes));
        table.add(frameBytes, length, BlockTable.checksum(checked, length));
        done += length;
    }

    private int readBlock() throws IOException {
        final int length = (int) Math.min(BlockTable.BLOCK_BYTES, plainBytes - done);
        final ByteBuffer bytes = ByteBuffer.wrap(contents, 0, length);
        while (bytes.hasRemaining()) {
            if (from.read(bytes, done + bytes.position()) < 0) {
                throw new IOException(plain + " became shorter than " + plainBytes + " bytes");
            }
        }
        return length;
    }

    private void write(final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private void finish() throws IOException {
        write(table.table());
        to.force(true);
        to.close();
        requireSame();
        Files.move(fresh, SegmentNames.compressed(plain), StandardCopyOption.ATOMIC_MOVE);
        FolderSync.force(directory);
        Files.delete(plain);
        FolderSync.force(directory);
    }

    /** Reads back what was written: what is not the same must not take the plain file's place. */
    private void requireSame() throws IOException {
        try (SegmentBytes written = CompressedSegment.open(fresh)) {
            final byte[] again = new byte[BlockTable.BLOCK_BYTES];
            boolean same = written.sizeBytes() == plainBytes;
            for (done = 0; same && done < plainBytes; done += BlockTable.BLOCK_BYTES) {
                final int length = readBlock();
                same = written.read(ByteBuffer.wrap(again), done) == length
                        && Arrays.equals(again, 0, length, contents, 0, length);
            }
            if (!same || !written.damage().isEmpty()) {
                throw new IOException(fresh + " does not hold what " + plain + " holds: " + written.damage());
            }
        }
    }

    /** Gives everything back; what was not finished goes. */
    @Override
    public void close() throws IOException {
        from.close();
        to.close();
        Files.deleteIfExists(fresh);
    }
}
