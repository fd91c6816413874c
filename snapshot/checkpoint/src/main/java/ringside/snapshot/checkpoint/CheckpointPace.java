package ringside.snapshot.checkpoint;

/**
 * When the next checkpoint is due. A recovery replays what came after the newest one, by code that is still cold, so time alone
 * would let it take longer the more players there are: events count as well.
 *
 * @param intervalTicks ticks of the engine between two checkpoints, at most
 * @param mostEvents events after a checkpoint that make the next one due before that, but not within {@code busyTicks}
 * @param busyTicks ticks between two checkpoints where many events come
 * @param endedTicks ticks between two checkpoints where matches end one after the other
 */
public record CheckpointPace(int intervalTicks, int mostEvents, int busyTicks, int endedTicks) {
    /** Where events come faster than that many checkpoints in an interval could follow, recovery takes longer instead. */
    private static final int MOST_IN_INTERVAL = 5;

    /** A pace that needs no ticks of its own to be longer than the interval. */
    public CheckpointPace {
        busyTicks = Math.min(busyTicks, intervalTicks);
        endedTicks = Math.min(endedTicks, intervalTicks);
    }

    /**
     * The pace of an engine.
     *
     * @param seconds between two checkpoints
     * @param mostEvents after a checkpoint
     * @param hz ticks a second
     */
    public static CheckpointPace of(final int seconds, final int mostEvents, final int hz) {
        final int interval = Math.multiplyExact(seconds, hz);
        return new CheckpointPace(interval, mostEvents, Math.max(hz, interval / MOST_IN_INTERVAL), hz);
    }

    /** Whether a checkpoint is due so many ticks and events after the last one. */
    boolean isDue(final int ticks, final long events, final boolean hasMatchEnded) {
        return ticks >= intervalTicks
                || (events >= mostEvents && ticks >= busyTicks)
                || (hasMatchEnded && ticks >= endedTicks);
    }
}
