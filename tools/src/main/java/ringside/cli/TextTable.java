package ringside.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells as aligned text: numbers to the right, words to the left. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    TextTable(final String... head) {
        lines.add(List.of(head));
    }

    TextTable add(final Object... cells) {
        final List<String> line = new ArrayList<>();
        for (final Object cell : cells) {
            line.add(String.valueOf(cell));
        }
        lines.add(line);
        return this;
    }

    void print(final PrintWriter out) {
        final int columns = lines.get(0).size();
        for (final List<String> line : lines) {
            final StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                final String padding = " ".repeat(width(i) - line.get(i).length());
                text.append(isNumeric(i) ? padding + line.get(i) : line.get(i) + padding)
                        .append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private int width(final int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private boolean isNumeric(final int column) {
        return lines.stream().skip(1).allMatch(line -> line.get(column).matches("-?\\d+"));
    }
}
