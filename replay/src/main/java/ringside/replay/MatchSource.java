package ringside.replay;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.journal.JournalHandler;

/** What was recorded of one match, wherever it stands: in an engine's journal among others, or in a file of its own. */
public interface MatchSource {
    /** The number of the match. */
    int match();

    /**
     * A playback from the nearest start before a frame is computed; from the beginning for frame 0.
     *
     * @param output told what comes out
     * @throws ReplayException when nothing of it was recorded, or this build does not carry its game
     */
    Playback before(int frame, GameTypes types, LogicOutput output);

    /**
     * The first state that was stored of the match at a frame or after it, while it was recorded; null when there is none that can be
     * trusted to be the recorded one.
     */
    @Nullable
    StoredState storedFrom(int frame, GameTypes types);

    /** A recording that is being played again. One thread. */
    interface Playback extends AutoCloseable {
        /** The loop that the events are fed to, with the memory that it works on. */
        FrameLoop loop();

        /**
         * Applies what comes next: an event, or a few.
         *
         * @param told each of them before it is applied, hashes when they are read
         * @return false at the end
         */
        boolean next(JournalHandler told);

        @Override
        void close();
    }

    /** Takes nothing in. */
    JournalHandler NOBODY = event -> {};
}
