package ringside.engine.event;

/**
 * Where events become durable, batch by batch. The journal implements it; tests use one in memory.
 *
 * <p>One thread calls it. A call that throws has failed for good: the engine stops.
 */
public interface EventAppender {
    /**
     * Adds an event to the open batch and gives it the next position, which is also set on the event. The bytes are copied;
     * the event may be reused.
     */
    long add(Event event);

    /**
     * Attaches what logic found to be the hash of a match (0: the engine's own memory) after a frame. An annotation has no
     * position and is never fed to logic. It rides in the batch open now, or in the next.
     */
    void annotate(int match, int frame, long hash);

    /** Appends the open batch as one record. On return its events survive the end of this process. */
    void commit();

    /** The position of the last event committed; -1 before the first. */
    long appendedPosition();
}
