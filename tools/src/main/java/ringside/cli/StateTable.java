package ringside.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.layout.Column;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.ShownState;

/** A table of a state as aligned text. */
final class StateTable {
    private final List<List<String>> lines = new ArrayList<>();
    private final Table table;

    /**
     * A table of what is alive.
     *
     * @param shown leaves out what a player is not shown; null for everything
     */
    StateTable(final State state, final Table table, final @Nullable ShownState shown) {
        this.table = table;
        final List<String> head = new ArrayList<>();
        head.add("row");
        table.columns().forEach(column -> head.add(column.name()));
        lines.add(head);
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            if (shown != null && !shown.isShown(table, row)) {
                continue;
            }
            final List<String> line = new ArrayList<>();
            line.add(Integer.toString(Rows.index(row)));
            for (final Column column : table.columns()) {
                line.add(
                        shown == null || shown.isShown(table, row, column)
                                ? column.format(state.block(), state.rowOffset(table, row))
                                : "-");
            }
            lines.add(line);
        }
    }

    void print(final PrintWriter out) {
        out.println();
        out.println(table.name() + " (" + (lines.size() - 1) + " of " + table.capacity() + " rows)");
        final int[] widths = new int[lines.get(0).size()];
        for (final List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (final List<String> line : lines) {
            final StringBuilder text = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                text.append(" ".repeat(widths[i] - line.get(i).length()))
                        .append(line.get(i))
                        .append("  ");
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
