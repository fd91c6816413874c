package ringside.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Watches the room on the journal's disk against a watermark. The disk is asked at most four times a second, or sooner when
 * many bytes were reserved meanwhile. One thread looks; any thread may ask what it saw.
 */
final class SpaceWatch {
    private static final long EVERY_NS = 250_000_000;
    private static final long AFTER_BYTES = 4 << 20;
    private static final int PERCENT = 100;
    private static final int MIB = 1 << 20;

    private final Path directory;
    private final StoreConfig config;
    private final DiskSpace space;
    private long nextLookNs;
    private long unlookedBytes = AFTER_BYTES;
    private volatile @Nullable String shortage;

    SpaceWatch(final Path directory, final StoreConfig config, final DiskSpace space) {
        this.directory = directory;
        this.config = config;
        this.space = space;
    }

    /**
     * Looks when it is time.
     *
     * @param reservedBytes how much was reserved since the last call
     */
    void watch(final long nowNs, final long reservedBytes) {
        unlookedBytes += reservedBytes;
        if (unlookedBytes >= AFTER_BYTES || nowNs - nextLookNs >= 0) {
            unlookedBytes = 0;
            nextLookNs = nowNs + EVERY_NS;
            look();
        }
    }

    private long watermark() throws IOException {
        final long percent = space.totalBytes(directory) / PERCENT * config.watermarkPercent();
        return Math.max(config.watermarkBytes(), percent);
    }

    /** Whether as many bytes again as a file has could be written beside it and leave more than the journal reserves ahead. */
    boolean isRoomFor(final long bytes) {
        try {
            return space.usableBytes(directory) - bytes > 2L * config.reserveAheadBytes();
        } catch (final IOException e) {
            throw SegmentDirectory.failed(directory, "free room cannot be asked for", e);
        }
    }

    private void look() {
        try {
            final long usable = space.usableBytes(directory);
            final long watermark = watermark();
            shortage = usable < watermark
                    ? "journal directory " + directory + ": " + usable / MIB + " MiB are free on its disk, below the"
                            + " watermark of " + watermark / MIB + " MiB; make room"
                    : null;
        } catch (final IOException e) {
            throw SegmentDirectory.failed(directory, "free room cannot be asked for", e);
        }
    }

    /** Says that a reservation failed: there is no room at all. */
    void full() {
        shortage = "journal directory " + directory + ": its disk is full; make room";
    }

    /** One line that says how little room there is, or null while there is enough. Any thread. */
    @Nullable
    String shortage() {
        return shortage;
    }
}
