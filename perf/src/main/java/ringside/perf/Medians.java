package ringside.perf;

import java.util.Arrays;

/** Of a few rounds. */
public final class Medians {
    private Medians() {}

    /** The middle value, or the mean of the two in the middle. NaN for none. */
    public static double of(final double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
