package ringside.layout;

/**
 * Row handles. A handle is an int: bit 30 set, 14 bits of generation, 16 bits of row number. The first word of a live
 * row is its own handle, so that one comparison finds a stale one; a dead row keeps its generation there, without bit
 * 30. A generation recurs after 16,384 lives of the same row.
 */
public final class Rows {
    /** No row; also the end of an iteration. */
    public static final int NONE = 0;

    /** The handle of the row of a table declared with {@link LayoutBuilder#single}. */
    public static final int SINGLE = 1 << 30;

    /** The largest number of rows of one table. */
    public static final int MAX_CAPACITY = 1 << 16;

    /** Lives of one row number after which its generations recur. */
    public static final int GENERATIONS = 1 << 14;

    static final int ALIVE = 1 << 30;
    static final int INDEX_MASK = 0xFFFF;
    static final int GENERATION_MASK = 0x3FFF_0000;
    static final int GENERATION_STEP = 1 << 16;

    private Rows() {}

    /** The row's number within its table. */
    public static int index(final int row) {
        return row & INDEX_MASK;
    }

    /** How many rows lived at this number before, modulo 16,384. */
    public static int generation(final int row) {
        return (row & GENERATION_MASK) >>> 16;
    }

    /** The row's number, or a number beyond every capacity when the handle is none of a live row. */
    static int liveIndex(final int row) {
        return (row ^ ALIVE) & (ALIVE | INDEX_MASK);
    }

    static String describe(final int row) {
        return "[" + index(row) + "#" + generation(row) + "]";
    }
}
