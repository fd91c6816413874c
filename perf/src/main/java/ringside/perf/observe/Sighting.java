package ringside.perf.observe;

import java.util.List;
import java.util.Map;

/**
 * What observers saw, crosses from their process as one line of JSON.
 *
 * @param observers that were let in
 * @param inputs that were seen consumed
 * @param histograms encoded: input to view, the same above the frame, and how late inputs were sent
 * @param problems why some were not served to the end
 */
public record Sighting(
        int observers, long inputs, long refused, Map<String, String> histograms, List<String> problems) {
    public Sighting {
        histograms = Map.copyOf(histograms);
        problems = List.copyOf(problems);
    }
}
