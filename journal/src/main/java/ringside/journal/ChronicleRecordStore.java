package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;

/**
 * Records in Chronicle Queue files of one directory. Every opening begins a new file, so that nothing is ever appended to what
 * an earlier process left. The caller holds the lock of the directory.
 *
 * <p>{@link #doWork()} belongs on a thread of its own, beside the appending one: it reserves disk blocks and touches pages ahead
 * of the appender, prepares the next file, and closes files that are full. Without it all this is done by the appending thread
 * when it can wait no longer: correct, and slower.
 */
public final class ChronicleRecordStore implements RecordStore, Agent {
    private static final int PAGES_BETWEEN_ROOM_CHECKS = 1_024;

    private static final int CALLS_WHEN_FULL = 1_024;

    private final Path directory;
    private final StoreConfig config;
    private final LongSupplier clockMs;
    private final Queue<ChronicleSegment> ended = new ConcurrentLinkedQueue<>();
    private final Object preparing = new Object();
    private @Nullable ChronicleSegment prepared;
    private volatile @Nullable ChronicleSegment current;
    private int lastCycle;
    private volatile long currentSinceMs;
    private volatile boolean directoryChanged;
    private volatile boolean full;
    private volatile boolean shortOfRoom;
    private volatile @Nullable JournalException failure;
    private int pagesUntilRoomCheck;
    private int rest;

    /**
     * Takes a directory, which is made when it is not there.
     *
     * @param clockMs wall-clock time; it may jump, and decides only how files are named and how old one may grow
     */
    public ChronicleRecordStore(final Path directory, final StoreConfig config, final LongSupplier clockMs) {
        this.directory = directory;
        this.config = config;
        this.clockMs = clockMs;
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new JournalException(
                    Code.NOT_WRITABLE, "journal directory " + directory + ": is a file, not a directory");
        }
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new JournalException(
                    Code.NOT_WRITABLE, -1, "journal directory " + directory + ": cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(directory)) {
            throw new JournalException(Code.NOT_WRITABLE, "journal directory " + directory + ": not writable");
        }
        SegmentDirectory.sweep(directory);
        final List<String> names = SegmentNames.list(directory);
        lastCycle = names.isEmpty() ? 0 : SegmentNames.cycle(names.get(names.size() - 1));
    }

    @Override
    public int maxRecordBytes() {
        return config.maxRecordBytes();
    }

    @Override
    public UnsafeBuffer claim() {
        throwIfFailed();
        ChronicleSegment segment = current;
        if (segment == null || !segment.fits(config.maxRecordBytes()) || isOld()) {
            segment = roll();
        }
        return segment.claim(config.maxRecordBytes());
    }

    @Override
    public void append(final int lengthBytes) {
        throwIfFailed();
        final ChronicleSegment segment = current;
        if (segment == null) {
            throw new IllegalStateException("journal directory " + directory + ": nothing was claimed");
        }
        segment.append(lengthBytes);
    }

    private boolean isOld() {
        return config.rollEveryMs() > 0 && clockMs.getAsLong() - currentSinceMs >= config.rollEveryMs();
    }

    private ChronicleSegment roll() {
        final ChronicleSegment old = current;
        final ChronicleSegment next;
        synchronized (preparing) {
            next = prepared == null ? create() : prepared;
            prepared = null;
            lastCycle = next.cycle();
        }
        next.enter(directory);
        if (old != null) {
            old.end();
            ended.add(old);
        }
        currentSinceMs = clockMs.getAsLong();
        directoryChanged = true;
        current = next;
        return next;
    }

    private ChronicleSegment create() {
        return ChronicleSegment.create(
                directory, SegmentNames.following(lastCycle, clockMs.getAsLong()), config.segmentBytes());
    }

    @Override
    public void sync() {
        throwIfFailed();
        try {
            // In this order: a roll meanwhile moves the current one to the ended ones.
            final ChronicleSegment segment = current;
            for (final ChronicleSegment one : ended) {
                one.force();
            }
            if (segment != null) {
                segment.force();
                segment.touchAgain();
            }
            if (directoryChanged) {
                directoryChanged = false;
                SegmentDirectory.force(directory);
            }
        } catch (final JournalException e) {
            throw failed(e);
        } catch (final IOException e) {
            throw failed(new JournalException(
                    Code.SYNC_FAILED, -1, "journal directory " + directory + ": sync failed: " + e, e));
        }
    }

    /** Works ahead of the appender. One thread. Returns how much was done: 0 says that it may rest. */
    @Override
    public int doWork() {
        int work = closeEnded();
        final ChronicleSegment segment = current;
        if (segment == null || failure != null) {
            return work;
        }
        if (full && --rest > 0) {
            return work;
        }
        final long ahead = segment.writtenBytes() + config.reserveAheadBytes();
        try {
            segment.reserve(ahead);
            full = false;
            work += prepareNext(segment);
        } catch (final JournalException e) {
            if (e.code() != Code.FULL) {
                throw failed(e);
            }
            // Not yet fatal: the appender goes on with what is reserved, and fails by name when that is used up.
            full = true;
            rest = CALLS_WHEN_FULL;
        }
        final int pages = segment.touch(ahead);
        pagesUntilRoomCheck -= pages;
        if (pagesUntilRoomCheck <= 0) {
            pagesUntilRoomCheck = PAGES_BETWEEN_ROOM_CHECKS;
            shortOfRoom = usableBytes() < config.watermarkBytes();
        }
        return work + pages;
    }

    private int prepareNext(final ChronicleSegment segment) {
        if (!isNextDue(segment)) {
            return 0;
        }
        synchronized (preparing) {
            if (prepared != null || segment != current) {
                return 0;
            }
            prepared = create();
            return 1;
        }
    }

    private boolean isNextDue(final ChronicleSegment segment) {
        return segment.writtenBytes() > config.segmentBytes() / 2
                || (config.rollEveryMs() > 0
                        && clockMs.getAsLong() - currentSinceMs > config.rollEveryMs() - config.rollEveryMs() / 8);
    }

    private int closeEnded() {
        int closed = 0;
        for (ChronicleSegment one = ended.peek(); one != null; one = ended.peek()) {
            try {
                one.close();
            } catch (final JournalException e) {
                throw failed(e);
            }
            ended.remove(one);
            closed++;
        }
        return closed;
    }

    private long usableBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (final IOException e) {
            throw failed(SegmentDirectory.failed(directory, "free room cannot be asked for", e));
        }
    }

    @Override
    public String roleName() {
        return "journal-store";
    }

    @Override
    public RecordCursor read() {
        return FileRecordCursor.open(directory);
    }

    @Override
    public List<String> setAside(final RecordAddress from) {
        if (current != null) {
            throw new IllegalStateException("journal directory " + directory + ": appending has begun");
        }
        return SegmentDirectory.setAside(directory, from);
    }

    @Override
    public List<String> dropBefore(final RecordAddress first) {
        return SegmentDirectory.dropBefore(directory, first);
    }

    @Override
    public boolean shortOfSpace() {
        return full || shortOfRoom;
    }

    private void throwIfFailed() {
        final JournalException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    private synchronized JournalException failed(final JournalException reason) {
        final JournalException first = failure;
        if (first == null) {
            failure = reason;
            return reason;
        }
        return first;
    }

    /** Syncs and cuts the files to what they hold. No other thread may be in the store. */
    @Override
    public void close() {
        final ChronicleSegment segment = current;
        current = null;
        if (segment != null) {
            segment.end();
            ended.add(segment);
        }
        closeEnded();
        synchronized (preparing) {
            if (prepared != null) {
                prepared.close();
                prepared = null;
            }
        }
    }
}
