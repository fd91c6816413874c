package ringside.io.session;

/** Makes matches for players who ask to be given one and find none with a free seat. Called on event loops: it must not block. */
@FunctionalInterface
public interface MatchDemand {
    /** Matches are made by operators only. */
    MatchDemand NONE = game -> false;

    /**
     * One more player waits for a seat.
     *
     * @param game wanted; empty for any
     * @return false when no match is made for this; true when one is on its way to the directory, unless the engines have no room
     */
    boolean wanted(String game);
}
