package ringside.engine.logic;

import java.util.function.Consumer;

/**
 * The bounds that logic works within. They decide what events lead to, so they are recorded with the journal and a
 * replay uses the recorded ones.
 *
 * @param hz frames in a second
 * @param maxMatches matches of the engine, ended ones included
 * @param maxTokens used connect tokens that are remembered; beyond it players with tokens are told to try later
 * @param seatHoldFrames frames for which a seat is held for a player whose connection is gone
 * @param lateMergeFrames frames by which an input may be late and still count, merged into the next frame
 * @param repeatFrames frames for which missing inputs repeat the last one before they become zero
 * @param maxRewindFrames the furthest back that a game may see the world as a player saw it
 * @param keepEndedFrames frames for which a match that is over, and whose result was delivered, is remembered
 */
public record LogicSettings(
        int hz,
        int maxMatches,
        int maxTokens,
        int seatHoldFrames,
        int lateMergeFrames,
        int repeatFrames,
        int maxRewindFrames,
        int keepEndedFrames) {

    /** The most that {@code maxRewindFrames} can be: the history of rewound columns has room for it. */
    public static final int MOST_REWIND_FRAMES = 30;

    /** Checks every bound by name. */
    public LogicSettings {
        require("hz", hz, 1, 1000);
        require("maxMatches", maxMatches, 1, 65_536);
        require("maxTokens", maxTokens, 1, 65_536);
        require("seatHoldFrames", seatHoldFrames, 0, 10_000_000);
        require("lateMergeFrames", lateMergeFrames, 0, 1000);
        require("repeatFrames", repeatFrames, 0, 1000);
        require("maxRewindFrames", maxRewindFrames, 1, MOST_REWIND_FRAMES);
        require("keepEndedFrames", keepEndedFrames, 0, 10_000_000);
    }

    /**
     * The defaults at a frame rate: seats are held for 30 s, inputs merge up to 50 ms late and repeat for 250 ms, a player's
     * past reaches back 200 ms (or as far as the history does, above 150 Hz), a match that is over is remembered for 10 s.
     */
    public static LogicSettings at(final int hz) {
        return new LogicSettings(
                hz,
                4096,
                16_384,
                30 * hz,
                Math.max(1, hz / 20),
                Math.max(1, hz / 4),
                Math.min(MOST_REWIND_FRAMES, Math.max(1, hz / 5)),
                10 * hz);
    }

    /** The same with room for that many matches. */
    public LogicSettings withMaxMatches(final int count) {
        return with(draft -> draft.maxMatches = count);
    }

    /** The same with that many used tokens remembered. */
    public LogicSettings withMaxTokens(final int count) {
        return with(draft -> draft.maxTokens = count);
    }

    /** The same with seats held for that many frames. */
    public LogicSettings withSeatHoldFrames(final int frames) {
        return with(draft -> draft.seatHoldFrames = frames);
    }

    /** The same with other bounds on inputs that are late or missing. */
    public LogicSettings withInputs(final int lateMerge, final int repeat) {
        return with(draft -> {
            draft.lateMergeFrames = lateMerge;
            draft.repeatFrames = repeat;
        });
    }

    /** The same with a past that reaches back so many frames. */
    public LogicSettings withMaxRewindFrames(final int frames) {
        return with(draft -> draft.maxRewindFrames = frames);
    }

    /** The same with matches that are over remembered for that many frames. */
    public LogicSettings withKeepEndedFrames(final int frames) {
        return with(draft -> draft.keepEndedFrames = frames);
    }

    private LogicSettings with(final Consumer<Draft> change) {
        final Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The same values, to be changed. */
    private static final class Draft {
        private final int hz;
        private int maxMatches;
        private int maxTokens;
        private int seatHoldFrames;
        private int lateMergeFrames;
        private int repeatFrames;
        private int maxRewindFrames;
        private int keepEndedFrames;

        Draft(final LogicSettings from) {
            hz = from.hz;
            maxMatches = from.maxMatches;
            maxTokens = from.maxTokens;
            seatHoldFrames = from.seatHoldFrames;
            lateMergeFrames = from.lateMergeFrames;
            repeatFrames = from.repeatFrames;
            maxRewindFrames = from.maxRewindFrames;
            keepEndedFrames = from.keepEndedFrames;
        }

        LogicSettings settings() {
            return new LogicSettings(
                    hz,
                    maxMatches,
                    maxTokens,
                    seatHoldFrames,
                    lateMergeFrames,
                    repeatFrames,
                    maxRewindFrames,
                    keepEndedFrames);
        }
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " is outside " + min + " to " + max);
        }
    }
}
