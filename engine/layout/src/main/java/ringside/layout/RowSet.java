package ringside.layout;

import java.util.Arrays;

/**
 * A set of rows of a state: what a viewer may see of it. One bit a row, one allocation at construction. Not
 * thread-safe.
 */
public final class RowSet {
    private final long[][] bits;

    public RowSet(final Layout layout) {
        bits = new long[layout.tables().size()][];
        for (final Table table : layout.tables()) {
            bits[table.id()] = new long[(table.capacity() + 63) >> 6];
        }
    }

    public void clear() {
        for (final long[] words : bits) {
            Arrays.fill(words, 0);
        }
    }

    /** Adds a row, by handle. */
    public void add(final Table table, final int row) {
        addAt(table, Rows.index(row));
    }

    /** Adds a row, by number. */
    public void addAt(final Table table, final int index) {
        bits[table.id()][index >> 6] |= 1L << index;
    }

    /** Adds every row of the table. */
    public void addAll(final Table table) {
        Arrays.fill(bits[table.id()], -1L);
    }

    /** Adds every row of every table. */
    public void addAll() {
        for (final long[] words : bits) {
            Arrays.fill(words, -1L);
        }
    }

    /** Takes a row out, by handle. */
    public void remove(final Table table, final int row) {
        final int index = Rows.index(row);
        bits[table.id()][index >> 6] &= ~(1L << index);
    }

    public boolean contains(final Table table, final int row) {
        return containsAt(table, Rows.index(row));
    }

    public boolean containsAt(final Table table, final int index) {
        return (bits[table.id()][index >> 6] & (1L << index)) != 0;
    }

    /**
     * The rows of one word of a table as bits, lowest first: those of 64 numbers from {@code 64 * word} on. Bits of numbers
     * beyond the table's capacity mean nothing.
     */
    public long word(final Table table, final int word) {
        return bits[table.id()][word];
    }
}
