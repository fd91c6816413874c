package ringside.latency.report;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Counts of values by size, ten rows a decade: row r holds values from 10^(r/10) on. Row 0 holds 0 and 1. */
final class Heat {
    static final int ROWS_PER_DECADE = 10;

    /** Up to the largest number there is. */
    private static final int ROWS = 19 * ROWS_PER_DECADE;

    private final long[] rows = new long[ROWS];

    void add(final Histogram values) {
        for (final HistogramIterationValue each : values.recordedValues()) {
            rows[rowOf(each.getValueIteratedTo())] += each.getCountAddedInThisIterationStep();
        }
    }

    static int rowOf(final long value) {
        return value <= 1 ? 0 : Math.min(ROWS - 1, (int) (Math.log10((double) value) * ROWS_PER_DECADE));
    }

    int firstRow() {
        int row = 0;
        while (row < ROWS && rows[row] == 0) {
            row++;
        }
        return row == ROWS ? 0 : row;
    }

    /** From the first row in which there is something to the last. */
    List<Long> counts() {
        int end = ROWS;
        while (end > 0 && rows[end - 1] == 0) {
            end--;
        }
        return Arrays.stream(rows, Math.min(firstRow(), end), end).boxed().toList();
    }

    void clear() {
        Arrays.fill(rows, 0);
    }
}
