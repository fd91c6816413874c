package ringside.engine.event;

/** Applies events one by one, in the order of the journal. One thread calls it. */
@FunctionalInterface
public interface EventConsumer {
    /** Applies the next event, which is only lent. Throwing stops the engine: no event is ever skipped. */
    void apply(Event event);

    /**
     * Says that this event is going to be applied soon. Whoever has thousands of matches to look into may fetch what the event
     * will need, while others are fetched too. It changes nothing, and need not be called.
     */
    default void foresee(final Event event) {}
}
