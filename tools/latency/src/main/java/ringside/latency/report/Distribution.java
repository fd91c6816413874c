package ringside.latency.report;

import org.HdrHistogram.Histogram;

/** What is told of many values of a stage, in its unit: nanoseconds or counts. All 0 when there were none. */
public record Distribution(long count, double mean, long p50, long p90, long p99, long p999, long max) {
    static Distribution of(final Histogram values) {
        return values.getTotalCount() == 0
                ? new Distribution(0, 0, 0, 0, 0, 0, 0)
                : new Distribution(
                        values.getTotalCount(),
                        values.getMean(),
                        values.getValueAtPercentile(50),
                        values.getValueAtPercentile(90),
                        values.getValueAtPercentile(99),
                        values.getValueAtPercentile(99.9),
                        values.getMaxValue());
    }
}
