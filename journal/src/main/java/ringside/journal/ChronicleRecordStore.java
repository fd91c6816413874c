package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
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
    private static final long REST_WHEN_FULL_NS = 100_000_000;

    private final Path directory;
    private final StoreConfig config;
    private final LongSupplier clockMs;
    private final LongSupplier clockNs;
    private final MappedFiles files;
    private final SpaceWatch space;
    private final Queue<SegmentFile> ended = new ConcurrentLinkedQueue<>();
    private final Object preparing = new Object();
    private @Nullable SegmentFile prepared;
    /** That of {@link #prepared} whose blocks are on the disk already; of the thread that works ahead. */
    private @Nullable SegmentFile syncedAhead;

    private boolean closed;
    private volatile @Nullable SegmentFile current;
    private int lastCycle;
    private boolean isSegmentWanted;
    private volatile boolean isNextKeptReady;
    private volatile long currentSinceMs;
    private volatile boolean directoryChanged;
    private volatile @Nullable JournalException failure;
    private boolean full;
    private long fullUntilNs;

    /**
     * Takes a directory, which is made when it is not there.
     *
     * @param edges of which the wall-clock time decides only how files are named and how old one may grow
     */
    public ChronicleRecordStore(final Path directory, final StoreConfig config, final Journal.Edges edges) {
        this.directory = directory;
        this.config = config;
        clockMs = edges.clockMs();
        clockNs = edges.clockNs();
        files = edges.files();
        space = new SpaceWatch(directory, config, edges.disk());
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new JournalException(
                    Code.NOT_WRITABLE, "journal directory " + directory + ": is a file, not a directory");
        }
        try {
            // The data directory, its engines, and the engine that this is the journal of.
            FolderSync.make(directory, 3);
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
        SegmentFile segment = current;
        if (segment == null || isSegmentWanted || !segment.fits(config.maxRecordBytes()) || isOld()) {
            isSegmentWanted = false;
            segment = roll();
        }
        return segment.claim(config.maxRecordBytes());
    }

    @Override
    public void append(final int lengthBytes) {
        throwIfFailed();
        final SegmentFile segment = current;
        if (segment == null) {
            throw new IllegalStateException("journal directory " + directory + ": nothing was claimed");
        }
        segment.append(lengthBytes);
    }

    @Override
    public void beginSegment() {
        isSegmentWanted = true;
    }

    private boolean isOld() {
        return config.rollEveryMs() > 0 && clockMs.getAsLong() - currentSinceMs >= config.rollEveryMs();
    }

    private SegmentFile roll() {
        final SegmentFile old = current;
        final SegmentFile next;
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

    private SegmentFile create() {
        return files.segment(directory, SegmentNames.following(lastCycle, clockMs.getAsLong()), config.segmentBytes());
    }

    @Override
    public void sync() {
        throwIfFailed();
        try {
            // In this order: a roll meanwhile moves the current one to the ended ones.
            final SegmentFile segment = current;
            for (final SegmentFile one : ended) {
                one.force();
            }
            if (segment != null) {
                segment.force();
            }
            if (directoryChanged) {
                directoryChanged = false;
                FolderSync.force(directory);
            }
        } catch (final JournalException e) {
            throw failed(e);
        } catch (final IOException e) {
            throw failed(new JournalException(
                    Code.SYNC_FAILED,
                    -1,
                    "journal directory " + directory + ": sync failed: " + e + "; stop, mend the disk and start again",
                    e));
        }
    }

    /** Works ahead of the appender. One thread. Returns how much was done: 0 says that it may rest. */
    @Override
    public int doWork() {
        int work = closeEnded();
        final SegmentFile segment = current;
        if (segment == null || failure != null) {
            return work;
        }
        if (full && clockNs.getAsLong() - fullUntilNs < 0) {
            return work;
        }
        try {
            work += prepareNext(segment);
            work += reserveAhead(segment);
            full = false;
        } catch (final JournalException e) {
            if (e.code() != Code.FULL) {
                throw failed(e);
            }
            // Not yet fatal: the appender goes on with what is reserved, and fails by name when that is used up.
            full = true;
            fullUntilNs = clockNs.getAsLong() + REST_WHEN_FULL_NS;
            space.full();
            return work + 1;
        }
        space.watch(clockNs.getAsLong(), (long) work * FileWindow.PAGE_BYTES);
        return work;
    }

    /** Real blocks, and pages in memory, in front of the appender: in its file, and at the beginning of the next. */
    private int reserveAhead(final SegmentFile segment) {
        final int pages = reserve(segment, segment.writtenBytes() + config.reserveAheadBytes());
        final SegmentFile next;
        synchronized (preparing) {
            next = prepared;
        }
        if (next == null) {
            return pages;
        }
        final int nextPages = reserve(next, config.reserveAheadBytes());
        if (nextPages == 0 && isNextKeptReady && syncedAhead != next) {
            // The first sync after a roll, for which somebody waits, is spared all that was reserved.
            next.force();
            syncedAhead = next;
        }
        return pages + nextPages;
    }

    private static int reserve(final SegmentFile segment, final long upToBytes) {
        segment.reserve(upToBytes);
        return segment.touch(upToBytes);
    }

    /**
     * Makes the first file ahead of the appender, which then finds it: half a second where Chronicle's classes have to be loaded. Any
     * one thread, before or while others read; nothing once appending has begun or the store is closed.
     */
    void prepareFirst() {
        synchronized (preparing) {
            if (prepared == null && current == null && !closed) {
                prepared = create();
            }
        }
    }

    private int prepareNext(final SegmentFile segment) {
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

    /** Whether the next file is made as soon as one is current, and not only when that one is half full. Any thread. */
    void keepNextReady(final boolean value) {
        isNextKeptReady = value;
    }

    private boolean isNextDue(final SegmentFile segment) {
        return isNextKeptReady
                || segment.writtenBytes() > config.segmentBytes() / 2
                || (config.rollEveryMs() > 0
                        && clockMs.getAsLong() - currentSinceMs > config.rollEveryMs() - config.rollEveryMs() / 8);
    }

    private int closeEnded() {
        int closed = 0;
        for (SegmentFile one = ended.peek(); one != null; one = ended.peek()) {
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
    public void keepEpoch(final DirectBuffer record, final int offset, final int lengthBytes) {
        SegmentDirectory.keepEpoch(directory, record, offset, lengthBytes);
    }

    /** The cycle of the oldest segment that may still be written or cut: those before it are as they stay. Any thread. */
    int firstOpenCycle() {
        // In this order: a roll meanwhile moves the current one to the ended ones.
        final SegmentFile segment = current;
        final SegmentFile oldest = ended.peek();
        return oldest != null ? oldest.cycle() : segment != null ? segment.cycle() : 0;
    }

    /** Whether so many bytes could be written beside the journal without making room short. */
    boolean isRoomFor(final long bytes) {
        return space.isRoomFor(bytes);
    }

    @Override
    public List<String> dropBefore(final RecordAddress first) {
        return SegmentDirectory.dropBefore(directory, first);
    }

    @Override
    public boolean shortOfSpace() {
        return space.shortage() != null;
    }

    /** One line that says how little room the disk has, or null while there is enough. Any thread. */
    public @Nullable String shortage() {
        return space.shortage();
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

    /** Syncs and cuts the files to what they hold. All are given back, also when one of them fails. */
    @Override
    public void close() {
        final SegmentFile segment = current;
        current = null;
        if (segment != null) {
            segment.end();
            ended.add(segment);
        }
        JournalException first = null;
        for (SegmentFile one = ended.poll(); one != null; one = ended.poll()) {
            first = closed(one, first);
        }
        synchronized (preparing) {
            closed = true;
            if (prepared != null) {
                first = closed(prepared, first);
                prepared = null;
            }
        }
        if (first != null) {
            throw failed(first);
        }
    }

    private static @Nullable JournalException closed(
            final SegmentFile segment, final @Nullable JournalException before) {
        try {
            segment.close();
            return before;
        } catch (final JournalException e) {
            return before == null ? e : before;
        }
    }
}
