package ringside.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The files that a journal writes through memory: the edge to the system's mappings. Everything else it does to files goes through
 * {@link java.nio.file.FileSystem}, so with that and this a simulator may put its own disk in place; frames, checksums, the chain,
 * epochs and marks stand above both.
 */
public interface MappedFiles {
    /** Chronicle's files, and the system's mappings. */
    MappedFiles SYSTEM = new MappedFiles() {
        @Override
        public SegmentFile segment(final Path directory, final int cycle, final int segmentBytes) {
            return ChronicleSegment.create(directory, cycle, segmentBytes);
        }

        @Override
        public Memory map(final Path file, final int lengthBytes) throws IOException {
            return SystemMapping.of(file, lengthBytes);
        }
    };

    /** Makes a segment that is not yet in the journal, in a folder of its own within the directory. */
    SegmentFile segment(Path directory, int cycle, int segmentBytes);

    /** Maps a file of that length, which is made, or filled up with zeros, where it is shorter. */
    Memory map(Path file, int lengthBytes) throws IOException;

    /** A file in memory: what is stored survives the process. */
    interface Memory extends AutoCloseable {
        UnsafeBuffer buffer();

        /** On return what was stored survives the loss of power. */
        void force() throws IOException;

        /** Lets go of the file; the buffer must not be used any more. Once. */
        @Override
        void close();
    }
}
