package ringside.server.metrics;

/**
 * How an engine that follows is, at one moment.
 *
 * @param epoch of its journal
 * @param position up to where it has appended and applied
 * @param lagEvents that the primary is known to have and it has not
 * @param lagNs for how long it has been behind without a pause, or without a connection
 * @param silentNs for how long nothing was heard of any primary
 * @param isLive whether it follows live
 * @param isInSync whether it may be promoted
 * @param isMember whether it belongs to the in-sync set
 * @param setSize members of that set; 0 where none is kept
 * @param isHashOk whether all hashes were equal
 * @param framesCompared whose hashes were
 * @param matchesDiffering of which a frame was not the primary's
 * @param matchesPassedOver by a shadow, for its build does not carry their logic
 */
public record StandbyFigures(
        int engine,
        long epoch,
        long position,
        long lagEvents,
        long lagNs,
        long silentNs,
        boolean isLive,
        boolean isInSync,
        boolean isMember,
        int setSize,
        boolean isHashOk,
        long framesCompared,
        int matchesDiffering,
        int matchesPassedOver) {}
