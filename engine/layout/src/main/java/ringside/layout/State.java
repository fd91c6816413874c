package ringside.layout;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes one flat block by its {@link Layout}. The block is the whole truth: an equal block is an equal
 * state, copying it is a snapshot, hashing it is one pass.
 *
 * <p>Rows are named by handles ({@link Rows}). Every access checks the handle, and every write its column's range; a
 * fault throws {@link StateException} and changes nothing. Not thread-safe; allocates nothing.
 */
public class State {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final Layout layout;
    private final UnsafeBuffer block = new UnsafeBuffer(0, 0);

    /** A state over memory that {@link #wrap} names later. */
    public State(final Layout layout) {
        this.layout = layout;
    }

    /** Moves this accessor to the block at {@code offset}. */
    public final void wrap(final DirectBuffer buffer, final int offset) {
        block.wrap(buffer, offset, layout.blockBytes());
    }

    public final Layout layout() {
        return layout;
    }

    /** The block itself, for copying, hashing and comparing. */
    public final UnsafeBuffer block() {
        return block;
    }

    /** Zeroes the block and brings the rows of single tables to life, with their columns' defaults. */
    public final void clear() {
        block.setMemory(0, layout.blockBytes(), (byte) 0);
        for (final Table table : layout.tables()) {
            if (table.isSingle()) {
                add(table);
            }
        }
    }

    /** XXH64 of the block. */
    public final long hash() {
        return XxHash64.hash(block, 0, layout.blockBytes(), 0);
    }

    // ---- rows

    /** Brings the lowest free row to life with its columns' defaults and returns its handle. */
    public final int add(final Table table) {
        final int highWater = highWater(table);
        int index = 0;
        if (count(table) == highWater) {
            index = highWater;
        } else {
            while (isAliveAt(table, index)) {
                index++;
            }
        }
        if (index == table.capacity()) {
            throw new StateException(table.name() + ": full, all " + table.capacity() + " rows are alive");
        }
        return addAt(table, index);
    }

    /** True when {@link #add} would find a free row. */
    public final boolean hasRoom(final Table table) {
        return count(table) < table.capacity();
    }

    /** Brings the dead row of that number to life with its columns' defaults and returns its handle. */
    public final int addAt(final Table table, final int index) {
        if (index < 0 || index >= table.capacity()) {
            throw new StateException(
                    table.name() + ": row " + index + " is beyond its capacity of " + table.capacity() + " rows");
        }
        final int offset = table.rowOffset(index);
        final int header = block.getInt(offset, LE);
        if ((header & Rows.ALIVE) != 0) {
            throw new StateException(table.name() + ": row " + index + " is alive already");
        }
        final int row = Rows.ALIVE | (header & Rows.GENERATION_MASK) | index;
        block.putInt(offset, row, LE);
        for (int i = 0, n = table.columns().size(); i < n; i++) {
            final Column column = table.columns().get(i);
            if (column.type() != ColumnType.BYTES && column.defaultValue() != 0) {
                column.write(block, offset, column.defaultValue());
            }
        }
        block.putInt(table.base(), count(table) + 1, LE);
        if (index >= highWater(table)) {
            block.putInt(table.base() + 4, index + 1, LE);
        }
        return row;
    }

    /** Ends a row: its bytes become zero, its generation rises, every handle to it is stale. */
    public final void remove(final Table table, final int row) {
        final int offset = rowOffset(table, row);
        if (table.isSingle()) {
            throw new StateException(table.name() + ": the row of a single table cannot be removed");
        }
        block.setMemory(offset, table.strideBytes(), (byte) 0);
        block.putInt(offset, (row + Rows.GENERATION_STEP) & Rows.GENERATION_MASK, LE);
        block.putInt(table.base(), count(table) - 1, LE);
        int highWater = highWater(table);
        if (Rows.index(row) == highWater - 1) {
            do {
                highWater--;
            } while (highWater > 0 && !isAliveAt(table, highWater - 1));
            block.putInt(table.base() + 4, highWater, LE);
        }
    }

    public final boolean isAlive(final Table table, final int row) {
        return (row & Rows.ALIVE) != 0
                && Rows.index(row) < table.capacity()
                && block.getInt(table.rowOffset(Rows.index(row)), LE) == row;
    }

    /** Live rows of the table. */
    public final int count(final Table table) {
        return block.getInt(table.base(), LE);
    }

    /** The live row with the lowest number, or {@link Rows#NONE}. Rows come in the order of their numbers. */
    public final int first(final Table table) {
        return from(table, 0);
    }

    /** The live row that follows {@code row}, which may have been removed since; {@link Rows#NONE} at the end. */
    public final int next(final Table table, final int row) {
        return from(table, Rows.index(row) + 1);
    }

    /** The handle of the live row of that number, or {@link Rows#NONE}. */
    public final int rowAt(final Table table, final int index) {
        return index >= 0 && index < table.capacity() && isAliveAt(table, index)
                ? block.getInt(table.rowOffset(index), LE)
                : Rows.NONE;
    }

    private int from(final Table table, final int firstIndex) {
        final int highWater = highWater(table);
        for (int index = firstIndex; index < highWater; index++) {
            final int header = block.getInt(table.rowOffset(index), LE);
            if ((header & Rows.ALIVE) != 0) {
                return header;
            }
        }
        return Rows.NONE;
    }

    private boolean isAliveAt(final Table table, final int index) {
        return (block.getInt(table.rowOffset(index), LE) & Rows.ALIVE) != 0;
    }

    private int highWater(final Table table) {
        return block.getInt(table.base() + 4, LE);
    }

    /** Where a live row begins in the block; throws by name when the handle is stale. */
    public final int rowOffset(final Table table, final int row) {
        final int index = Rows.index(row);
        if (index < table.capacity() && (row & Rows.ALIVE) != 0) {
            final int offset = table.rowOffset(index);
            if (block.getInt(offset, LE) == row) {
                return offset;
            }
        }
        throw stale(table, row);
    }

    private int rowOffset(final Column column, final int row) {
        if (column.owner() instanceof final Table table) {
            return rowOffset(table, row);
        }
        throw new StateException(column.qualifiedName() + " is a field of a record, not a column of a table");
    }

    private StateException stale(final Table table, final int row) {
        if (row == Rows.NONE) {
            return new StateException(table.name() + ": the row handle is none");
        }
        return new StateException(table.name() + Rows.describe(row) + ": stale row, "
                + (Rows.index(row) >= table.capacity()
                        ? "the table has " + table.capacity() + " rows"
                        : "it was removed" + (isAliveAt(table, Rows.index(row)) ? " and its place taken" : "")));
    }

    // ---- columns

    public final int get(final int row, final IntColumn column) {
        return column.readInt(block, rowOffset(column, row));
    }

    public final void set(final int row, final IntColumn column, final int value) {
        column.requireInRange(value);
        column.writeInt(block, rowOffset(column, row), value);
    }

    public final long get(final int row, final LongColumn column) {
        return column.read(block, rowOffset(column, row));
    }

    public final void set(final int row, final LongColumn column, final long value) {
        column.requireInRange(value);
        column.write(block, rowOffset(column, row), value);
    }

    public final boolean get(final int row, final BoolColumn column) {
        return column.read(block, rowOffset(column, row)) != 0;
    }

    public final void set(final int row, final BoolColumn column, final boolean value) {
        column.write(block, rowOffset(column, row), value ? 1 : 0);
    }

    /** The raw Q16.16 value. */
    public final int get(final int row, final FixedColumn column) {
        return (int) column.read(block, rowOffset(column, row));
    }

    /** Stores a raw Q16.16 value. */
    public final void set(final int row, final FixedColumn column, final int rawValue) {
        column.requireInRange(rawValue);
        column.write(block, rowOffset(column, row), rawValue);
    }

    /** A handle into {@link RefColumn#targetTable}; it may be stale by now. */
    public final int get(final int row, final RefColumn column) {
        return (int) column.read(block, rowOffset(column, row));
    }

    /** Stores a handle of a row that lives now, or {@link Rows#NONE}. */
    public final void set(final int row, final RefColumn column, final int target) {
        if (target != Rows.NONE) {
            rowOffset(column.targetTable(), target);
        }
        column.write(block, rowOffset(column, row), target);
    }

    /** Text of a byte column; allocates, for tools and rare events. */
    public final String getText(final int row, final BytesColumn column) {
        return column.readText(block, rowOffset(column, row));
    }

    public final void setText(final int row, final BytesColumn column, final String value) {
        column.writeText(block, rowOffset(column, row), value);
    }

    /** Copies a byte column out to {@code to}. */
    public final void getBytes(
            final int row, final BytesColumn column, final MutableDirectBuffer to, final int toOffset) {
        to.putBytes(toOffset, block, rowOffset(column, row) + column.offset(), column.widthBytes());
    }

    /** Fills a byte column from {@code from}; what is beyond {@code length} becomes zero. */
    public final void setBytes(
            final int row, final BytesColumn column, final DirectBuffer from, final int fromOffset, final int length) {
        if (length < 0 || length > column.widthBytes()) {
            throw new StateException(
                    column.qualifiedName() + ": " + length + " bytes do not fit its " + column.widthBytes());
        }
        final int at = rowOffset(column, row) + column.offset();
        block.putBytes(at, from, fromOffset, length);
        block.setMemory(at + length, column.widthBytes() - length, (byte) 0);
    }

    // ---- single tables

    public final int get(final IntColumn column) {
        return get(Rows.SINGLE, column);
    }

    public final void set(final IntColumn column, final int value) {
        set(Rows.SINGLE, column, value);
    }

    public final long get(final LongColumn column) {
        return get(Rows.SINGLE, column);
    }

    public final void set(final LongColumn column, final long value) {
        set(Rows.SINGLE, column, value);
    }

    public final boolean get(final BoolColumn column) {
        return get(Rows.SINGLE, column);
    }

    public final void set(final BoolColumn column, final boolean value) {
        set(Rows.SINGLE, column, value);
    }

    public final int get(final FixedColumn column) {
        return get(Rows.SINGLE, column);
    }

    public final void set(final FixedColumn column, final int rawValue) {
        set(Rows.SINGLE, column, rawValue);
    }

    public final int get(final RefColumn column) {
        return get(Rows.SINGLE, column);
    }

    public final void set(final RefColumn column, final int target) {
        set(Rows.SINGLE, column, target);
    }
}
