package ringside.io.session;

/** Hears of what went wrong on our side of a connection. Called on event loops; it must not block. */
@FunctionalInterface
public interface EdgeFailures {
    /** A connection was closed with SERVER_ERROR because of this. */
    void failed(long connection, RuntimeException cause);

    /** Connections cannot be taken on for the moment, most likely because no file descriptor is left; told now and then. */
    default void acceptingPaused(final String why) {}

    /** What a lockstep client computed differs from the match; {@code difference} says where, and both values. */
    default void desynced(final long connection, final String difference) {}
}
