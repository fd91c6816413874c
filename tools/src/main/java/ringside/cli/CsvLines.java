package ringside.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A table of comma-separated values (RFC 4180), its first line the names of its columns. */
final class CsvLines {
    private final PrintWriter out;
    private final List<String> names;

    /**
     * Prints the first line.
     *
     * @param first columns that every line has
     * @param more columns that a line may have
     */
    CsvLines(final PrintWriter out, final List<String> first, final Collection<String> more) {
        this.out = out;
        names = List.copyOf(more);
        final List<Object> line = new ArrayList<>(first);
        line.addAll(names);
        print(line);
    }

    void print(final List<Object> first, final Map<String, Object> more) {
        final List<Object> line = new ArrayList<>(first);
        names.forEach(name -> line.add(more.getOrDefault(name, "")));
        print(line);
    }

    private void print(final List<Object> values) {
        final StringBuilder line = new StringBuilder();
        for (final Object value : values) {
            line.append(line.length() == 0 ? "" : ",").append(quoted(String.valueOf(value)));
        }
        out.println(line);
    }

    private static String quoted(final String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
