package ringside.behavior;

/**
 * A leaf that asks something and changes nothing. Logic: the answer must follow from the match's state alone.
 *
 * @param <A> who acts
 */
@FunctionalInterface
public interface Condition<A extends Actor> {
    /** True for {@link Status#SUCCESS}, false for {@link Status#FAILURE}. */
    boolean holds(A actor, Tick tick);
}
