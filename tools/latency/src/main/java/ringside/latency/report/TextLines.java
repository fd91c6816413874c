package ringside.latency.report;

import java.util.ArrayList;
import java.util.List;

/** Cells as aligned lines: the first column to the left, all others to the right. */
final class TextLines {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    TextLines(final List<String> head) {
        rows.add(head);
    }

    void add(final List<String> row) {
        rows.add(row);
    }

    List<String> lines() {
        final int columns = rows.get(0).size();
        final int[] widths = new int[columns];
        for (final List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        final List<String> lines = new ArrayList<>();
        for (final List<String> row : rows) {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                final String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + padding : GAP + padding + row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
