package ringside.fuzz;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.journal.JournalWriter;
import ringside.journal.Mark;
import ringside.journal.Marks;
import ringside.journal.MarksView;
import ringside.journal.MemoryRecordStore;
import ringside.journal.RecordAddress;
import ringside.journal.RecordCursor;
import ringside.journal.RecordFormat;
import ringside.journal.Reign;
import ringside.journal.ServerId;

/**
 * Reads a journal whose last record is a stranger's: the message, but for its first byte, which says how many good ones stand
 * before it. With {@link #RESEAL} its length and checksums are put right, so that what stands behind them is looked at too.
 */
final class RecordsFuzzed implements FuzzTarget {
    static final int RESEAL = 0x80;

    private static final int LENGTH = 4;
    private static final int CHECKSUM = 32;
    private static final int PREVIOUS = 36;
    private static final int LEAST_BYTES = 48;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final ServerId SERVER = new ServerId(1, 2);

    private final List<byte[]> before;

    RecordsFuzzed(final List<byte[]> before) {
        this.before = before;
    }

    /** A journal of two epochs, record by record. */
    static List<byte[]> written() {
        final MemoryRecordStore store = new MemoryRecordStore(1 << 16, 64, 4_096);
        final Marks marks = Marks.inMemory(SERVER);
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[256]), 0, 256);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[13]);
        for (int epoch = 1; epoch <= 2; epoch++) {
            try (JournalWriter writer =
                    JournalWriter.open(store, marks, new Reign(SERVER, epoch, "{\"a\":" + epoch + "}"), 0)) {
                for (int i = 0; i < 4; i++) {
                    writer.add(InputPayload.write(event, 1, 1, i + 1, i, record, 0, 5 + i));
                    writer.add(FramePayload.write(event, i, false));
                    writer.annotate(1, i, 0x1234L + i);
                    writer.commit();
                }
                writer.stopCleanly();
            }
        }
        final List<byte[]> records = new ArrayList<>();
        try (RecordCursor cursor = store.read()) {
            while (cursor.next() == RecordCursor.Step.RECORD) {
                final byte[] copy = new byte[cursor.lengthBytes()];
                cursor.buffer().getBytes(cursor.offset(), copy);
                records.add(copy);
            }
        }
        return records;
    }

    @Override
    public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes < 1) {
            return "no record";
        }
        final int how = buffer.getByte(offset) & 0xFF;
        final int count = (how & ~RESEAL) % before.size();
        final int at = offset + 1;
        final int length = lengthBytes - 1;
        if ((how & RESEAL) != 0 && length >= LEAST_BYTES) {
            final byte[] previous = count == 0 ? new byte[LEAST_BYTES] : before.get(count - 1);
            buffer.putInt(at + LENGTH, length, LE);
            buffer.putInt(at + PREVIOUS, new UnsafeBuffer(previous).getInt(CHECKSUM, LE), LE);
            final byte[] bytes = new byte[length];
            buffer.getBytes(at, bytes);
            final CRC32C crc = new CRC32C();
            crc.update(bytes, 0, CHECKSUM);
            crc.update(bytes, PREVIOUS, length - PREVIOUS);
            buffer.putInt(at + CHECKSUM, (int) crc.getValue(), LE);
        }
        final Told told = new Told(length < LEAST_BYTES ? Mark.NONE : markOf(buffer, at));
        try (JournalReader reader =
                new JournalReader(new Cursor(before.subList(0, count), buffer, at, length), told, 0)) {
            reader.readAll(told);
        }
        return told.text.toString();
    }

    /** As if it was the last that was appended. */
    private static Mark markOf(final UnsafeBuffer buffer, final int at) {
        return new Mark(
                1,
                RecordFormat.firstPosition(buffer, at) + RecordFormat.eventCount(buffer, at) - 1,
                RecordFormat.epoch(buffer, at),
                RecordFormat.checksum(buffer, at));
    }

    /** Writes down what is delivered; its marks say that nothing is missing. */
    private static final class Told implements JournalHandler, MarksView {
        private final StringBuilder text = new StringBuilder();
        private final Mark mark;

        Told(final Mark mark) {
            this.mark = mark;
        }

        @Override
        public void onEvent(final Event event) {
            text.append(event).append('\n');
        }

        @Override
        public void onEpoch(final EpochStart start) {
            text.append(start).append('\n');
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            text.append(match)
                    .append(' ')
                    .append(frame)
                    .append(' ')
                    .append(hash)
                    .append('\n');
        }

        @Override
        public ServerId serverId() {
            return SERVER;
        }

        @Override
        public Mark appended() {
            return mark;
        }

        @Override
        public Mark synced() {
            return mark;
        }

        @Override
        public long retainedFrom() {
            return 0;
        }
    }

    /** Good records, and one more. */
    private static final class Cursor implements RecordCursor {
        private final List<byte[]> good;
        private final UnsafeBuffer last;
        private final int lastOffset;
        private final int lastLength;
        private int next;

        Cursor(final List<byte[]> good, final UnsafeBuffer last, final int lastOffset, final int lastLength) {
            this.good = good;
            this.last = last;
            this.lastOffset = lastOffset;
            this.lastLength = lastLength;
        }

        private boolean isLast() {
            return next > good.size();
        }

        @Override
        public Step next() {
            if (isLast()) {
                return Step.END;
            }
            next++;
            return Step.RECORD;
        }

        @Override
        public void reload() {}

        @Override
        public DirectBuffer buffer() {
            return isLast() ? last : new UnsafeBuffer(good.get(next - 1));
        }

        @Override
        public int offset() {
            return isLast() ? lastOffset : 0;
        }

        @Override
        public int lengthBytes() {
            return isLast() ? lastLength : good.get(next - 1).length;
        }

        @Override
        public RecordAddress end() {
            return new RecordAddress(0, next);
        }

        @Override
        public String place() {
            return "record " + next;
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
            return null;
        }

        @Override
        public int segments() {
            return 1;
        }

        @Override
        public void toSegment(final int index) {
            next = 0;
        }

        @Override
        public void close() {}
    }
}
