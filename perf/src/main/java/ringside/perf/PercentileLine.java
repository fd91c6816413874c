package ringside.perf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import ringside.bots.Percentiles;

/** A distribution of durations as it is reported: a line for people, in milliseconds, or fields of JSON. */
public final class PercentileLine {
    private PercentileLine() {}

    /** The heads of the columns. */
    public static void heads(final PrintWriter out, final int nameWidth) {
        out.printf("%-" + nameWidth + "s %10s %10s %10s %10s%n", "milliseconds", "p50", "p99", "p99.9", "max");
    }

    /**
     * One distribution.
     *
     * @param nameWidth characters of the column with the names
     */
    public static void print(final PrintWriter out, final int nameWidth, final String name, final Percentiles times) {
        out.printf(
                Locale.ROOT,
                "%-" + nameWidth + "s %10.3f %10.3f %10.3f %10.3f%n",
                name,
                times.p50Ns() / 1e6,
                times.p99Ns() / 1e6,
                times.p999Ns() / 1e6,
                times.maxNs() / 1e6);
    }

    /** Puts the fields into a node that is made under that name. */
    public static void put(final ObjectNode root, final String name, final Percentiles times) {
        root.putObject(name)
                .put("p50Ns", times.p50Ns())
                .put("p99Ns", times.p99Ns())
                .put("p999Ns", times.p999Ns())
                .put("maxNs", times.maxNs());
    }
}
