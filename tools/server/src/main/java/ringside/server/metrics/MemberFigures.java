package ringside.server.metrics;

import java.util.List;
import java.util.Map;

/**
 * Who follows whom, and how far, at one moment: what a primary knows of its members, or a standby of itself.
 *
 * @param engines what is told of each engine
 * @param followers of a primary: those who follow it
 * @param ends how often connections between servers ended, by reason
 */
public record MemberFigures(List<OfEngine> engines, List<Follower> followers, Map<String, Long> ends) {
    /** Copies all. */
    public MemberFigures {
        engines = List.copyOf(engines);
        followers = List.copyOf(followers);
        ends = Map.copyOf(ends);
    }

    /**
     * The in-sync set of an engine.
     *
     * @param level of durability that counts: mapped, synced or replicated
     * @param setSize members of its in-sync set, the writer included; 0 while none is kept
     * @param waitsFor members without whom nothing further is safe now
     * @param isStalled whether nothing has become safe for a while because of them
     */
    public record OfEngine(int engine, String level, int setSize, int waitsFor, boolean isStalled) {}

    /**
     * One who follows an engine.
     *
     * @param isMember of the in-sync set
     * @param lagEvents that it has not acknowledged
     * @param lagNs for how long it has been behind without a pause
     * @param framesCompared whose hashes it found equal
     */
    public record Follower(
            String name,
            int engine,
            boolean isMember,
            boolean isLive,
            long lagEvents,
            long lagNs,
            long framesCompared) {}
}
