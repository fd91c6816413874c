package ringside.engine.event;

import org.agrona.DirectBuffer;

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
     * Adds {@code count} events that stand next to each other in canonical form, as {@link #add} would one by one, and returns
     * the position of the first. The default allocates; a journal that is meant to be fast copies all bytes at once.
     */
    default long addAll(final DirectBuffer events, final int offset, final int lengthBytes, final int count) {
        final Event event = new Event();
        final int end = offset + lengthBytes;
        long first = -1;
        int at = offset;
        for (int i = 0; i < count; i++) {
            event.wrap(events, at, end - at);
            final long position = add(event);
            first = i == 0 ? position : first;
            at += event.lengthBytes();
        }
        return first;
    }

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
