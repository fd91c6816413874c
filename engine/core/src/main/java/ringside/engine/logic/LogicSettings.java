package ringside.engine.logic;

/**
 * The bounds that logic works within. They decide what events lead to, so they are recorded with the journal and a
 * replay uses the recorded ones.
 *
 * @param hz frames in a second
 * @param maxMatches matches of the engine, ended ones included
 * @param maxTokens used connect tokens that are remembered; the oldest makes room
 * @param seatHoldFrames frames for which a seat is held for a player whose connection is gone
 * @param lateMergeFrames frames by which an input may be late and still count, merged into the next frame
 * @param repeatFrames frames for which missing inputs repeat the last one before they become zero
 */
public record LogicSettings(
        int hz, int maxMatches, int maxTokens, int seatHoldFrames, int lateMergeFrames, int repeatFrames) {

    /** Checks every bound by name. */
    public LogicSettings {
        require("hz", hz, 1, 1000);
        require("maxMatches", maxMatches, 1, 65_536);
        require("maxTokens", maxTokens, 1, 65_536);
        require("seatHoldFrames", seatHoldFrames, 0, 10_000_000);
        require("lateMergeFrames", lateMergeFrames, 0, 1000);
        require("repeatFrames", repeatFrames, 0, 1000);
    }

    /** The defaults at a frame rate: seats are held for 30 s, inputs repeat for 250 ms and merge up to 50 ms late. */
    public static LogicSettings at(final int hz) {
        return new LogicSettings(hz, 4096, 4096, 30 * hz, Math.max(1, hz / 20), Math.max(1, hz / 4));
    }

    /** The same with room for that many matches. */
    public LogicSettings withMaxMatches(final int count) {
        return new LogicSettings(hz, count, maxTokens, seatHoldFrames, lateMergeFrames, repeatFrames);
    }

    /** The same with seats held for that many frames. */
    public LogicSettings withSeatHoldFrames(final int frames) {
        return new LogicSettings(hz, maxMatches, maxTokens, frames, lateMergeFrames, repeatFrames);
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " is outside " + min + " to " + max);
        }
    }
}
