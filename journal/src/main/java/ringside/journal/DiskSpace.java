package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room the disk of a directory has: the edge to the file system. Any thread may ask. */
public interface DiskSpace {
    /** What the system says. */
    DiskSpace REAL = new DiskSpace() {
        @Override
        public long usableBytes(final Path directory) throws IOException {
            return Files.getFileStore(directory).getUsableSpace();
        }

        @Override
        public long totalBytes(final Path directory) throws IOException {
            return Files.getFileStore(directory).getTotalSpace();
        }
    };

    /** Bytes that this process may still take. */
    long usableBytes(Path directory) throws IOException;

    /** Bytes of the whole disk. */
    long totalBytes(Path directory) throws IOException;
}
