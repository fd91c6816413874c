package ringside.perf.frame;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Nanoseconds a piece of work, from many batches of it.
 *
 * @param medianNs of the batches
 * @param fastestNs of the fastest one: what the work takes when nobody disturbs
 */
record Part(String name, String key, double medianNs, double fastestNs) {
    /**
     * Runs as many batches to warm up, then the measured ones.
     *
     * @param pieces of work in a batch
     * @param batch does them and returns anything that depends on all; its argument numbers the batch
     */
    static Part measure(
            final String name, final String key, final int batches, final int pieces, final IntUnaryOperator batch) {
        int sink = 0;
        for (int i = 0; i < batches; i++) {
            sink += batch.applyAsInt(i);
        }
        final double[] times = new double[batches];
        for (int i = 0; i < batches; i++) {
            final long begin = System.nanoTime();
            sink += batch.applyAsInt(batches + i);
            times[i] = (System.nanoTime() - begin) / (double) pieces;
        }
        Arrays.sort(times);
        if (sink == 42) {
            // Never mind: nobody can leave the work out.
            System.err.print("");
        }
        return new Part(name, key, times[batches / 2], times[0]);
    }

    /** The same, less what another part of the work takes. */
    Part less(final Part other) {
        return new Part(name, key, medianNs - other.medianNs, fastestNs - other.fastestNs);
    }
}
