package ringside.server;

import ringside.engine.logic.MatchSlot;

/** What the engines tell the server. Called on their logic threads, and while they are opened. */
interface EngineListener {
    /** A match can be joined. */
    void matchCreated(int engine, MatchSlot match);

    /** A match is over, and nobody is known to have its result; its state stands still. Counts once the position is safe. */
    void matchEnded(int engine, MatchSlot match, long position);

    /** A match that was over is forgotten. */
    void matchDisposed(MatchSlot match);

    /** Views of a further frame can be made. Must not allocate. */
    void frameDone(int engine, long position);

    /** An engine failed for good; the process must stop. May be called on any thread. */
    void engineFailed(String what, Throwable cause);
}
