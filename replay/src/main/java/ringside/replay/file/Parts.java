package ringside.replay.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import ringside.replay.ReplayException;

/**
 * Runs of bytes, each compressed for itself (raw Deflate, as browsers read it too): how long it is, how long it is stored, then
 * that; stored as it is where that is no shorter.
 */
final class Parts {
    /** Before each part: its length, and how much of that is stored. */
    private static final int HEAD_BYTES = 8;

    private static final int MOST_BYTES = 1 << 28;

    /** Deflate makes no more than so many bytes of one: whoever claims more wants memory for nothing. */
    private static final long MOST_OF_ONE = 1_032;

    private Parts() {}

    /** Collects parts. */
    static final class Writer {
        private ByteBuffer all = ByteBuffer.allocate(64 * 1_024).order(ByteOrder.LITTLE_ENDIAN);

        void add(final byte[] part) {
            final byte[] small = deflate(part);
            final byte[] stored = small.length < part.length ? small : part;
            final int needed = all.position() + HEAD_BYTES + stored.length;
            if (needed > all.capacity()) {
                final ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, all.capacity() * 2))
                        .order(ByteOrder.LITTLE_ENDIAN);
                larger.put(all.flip());
                all = larger;
            }
            all.putInt(part.length).putInt(stored.length).put(stored);
        }

        byte[] toBytes() {
            return Arrays.copyOf(all.array(), all.position());
        }
    }

    /** Takes parts, in the order in which they were added. */
    static final class Reader {
        private final ByteBuffer all;

        Reader(final ByteBuffer all) {
            this.all = all.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }

        byte[] next() {
            if (all.remaining() < HEAD_BYTES) {
                throw new ReplayException("a part is missing");
            }
            final int length = all.getInt();
            final int stored = all.getInt();
            if (length < 0
                    || length > MOST_BYTES
                    || length > MOST_OF_ONE * stored
                    || stored < 0
                    || stored > length
                    || stored > all.remaining()) {
                throw new ReplayException("a part of " + length + " bytes, stored in " + stored + " of "
                        + all.remaining() + " that are left");
            }
            final byte[] bytes = new byte[stored];
            all.get(bytes);
            return stored == length ? bytes : inflate(bytes, length);
        }
    }

    private static byte[] deflate(final byte[] part) {
        final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(part);
            deflater.finish();
            byte[] out = new byte[Math.max(64, part.length / 2)];
            int length = deflater.deflate(out);
            while (!deflater.finished()) {
                out = Arrays.copyOf(out, out.length * 2);
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(final byte[] stored, final int length) {
        final Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(stored);
            final byte[] out = new byte[length];
            int done = 0;
            while (done < length) {
                final int more = inflater.inflate(out, done, length - done);
                if (more == 0) {
                    throw new ReplayException(
                            "a part ends after " + done + " of " + length + " bytes that it should have");
                }
                done += more;
            }
            return out;
        } catch (final DataFormatException e) {
            throw new ReplayException("a part cannot be decompressed: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
