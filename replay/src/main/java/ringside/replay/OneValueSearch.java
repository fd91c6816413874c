package ringside.replay;

import org.jspecify.annotations.Nullable;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.StateDifference;
import ringside.layout.Table;

/**
 * Looks for the one value that makes a state have another hash. A hash of 64 bits cannot be read, but it can be tried: where a single
 * value differs, some value of a column with a small range, near the one that is there, or with a few bits turned, has that hash, and
 * no other has. Bounded by {@link #MOST_TRIES}.
 */
public final class OneValueSearch {
    /** So many hashes are computed at most: some seconds. */
    static final int MOST_TRIES = 400_000;

    /** Larger states are tried less often: so many bytes are hashed at most. */
    private static final long MOST_BYTES = 8L << 30;

    /** Columns of so many values or fewer are tried with all of them. */
    private static final long SMALL_RANGE = 1_024;

    /** Others with so many on both sides of theirs, and with each of the lowest bits turned in each way. */
    private static final int NEAR = 256;

    private final State state;
    private final long wanted;
    private final long most;
    private int tries;

    private OneValueSearch(final State state, final long wanted) {
        this.state = state;
        this.wanted = wanted;
        most = Math.min(MOST_TRIES, MOST_BYTES / state.layout().blockBytes());
    }

    /**
     * The difference to the state of that hash, if it is one value; else null. Its first value is that of the wanted hash.
     *
     * @param state changed meanwhile, and as it was afterwards
     */
    public static @Nullable StateDifference find(final State state, final long wanted) {
        return new OneValueSearch(state, wanted).search();
    }

    private @Nullable StateDifference search() {
        for (final Table table : state.layout().tables()) {
            for (int row = table.isHistory() ? Rows.NONE : state.first(table);
                    row != Rows.NONE;
                    row = state.next(table, row)) {
                final StateDifference found = inRow(table, row);
                if (found != null || tries >= most) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable StateDifference inRow(final Table table, final int row) {
        final int offset = state.rowOffset(table, row);
        for (final Column column : table.columns()) {
            if (column.type() != ColumnType.BYTES) {
                final StateDifference found = inColumn(table, row, column, offset);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable StateDifference inColumn(
            final Table table, final int row, final Column column, final int offset) {
        final long there = column.read(state.block(), offset);
        final String replayed = column.format(state.block(), offset);
        try {
            if (isOneOf(column, offset, there)) {
                final String recorded = column.format(state.block(), offset);
                return new StateDifference(table, Rows.index(row), column, recorded, replayed);
            }
            return null;
        } finally {
            column.write(state.block(), offset, there);
        }
    }

    /** Whether one of the values tried gives the hash; then it stands in the state. */
    private boolean isOneOf(final Column column, final int offset, final long there) {
        final long range = column.max() - column.min();
        if (range >= 0 && range <= SMALL_RANGE) {
            for (long value = column.min(); value <= column.max(); value++) {
                if (value != there && fits(column, offset, value)) {
                    return true;
                }
            }
            return false;
        }
        for (int near = 1; near <= NEAR; near++) {
            if (fits(column, offset, there + near)
                    || fits(column, offset, there - near)
                    || fits(column, offset, there ^ near)) {
                return true;
            }
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if (fits(column, offset, there ^ 1L << bit)) {
                return true;
            }
        }
        return fits(column, offset, 0) || fits(column, offset, -there);
    }

    private boolean fits(final Column column, final int offset, final long value) {
        if (value < column.min() || value > column.max() || tries >= most) {
            return false;
        }
        tries++;
        column.write(state.block(), offset, value);
        return state.hash() == wanted;
    }
}
