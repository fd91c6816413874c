package ringside.replay.find;

import ringside.engine.logic.GameType;
import ringside.layout.State;

/** Looks at one match, frame by frame. */
abstract class MatchWatch {
    private final GameType type;

    MatchWatch(final GameType type) {
        this.type = type;
    }

    /** Under which the match runs that is watched: another build may pass it on to its heir. */
    final GameType type() {
        return type;
    }

    /** A frame was computed. */
    abstract void frame(State state, int frame);

    /** There is no further frame. */
    void end() {}
}
