package ringside.server;

import java.util.List;
import ringside.replay.standby.Shipping;

/**
 * How a server is, for operators.
 *
 * @param role primary: it serves
 * @param epoch under which it serves
 * @param position the last safe one; with several engines the highest of theirs
 * @param matches that are remembered
 * @param players seats taken in matches that are not over
 * @param lag of a primary: always 0, as {@code lagNs}; and it is {@code inSync} and {@code hashOk} with itself
 * @param replicated whether what players are shown is in the hands of every member of the in-sync sets
 * @param shows false while nothing further can be shown because a member of such a set has not got it
 * @param standbys who follow, an entry for each of their engines
 * @param overloaded whether one of the engines cannot keep up: nobody may join its matches now
 */
public record ServerStatus(
        String role,
        long epoch,
        long position,
        int matches,
        int players,
        boolean overloaded,
        long lag,
        long lagNs,
        boolean inSync,
        boolean hashOk,
        boolean replicated,
        boolean shows,
        List<EngineStatus> engines,
        List<Shipping.Follows> standbys,
        String build) {
    /** Copies the lists. */
    public ServerStatus {
        engines = List.copyOf(engines);
        standbys = List.copyOf(standbys);
    }

    /**
     * How one engine is.
     *
     * @param epoch of its journal
     * @param appended the last position in its journal, safe or not
     * @param inSyncSet names of the members of its in-sync set, itself the first; empty unless level replicated counts, and then until
     *     the first standby has followed
     * @param waitsFor names of the members without whom nothing further is safe at this moment
     * @param frames completed since the start
     * @param skippedFrames since the start
     * @param running matches that are not over
     */
    public record EngineStatus(
            int engine,
            long epoch,
            long position,
            long frames,
            long skippedFrames,
            int matches,
            int running,
            int players,
            boolean overloaded,
            long appended,
            List<String> inSyncSet,
            List<String> waitsFor) {
        /** Copies the lists. */
        public EngineStatus {
            inSyncSet = List.copyOf(inSyncSet);
            waitsFor = List.copyOf(waitsFor);
        }
    }
}
