package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of one segment as Chronicle wrote them, whatever form they are kept in. One thread uses it. */
interface SegmentBytes extends AutoCloseable {
    /**
     * Opens a segment by the name of its plain file. Where there is none its compressed form is read; where both are there
     * the plain one counts, for it was there first.
     */
    static SegmentBytes open(final Path plain) throws IOException {
        try {
            return PlainSegment.open(plain);
        } catch (final NoSuchFileException gone) {
            // It may become compressed at any moment; it never comes back.
            final Path compressed = SegmentNames.compressed(plain);
            if (Files.exists(compressed)) {
                return CompressedSegment.open(compressed);
            }
            throw gone;
        }
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
