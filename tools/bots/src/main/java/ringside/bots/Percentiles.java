package ringside.bots;

import org.HdrHistogram.Histogram;

/** The upper end of a distribution of durations; all 0 when there were none. */
public record Percentiles(long p50Ns, long p99Ns, long p999Ns, long maxNs) {
    public static Percentiles of(final Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? new Percentiles(0, 0, 0, 0)
                : new Percentiles(
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9),
                        histogram.getMaxValue());
    }
}
