package ringside.latency.report;

import java.util.List;

/**
 * What a stage did in a span of time. Its bounds are those of the intervals in it.
 *
 * @param heat counts of values by rows of {@link Heat}, the first of them that of row {@code firstRow}
 */
public record Span(long fromMs, long toMs, Distribution values, int firstRow, List<Long> heat) {}
