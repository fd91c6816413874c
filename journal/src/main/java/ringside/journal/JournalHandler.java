package ringside.journal;

import ringside.engine.event.Event;

/** Takes what a journal holds, in order. */
@FunctionalInterface
public interface JournalHandler {
    /** An event with its position. The flyweight and its bytes are only lent. */
    void onEvent(Event event);

    /** The hash of a match (0: the engine's own memory) after a frame that passed in an earlier record. */
    default void onAnnotation(final int match, final int frame, final long hash) {}

    /** A further epoch begins, before its events. */
    default void onEpoch(final EpochStart start) {}

    /** The epoch ended of its own will; {@code nextPosition} is what the next event will have. */
    default void onCleanStop(final long nextPosition) {}
}
