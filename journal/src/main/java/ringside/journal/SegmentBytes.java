package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of one segment as Chronicle wrote them, whatever form they are kept in. One thread uses it. */
interface SegmentBytes extends AutoCloseable {
    /**
     * Opens a segment by the name of its plain file. Where there is none its compressed form is read; where both are there
     * the plain one counts, for it was there first.
     */
    static SegmentBytes open(final Path plain) throws IOException {
        if (Files.isRegularFile(plain)) {
            return PlainSegment.open(plain);
        }
        final Path compressed = SegmentNames.compressed(plain);
        if (Files.isRegularFile(compressed)) {
            return CompressedSegment.open(compressed);
        }
        if (Files.exists(plain)) {
            throw new IOException("not a regular file");
        }
        // Between the two looks the plain one may have come back, or gone.
        return PlainSegment.open(plain);
    }

    /** The file that is read. */
    Path file();

    /** How long the plain form is. */
    long sizeBytes() throws IOException;

    /** Reads what there is from an offset of the plain form on, as much as fits. Returns how much; -1 at the end. */
    int read(ByteBuffer into, long offset) throws IOException;

    /** What of the bytes read so far is not what was written, and was replaced by zeros; empty when all is well. */
    String damage();

    @Override
    void close() throws IOException;
}
