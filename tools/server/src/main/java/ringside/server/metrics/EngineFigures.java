package ringside.server.metrics;

/**
 * How an engine is, at one moment.
 *
 * @param engine its number
 * @param epoch under which it writes
 * @param appendedPosition the last event in its journal
 * @param safePosition the last event that is safe at the level chosen
 * @param frames finished since the start
 * @param skippedFrames given up since the start
 * @param slowFrames that were over their budget since the start
 * @param matches remembered
 * @param runningMatches of those, how many run
 * @param isOverloaded whether it is, so that nobody may join
 */
public record EngineFigures(
        int engine,
        long epoch,
        long appendedPosition,
        long safePosition,
        long frames,
        long skippedFrames,
        long slowFrames,
        int matches,
        int runningMatches,
        boolean isOverloaded) {}
