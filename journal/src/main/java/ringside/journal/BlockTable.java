package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;

/**
 * Where the blocks of a compressed segment lie. The file is in Zstandard's seekable format, so that {@code zstd -d} makes the
 * plain segment of it: one Zstandard frame a block, then this table in a frame that other readers skip. Little-endian:
 *
 * <pre>
 * 4            184D2A5E: a frame to be skipped
 * 4            bytes that follow: 12 for each block, and 9
 * 12 a block   bytes of its frame u32, bytes of its contents u32, the lower half of XXH64 of its contents
 * 4            how many blocks
 * 1            80: the table has checksums
 * 4            8F92EAB1
 * </pre>
 *
 * Every block but the last holds {@link #BLOCK_BYTES}.
 */
final class BlockTable {
    /** Bytes of a block's contents, but for the last. */
    static final int BLOCK_BYTES = 1 << 20;

    private static final int SKIPPED = 0x184D_2A5E;
    private static final int SEEKABLE = 0x8F92_EAB1;
    private static final byte WITH_CHECKSUMS = (byte) 0x80;
    private static final int HEAD_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final int FOOT_BYTES = 9;

    private final long[] starts;
    private final int[] contentBytes;
    private final int[] checksums;
    private final long sizeBytes;

    private BlockTable(final long[] starts, final int[] contentBytes, final int[] checksums, final long sizeBytes) {
        this.starts = starts;
        this.contentBytes = contentBytes;
        this.checksums = checksums;
        this.sizeBytes = sizeBytes;
    }

    /** What stands in the table for a block's contents. */
    static int checksum(final DirectBuffer contents, final int lengthBytes) {
        return (int) XxHash64.hash(contents, 0, lengthBytes, 0);
    }

    /** The table of a file, or null when it has none that fits it. */
    static @Nullable BlockTable read(final FileChannel channel) throws IOException {
        final long fileBytes = channel.size();
        final ByteBuffer foot = bytes(channel, fileBytes - FOOT_BYTES, FOOT_BYTES);
        if (foot == null || foot.getInt(5) != SEEKABLE || foot.get(4) != WITH_CHECKSUMS) {
            return null;
        }
        final int blocks = foot.getInt(0);
        final long tableBytes = HEAD_BYTES + (long) blocks * ENTRY_BYTES + FOOT_BYTES;
        if (blocks < 0 || tableBytes > Math.min(fileBytes, Integer.MAX_VALUE)) {
            return null;
        }
        final ByteBuffer table = bytes(channel, fileBytes - tableBytes, (int) tableBytes);
        return table == null || table.getInt(0) != SKIPPED || table.getInt(4) != tableBytes - HEAD_BYTES
                ? null
                : of(table, blocks, fileBytes - tableBytes);
    }

    private static @Nullable BlockTable of(final ByteBuffer table, final int blocks, final long endOfBlocks) {
        final long[] starts = new long[blocks + 1];
        final int[] contentBytes = new int[blocks];
        final int[] checksums = new int[blocks];
        long size = 0;
        for (int i = 0; i < blocks; i++) {
            final int entry = HEAD_BYTES + i * ENTRY_BYTES;
            final int frameBytes = table.getInt(entry);
            contentBytes[i] = table.getInt(entry + 4);
            checksums[i] = table.getInt(entry + 8);
            if (frameBytes <= 0
                    || frameBytes > 2 * BLOCK_BYTES
                    || (i < blocks - 1 ? contentBytes[i] != BLOCK_BYTES : contentBytes[i] <= 0)
                    || contentBytes[i] > BLOCK_BYTES) {
                return null;
            }
            starts[i + 1] = starts[i] + frameBytes;
            size += contentBytes[i];
        }
        return starts[blocks] == endOfBlocks ? new BlockTable(starts, contentBytes, checksums, size) : null;
    }

    private static @Nullable ByteBuffer bytes(final FileChannel channel, final long offset, final int length)
            throws IOException {
        if (offset < 0) {
            return null;
        }
        final ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes;
    }

    /** Puts a table together while blocks are written. */
    static final class Writer {
        private ByteBuffer entries = ByteBuffer.allocate(64 * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);

        void add(final int frameBytes, final int contentBytes, final int checksum) {
            if (entries.remaining() < ENTRY_BYTES) {
                entries = ByteBuffer.allocate(entries.capacity() * 2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(entries.flip());
            }
            entries.putInt(frameBytes).putInt(contentBytes).putInt(checksum);
        }

        /** The whole table, as it stands in the file. */
        ByteBuffer table() {
            final int entryBytes = entries.position();
            return ByteBuffer.allocate(HEAD_BYTES + entryBytes + FOOT_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(SKIPPED)
                    .putInt(entryBytes + FOOT_BYTES)
                    .put(entries.array(), 0, entryBytes)
                    .putInt(entryBytes / ENTRY_BYTES)
                    .put(WITH_CHECKSUMS)
                    .putInt(SEEKABLE)
                    .flip();
        }
    }

    int blocks() {
        return contentBytes.length;
    }

    /** How long the plain form is. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Where the frame of a block begins; asked for one block more, where the last ends. */
    long start(final int block) {
        return starts[block];
    }

    int frameBytes(final int block) {
        return (int) (starts[block + 1] - starts[block]);
    }

    int contentBytes(final int block) {
        return contentBytes[block];
    }

    int checksum(final int block) {
        return checksums[block];
    }
}
