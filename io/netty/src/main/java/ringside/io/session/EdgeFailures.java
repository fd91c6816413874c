package ringside.io.session;

/** Hears of what went wrong on our side of a connection. Called on event loops; it must not block. */
@FunctionalInterface
public interface EdgeFailures {
    /** A connection was closed with SERVER_ERROR because of this. */
    void failed(long connection, RuntimeException cause);

    /** What a lockstep client computed differs from the match; {@code difference} says where, and both values. */
    default void desynced(final long connection, final String difference) {}
}
