package ringside.replay.find;

import ringside.layout.Rows;
import ringside.layout.Table;

/** Where the columns of a name stand. */
sealed interface Place {
    /** There is no such row. */
    int NOWHERE = -1;

    /** Where the row or record begins in the state's block, or {@link #NOWHERE}. */
    int offset(Scope scope);

    /** A row by its number; the row of a single table. */
    record OneRow(Table table, int index) implements Place {
        @Override
        public int offset(final Scope scope) {
            return scope.state.rowAt(table, index) == Rows.NONE ? NOWHERE : table.rowOffset(index);
        }
    }

    /** Each row of a table in turn. */
    record EachRow(Table table, int cursor) implements Place {
        @Override
        public int offset(final Scope scope) {
            final int row = scope.rows[cursor];
            return row == Rows.NONE ? NOWHERE : table.rowOffset(Rows.index(row));
        }
    }

    /** The record of the effect in question. */
    record OfEffect() implements Place {
        @Override
        public int offset(final Scope scope) {
            return scope.effectOffset;
        }
    }
}
