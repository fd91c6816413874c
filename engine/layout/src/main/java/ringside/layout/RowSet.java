package ringside.layout;

import java.util.Arrays;

/**
 * A set of rows of a state: what a viewer may see of it. One bit a row, one allocation at construction. Not
 * thread-safe. Who names a row beyond its table's capacity gets an {@link IndexOutOfBoundsException} that says so.
 */
public final class RowSet {
    /** The tables side by side, each from a new word on. */
    private final long[] words;

    /** The first word of each table, and the end of the last. */
    private final int[] firstWord;

    public RowSet(final Layout layout) {
        firstWord = new int[layout.tables().size() + 1];
        for (final Table table : layout.tables()) {
            firstWord[table.id() + 1] = firstWord[table.id()] + ((table.capacity() + 63) >> 6);
        }
        words = new long[firstWord[firstWord.length - 1]];
    }

    public void clear() {
        Arrays.fill(words, 0);
    }

    /** Adds a row, by handle. */
    public void add(final Table table, final int row) {
        addAt(table, Rows.index(row));
    }

    /** Adds a row, by number. */
    public void addAt(final Table table, final int index) {
        words[wordOf(table, index)] |= 1L << index;
    }

    /** Adds up to 64 rows at once, by number: bit n stands for the row {@code firstIndex + n}. */
    public void addBits(final Table table, final int firstIndex, final long bits) {
        if (bits == 0) {
            return;
        }
        final int last = wordOf(table, firstIndex + 63 - Long.numberOfLeadingZeros(bits));
        final int first = wordOf(table, firstIndex);
        words[first] |= bits << firstIndex;
        if (last != first) {
            words[last] |= bits >>> -firstIndex;
        }
    }

    /** Adds every row of the table. */
    public void addAll(final Table table) {
        final int end = firstWord[table.id() + 1];
        for (int word = firstWord[table.id()]; word < end; word++) {
            words[word] = -1L;
        }
    }

    /** Adds every row of every table. */
    public void addAll() {
        Arrays.fill(words, -1L);
    }

    /** Takes a row out, by handle. */
    public void remove(final Table table, final int row) {
        final int index = Rows.index(row);
        words[wordOf(table, index)] &= ~(1L << index);
    }

    public boolean contains(final Table table, final int row) {
        return containsAt(table, Rows.index(row));
    }

    public boolean containsAt(final Table table, final int index) {
        return (words[wordOf(table, index)] & (1L << index)) != 0;
    }

    /**
     * The rows of one word of a table as bits, lowest first: those of 64 numbers from {@code 64 * word} on. Bits of numbers
     * beyond the table's capacity mean nothing.
     */
    public long word(final Table table, final int word) {
        return words[wordOf(table, word << 6)];
    }

    private int wordOf(final Table table, final int index) {
        if (index < 0 || index >= table.capacity()) {
            throw new IndexOutOfBoundsException(
                    table.name() + ": row " + index + " is beyond its capacity of " + table.capacity() + " rows");
        }
        return firstWord[table.id()] + (index >> 6);
    }
}
