package ringside.bots;

/** Hears of a run of bots while it lasts. */
@FunctionalInterface
public interface BotsListener {
    /** Once a second, on the thread that runs the bots. */
    void progress(BotsProgress progress);

    /** Whether the players may leave before the time is over; asked some times a second. */
    default boolean isEnough() {
        return false;
    }

    /**
     * A view showed that an input was consumed. On one of the connections' threads: be quick, and thread-safe.
     *
     * @param frame that the view showed
     * @param epoch of the reign that sent it
     */
    default void acknowledged(
            final int match, final int player, final int inputSeq, final int frame, final long epoch) {}

    /**
     * A player was shown the first view of another reign. On one of the connections' threads: be quick, and thread-safe.
     *
     * @param lastViewNs when the last view of the reign before came, by {@link System#nanoTime}
     * @param firstViewNs when this one did
     */
    default void tookOver(
            final int match, final int player, final long lastViewNs, final long firstViewNs, final long epoch) {}
}
