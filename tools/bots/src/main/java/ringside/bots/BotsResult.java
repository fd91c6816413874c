package ringside.bots;

import java.util.List;
import java.util.Map;

/**
 * What a run of bots measured. Latencies are those after the warm-up; counts are those of the whole run. Nothing is left
 * out for being slow: an input counts from when it was due, whether or not the sender was in time.
 *
 * @param clients players that got a seat
 * @param inputsSent each once, however often it was repeated
 * @param errors players that ended otherwise than by leaving, and messages that no server should send
 * @param resumes seats taken again after a lost connection
 * @param bytesPerClientPerSecond received after the warm-up, above TCP and below TLS
 * @param inputToView from when an input was due to the receipt of the first view that shows it consumed
 * @param inputToViewAboveFrame the same less the input's wait for its frame, as the view reports it
 * @param longestViewGapNs between two views of any one player, lost connections included
 * @param viewGap between one view and the next of each player
 * @param histograms all of these latencies, value by value
 * @param generator whether the sender itself kept up
 * @param bytesSentPerClientPerSecond as for those received
 * @param inputsConsumed shown by a view to be consumed
 * @param inputsDropped given up by a client because of a lost connection, or because too many waited
 * @param attemptsFailed connections that led to no seat
 * @param roundTripMinNs the shortest of all pings; 0 when there was none
 * @param viewsByEpoch how many views each reign sent
 * @param refusedBecause how many inputs were refused for each reason
 * @param problems why players ended otherwise than by leaving, each text once
 */
public record BotsResult(
        int clients,
        long inputsSent,
        long inputsRefused,
        long viewsReceived,
        long effectsReceived,
        long errors,
        long resumes,
        long bytesPerClientPerSecond,
        Percentiles inputToView,
        Percentiles inputToViewAboveFrame,
        long longestViewGapNs,
        Percentiles viewGap,
        Histograms histograms,
        Generator generator,
        long bytesSentPerClientPerSecond,
        long inputsConsumed,
        long inputsDropped,
        long attemptsFailed,
        long roundTripMinNs,
        Map<Long, Long> viewsByEpoch,
        Map<String, Long> refusedBecause,
        List<String> problems) {

    public BotsResult {
        viewsByEpoch = Map.copyOf(viewsByEpoch);
        refusedBecause = Map.copyOf(refusedBecause);
        problems = List.copyOf(problems);
    }

    /** From when inputs were due to when the sender came to them. */
    public long generatorLatenessP99Ns() {
        return generator.lateness().p99Ns();
    }

    /** The sender was so late that the latencies are its own, at least in part. */
    public boolean generatorWasBottleneck() {
        return generator.wasBottleneck();
    }

    /** A sentence when the numbers are not what they seem, else empty. */
    public String warning() {
        return generator.warning();
    }
}
