package ringside.perf.pauses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.perf.PercentileLine;

/** The pauses of a measured window: what of them was the collector's, and what was the JVM's otherwise. */
public final class Pauses {
    /** A pause that players cannot feel and no frame misses. */
    public static final long BAR_NS = 1_000_000;

    private static final long LONGEST_NS = 600_000_000_000L;

    public static final Pauses NONE = new Pauses(List.of());

    private final List<PauseLog.Pause> all;
    private final Histogram collector = new Histogram(LONGEST_NS, 3);
    private final Histogram others = new Histogram(LONGEST_NS, 3);

    public Pauses(final List<PauseLog.Pause> all) {
        this.all = List.copyOf(all);
        for (final PauseLog.Pause pause : all) {
            (pause.isCollectors() ? collector : others).recordValue(Math.min(LONGEST_NS, pause.totalNs()));
        }
    }

    /** Of the collector, the longest; 0 when there was none. */
    public long maxNs() {
        return all.stream()
                .filter(PauseLog.Pause::isCollectors)
                .mapToLong(PauseLog.Pause::totalNs)
                .max()
                .orElse(0);
    }

    /** Of the collector. */
    public long count() {
        return collector.getTotalCount();
    }

    /** How long each of the collector's was. */
    public Percentiles collector() {
        return Percentiles.of(collector);
    }

    /** Of the collector, all together. */
    public long totalNs() {
        return all.stream()
                .filter(PauseLog.Pause::isCollectors)
                .mapToLong(PauseLog.Pause::totalNs)
                .sum();
    }

    /** Whether no pause of the collector was longer than {@link #BAR_NS}. */
    public boolean isCalm() {
        return maxNs() <= BAR_NS;
    }

    private String longest() {
        PauseLog.Pause worst = new PauseLog.Pause(0, "", 0, 0);
        for (final PauseLog.Pause pause : all) {
            worst = pause.totalNs() > worst.totalNs() ? pause : worst;
        }
        return worst.operation();
    }

    public void putInto(final ObjectNode root) {
        final ObjectNode node = root.putObject("gcPauses");
        node.put("count", count());
        node.put("totalNs", totalNs());
        node.put("maxNs", maxNs());
        PercentileLine.put(node, "each", Percentiles.of(collector));
        node.put("barNs", BAR_NS);
        node.put("noneAboveBar", isCalm());
        PercentileLine.put(root, "otherPauses", Percentiles.of(others));
        root.put("longestPauseOperation", longest());
    }

    public void print(final PrintWriter out, final int nameWidth) {
        PercentileLine.print(out, nameWidth, "pauses of the collector", Percentiles.of(collector));
        PercentileLine.print(out, nameWidth, "pauses of the JVM otherwise", Percentiles.of(others));
        out.printf(
                Locale.ROOT,
                "%d pauses of the collector, the longest %.3f ms: %s above 1 ms; %d others%n",
                collector.getTotalCount(),
                maxNs() / 1e6,
                isCalm() ? "none" : "some",
                others.getTotalCount());
    }
}
