package ringside.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records in memory, for tests and simulators: keeps a fixed room of bytes, allocates nothing while appending, and can lose
 * power. Not a ring: when the room is used up it is full, like a disk. One thread, or one appender and cursors that read what
 * the appender has handed over.
 */
public final class MemoryRecordStore implements RecordStore {
    private final UnsafeBuffer bytes;
    private final UnsafeBuffer room = new UnsafeBuffer(0, 0);
    private final int[] ends;
    private final int maxRecordBytes;
    private volatile int records;
    private int syncedRecords;
    private int droppedRecords;
    private @Nullable DirectBuffer keptEpoch;

    /** Room for so many bytes in so many records. */
    public MemoryRecordStore(final int capacityBytes, final int maxRecords, final int maxRecordBytes) {
        bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(capacityBytes));
        ends = new int[maxRecords + 1];
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    @Override
    public UnsafeBuffer claim() {
        final int count = records;
        if (count == ends.length - 1 || maxRecordBytes > bytes.capacity() - ends[count]) {
            throw new JournalException(
                    JournalException.Code.FULL,
                    "JOURNAL_FULL: journal in memory: " + bytes.capacity() + " bytes in " + (ends.length - 1)
                            + " records are its room");
        }
        room.wrap(bytes, ends[count], maxRecordBytes);
        return room;
    }

    @Override
    public void append(final int lengthBytes) {
        final int count = records;
        ends[count + 1] = ends[count] + lengthBytes;
        records = count + 1;
    }

    @Override
    public void sync() {
        syncedRecords = records;
    }

    /** What a loss of power leaves: the records that were synced, and perhaps some that were not. */
    public void losePower(final int unsyncedRecordsKept) {
        records = Math.min(records, syncedRecords + unsyncedRecordsKept);
    }

    /** How many records there are. */
    public int records() {
        return records;
    }

    /** Flips bits of one byte of a record, for tests. */
    public void flip(final int record, final int offset, final int bits) {
        final int at = ends[record] + offset;
        bytes.putByte(at, (byte) (bytes.getByte(at) ^ bits));
    }

    /** The length of a record. */
    public int lengthBytes(final int record) {
        return ends[record + 1] - ends[record];
    }

    @Override
    public RecordCursor read() {
        return new Cursor();
    }

    @Override
    public List<String> setAside(final RecordAddress from) {
        final int kept = Math.toIntExact(from.offset());
        final List<String> names = new ArrayList<>();
        if (kept < records) {
            names.add("records " + kept + " to " + (records - 1));
        }
        records = kept;
        syncedRecords = Math.min(syncedRecords, kept);
        return names;
    }

    @Override
    public void keepEpoch(final DirectBuffer record, final int offset, final int lengthBytes) {
        final byte[] copy = new byte[lengthBytes];
        record.getBytes(offset, copy);
        keptEpoch = new UnsafeBuffer(copy);
    }

    @Override
    public List<String> dropBefore(final RecordAddress first) {
        final List<String> names = new ArrayList<>();
        if (first.offset() > droppedRecords) {
            names.add("records " + droppedRecords + " to " + (first.offset() - 1));
            droppedRecords = Math.toIntExact(first.offset());
        }
        return names;
    }

    @Override
    public boolean shortOfSpace() {
        return bytes.capacity() - ends[records] < 2 * maxRecordBytes;
    }

    @Override
    public void close() {
        // Memory only: what was stored stays readable.
    }

    private final class Cursor implements RecordCursor {
        private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
        private int next = droppedRecords;

        @Override
        public Step next() {
            if (next >= records) {
                return Step.END;
            }
            record.wrap(bytes, ends[next], ends[next + 1] - ends[next]);
            next++;
            return Step.RECORD;
        }

        @Override
        public void reload() {
            // The record is the store's own memory: there is nothing older to replace.
        }

        @Override
        public DirectBuffer buffer() {
            return record;
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public int lengthBytes() {
            return record.capacity();
        }

        @Override
        public RecordAddress end() {
            return new RecordAddress(0, next);
        }

        @Override
        public String place() {
            return "memory, record " + Math.max(0, next - 1);
        }

        @Override
        public String problem() {
            return "";
        }

        @Override
        public boolean looksUnwritten() {
            return false;
        }

        @Override
        public boolean holds(final Probe probe) {
            return false;
        }

        @Override
        public @Nullable DirectBuffer keptEpoch() {
            return keptEpoch;
        }

        @Override
        public int segments() {
            return 1;
        }

        @Override
        public void toSegment(final int index) {
            next = droppedRecords;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
