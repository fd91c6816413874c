package ringside.testkit;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** In which rows and columns two states of one layout differ. */
final class StateDifference {
    private final State expected;
    private final State actual;
    private final List<String> lines = new ArrayList<>();

    private StateDifference(final Layout layout, final DirectBuffer expectedBlock, final DirectBuffer actualBlock) {
        expected = new State(layout);
        expected.wrap(expectedBlock, 0);
        actual = new State(layout);
        actual.wrap(actualBlock, 0);
    }

    /** One line for each difference, in the order of the layout. */
    static List<String> between(final Layout layout, final DirectBuffer expected, final DirectBuffer actual) {
        final StateDifference difference = new StateDifference(layout, expected, actual);
        final boolean hasHistory = Math.min(expected.capacity(), actual.capacity()) >= layout.blockBytes();
        for (final Table table : layout.tables()) {
            if (table.isHistory() && !hasHistory) {
                continue;
            }
            for (int index = 0; index < table.capacity(); index++) {
                difference.compareRow(table, index);
            }
        }
        return difference.lines;
    }

    private void compareRow(final Table table, final int index) {
        final int was = expected.rowAt(table, index);
        final int is = actual.rowAt(table, index);
        final String name = table.isSingle() ? table.name() : table.name() + "[" + index + "]";
        if (was == Rows.NONE && is == Rows.NONE) {
            return;
        }
        if (was == Rows.NONE || is == Rows.NONE) {
            lines.add(name + (is == Rows.NONE ? " is not there, was alive" : " is alive, was not there"));
            return;
        }
        if (was != is) {
            lines.add(name + " is life " + Rows.generation(is) + " of its row, was life " + Rows.generation(was));
        }
        final int offset = table.rowOffset(index);
        for (final Column column : table.columns()) {
            final String before = column.format(expected.block(), offset);
            final String now = column.format(actual.block(), offset);
            if (!before.equals(now)) {
                lines.add(name + "." + column.name() + " is " + now + ", was " + before);
            }
        }
    }
}
