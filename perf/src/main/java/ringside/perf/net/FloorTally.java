package ringside.perf.net;

import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import ringside.bots.Generator;
import ringside.bots.Histograms;
import ringside.bots.Percentiles;
import ringside.perf.EncodedHistogram;

/** What the clients of one loop measured. Counts only while {@link #measure} says so; used by one thread at a time. */
final class FloorTally {
    /** Beyond it a duration counts as this long. */
    private static final long LONGEST_NS = 600_000_000_000L;

    private static final int DIGITS = 3;

    private final Histogram inputToView = new Histogram(LONGEST_NS, DIGITS);
    private final Histogram inputToViewAboveFrame = new Histogram(LONGEST_NS, DIGITS);
    private final Histogram lateness = new Histogram(LONGEST_NS, DIGITS);
    private volatile boolean measuring;

    void measure(final boolean on) {
        measuring = on;
    }

    void late(final long ns) {
        if (measuring) {
            record(lateness, ns);
        }
    }

    /** The wait is that of the newest input that the answer covers; 0 when it is not known. */
    void answered(final long inputToViewNs, final long waitNs) {
        if (measuring) {
            record(inputToView, inputToViewNs);
            if (waitNs != 0) {
                record(inputToViewAboveFrame, inputToViewNs - waitNs);
            }
        }
    }

    void add(final FloorTally other) {
        inputToView.add(other.inputToView);
        inputToViewAboveFrame.add(other.inputToViewAboveFrame);
        lateness.add(other.lateness);
    }

    LoadResult.Latencies latencies() {
        final long latenessNs = Percentiles.of(lateness).p99Ns();
        final SortedMap<String, String> histograms = new TreeMap<>();
        histograms.put(Histograms.INPUT_TO_VIEW, EncodedHistogram.of(inputToView));
        histograms.put(Histograms.ABOVE_FRAME, EncodedHistogram.of(inputToViewAboveFrame));
        histograms.put(Histograms.LATENESS, EncodedHistogram.of(lateness));
        return new LoadResult.Latencies(
                Percentiles.of(inputToView),
                Percentiles.of(inputToViewAboveFrame),
                latenessNs,
                latenessNs > Generator.LATENESS_BOUND_NS,
                histograms);
    }

    private static void record(final Histogram into, final long ns) {
        into.recordValue(Math.max(0, Math.min(LONGEST_NS, ns)));
    }
}
