package ringside.engine.event;

/** Applies events one by one, in the order of the journal. One thread calls it. */
@FunctionalInterface
public interface EventConsumer {
    /** Applies the next event, which is only lent. Throwing stops the engine: no event is ever skipped. */
    void apply(Event event);
}
