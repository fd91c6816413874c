package ringside.layout;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads, and for effects and clients writes, one record of a {@link RecordType}. A flyweight: wrap it, use it, wrap it
 * again. Not thread-safe; allocates nothing but text.
 */
public final class RecordView {
    private final RecordType type;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    public RecordView(final RecordType type) {
        this.type = type;
    }

    /** Moves this view to the record at {@code offset}. */
    public RecordView wrap(final DirectBuffer from, final int offset) {
        buffer.wrap(from, offset, type.lengthBytes());
        return this;
    }

    public RecordType type() {
        return type;
    }

    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Every field to its default, and zeros between them. */
    public RecordView reset() {
        buffer.setMemory(0, type.lengthBytes(), (byte) 0);
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column column = type.columns().get(i);
            if (column.type() != ColumnType.BYTES) {
                column.write(buffer, 0, column.defaultValue());
            }
        }
        return this;
    }

    public int get(final IntColumn column) {
        return column.readInt(buffer, 0);
    }

    public RecordView set(final IntColumn column, final int value) {
        column.requireInRange(value);
        column.writeInt(buffer, 0, value);
        return this;
    }

    public long get(final LongColumn column) {
        return column.read(buffer, 0);
    }

    public RecordView set(final LongColumn column, final long value) {
        column.requireInRange(value);
        column.write(buffer, 0, value);
        return this;
    }

    public boolean get(final BoolColumn column) {
        return column.read(buffer, 0) != 0;
    }

    public RecordView set(final BoolColumn column, final boolean value) {
        column.write(buffer, 0, value ? 1 : 0);
        return this;
    }

    public int get(final FixedColumn column) {
        return (int) column.read(buffer, 0);
    }

    public RecordView set(final FixedColumn column, final int rawValue) {
        column.requireInRange(rawValue);
        column.write(buffer, 0, rawValue);
        return this;
    }

    public int get(final RefColumn column) {
        return (int) column.read(buffer, 0);
    }

    public RecordView set(final RefColumn column, final int row) {
        column.write(buffer, 0, row);
        return this;
    }

    public String getText(final BytesColumn column) {
        return column.readText(buffer, 0);
    }

    public RecordView setText(final BytesColumn column, final String value) {
        column.writeText(buffer, 0, value);
        return this;
    }
}
