package ringside.perf.net;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.perf.EncodedHistogram;

/**
 * What one load saw of one server; crosses from the child to its parent as one line of JSON.
 *
 * @param errors clients that were not served to the end, and answers that no server should give
 * @param problems why, each text once
 */
record LoadResult(Window window, Traffic traffic, Latencies latencies, long errors, List<String> problems) {
    private static final int DIGITS = 3;

    LoadResult {
        problems = List.copyOf(problems);
    }

    /**
     * The measured part of a run.
     *
     * @param cpuNs that the server's process took, user and system, all its threads
     * @param views that the clients received
     * @param threads what each thread of the process took, by name
     */
    record Window(long cpuNs, long elapsedNs, long views, SortedMap<String, Long> threads) {
        /** Per view that arrived: a server that skips views is not the cheaper for it. */
        long cpuNsPerView() {
            return views == 0 ? 0 : cpuNs / views;
        }

        /** What the JVM took for compiling: less from minute to minute, and nothing in the end. */
        long compilerNsPerView() {
            final long ns = threads.entrySet().stream()
                    .filter(thread -> ThreadTimes.isCompiler(thread.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return views == 0 ? 0 : ns / views;
        }
    }

    /**
     * Above TCP; what clients send beside inputs counts with them.
     *
     * @param inputsSent in the whole run
     * @param inputsDropped of those, refused by the server or given up by the client
     */
    record Traffic(double bytesPerView, double bytesPerInput, long inputsSent, long inputsDropped) {}

    /**
     * From when an input was due to the receipt of the first view that covers it.
     *
     * @param inputToViewAboveFrame the same less the wait for the frame that the view reports; views that report none do
     *     not count
     * @param latenessP99Ns from when inputs were due to when the load came to them
     * @param histograms all of them, encoded, by the names of {@link ringside.bots.Histograms}
     */
    record Latencies(
            Percentiles inputToView,
            Percentiles inputToViewAboveFrame,
            long latenessP99Ns,
            boolean generatorWasBottleneck,
            SortedMap<String, String> histograms) {
        /** Every value of one of them; empty when there is none of that name. */
        Histogram histogram(final String name) {
            final String encoded = histograms.get(name);
            return encoded == null ? new Histogram(DIGITS) : EncodedHistogram.read(encoded);
        }
    }
}
