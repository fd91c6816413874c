package ringside.io.session;

/** Hears of what went wrong on our side of a connection. Called on event loops; it must not block. */
@FunctionalInterface
public interface EdgeFailures {
    /** A connection (0: none of them, but what they share) was closed with SERVER_ERROR, or went on, after this. */
    void failed(long connection, RuntimeException cause);

    /**
     * An {@link Error}, such as no more memory, was thrown on this thread: nothing that this process holds can be trusted any
     * more, and it has to stop.
     */
    default void broken(final Throwable cause) {
        failed(0, new IllegalStateException("an event loop is broken", cause));
    }

    /** Connections cannot be taken on for the moment, most likely because no file descriptor is left; told now and then. */
    default void acceptingPaused(final String why) {}

    /** What a lockstep client computed differs from the match; {@code difference} says where, and both values. */
    default void desynced(final long connection, final String difference) {}
}
