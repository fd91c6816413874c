package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.journal.JournalException.Code;

/**
 * A part of a segment in memory, read with positional reads and never mapped: a file cut short under a mapping would take the
 * process with it. Offsets are those of the segment's plain form. Grows up to the largest record. Not thread-safe.
 */
final class FileWindow implements AutoCloseable {
    static final int PAGE_BYTES = 4_096;

    private static final int FIRST_BYTES = 256 * 1_024;

    /** By how much more each further read takes than the one before. */
    private static final int GROWTH = 4;

    private final SegmentBytes segment;
    private ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private long start;
    private int lengthBytes;
    /** How much the next read takes: much of what was written long ago, little of what is being written. */
    private int aheadBytes = FIRST_BYTES;

    private FileWindow(final SegmentBytes segment, final ByteBuffer bytes) {
        this.segment = segment;
        this.bytes = bytes;
        buffer = new UnsafeBuffer(bytes);
    }

    /** Opens a segment by the name of its plain file. */
    static FileWindow open(final Path plain) throws IOException {
        return new FileWindow(SegmentBytes.open(plain), ByteBuffer.allocateDirect(FIRST_BYTES));
    }

    /** The file that is read, plain or compressed. */
    Path file() {
        return segment.file();
    }

    /** What of the segment was found damaged, and stands as zeros here; empty when nothing was. */
    String damage() {
        return segment.damage();
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Where an offset of the file, loaded before, stands in the buffer. */
    int index(final long offset) {
        return (int) (offset - start);
    }

    /** Whether the bytes are there, after reading them when they are not in the window. */
    boolean load(final long offset, final int needed) {
        if (has(offset, needed)) {
            return true;
        }
        final boolean isThere = read(offset, needed, aheadBytes);
        aheadBytes = Math.min(GROWTH * aheadBytes, bytes.capacity());
        return isThere;
    }

    /** Whether the window has these bytes. */
    boolean has(final long offset, final int wanted) {
        return offset >= start && offset + wanted <= start + lengthBytes;
    }

    /** Reads the bytes from the file even when the window has them, and not much beyond: here is where somebody writes. */
    boolean loadAnew(final long offset, final int needed) {
        aheadBytes = GROWTH * PAGE_BYTES;
        return read(offset, needed, PAGE_BYTES);
    }

    long sizeBytes() {
        try {
            return segment.sizeBytes();
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /** Whether every byte of a range is zero; what lies behind the end of the file counts as zero. */
    boolean isZero(final long from, final long to) {
        long at = from;
        while (at < to) {
            final int part = (int) Math.min(Math.min(to, sizeBytes()) - at, FIRST_BYTES);
            if (part <= 0 || !load(at, part)) {
                return true;
            }
            for (int i = index(at); i < index(at) + part; i++) {
                if (buffer.getByte(i) != 0) {
                    return false;
                }
            }
            at += part;
        }
        return true;
    }

    private boolean read(final long offset, final int needed, final int wanted) {
        if (needed > bytes.capacity()) {
            bytes = ByteBuffer.allocateDirect(needed + PAGE_BYTES);
            buffer.wrap(bytes);
        }
        start = offset;
        lengthBytes = 0;
        bytes.clear().limit(Math.min(Math.max(needed, wanted), bytes.capacity()));
        try {
            while (bytes.hasRemaining()) {
                final int read = segment.read(bytes, offset + lengthBytes);
                if (read < 0) {
                    break;
                }
                lengthBytes += read;
            }
        } catch (final IOException e) {
            throw failed(e);
        } finally {
            bytes.clear();
        }
        return lengthBytes >= needed;
    }

    private JournalException failed(final IOException e) {
        return new JournalException(Code.NOT_READABLE, -1, "journal file " + file() + ": cannot be read: " + e, e);
    }

    @Override
    public void close() {
        try {
            segment.close();
        } catch (final IOException e) {
            throw failed(e);
        }
    }
}
