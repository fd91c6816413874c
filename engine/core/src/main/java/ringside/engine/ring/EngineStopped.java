package ringside.engine.ring;

/** Told once, when a stage of the engine fails: the process must not go on as if nothing had happened. */
@FunctionalInterface
public interface EngineStopped {
    /**
     * Called on the failing thread.
     *
     * @param stage {@code journal} or {@code logic}
     * @param position of the event in hand, -1 when it has none yet, or there is none
     * @param event in words
     */
    void stopped(String stage, long position, String event, Throwable cause);
}
