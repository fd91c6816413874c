package ringside.behavior;

/**
 * A leaf that does something, at once or over several frames. Logic: one object serves all actors, so it keeps nothing
 * itself; what it must remember while it runs stands in its words ({@link Tick#word}) or in the game's tables.
 *
 * <p>It is started, then resumed once a frame until it answers something else than {@link Status#RUNNING}, or until it is
 * halted, because something else became more important. Never both.
 *
 * @param <A> who acts
 */
@FunctionalInterface
public interface Action<A extends Actor> {
    /** The first tick; its words are zero. */
    Status start(A actor, Tick tick);

    /** A later tick of what answered {@link Status#RUNNING} the last time; does the same as {@link #start} unless overridden. */
    default Status resume(final A actor, final Tick tick) {
        return start(actor, tick);
    }

    /** It was running and is taken off. Its words can be read for the last time. */
    default void halted(final A actor, final Tick tick) {}
}
