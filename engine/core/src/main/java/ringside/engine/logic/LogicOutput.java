package ringside.engine.logic;

import ringside.engine.output.AnswerSink;

/**
 * Where everything goes that logic says. Called on the thread that feeds events; it must not block, and live it must not
 * allocate. Role decides at the edge what becomes of it: logic never knows who listens.
 */
public interface LogicOutput extends AnswerSink {
    /**
     * A match was stepped, hashed and published.
     *
     * @param match 0 for the engine's own memory, whose frame is its tick
     */
    void hashed(int match, int frame, long hash, long position);

    /** A game threw: the match stands as at the end of its last frame and is closed. */
    void matchFailed(int match, int frame, long position, RuntimeException cause);

    /** All matches were stepped for this FRAME. */
    void frameDone(int tick, long position, long dueNs);

    /** A match came to be. */
    void created(MatchSlot match);

    /** A match is over: its last snapshot holds the result. */
    default void ended(final MatchSlot match, final long position) {}

    /** A match that was over is forgotten. */
    default void disposed(final MatchSlot match) {}
}
