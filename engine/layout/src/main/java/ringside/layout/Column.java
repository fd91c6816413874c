package ringside.layout;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A typed column of a {@link Table}, or a field of a {@link RecordType}.
 *
 * <p>Declared once while the layout is built, immutable after {@link LayoutBuilder#build}. Games keep columns as handles and read values through {@link State} or {@link RecordView}; tools read any column by name through
 * {@link #read} and {@link #format}.
 */
public abstract sealed class Column permits IntColumn, LongColumn, BoolColumn, FixedColumn, RefColumn, BytesColumn {
    private static final int NOT_SMOOTH = -1;
    private static final int MOST_SMOOTH_BITS = 16;

    private final Fields owner;
    private final @Nullable Table table;
    private final String name;
    private final ColumnType type;
    private final int widthBytes;
    private final int offset;
    private final long min;
    private final long max;

    // Of the table, kept here so that an access reads one object. A field of a record has no rows.
    private int capacity;
    private int firstRow;
    private int strideBytes;
    private int tableEnd;

    private Visibility visibility;
    private Missing missing = Missing.REPEAT;
    private Merge merge = Merge.LATEST;
    private boolean rewound;
    private boolean predicted;
    private int droppedBits;
    private int smoothBits = NOT_SMOOTH;
    private long defaultValue;

    Column(
            final Fields owner,
            final String name,
            final ColumnType type,
            final int widthBytes,
            final long min,
            final long max) {
        if (min > max) {
            throw new LayoutException(owner.name() + "." + name + ": its range " + min + " to " + max + " is empty");
        }
        this.owner = owner;
        this.table = owner instanceof final Table rows ? rows : null;
        this.name = name;
        this.type = type;
        this.widthBytes = widthBytes;
        this.min = min;
        this.max = max;
        this.defaultValue = zeroValue();
        this.visibility = owner.defaultVisibility();
        this.offset = owner.place(this);
    }

    public final Fields owner() {
        return owner;
    }

    /** The table that this is a column of; throws by name for a field of a record. */
    final Table table() {
        final Table rows = table;
        if (rows == null) {
            throw new StateException(qualifiedName() + " is a field of a record, not a column of a table");
        }
        return rows;
    }

    final void placedIn(final Table rows) {
        capacity = rows.capacity();
        firstRow = rows.rowOffset(0);
        strideBytes = rows.strideBytes();
        tableEnd = rows.end();
    }

    /** Rows of the table: 0 for a field of a record and until the layout is built. */
    final int capacity() {
        return capacity;
    }

    /** {@link Table#rowOffset} of this column's table. */
    final int rowOffset(final int index) {
        return firstRow + index * strideBytes;
    }

    /** {@link Table#end} of this column's table. */
    final int tableEnd() {
        return tableEnd;
    }

    public final String name() {
        return name;
    }

    public final ColumnType type() {
        return type;
    }

    public final int widthBytes() {
        return widthBytes;
    }

    /** Bytes from the start of the row (or record) to this column. */
    public final int offset() {
        return offset;
    }

    /** The smallest value allowed, in the column's raw units. */
    public final long min() {
        return min;
    }

    /** The largest value allowed, in the column's raw units. */
    public final long max() {
        return max;
    }

    public final Visibility visibility() {
        return visibility;
    }

    public final Missing missing() {
        return missing;
    }

    public final Merge merge() {
        return merge;
    }

    public final boolean isRewound() {
        return rewound;
    }

    public final boolean isPredicted() {
        return predicted;
    }

    /** Low bits that views leave out: a precision of 1/1,024 in a Q16.16 column drops 6. */
    public final int droppedBits() {
        return droppedBits;
    }

    /** True for values that mostly go on as they went: views send how far they are off from that. */
    public final boolean isSmooth() {
        return smoothBits != NOT_SMOOTH;
    }

    /**
     * Of a smooth column: the bits that mostly hold how far a value is off after a frame, at the precision of the wire. It
     * decides how short views are, never what can be shown.
     */
    public final int smoothBits() {
        return smoothBits;
    }

    /** The value of a field that is not given; the range's value nearest to 0 unless declared. */
    public final long defaultValue() {
        return defaultValue;
    }

    /** Zero, or the range's value nearest to it. */
    public final long zeroValue() {
        return Math.max(min, Math.min(max, 0));
    }

    final void visibility(final Visibility value) {
        owner.requireOpen();
        visibility = value;
    }

    final void missing(final Missing value) {
        owner.requireOpen();
        missing = value;
    }

    final void merge(final Merge value) {
        owner.requireOpen();
        merge = value;
    }

    final void rewound(final boolean value) {
        owner.requireOpen();
        rewound = value;
    }

    final void predicted(final boolean value) {
        owner.requireOpen();
        predicted = value;
    }

    final void droppedBits(final int value) {
        owner.requireOpen();
        if (value < 0 || value > 30) {
            throw new LayoutException(qualifiedName() + ": drops " + value + " bits on the wire; 0 to 30 are possible");
        }
        droppedBits = value;
    }

    final void smoothBits(final int bits) {
        owner.requireOpen();
        if (!(this instanceof IntColumn || this instanceof FixedColumn) || bits < 0 || bits > MOST_SMOOTH_BITS) {
            throw new LayoutException(qualifiedName() + ": smooth to " + bits
                    + " bits; whole and fixed-point numbers of up to 32 bits can be, to 0 to " + MOST_SMOOTH_BITS);
        }
        smoothBits = bits;
    }

    final void defaultValue(final long value) {
        owner.requireOpen();
        if (value < min || value > max) {
            throw new LayoutException(qualifiedName() + ": default " + formatRaw(value) + " is outside its range "
                    + formatRaw(min) + " to " + formatRaw(max));
        }
        defaultValue = value;
    }

    /** Refuses a merge whose outcome could lie outside the declared range. */
    final void requireMergeable() {
        final boolean wholeBits = (max & (max + 1)) == 0 && (min == 0 || min == -max - 1);
        if (merge == Merge.OR && !wholeBits) {
            throw new LayoutException(qualifiedName() + ": merged by OR, values of " + formatRaw(min) + " to "
                    + formatRaw(max) + " would leave their range");
        }
    }

    /** {@code table.column}. */
    public final String qualifiedName() {
        return owner.name() + "." + name;
    }

    /** Bits that a value needs on the wire: its declared range, less the dropped bits. */
    public final int wireBits() {
        return 64 - Long.numberOfLeadingZeros((max >> droppedBits) - (min >> droppedBits));
    }

    /**
     * The raw value in the row or record that begins at {@code rowOffset}. Byte columns have none: see {@link
     * BytesColumn}.
     */
    public abstract long read(DirectBuffer buffer, int rowOffset);

    /** The value of a column of up to 32 bits in the row at that address, without a bounds check. */
    final int loadWord(final byte @Nullable [] base, final long rowAddress) {
        final long at = rowAddress + offset;
        return switch (widthBytes) {
            case 1 -> LittleEndian.getByte(base, at);
            case 2 -> LittleEndian.getShort(base, at);
            default -> LittleEndian.getInt(base, at);
        };
    }

    /** Writes a raw value that the caller has checked against the range. */
    public abstract void write(MutableDirectBuffer buffer, int rowOffset, long value);

    /** The value for people: {@code 12.5}, {@code true}, {@code 0a1b}. */
    public abstract String format(DirectBuffer buffer, int rowOffset);

    final void requireInRange(final long value) {
        if (value < min || value > max) {
            throw outOfRange(value);
        }
    }

    final StateException outOfRange(final long value) {
        return new StateException(qualifiedName() + ": value " + formatRaw(value) + " is outside its range "
                + formatRaw(min) + " to " + formatRaw(max));
    }

    /** A raw value for people, without a row. */
    public String formatRaw(final long value) {
        return Long.toString(value);
    }

    /** The table that values refer to; only {@link RefColumn} has one. */
    public @Nullable String target() {
        return null;
    }

    @Override
    public final String toString() {
        return qualifiedName();
    }
}
