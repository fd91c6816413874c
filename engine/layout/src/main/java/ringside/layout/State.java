package ringside.layout;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes one flat block by its {@link Layout}. The block is the whole truth: an equal block is an equal
 * state, copying what is alive in it is a snapshot, hashing that is one pass.
 *
 * <p>Rows are named by handles ({@link Rows}). Every access checks the handle, and every write its column's range; a
 * fault throws {@link StateException} and changes nothing. Not thread-safe; allocates nothing.
 */
public class State {
    /** Up to here a run of bytes is copied word by word. */
    private static final int SHORT_BYTES = 64;

    private final Layout layout;
    private final Extents extents;
    private final int[] extentBytes;
    private final UnsafeBuffer block = new UnsafeBuffer(0, 0);

    /** Where {@link #block} is, for access without a bounds check for each word: see {@link #requireHeld}. */
    private byte @Nullable [] base;

    private long address;
    private int lengthBytes;

    /** A state over memory that {@link #wrap} names later. */
    public State(final Layout layout) {
        this.layout = layout;
        this.extents = layout.extents();
        this.extentBytes = new int[extents.count()];
    }

    /**
     * Moves this accessor to the block at {@code offset}. Where the buffer holds less than a block, it is taken for a
     * snapshot: everything can be read but tables of history.
     */
    public final void wrap(final DirectBuffer buffer, final int offset) {
        final int available = buffer.capacity() - offset;
        final int wanted = available < layout.blockBytes() ? layout.snapshotBytes() : layout.blockBytes();
        if (offset < 0 || available < wanted) {
            throw new IndexOutOfBoundsException("a state of " + layout.game() + " has " + wanted + " bytes; from "
                    + offset + " on there are " + available);
        }
        block.wrap(buffer, offset, wanted);
        base = block.byteArray();
        address = block.addressOffset();
        lengthBytes = wanted;
    }

    public final Layout layout() {
        return layout;
    }

    /** The block itself, for comparing and for whole copies. */
    public final UnsafeBuffer block() {
        return block;
    }

    /** Zeroes the block and brings the rows of single tables to life, with their columns' defaults. */
    public final void clear() {
        block.setMemory(0, lengthBytes, (byte) 0);
        for (final Table table : layout.tables()) {
            if (table.isSingle()) {
                add(table);
            }
        }
    }

    // ---- the whole

    /**
     * {@link StateHash} of what is alive: of every table but those of history, the header and the rows up to the high
     * water mark. Beyond it there are only zeros, so that this is the hash of the whole.
     */
    public final long hash() {
        extents.measure(base, address, extentBytes);
        return StateHash.hash(base, address, extents.starts(), extentBytes, extentBytes.length);
    }

    /** {@link StateHash} of what is alive in one table: its header, and its rows up to the high water mark. */
    public final long hash(final Table table) {
        return StateHash.hash(block, table.base(), table.rowOffset(highWater(table)) - table.base());
    }

    /** {@link Layout#copySnapshot} of this state. */
    public final void copyTo(final MutableDirectBuffer to, final int toOffset) {
        layout.copySnapshot(block, 0, to, toOffset);
    }

    /**
     * Goes back to a snapshot of this layout: all is as it was but for tables of history, which stay as they are.
     */
    public final void restore(final DirectBuffer snapshot, final int offset) {
        snapshot.boundsCheck(offset, layout.snapshotBytes());
        block.boundsCheck(0, layout.snapshotBytes());
        extents.copy(snapshot, offset, block, 0);
    }

    // ---- rows

    /** Brings the lowest free row to life with its columns' defaults and returns its handle. */
    public final int add(final Table table) {
        final int highWater = highWater(table);
        int index = 0;
        if (count(table) == highWater) {
            index = highWater;
        } else {
            while (index < highWater && isAliveAt(table, index)) {
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
        final int highWater = highWater(table);
        if (isAliveAt(table, index)) {
            throw new StateException(table.name() + ": row " + index + " is alive already");
        }
        final int row = Rows.ALIVE | (generation(table) << Rows.GENERATION_SHIFT) | index;
        final int offset = table.rowOffset(index);
        // Whoever kept a view over the row may have written into it while it was dead.
        zero(table, address + offset);
        LittleEndian.putInt(base, address + offset, row);
        for (final Column column : table.preset()) {
            column.write(block, offset, column.defaultValue());
        }
        count(table, count(table) + 1);
        highWater(table, Math.max(highWater, index + 1));
        return row;
    }

    /** Ends a row: its bytes become zero, the next generation begins, every handle to it is stale. */
    public final void remove(final Table table, final int row) {
        final long at = address + rowOffset(table, row);
        if (table.isSingle()) {
            throw new StateException(table.name() + ": the row of a single table cannot be removed");
        }
        int highWater = highWater(table);
        zero(table, at);
        count(table, count(table) - 1);
        LittleEndian.putInt(
                base, address + table.base() + Table.GENERATION, (generation(table) + 1) % Rows.GENERATIONS);
        if (count(table) == 0) {
            // Nothing is alive below: no need to walk there.
            highWater(table, 0);
        } else if (Rows.index(row) == highWater - 1) {
            do {
                highWater--;
            } while (!isAliveAt(table, highWater - 1));
            highWater(table, highWater);
        }
    }

    private void zero(final Table table, final long rowAddress) {
        for (int word = 0; word < table.strideBytes(); word += 8) {
            LittleEndian.putLong(base, rowAddress + word, 0);
        }
    }

    public final boolean isAlive(final Table table, final int row) {
        final int index = Rows.liveIndex(row);
        return index < table.capacity() && headerAt(table, index) == row;
    }

    /** Live rows of the table. */
    public final int count(final Table table) {
        requireHeld(table);
        return LittleEndian.getInt(base, address + table.base());
    }

    /** The generation of the next row that comes to life: see {@link Rows#generation}. */
    public final int generation(final Table table) {
        requireHeld(table);
        return LittleEndian.getInt(base, address + table.base() + Table.GENERATION) & (Rows.GENERATIONS - 1);
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
        if (index < 0 || index >= table.capacity()) {
            return Rows.NONE;
        }
        final int header = headerAt(table, index);
        return (header & Rows.ALIVE) != 0 ? header : Rows.NONE;
    }

    private int from(final Table table, final int firstIndex) {
        final int highWater = highWater(table);
        for (int index = firstIndex; index < highWater; index++) {
            final int header = LittleEndian.getInt(base, address + table.rowOffset(index));
            if ((header & Rows.ALIVE) != 0) {
                return header;
            }
        }
        return Rows.NONE;
    }

    private boolean isAliveAt(final Table table, final int index) {
        return (headerAt(table, index) & Rows.ALIVE) != 0;
    }

    /** The first word of a row, whose number the caller has checked. */
    private int headerAt(final Table table, final int index) {
        requireHeld(table);
        return LittleEndian.getInt(base, address + table.rowOffset(index));
    }

    /** One more than the highest row number alive. */
    final int highWater(final Table table) {
        requireHeld(table);
        final int highWater = LittleEndian.getInt(base, address + table.base() + Table.HIGH_WATER);
        if (highWater < 0 || highWater > table.capacity()) {
            throw Extents.noState(table, highWater);
        }
        return highWater;
    }

    private void count(final Table table, final int rows) {
        LittleEndian.putInt(base, address + table.base(), rows);
    }

    private void highWater(final Table table, final int value) {
        LittleEndian.putInt(base, address + table.base() + Table.HIGH_WATER, value);
    }

    /** Every access that is not checked word by word passes here or through {@link #rowOffset}. */
    private void requireHeld(final Table table) {
        if (table.end() > lengthBytes) {
            throw notHeld(table);
        }
    }

    private StateException notHeld(final Table table) {
        return new StateException(
                table.isHistory() && lengthBytes == layout.snapshotBytes()
                        ? table.name() + ": a table of history, which a snapshot does not hold"
                        : table.name() + ": no table of the state that is wrapped here, " + lengthBytes + " bytes of "
                                + layout.game());
    }

    /** Where a live row begins in the block; throws by name when the handle is stale. */
    public final int rowOffset(final Table table, final int row) {
        final int index = Rows.liveIndex(row);
        if (index < table.capacity() && table.end() <= lengthBytes) {
            final int offset = table.rowOffset(index);
            if (LittleEndian.getInt(base, address + offset) == row) {
                return offset;
            }
        }
        throw stale(table, row);
    }

    /** {@link #rowOffset} for the columns' accessors, which are most of what a game does. */
    private long rowAddress(final Column column, final int row) {
        final int index = Rows.liveIndex(row);
        if (index < column.capacity() && column.tableEnd() <= lengthBytes) {
            final long at = address + column.rowOffset(index);
            if (LittleEndian.getInt(base, at) == row) {
                return at;
            }
        }
        throw stale(column, row);
    }

    private StateException stale(final Column column, final int row) {
        return new StateException(
                stale(column.table(), row).getMessage() + "; it was asked for its " + column.qualifiedName());
    }

    private StateException stale(final Table table, final int row) {
        if (table.end() > lengthBytes) {
            return notHeld(table);
        }
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
        return column.loadWord(base, rowAddress(column, row));
    }

    /**
     * The value in the row of that number; 0 while it is dead. For who knows the rows by their numbers: without a look at the
     * row's handle.
     */
    public final int getAt(final int index, final IntColumn column) {
        if (index < 0 || index >= column.capacity() || column.tableEnd() > lengthBytes) {
            throw noRowAt(index, column);
        }
        return column.loadWord(base, address + column.rowOffset(index));
    }

    private StateException noRowAt(final int index, final Column column) {
        final Table table = column.table();
        return table.end() > lengthBytes
                ? notHeld(table)
                : new StateException(table.name() + ": row " + index + " is beyond its capacity of " + table.capacity()
                        + " rows; it was asked for its " + column.qualifiedName());
    }

    public final void set(final int row, final IntColumn column, final int value) {
        column.requireInRange(value);
        column.store(base, rowAddress(column, row), value);
    }

    public final long get(final int row, final LongColumn column) {
        return LittleEndian.getLong(base, rowAddress(column, row) + column.offset());
    }

    public final void set(final int row, final LongColumn column, final long value) {
        column.requireInRange(value);
        LittleEndian.putLong(base, rowAddress(column, row) + column.offset(), value);
    }

    public final boolean get(final int row, final BoolColumn column) {
        return LittleEndian.getByte(base, rowAddress(column, row) + column.offset()) != 0;
    }

    public final void set(final int row, final BoolColumn column, final boolean value) {
        LittleEndian.putByte(base, rowAddress(column, row) + column.offset(), (byte) (value ? 1 : 0));
    }

    /** The raw Q16.16 value. */
    public final int get(final int row, final FixedColumn column) {
        return LittleEndian.getInt(base, rowAddress(column, row) + column.offset());
    }

    /** Stores a raw Q16.16 value. */
    public final void set(final int row, final FixedColumn column, final int rawValue) {
        column.requireInRange(rawValue);
        LittleEndian.putInt(base, rowAddress(column, row) + column.offset(), rawValue);
    }

    /** A handle into {@link RefColumn#targetTable}; it may be stale by now. */
    public final int get(final int row, final RefColumn column) {
        return LittleEndian.getInt(base, rowAddress(column, row) + column.offset());
    }

    /** Stores a handle of a row that lives now, or {@link Rows#NONE}. */
    public final void set(final int row, final RefColumn column, final int target) {
        if (target != Rows.NONE && !isAlive(column.targetTable(), target)) {
            throw new StateException(column.qualifiedName() + ": cannot refer to "
                    + stale(column.targetTable(), target).getMessage());
        }
        LittleEndian.putInt(base, rowAddress(column, row) + column.offset(), target);
    }

    /** Text of a byte column; allocates, for tools and rare events. */
    public final String getText(final int row, final BytesColumn column) {
        return column.readText(block, rowOffset(column.table(), row));
    }

    public final void setText(final int row, final BytesColumn column, final String value) {
        column.writeText(block, rowOffset(column.table(), row), value);
    }

    /** Copies a byte column out to {@code to}. */
    public final void getBytes(
            final int row, final BytesColumn column, final MutableDirectBuffer to, final int toOffset) {
        to.putBytes(toOffset, block, rowOffset(column.table(), row) + column.offset(), column.widthBytes());
    }

    /** Fills a byte column from {@code from}; what is beyond {@code length} becomes zero. */
    public final void setBytes(
            final int row, final BytesColumn column, final DirectBuffer from, final int fromOffset, final int length) {
        if (length < 0 || length > column.widthBytes()) {
            throw new StateException(
                    column.qualifiedName() + ": " + length + " bytes do not fit its " + column.widthBytes());
        }
        from.boundsCheck(fromOffset, length);
        final long at = rowAddress(column, row) + column.offset();
        copy(from.byteArray(), from.addressOffset() + fromOffset, at, length);
        final int rest = column.widthBytes() - length;
        if (rest > 0) {
            UnsafeApi.setMemory(base, at + length, rest, (byte) 0);
        }
    }

    /** Fills a byte column from another one of this state, of the same width. */
    public final void copyBytes(final int fromRow, final BytesColumn from, final int toRow, final BytesColumn to) {
        if (from.widthBytes() != to.widthBytes()) {
            throw new StateException(from.qualifiedName() + ": its " + from.widthBytes() + " bytes are not the "
                    + to.widthBytes() + " of " + to.qualifiedName());
        }
        copy(base, rowAddress(from, fromRow) + from.offset(), rowAddress(to, toRow) + to.offset(), to.widthBytes());
    }

    /**
     * Packs columns of up to 32 bits of all rows of a table into a byte column: row by row its handle, {@link Rows#NONE}
     * while it is dead, and each column as 32 bits. Behind the handle of a dead row all stays as it was.
     */
    public final void pack(final Table rows, final Column[] columns, final int toRow, final BytesColumn to) {
        final int entryBytes = Integer.BYTES * (1 + columns.length);
        if (to.widthBytes() < rows.capacity() * entryBytes) {
            throw new StateException(to.qualifiedName() + ": its " + to.widthBytes() + " bytes do not hold "
                    + columns.length + " columns of " + rows.name());
        }
        requireHeld(rows);
        long entry = rowAddress(to, toRow) + to.offset();
        for (int index = 0, capacity = rows.capacity(); index < capacity; index++) {
            final long from = address + rows.rowOffset(index);
            final int handle = LittleEndian.getInt(base, from);
            LittleEndian.putInt(base, entry, handle);
            if (handle != Rows.NONE) {
                for (int i = 0; i < columns.length; i++) {
                    LittleEndian.putInt(base, entry + Integer.BYTES * (1L + i), columns[i].loadWord(base, from));
                }
            }
            entry += entryBytes;
        }
    }

    // ---- looking ahead

    /** Reads a word at an offset in the block, 0 beyond it: so that it is at hand when it is needed. */
    protected final int lookAt(final int offset) {
        return offset < 0 || offset > lengthBytes - Integer.BYTES ? 0 : LittleEndian.getInt(base, address + offset);
    }

    /** Reads where the block is, for a look to come. */
    protected final int lookAtWhere() {
        return lengthBytes + (int) address + (base == null ? 0 : 1);
    }

    /** Reads the header of each table but those of history: {@link #lookAtRows} needs them. Returns nothing of sense. */
    protected final int lookAtHeaders() {
        return extents.lookAtHeaders(base, address);
    }

    /** Reads a word of each line of memory that is alive, history apart. Returns nothing of sense. */
    protected final int lookAtRows() {
        return extents.lookAtRows(base, address);
    }

    // ---- for an engine's own tables: many columns of a row that was looked up once

    /** The value in the live row that begins at {@code rowOffset}, as {@link #rowOffset} said in this call. */
    protected final int load(final int rowOffset, final IntColumn column) {
        return column.loadWord(base, address + rowOffset);
    }

    /** Stores a value that is in range by its making into the live row that begins at {@code rowOffset}. */
    protected final void store(final int rowOffset, final IntColumn column, final int value) {
        column.store(base, address + rowOffset, value);
    }

    private void copy(final byte @Nullable [] from, final long fromAddress, final long toAddress, final int length) {
        if (length <= SHORT_BYTES) {
            LittleEndian.copy(from, fromAddress, base, toAddress, length);
        } else {
            UnsafeApi.copyMemory(from, fromAddress, base, toAddress, length);
        }
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
