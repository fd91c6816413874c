package ringside.io.client;

import java.util.Arrays;

/**
 * How far what is drawn lies off what is right: what a correction moved is drawn where it was, and nears the right place
 * from there, exponentially. Not thread-safe; times in nanoseconds, errors in any unit; allocates at construction only.
 */
final class SmoothedError {
    private final double[] errors;
    private final double snapBeyond;
    private final double smoothNs;
    private long atNs;

    /**
     * @param columns how many values go together
     * @param snapBeyond an error of one that is larger is forgotten at once, and the others' with it
     */
    SmoothedError(final int columns, final double snapBeyond, final int smoothMs) {
        errors = new double[columns];
        this.snapBeyond = snapBeyond;
        smoothNs = smoothMs * 1e6;
    }

    void clear() {
        Arrays.fill(errors, 0);
    }

    /** Ages the errors to this time, before {@link #add}. */
    void age(final long nowNs) {
        final double left = left(nowNs);
        for (int i = 0; i < errors.length; i++) {
            errors[i] *= left;
        }
        atNs = Math.max(atNs, nowNs);
    }

    void add(final int column, final double moved) {
        errors[column] += moved;
    }

    /** Forgets errors that are too large to be smoothed; true when there was one. */
    boolean snaps() {
        for (final double error : errors) {
            if (!(Math.abs(error) <= snapBeyond)) {
                clear();
                return true;
            }
        }
        return false;
    }

    double at(final int column, final long nowNs) {
        return errors[column] == 0 ? 0 : errors[column] * left(nowNs);
    }

    private double left(final long nowNs) {
        return nowNs <= atNs ? 1 : Math.exp((atNs - nowNs) / smoothNs);
    }
}
