package ringside.testkit;

import java.util.Objects;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/**
 * A row of the match under test, by its number: read and checked by column name, always as it is now. A row that is not
 * alive has no columns: reading them throws.
 */
public final class TestRow {
    private final TestMatch match;
    private final Table table;
    private final int index;

    TestRow(final TestMatch match, final Table table, final int index) {
        this.match = match;
        this.table = table;
        this.index = index;
    }

    /** The row's number within its table. */
    public int index() {
        return index;
    }

    public boolean isAlive() {
        return match.state().rowAt(table, index) != Rows.NONE;
    }

    /** The row's handle, as games keep it. */
    public int handle() {
        final int row = match.state().rowAt(table, index);
        if (row == Rows.NONE) {
            throw new AssertionError(this + ": not alive after frame " + match.frameNumber());
        }
        return row;
    }

    /** A whole number; of a fixed point column its raw value, of a reference the handle. */
    public long number(final String column) {
        return table.column(column).read(match.state().block(), offset());
    }

    /** A fixed point number in its units. */
    public double decimal(final String column) {
        return number(column) / (double) FixedColumn.ONE;
    }

    public boolean flag(final String column) {
        return number(column) != 0;
    }

    /** Text, or any value as tools show it. */
    public String text(final String column) {
        return table.column(column).format(match.state().block(), offset());
    }

    /**
     * Throws {@link AssertionError} unless the column has that value.
     *
     * @param value a whole number, true or false, text, or units of a fixed point column
     */
    public TestRow expect(final String column, final Object value) {
        final Column found = table.column(column);
        if (!Values.equal(found, match.state().block(), offset(), value)) {
            throw new AssertionError(this + "." + column + " is " + text(column) + " after frame " + match.frameNumber()
                    + ", expected was " + value);
        }
        return this;
    }

    /** Arranges a value before the next event; see {@link TestMatch#arrange}. */
    public TestRow set(final String column, final Object value) {
        final Column found = table.column(column);
        final int offset = offset();
        match.arrange(state -> Values.write(found, state.block(), offset, Objects.requireNonNull(value)));
        return this;
    }

    Table table() {
        return table;
    }

    private int offset() {
        return match.state().rowOffset(table, handle());
    }

    @Override
    public String toString() {
        return table.isSingle() ? table.name() : table.name() + "[" + index + "]";
    }
}
