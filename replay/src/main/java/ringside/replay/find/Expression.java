package ringside.replay.find;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.find.Term.Condition;

/**
 * A condition on a match state, such as {@code players.hp <= 0 and players.team = 1}, bound to a layout.
 *
 * <p>A table of rows that is named without a row stands for one of its rows, the same wherever the table is named: the expression
 * holds when it holds for some row, of several such tables for some choice of rows. Of what is not there, a dead row or the
 * result of a division by zero, neither a comparison nor its contrary holds.
 *
 * <p>Whole numbers are exact in 64 bits; decimals have 16 bits behind the point, as columns of fixed point have, and are rounded to
 * that when they are read. Not thread-safe. Asking allocates nothing.
 */
public final class Expression {
    /** The most choices of rows that one expression may have to look through. */
    public static final long MOST_CHOICES = 1L << 24;

    private final Condition condition;
    private final Table[] tables;
    private final Scope scope;

    private Expression(final Condition condition, final Layout layout, final List<Table> tables) {
        this.condition = condition;
        this.tables = tables.toArray(Table[]::new);
        this.scope = new Scope(layout, this.tables.length);
    }

    /** Reads an expression. Throws {@link ExpressionException} where it is none, or names what the layout does not have. */
    public static Expression of(final String text, final Layout layout) {
        return of(text, layout, null);
    }

    /** The same about an effect of that type, whose fields are {@code effect.field}; null for none. */
    static Expression of(final String text, final Layout layout, final @Nullable RecordType effect) {
        final Tokens tokens = new Tokens(text);
        final Names names = new Names(layout, effect);
        final Condition condition = new Parser(tokens, names).whole();
        long choices = 1;
        for (final Table table : names.cursors()) {
            choices *= table.capacity();
            if (choices > MOST_CHOICES) {
                throw ExpressionException.at(
                        text,
                        0,
                        "the tables "
                                + names.cursors().stream().map(Table::name).toList() + " have more than "
                                + MOST_CHOICES + " choices of rows; name one of them with its row, as in "
                                + table.name() + "[0]");
            }
        }
        return new Expression(condition, layout, names.cursors());
    }

    /** Whether it holds in a state of its layout, which the match had after that frame. */
    public boolean holds(final State state, final int frame) {
        return holds(state, frame, 0);
    }

    /** The same for an effect whose record begins there in the state's block. */
    boolean holds(final State state, final int frame, final int effectOffset) {
        scope.state = state;
        scope.frame = frame;
        scope.effectOffset = effectOffset;
        return anyChoice(0);
    }

    private boolean anyChoice(final int cursor) {
        if (cursor == tables.length) {
            return condition.holds(scope) == Truth.YES;
        }
        final Table table = tables[cursor];
        final State state = scope.state;
        int row = state.first(table);
        do {
            // An empty table stands at no row: what does not ask about it may hold all the same.
            scope.rows[cursor] = row;
            if (anyChoice(cursor + 1)) {
                return true;
            }
            row = row == Rows.NONE ? Rows.NONE : state.next(table, row);
        } while (row != Rows.NONE);
        return false;
    }

    /** The numbers of the rows for which it held when it was last asked and did, by their tables. */
    public Map<String, Integer> rows() {
        final Map<String, Integer> rows = new LinkedHashMap<>();
        for (int i = 0; i < tables.length; i++) {
            if (scope.rows[i] != Rows.NONE) {
                rows.put(tables[i].name(), Rows.index(scope.rows[i]));
            }
        }
        return rows;
    }
}
