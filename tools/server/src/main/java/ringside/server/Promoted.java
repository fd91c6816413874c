package ringside.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a standby that was promoted answers.
 *
 * @param status how the primary is that it has become
 * @param promotion how long that took
 */
public record Promoted(@JsonUnwrapped Object status, Took promotion) {
    /**
     * How long it took until players could come.
     *
     * @param totalUs from the wish to open ports and passing time, in microseconds
     * @param stepsUs what of it went where, in the order of the steps
     */
    public record Took(long totalUs, Map<String, Long> stepsUs) {
        /** Copies the map. */
        public Took {
            stepsUs = new LinkedHashMap<>(stepsUs);
        }
    }
}
