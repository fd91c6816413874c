package ringside.server.rules;

import ringside.engine.logic.GameType;

/** A match as far as its rules go, seen from outside of logic: by what it has published. */
public interface RunningMatch {
    int id();

    GameType type();

    /** False until there is something to read. */
    boolean isPublished();

    /** The rules that it had in the newest frame published. */
    byte[] rules();
}
