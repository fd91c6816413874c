package ringside.engine.ring;

import ringside.engine.logic.MatchSlot;

/** What the server wants to know of a live engine. Called on the logic thread: it must not block or allocate. */
public interface LiveListener {
    /** All matches were stepped for a FRAME and their snapshots published. The memory may be copied now. */
    void frameDone(int tick, long position, long dueNs);

    /** A match came to be; its snapshots may be read from now on. */
    void created(MatchSlot match);

    /** A game threw and its match was closed. Rare: may allocate. */
    void matchFailed(int match, int frame, long position, RuntimeException cause);

    /** A match is over and its state stands still from now on, for any thread to read. Rare: may allocate. */
    default void ended(final MatchSlot match, final long position) {}

    /** A match that was over is forgotten. Rare: may allocate. */
    default void disposed(final MatchSlot match) {}
}
