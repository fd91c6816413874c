package ringside.replay.standby;

import org.jspecify.annotations.Nullable;

/**
 * How an engine that follows is.
 *
 * @param isLive whether it has all that the primary is known to have, over a connection that stands
 * @param inSync whether it may be promoted: it once had everything over its last connection, has all that it heard of since, and its
 *     hashes are the primary's
 * @param epoch of its journal
 * @param position up to where it has appended and applied
 * @param lag events that the primary is known to have and it has not
 * @param lagNs for how long it has been behind without a pause, or without a connection
 * @param hashOk whether all hashes were equal
 * @param framesCompared whose hashes were
 * @param lastEnd why the last connection ended, or null
 */
public record Standing(
        boolean isLive,
        boolean inSync,
        Epoch epoch,
        long position,
        long lag,
        long lagNs,
        boolean hashOk,
        long framesCompared,
        @Nullable Refused lastEnd) {
    static final Standing NONE = new Standing(false, false, Epoch.NONE, -1, 0, 0, true, 0, null);
}
