package ringside.layout;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first place at which two states of one layout differ, by name: tables in declared order, then rows, then columns.
 * Looks at what {@link State#hash} covers, so that there is a difference exactly when what was hashed differs. For tools
 * and tests: allocates.
 *
 * @param row the row's number, or {@link #NO_ROW} where the rows agree but the tables' headers differ: more of one were removed
 * @param column null where the rows differ as such: alive in one only, of another generation, or in bytes of no column
 * @param one the value in the first state, for people
 * @param other the value in the second state, for people
 */
public record StateDifference(
        Table table, int row, @Nullable Column column, String one, String other) {
    /** No single row. */
    public static final int NO_ROW = -1;

    /** The first difference, or null when there is none. */
    public static @Nullable StateDifference first(final State one, final State other) {
        requireSameLayout(one, other);
        for (final Table table : one.layout().tables()) {
            final StateDifference found = table.isHistory() ? null : inTable(table, one, other);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The first difference in one table, which may be one of history, or null when there is none. */
    public static @Nullable StateDifference firstIn(final Table table, final State one, final State other) {
        requireSameLayout(one, other);
        return inTable(table, one, other);
    }

    private static void requireSameLayout(final State one, final State other) {
        if (one.layout().hash() != other.layout().hash()) {
            throw new IllegalArgumentException(
                    "states of " + one.layout() + " and of " + other.layout() + " cannot be compared");
        }
    }

    private static @Nullable StateDifference inTable(final Table table, final State one, final State other) {
        final int rows = Math.max(one.highWater(table), other.highWater(table));
        for (int row = 0; row < rows; row++) {
            final StateDifference found = inRow(table, row, one, other);
            if (found != null) {
                return found;
            }
        }
        return sameBytes(one, other, table.base(), Table.HEADER_BYTES)
                ? null
                : new StateDifference(table, NO_ROW, null, header(one, table), header(other, table));
    }

    private static @Nullable StateDifference inRow(
            final Table table, final int row, final State one, final State other) {
        final int offset = table.rowOffset(row);
        if (!sameBytes(one, other, offset, Table.ROW_HEADER_BYTES)) {
            return new StateDifference(table, row, null, life(one, offset), life(other, offset));
        }
        for (final Column column : table.columns()) {
            if (!sameBytes(one, other, offset + column.offset(), column.widthBytes())) {
                return new StateDifference(
                        table, row, column, column.format(one.block(), offset), column.format(other.block(), offset));
            }
        }
        for (int at = offset; at < offset + table.strideBytes(); at++) {
            if (!sameBytes(one, other, at, 1)) {
                return new StateDifference(table, row, null, strayByte(one, at, offset), strayByte(other, at, offset));
            }
        }
        return null;
    }

    private static boolean sameBytes(final State one, final State other, final int offset, final int lengthBytes) {
        final UnsafeBuffer a = one.block();
        final UnsafeBuffer b = other.block();
        for (int at = offset; at < offset + lengthBytes; at++) {
            if (a.getByte(at) != b.getByte(at)) {
                return false;
            }
        }
        return true;
    }

    private static String header(final State state, final Table table) {
        return state.count(table) + " rows below row " + state.highWater(table) + ", next generation "
                + state.generation(table);
    }

    private static String life(final State state, final int rowOffset) {
        final int header =
                LittleEndian.getInt(state.block().byteArray(), state.block().addressOffset() + rowOffset);
        return (header & Rows.ALIVE) != 0 ? "alive, generation " + Rows.generation(header) : "dead";
    }

    private static String strayByte(final State state, final int at, final int rowOffset) {
        return "byte " + (at - rowOffset) + " is " + state.block().getByte(at);
    }

    /** {@code players[3].hp}; without the column, or the row, where there is none. */
    public String place() {
        return table.name() + (row == NO_ROW ? "" : "[" + row + "]") + (column == null ? "" : "." + column.name());
    }

    /** {@code players[3].hp: 20 and 15}. */
    @Override
    public String toString() {
        return place() + ": " + one + " and " + other;
    }
}
