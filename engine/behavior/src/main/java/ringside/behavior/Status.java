package ringside.behavior;

/**
 * What a node answers when it is ticked. Nobody is asked for the two other states that BehaviorTree.CPP knows: a node that
 * is not {@link #RUNNING} is idle, and nothing is ever skipped, as that takes scripts.
 */
public enum Status {
    SUCCESS,
    FAILURE,

    /** Not done yet: it wants to be ticked in the next frame too. */
    RUNNING
}
