package ringside.journal;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A segment in its compressed form (see {@link BlockTable}). Keeps one block in memory, whatever the file's size. */
final class CompressedSegment implements SegmentBytes {
    private static final int NONE = -1;

    private final Path file;
    private final FileChannel channel;
    private final @Nullable BlockTable table;
    private final ZstdDecompressor zstd = new ZstdDecompressor();
    private final byte[] contents = new byte[BlockTable.BLOCK_BYTES];
    private final UnsafeBuffer checked = new UnsafeBuffer(contents);
    private byte[] frame = new byte[0];
    private int block = NONE;
    private String damage = "";

    private CompressedSegment(final Path file, final FileChannel channel, final @Nullable BlockTable table) {
        this.file = file;
        this.channel = channel;
        this.table = table;
        if (table == null) {
            damage = "the table of its blocks is damaged";
        }
    }

    static CompressedSegment open(final Path file) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new CompressedSegment(file, channel, BlockTable.read(channel));
        } catch (final IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public long sizeBytes() {
        return table == null ? 0 : table.sizeBytes();
    }

    @Override
    public int read(final ByteBuffer into, final long offset) throws IOException {
        if (table == null || offset >= table.sizeBytes()) {
            return -1;
        }
        final int wanted = (int) (offset / BlockTable.BLOCK_BYTES);
        if (wanted != block) {
            load(table, wanted);
        }
        final int from = (int) (offset % BlockTable.BLOCK_BYTES);
        final int count = Math.min(into.remaining(), table.contentBytes(wanted) - from);
        into.put(contents, from, count);
        return count;
    }

    private void load(final BlockTable of, final int wanted) throws IOException {
        final int frameBytes = of.frameBytes(wanted);
        if (frame.length < frameBytes) {
            frame = new byte[frameBytes];
        }
        final ByteBuffer bytes = ByteBuffer.wrap(frame, 0, frameBytes);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, of.start(wanted) + bytes.position()) < 0) {
                break;
            }
        }
        block = wanted;
        if (bytes.hasRemaining() || !expand(of, wanted, frameBytes)) {
            Arrays.fill(contents, (byte) 0);
            damage = "block " + wanted + " of " + of.blocks() + " is damaged";
        }
    }

    private boolean expand(final BlockTable of, final int wanted, final int frameBytes) {
        final int size = of.contentBytes(wanted);
        try {
            return zstd.decompress(frame, 0, frameBytes, contents, 0, size) == size
                    && BlockTable.checksum(checked, size) == of.checksum(wanted);
        } catch (final RuntimeException e) {
            // Whatever the library makes of bytes that were changed: they are not what was written.
            return false;
        }
    }

    @Override
    public String damage() {
        return damage;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
