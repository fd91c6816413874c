package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;

/**
 * One file of the journal: a Chronicle queue of exactly one cycle, made in a folder of its own and moved into the journal when
 * it becomes current. So Chronicle never opens a file that something else wrote or damaged, never rolls by the clock, and a
 * roll costs the appending thread a rename.
 *
 * <p>A record is put together where it will stand, in Chronicle's own mapping; Chronicle then only frames and indexes it. Blocks are reserved by writing zeros beyond what is appended, through the file and not the
 * mapping, so that a full disk is an exception there and never a fault in the middle of a record; {@link #append} never goes
 * beyond what is reserved.
 *
 * <p>Threads: one appends; one other reserves, touches and closes; any may force.
 */
final class ChronicleSegment implements SegmentFile {
    /** What Chronicle may need around a record for its index, and room for the end mark. */
    static final int SLACK_BYTES = 128 * 1_024;

    /** The system keeps what came in one write together, and a sync writes all of that out for one changed byte. */
    private static final int SLICE_BYTES = 64 * 1_024;

    /** What stays in memory in front of the appender while a sync runs, or a 64th of what came since the last one. */
    private static final int KEPT_BYTES = 64 * 1_024;

    private static final int KEPT_PART = 64;
    /** What came since the last sync is let go of when it is at least as much. */
    private static final int LET_GO_BYTES = 16 * 1_024;

    private static final int INDEX_COUNT = 1_024;
    private static final int INDEX_SPACING = 256;
    private static final long MS_PER_CYCLE = 60_000;

    private final Path scratch;
    private final int cycle;
    private final int segmentBytes;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ReferenceOwner owner = ReferenceOwner.temporary("journal segment");
    private final MappedBytesStore mapping;
    private final ByteBuffer bytes;
    private final UnsafeBuffer memory;
    private final UnsafeBuffer room = new UnsafeBuffer(0, 0);
    private final FileChannel channel;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(SLICE_BYTES);
    private Path file;
    private volatile long writtenBytes;
    private volatile long reservedBytes;
    /** How far in front of the appender pages are to be touched once more; 0: not at all. */
    private volatile long touchAgainBytes;

    private volatile long touchedBytes;
    /** Held while forcing, apart from the lock for reserving: neither waits for the other. */
    private final Object forcing = new Object();

    private long letGoBytes;
    private @Nullable JournalException forceFailure;
    private volatile boolean closed;

    private ChronicleSegment(final Path scratch, final int cycle, final int segmentBytes) throws IOException {
        this.scratch = scratch;
        this.cycle = cycle;
        this.segmentBytes = segmentBytes;
        file = scratch.resolve(SegmentNames.name(cycle));
        queue = SingleChronicleQueueBuilder.binary(scratch)
                .rollCycle(LegacyRollCycles.MINUTELY)
                .timeProvider(() -> cycle * MS_PER_CYCLE)
                .blockSize(segmentBytes)
                .indexCount(INDEX_COUNT)
                .indexSpacing(INDEX_SPACING)
                .syncMode(SyncMode.SYNC)
                .build();
        try {
            appender = queue.createAppender();
            // The appending thread is not the one that prepares; they never use it at the same time.
            appender.singleThreadedCheckDisabled(true);
            try (DocumentContext made = appender.writingDocument(true)) {
                made.rollbackOnClose();
            }
            mapping = mappedBytes().mappedFile().acquireByteStore(owner, 0);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            bytes = mapping.toTemporaryDirectByteBuffer();
            memory = new UnsafeBuffer(bytes);
            writtenBytes = nextFrame(0);
            reservedBytes = (writtenBytes + FileWindow.PAGE_BYTES) & -FileWindow.PAGE_BYTES;
            for (int at = 0; at < reservedBytes; at += FileWindow.PAGE_BYTES) {
                // Chronicle leaves holes in its index.
                memory.compareAndSetInt(at, 0, 0);
            }
            letGoBytes = reservedBytes;
            reserveTo(SLICE_BYTES);
        } catch (final IOException | RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    /** Where the next frame will begin: behind what Chronicle itself put at an offset, its header or an index. */
    private long nextFrame(final long offset) {
        long at = offset;
        int word = memory.getInt((int) at, ByteOrder.LITTLE_ENDIAN);
        while (word != ChronicleFrame.NOTHING) {
            at = ChronicleFrame.next(at, ChronicleFrame.lengthBytes(word));
            word = memory.getInt((int) at, ByteOrder.LITTLE_ENDIAN);
        }
        return at;
    }

    /** Makes a segment that is not yet in the journal. Slow: it opens a queue. */
    static ChronicleSegment create(final Path directory, final int cycle, final int segmentBytes) {
        ChronicleLog.quieten();
        final Path scratch = directory.resolve(SegmentDirectory.SCRATCH + SegmentNames.name(cycle));
        try {
            SegmentDirectory.delete(scratch);
            Files.createDirectory(scratch);
            SegmentDirectory.requireRoom(scratch);
            return new ChronicleSegment(scratch, cycle, segmentBytes);
        } catch (final IOException | RuntimeException | InternalError e) {
            throw SegmentDirectory.failed(scratch, "cannot be made", e);
        }
    }

    private MappedBytes mappedBytes() {
        final Wire wire = appender.wire();
        if (wire == null) {
            throw new IllegalStateException("Chronicle made no file in " + scratch);
        }
        return (MappedBytes) wire.bytes();
    }

    @Override
    public int cycle() {
        return cycle;
    }

    @Override
    public long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public void enter(final Path directory) {
        final Path target = directory.resolve(SegmentNames.name(cycle));
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw SegmentDirectory.failed(target, "cannot be made", e);
        }
        file = target;
    }

    @Override
    public boolean fits(final int lengthBytes) {
        return writtenBytes + lengthBytes + SLACK_BYTES <= segmentBytes;
    }

    @Override
    public UnsafeBuffer claim(final int maxRecordBytes) {
        final long needed = writtenBytes + maxRecordBytes + SLACK_BYTES;
        if (needed > reservedBytes) {
            reserve(needed);
        }
        room.wrap(bytes, (int) writtenBytes + ChronicleFrame.WORD_BYTES, maxRecordBytes);
        return room;
    }

    /** {@inheritDoc} Chronicle makes it of the bytes that stand where its next record begins. */
    @Override
    public void append(final int lengthBytes) {
        final long at = writtenBytes + ChronicleFrame.WORD_BYTES;
        try (DocumentContext document = appender.writingDocument()) {
            try {
                final Bytes<?> contents = document.wire().bytes();
                if (contents.writePosition() != at) {
                    throw new IllegalStateException("Chronicle is at byte " + contents.writePosition() + ", not " + at);
                }
                contents.writeSkip(lengthBytes);
            } catch (final RuntimeException | Error e) {
                document.rollbackOnClose();
                throw e;
            }
        } catch (final RuntimeException | InternalError e) {
            throw SegmentDirectory.failed(file, "append at byte " + at + " failed", e);
        }
        writtenBytes = nextFrame(ChronicleFrame.next(writtenBytes, lengthBytes));
    }

    @Override
    public synchronized void reserve(final long upToBytes) {
        try {
            reserveTo(Math.min(upToBytes, segmentBytes));
        } catch (final IOException e) {
            throw SegmentDirectory.failed(file, "no room beyond byte " + reservedBytes, e);
        }
    }

    private void reserveTo(final long upToBytes) throws IOException {
        while (!closed && reservedBytes < upToBytes) {
            zeros.clear();
            long at = reservedBytes;
            while (zeros.hasRemaining()) {
                at += channel.write(zeros, at);
            }
            reservedBytes = at;
        }
    }

    @Override
    public synchronized int touch(final long upToBytes) {
        if (closed) {
            return 0;
        }
        final long next = pageAfter(writtenBytes);
        final long again = touchAgainBytes;
        if (again > 0) {
            touchAgainBytes = 0;
            touchPages(next, Math.min(next + again, touchedBytes));
        }
        final long from = Math.max(touchedBytes, next);
        final long to = Math.min(upToBytes, Math.min(reservedBytes, segmentBytes)) & -FileWindow.PAGE_BYTES;
        if (from >= to) {
            return 0;
        }
        touchPages(from, to);
        touchedBytes = to;
        return (int) ((to - from) / FileWindow.PAGE_BYTES);
    }

    private void touchPages(final long from, final long to) {
        for (long at = from; at + FileWindow.PAGE_BYTES <= to; at += FileWindow.PAGE_BYTES) {
            memory.compareAndSetInt((int) at, 0, 0);
        }
    }

    private static long pageAfter(final long offset) {
        return (offset + FileWindow.PAGE_BYTES) & -FileWindow.PAGE_BYTES;
    }

    @Override
    public void end() {
        memory.putIntRelease((int) writtenBytes, ChronicleFrame.END_OF_FILE);
    }

    @Override
    public void force() {
        synchronized (forcing) {
            if (forceFailure != null) {
                throw forceFailure;
            }
            if (!closed) {
                forceOpen();
            }
        }
    }

    private void forceOpen() {
        // An interrupt would close the channel.
        final boolean interrupted = Thread.interrupted();
        final long again = letGo();
        try {
            channel.force(false);
            touchAgainBytes = again;
        } catch (final IOException e) {
            forceFailure = new JournalException(
                    Code.SYNC_FAILED,
                    -1,
                    "journal file " + file + ": sync failed: " + e
                            + "; what was written since the last sync may be lost:"
                            + " stop, mend the disk and start again",
                    e);
            throw forceFailure;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Lets go of all that was appended, for good, and of what was touched ahead but for the next few pages: the sync would take
     * the right to write from those too.
     *
     * @return how far in front of the appender pages are to be touched again after the sync: as much as came since the last
     *     one, not more, since each touch has the next sync write the page again
     */
    private long letGo() {
        final long next = pageAfter(writtenBytes);
        final long appended = next - FileWindow.PAGE_BYTES;
        final long since = appended - letGoBytes;
        if (since < LET_GO_BYTES) {
            return KEPT_BYTES;
        }
        final long kept = Math.max(KEPT_BYTES, since / KEPT_PART) & -FileWindow.PAGE_BYTES;
        MappedPages.letGo(memory, letGoBytes, appended);
        MappedPages.letGo(memory, next + kept, touchedBytes);
        letGoBytes = appended;
        return Math.max(kept, since);
    }

    @Override
    public synchronized void close() {
        synchronized (forcing) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                forceOpen();
            } finally {
                release();
            }
        }
    }

    private void release() {
        mapping.release(owner);
        appender.close();
        queue.close();
        try (channel) {
            if (!file.startsWith(scratch)) {
                channel.truncate(writtenBytes + ChronicleFrame.WORD_BYTES);
            }
            SegmentDirectory.delete(scratch);
        } catch (final IOException e) {
            throw SegmentDirectory.failed(file, "cannot be closed", e);
        }
    }
}
