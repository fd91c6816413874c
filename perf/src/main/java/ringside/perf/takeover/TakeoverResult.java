package ringside.perf.takeover;

import java.util.List;
import java.util.Map;

/**
 * One takeover.
 *
 * @param gapsNs of each player, from the last view of the reign before to the first of the next
 * @param decisionNs from the fault to the request to promote that was not refused
 * @param promotionNs from that request until the new primary's ports serve and its time passes, as it says itself
 * @param resumesNs of each player, from then to the first view; below 0 for who was shown one before
 * @param stepsUs where the promotion's time went, as the new primary says
 * @param lost inputs that a view had acknowledged before and that the new primary's journal does not have
 * @param problems what is not as it must be
 */
record TakeoverResult(
        List<Long> gapsNs,
        long decisionNs,
        long promotionNs,
        List<Long> resumesNs,
        Map<String, Long> stepsUs,
        long lost,
        List<String> problems) {
    /** Of one that counts only for what was lost or is not as it must be. */
    TakeoverResult uncounted() {
        return new TakeoverResult(List.of(), decisionNs, promotionNs, List.of(), Map.of(), lost, problems);
    }
}
