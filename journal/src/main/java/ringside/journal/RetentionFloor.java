package ringside.journal;

/**
 * Knows which part of the journal is still needed. Asked anew each time before anything is removed, so that it looks at the
 * checkpoints as they are on the disk then, not as they once were.
 */
@FunctionalInterface
public interface RetentionFloor {
    /**
     * The first position that must stay; 0 when nothing may go.
     *
     * @param syncedPosition up to where the journal survives a loss of power: a checkpoint beyond that does not count, for
     *     the events that it follows from may be lost
     */
    long neededFrom(long syncedPosition);
}
