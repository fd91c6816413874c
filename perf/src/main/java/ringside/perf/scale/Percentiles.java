package ringside.perf.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A distribution of durations as it is reported. */
record Percentiles(long p50Ns, long p99Ns, long p999Ns, long maxNs) {
    static Percentiles of(final Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? new Percentiles(0, 0, 0, 0)
                : new Percentiles(
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9),
                        histogram.getMaxValue());
    }

    void putInto(final ObjectNode node) {
        node.put("p50Ns", p50Ns).put("p99Ns", p99Ns).put("p999Ns", p999Ns).put("maxNs", maxNs);
    }

    void print(final PrintWriter out, final String name) {
        out.printf(
                Locale.ROOT,
                "%-34s %9.3f %9.3f %9.3f %9.3f%n",
                name,
                p50Ns / 1e6,
                p99Ns / 1e6,
                p999Ns / 1e6,
                maxNs / 1e6);
    }
}
