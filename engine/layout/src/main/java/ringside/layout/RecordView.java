package ringside.layout;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads, and for effects and clients writes, one record of a {@link RecordType}. A flyweight: wrap it, use it, wrap it
 * again. Not thread-safe; allocates nothing but text.
 */
public final class RecordView {
    private final RecordType type;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Where {@link #buffer} is, for access without a detour through it. */
    private byte @Nullable [] base;

    private long address;
    private int lengthBytes;

    public RecordView(final RecordType type) {
        this.type = type;
    }

    /** Moves this view to the record at {@code offset}. */
    public RecordView wrap(final DirectBuffer from, final int offset) {
        buffer.wrap(from, offset, type.lengthBytes());
        base = buffer.byteArray();
        address = buffer.addressOffset();
        lengthBytes = type.lengthBytes();
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
        requireInside(column);
        return column.loadWord(base, address);
    }

    public RecordView set(final IntColumn column, final int value) {
        column.requireInRange(value);
        requireInside(column);
        column.store(base, address, value);
        return this;
    }

    public long get(final LongColumn column) {
        requireInside(column);
        return LittleEndian.getLong(base, address + column.offset());
    }

    public RecordView set(final LongColumn column, final long value) {
        column.requireInRange(value);
        requireInside(column);
        LittleEndian.putLong(base, address + column.offset(), value);
        return this;
    }

    public boolean get(final BoolColumn column) {
        requireInside(column);
        return LittleEndian.getByte(base, address + column.offset()) != 0;
    }

    public RecordView set(final BoolColumn column, final boolean value) {
        requireInside(column);
        LittleEndian.putByte(base, address + column.offset(), (byte) (value ? 1 : 0));
        return this;
    }

    public int get(final FixedColumn column) {
        requireInside(column);
        return LittleEndian.getInt(base, address + column.offset());
    }

    public RecordView set(final FixedColumn column, final int rawValue) {
        column.requireInRange(rawValue);
        requireInside(column);
        LittleEndian.putInt(base, address + column.offset(), rawValue);
        return this;
    }

    public int get(final RefColumn column) {
        requireInside(column);
        return LittleEndian.getInt(base, address + column.offset());
    }

    public RecordView set(final RefColumn column, final int row) {
        requireInside(column);
        LittleEndian.putInt(base, address + column.offset(), row);
        return this;
    }

    private void requireInside(final Column column) {
        if (column.offset() + column.widthBytes() > lengthBytes) {
            throw new IndexOutOfBoundsException(column.qualifiedName() + ": ends behind the " + lengthBytes
                    + " bytes of the record that is wrapped here as " + type.name());
        }
    }

    public String getText(final BytesColumn column) {
        return column.readText(buffer, 0);
    }

    public RecordView setText(final BytesColumn column, final String value) {
        column.writeText(buffer, 0, value);
        return this;
    }
}
