package ringside.layout;

/**
 * Row handles. A handle is an int: bit 30 set, 14 bits of generation, 16 bits of row number. The first word of a live
 * row is its own handle, so that one comparison finds a stale one; a dead row is zero. A row's generation is how many
 * rows of its table were removed before it came to life, modulo {@link #GENERATIONS}: a handle recurs only after so many
 * removals in the table.
 */
public final class Rows {
    /** No row; also the end of an iteration. */
    public static final int NONE = 0;

    /** The handle of the row of a table declared with {@link LayoutBuilder#single}. */
    public static final int SINGLE = 1 << 30;

    /** The largest number of rows of one table. */
    public static final int MAX_CAPACITY = 1 << 16;

    /** Removals of rows of one table after which its generations recur. */
    public static final int GENERATIONS = 1 << 14;

    static final int ALIVE = 1 << 30;
    static final int INDEX_MASK = 0xFFFF;
    static final int GENERATION_MASK = 0x3FFF_0000;
    static final int GENERATION_SHIFT = 16;

    private Rows() {}

    /** The row's number within its table. */
    public static int index(final int row) {
        return row & INDEX_MASK;
    }

    /** How many rows of the table were removed before this one came to life, modulo {@link #GENERATIONS}. */
    public static int generation(final int row) {
        return (row & GENERATION_MASK) >>> GENERATION_SHIFT;
    }

    /** The row's number, or a number beyond every capacity when the handle is none of a live row. */
    static int liveIndex(final int row) {
        return (row ^ ALIVE) & (ALIVE | INDEX_MASK);
    }

    static String describe(final int row) {
        return "[" + index(row) + "#" + generation(row) + "]";
    }
}
