package ringside.replay.standby;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;

/**
 * How an engine that follows is.
 *
 * @param isLive whether it has all that the primary is known to have, over a connection that stands
 * @param inSync whether it may be promoted: its hashes are the primary's, it follows all matches, and it is a member of the in-sync set and has all that it
 *     heard to be safe; where there is no set, it once had everything over a connection and has all that it heard of since
 * @param set the in-sync set that its journal speaks of; nobody where there is none
 * @param isMember whether it belongs to that set
 * @param setPosition of the event that said it
 * @param safeLag events that are known to be safe, so that players may have seen what follows from them, and that it has not
 * @param epoch of its journal
 * @param position up to where it has appended and applied
 * @param lag events that the primary is known to have and it has not
 * @param lagNs for how long it has been behind without a pause, or without a connection
 * @param hashOk whether all hashes were equal
 * @param framesCompared whose hashes were
 * @param lastCompared the newest of those; null while there is none
 * @param shadowing what it found out about the build that it runs
 * @param hasHeard whether anything was heard of a primary since it was started
 * @param silentNs for how long nothing at all was heard of any primary
 * @param lastEnd why the last connection ended, or null
 */
public record Standing(
        boolean isLive,
        boolean inSync,
        List<Member> set,
        boolean isMember,
        long setPosition,
        long safeLag,
        Epoch epoch,
        long position,
        long lag,
        long lagNs,
        boolean hashOk,
        long framesCompared,
        @Nullable Compared lastCompared,
        Shadowing shadowing,
        boolean hasHeard,
        long silentNs,
        @Nullable Refused lastEnd) {
    /** Copies the list. */
    public Standing {
        set = List.copyOf(set);
    }

    static final Standing NONE = new Standing(
            false, false, List.of(), false, -1, 0, Epoch.NONE, -1, 0, 0, true, 0, null, Shadowing.NONE, false, 0, null);
}
