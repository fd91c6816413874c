package ringside.engine.event;

/**
 * Where the edge hands events to the engine. Safe for many threads; never blocks; allocates nothing.
 */
public interface EventPort {
    /**
     * Copies a finished event into the ring. False when the ring is full: the caller pauses the connection or answers with a
     * reason, and nothing was published.
     */
    boolean offer(Event event);
}
