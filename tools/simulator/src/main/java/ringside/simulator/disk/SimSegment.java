package ringside.simulator.disk;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException;
import ringside.journal.SegmentFile;

/**
 * A segment as Chronicle leaves it, without Chronicle: a frame of its own at the beginning, then a frame for each record, whose word
 * is written unfinished first and finished last. Blocks are reserved by writing zeros ahead, as there.
 */
final class SimSegment implements SegmentFile {
    private static final int WORD_BYTES = 4;
    private static final int HEADER_BYTES = 60;
    private static final int CHRONICLES_OWN = 0x4000_0000;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int END_OF_FILE = 0xC000_0000;
    private static final int SLACK_BYTES = 4_096;
    private static final int RESERVED_AT_ONCE = 16 * 1_024;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuuMMdd-HHmm", Locale.ROOT);

    private final SimFileSystem system;
    private final Path scratch;
    private final int cycle;
    private final int segmentBytes;
    private final UnsafeBuffer memory;
    private final UnsafeBuffer room = new UnsafeBuffer(0, 0);
    private final Inode file;
    private String name;
    private int writtenBytes;
    private int reservedBytes;
    private boolean isEntered;
    private boolean isClosed;
    private @Nullable JournalException failure;

    private SimSegment(final SimFileSystem system, final Path scratch, final int cycle, final int segmentBytes)
            throws IOException {
        this.system = system;
        this.scratch = scratch;
        this.cycle = cycle;
        this.segmentBytes = segmentBytes;
        final Path path = scratch.resolve(fileName(cycle));
        name = SimPath.of(path).onDisk();
        system.before(DiskWatch.Operation.CREATE, name, 0);
        file = system.disk().create(name);
        memory = file.map(segmentBytes);
        reserveTo(RESERVED_AT_ONCE);
        memory.putInt(0, CHRONICLES_OWN | HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
        memory.setMemory(WORD_BYTES, HEADER_BYTES, (byte) 'c');
        writtenBytes = WORD_BYTES + HEADER_BYTES;
        file.stored(0, writtenBytes);
    }

    static SimSegment create(
            final SimFileSystem system, final Path directory, final int cycle, final int segmentBytes) {
        final Path scratch = directory.resolve(".new-" + fileName(cycle));
        try {
            if (Files.exists(scratch)) {
                Files.deleteIfExists(scratch.resolve(fileName(cycle)));
                Files.delete(scratch);
            }
            Files.createDirectory(scratch);
            return new SimSegment(system, scratch, cycle, segmentBytes);
        } catch (final IOException e) {
            throw failed(scratch.toString(), e);
        }
    }

    private static String fileName(final int cycle) {
        return MINUTE.format(LocalDateTime.ofEpochSecond(cycle * 60L, 0, ZoneOffset.UTC)) + ".cq4";
    }

    private static JournalException failed(final String name, final IOException e) {
        final boolean isFull = String.valueOf(e.getMessage()).contains("No space left");
        return new JournalException(
                isFull ? JournalException.Code.FULL : JournalException.Code.NOT_WRITABLE,
                -1,
                (isFull ? "JOURNAL_FULL: " : "journal file ") + name + ": " + e,
                e);
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
        final Path target = directory.resolve(fileName(cycle));
        try {
            Files.move(scratch.resolve(fileName(cycle)), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw failed(target.toString(), e);
        }
        name = SimPath.of(target).onDisk();
        isEntered = true;
    }

    @Override
    public boolean fits(final int lengthBytes) {
        return writtenBytes + lengthBytes + SLACK_BYTES <= segmentBytes;
    }

    @Override
    public UnsafeBuffer claim(final int maxRecordBytes) {
        reserve((long) writtenBytes + maxRecordBytes + SLACK_BYTES);
        room.wrap(memory, writtenBytes + WORD_BYTES, maxRecordBytes);
        return room;
    }

    @Override
    public void append(final int lengthBytes) {
        try {
            memory.putInt(writtenBytes, NOT_COMPLETE, ByteOrder.LITTLE_ENDIAN);
            final int end = writtenBytes + WORD_BYTES + lengthBytes;
            file.stored(writtenBytes, end);
            system.before(DiskWatch.Operation.APPEND, name, lengthBytes);
            memory.putInt(writtenBytes, lengthBytes, ByteOrder.LITTLE_ENDIAN);
            writtenBytes = (end + 3) & ~3;
        } catch (final IOException e) {
            throw failed(name, e);
        }
    }

    @Override
    public void reserve(final long upToBytes) {
        try {
            reserveTo((int) Math.min(upToBytes, segmentBytes));
        } catch (final IOException e) {
            throw failed(name, e);
        }
    }

    private void reserveTo(final int upToBytes) throws IOException {
        while (reservedBytes < upToBytes && !isClosed) {
            final int more = Math.min(RESERVED_AT_ONCE, segmentBytes - reservedBytes);
            system.disk().requireRoom(more);
            system.before(DiskWatch.Operation.WRITE, name, more);
            file.stored(reservedBytes, reservedBytes + more);
            reservedBytes += more;
        }
    }

    @Override
    public int touch(final long upToBytes) {
        return 0;
    }

    @Override
    public void end() {
        memory.putInt(writtenBytes, END_OF_FILE, ByteOrder.LITTLE_ENDIAN);
        file.stored(writtenBytes, writtenBytes + WORD_BYTES);
    }

    @Override
    public void force() {
        final JournalException before = failure;
        if (before != null) {
            throw before;
        }
        if (isClosed) {
            return;
        }
        try {
            SimChannel.sync(system, name, file);
        } catch (final IOException e) {
            final JournalException reason = new JournalException(
                    JournalException.Code.SYNC_FAILED, -1, "journal file " + name + ": sync failed: " + e, e);
            failure = reason;
            throw reason;
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        try {
            force();
        } finally {
            isClosed = true;
            release();
        }
    }

    private void release() {
        file.unmap();
        try {
            if (isEntered) {
                system.before(DiskWatch.Operation.WRITE, name, 0);
                file.truncate(writtenBytes + WORD_BYTES);
            } else {
                Files.deleteIfExists(scratch.resolve(fileName(cycle)));
            }
            Files.deleteIfExists(scratch);
        } catch (final IOException e) {
            throw failed(name, e);
        }
    }
}
