package ringside.journal.support;

import java.nio.file.Path;
import ringside.journal.DiskSpace;

/** A disk that says it has as much room as a test wants. */
public final class SmallDisk implements DiskSpace {
    private final long totalBytes;
    private long usableBytes;
    private int questions;

    public SmallDisk(final long totalBytes) {
        this.totalBytes = totalBytes;
        usableBytes = totalBytes;
    }

    public void usableBytes(final long bytes) {
        usableBytes = bytes;
    }

    /** How often it was asked. */
    public int questions() {
        return questions;
    }

    @Override
    public long usableBytes(final Path directory) {
        questions++;
        return usableBytes;
    }

    @Override
    public long totalBytes(final Path directory) {
        return totalBytes;
    }
}
