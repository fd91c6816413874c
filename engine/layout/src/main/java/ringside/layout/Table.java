package ringside.layout;

import org.jspecify.annotations.Nullable;

/**
 * A table of rows in the flat block.
 *
 * <pre>
 * offset          length  what
 * base            4       live rows
 * base + 4        4       high water: one more than the highest row number alive
 * base + 8        4       generation of the next row that comes to life: rows removed so far, modulo 16,384
 * base + 12       4       zero
 * base + 16       stride  row 0: its handle (see {@link Rows}), then the columns at their offsets
 * base + 16 + n * stride  row n; all zero while it is dead
 * </pre>
 */
public final class Table extends Fields {
    /** The priority of tables that say none. */
    public static final int DEFAULT_PRIORITY = 16;

    private static final int MOST_PRIORITY = 255;

    static final int HEADER_BYTES = 16;
    static final int ROW_HEADER_BYTES = 4;

    /** Where in the header the high water mark stands. */
    static final int HIGH_WATER = 4;

    /** Where in the header the next row's generation stands. */
    static final int GENERATION = 8;

    private final int id;
    private final int capacity;
    private final boolean single;
    private boolean history;
    private int priority = DEFAULT_PRIORITY;
    private int base;
    private int strideBytes;
    private int firstRow;
    private int end = Integer.MAX_VALUE;
    private Column[] preset = {};
    private @Nullable IntColumn owner;
    private @Nullable IntColumn team;

    Table(final String name, final int id, final int capacity, final boolean single) {
        super(name, ROW_HEADER_BYTES);
        if (capacity < 1 || capacity > Rows.MAX_CAPACITY) {
            throw new LayoutException(
                    name + ": a capacity of " + capacity + " rows; 1 to " + Rows.MAX_CAPACITY + " are possible");
        }
        this.id = id;
        this.capacity = capacity;
        this.single = single;
    }

    /** Numbers tables within the layout, from 0, in declared order. */
    public int id() {
        return id;
    }

    public int capacity() {
        return capacity;
    }

    /** True for a table of exactly one row that always lives. */
    public boolean isSingle() {
        return single;
    }

    /** The column that holds the owning seat (-1 for none), if declared. */
    public @Nullable IntColumn ownerColumn() {
        return owner;
    }

    /** The column that holds the row's team, if declared. */
    public @Nullable IntColumn teamColumn() {
        return team;
    }

    /** Declares the column that says which seat owns a row: -1 for none. */
    public IntColumn owner(final String columnName) {
        if (owner != null) {
            throw new LayoutException(
                    name() + "." + columnName + ": the rows have an owner already: " + owner.qualifiedName());
        }
        owner = int16(columnName, -1, Short.MAX_VALUE);
        return owner;
    }

    /** Declares the column that says which team a row is of. */
    public IntColumn team(final String columnName, final int min, final int max) {
        if (team != null) {
            throw new LayoutException(
                    name() + "." + columnName + ": the rows have a team already: " + team.qualifiedName());
        }
        team = int8(columnName, min, max);
        return team;
    }

    /** Hides the columns declared from here on from every viewer. */
    public Table hidden() {
        defaultVisibility(Visibility.NOBODY);
        return this;
    }

    /**
     * Makes this a table of history: older copies of what was hashed in its time, such as a rewind reads. It is part of
     * the block, and so of checkpoints, but neither hashed nor copied into snapshots, and nobody is shown it. Only the
     * engine's own tables, whose names begin with {@code $}, can be; to be said before any column is declared.
     */
    public Table history() {
        requireOpen();
        if (!name().startsWith("$") || single || !columns().isEmpty()) {
            throw new LayoutException(name()
                    + ": only a table of the engine ($), of rows, that has no columns yet can be" + " one of history");
        }
        history = true;
        return hidden();
    }

    /**
     * How much its rows matter where a client's views have no room for all: a row of twice the priority waits half as long.
     * Nobody waits for ever.
     *
     * @param weight 1 to 255; {@link #DEFAULT_PRIORITY} unless said
     */
    public Table priority(final int weight) {
        requireOpen();
        if (weight < 1 || weight > MOST_PRIORITY) {
            throw new LayoutException(name() + ": priority " + weight + " is outside 1 to " + MOST_PRIORITY);
        }
        priority = weight;
        return this;
    }

    public int priority() {
        return priority;
    }

    /** True for a table that is neither hashed nor part of snapshots: see {@link #history()}. */
    public boolean isHistory() {
        return history;
    }

    /** Where this table begins in the block; not in declared order, see {@link Layout}. */
    public int base() {
        return base;
    }

    public int strideBytes() {
        return strideBytes;
    }

    /** Where a row begins in the block; the row number is not checked. */
    public int rowOffset(final int index) {
        return firstRow + index * strideBytes;
    }

    /** Where this table ends in the block; beyond any block until the layout is built. */
    int end() {
        return end;
    }

    /** The columns whose default is not zero. */
    Column[] preset() {
        return preset;
    }

    int lengthBytes() {
        return HEADER_BYTES + capacity * strideBytes;
    }

    /** True when a viewer may ever be shown something of this table. */
    public boolean isShown() {
        for (final Column column : columns()) {
            if (column.visibility() != Visibility.NOBODY) {
                return true;
            }
        }
        return false;
    }

    int placeAt(final int newBase) {
        base = newBase;
        strideBytes = (endOffset() + 7) & ~7;
        firstRow = newBase + HEADER_BYTES;
        final long newEnd = (long) firstRow + (long) capacity * strideBytes;
        if (newEnd > Layout.MAX_BLOCK_BYTES) {
            throw new LayoutException(name() + ": the state would grow to " + newEnd + " bytes; "
                    + Layout.MAX_BLOCK_BYTES + " are possible");
        }
        end = (int) newEnd;
        columns().forEach(column -> column.placedIn(this));
        preset = columns().stream()
                .filter(column -> column.type() != ColumnType.BYTES && column.defaultValue() != 0)
                .toArray(Column[]::new);
        close();
        return end;
    }
}
