package ringside.replay;

import ringside.engine.logic.MatchSlot;
import ringside.journal.EpochStart;

/** Looks on while a recording is verified, on the thread that does it. */
public interface Witness {
    /** Nobody. */
    Witness NOBODY = new Witness() {};

    /** Snapshots of each match that are to be kept for it. */
    default int snapshots() {
        return 2;
    }

    /** What follows was recorded under another epoch. */
    default void epoch(final EpochStart start) {}

    /** A frame of a match was computed, and its snapshot published. */
    default void frame(final MatchSlot slot, final int frame) {}

    /** A match that was over is forgotten. */
    default void forgotten(final MatchSlot slot) {}

    /** Nothing follows. */
    default void end() {}
}
