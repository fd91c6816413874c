package ringside.testkit;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.Layout;
import ringside.layout.State;
import ringside.layout.StateDifference;
import ringside.layout.Table;

/** Where two states of one layout differ, as lines for people: the first place of each table. */
final class Differences {
    private Differences() {}

    /** In the order of the layout; tables of history come last, and only where both blocks hold them. */
    static List<String> between(final Layout layout, final DirectBuffer expected, final DirectBuffer actual) {
        final State was = new State(layout);
        was.wrap(expected, 0);
        final State is = new State(layout);
        is.wrap(actual, 0);
        final List<String> lines = new ArrayList<>();
        for (final Table table : layout.tables()) {
            if (!table.isHistory()) {
                add(StateDifference.firstIn(table, was, is), lines);
            }
        }
        final int held = Math.min(expected.capacity(), actual.capacity());
        for (final Table table : layout.tables()) {
            if (table.isHistory() && held >= layout.blockBytes()) {
                add(StateDifference.firstIn(table, was, is), lines);
            }
        }
        return lines;
    }

    private static void add(final @Nullable StateDifference found, final List<String> lines) {
        if (found != null) {
            final String place = found.table().isSingle() && found.column() != null
                    ? found.column().qualifiedName()
                    : found.place();
            lines.add(place + " is " + found.other() + ", was " + found.one());
        }
    }
}
