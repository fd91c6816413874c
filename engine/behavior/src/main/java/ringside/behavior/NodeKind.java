package ringside.behavior;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of nodes, with their names in files. They mean what BehaviorTree.CPP 4 means by them when a tree is ticked
 * exactly once a frame (its {@code Tree::tickExactlyOnce}); the descriptions below are ours, after its sources. Where a
 * node is said to <em>yield</em>, it answers RUNNING although it could go on, and goes on in the next frame.
 *
 * <p>A node that has completed, either way, halts whichever of its children still run.
 */
public enum NodeKind {
    /** Ticks children in turn; goes on from the running one; a failure ends it, and it begins with the first again. */
    SEQUENCE(1, "Sequence", Family.CONTROL, 1, NodeKind.MANY, 1),

    /** A Sequence that yields after each child that succeeded at once, so that reactive parents look again. */
    ASYNC_SEQUENCE(2, "AsyncSequence", Family.CONTROL, 1, NodeKind.MANY, 1),

    /**
     * A Sequence that does not repeat what succeeded: after a failure, and even after being halted, it goes on with the
     * child it had come to. It yields like AsyncSequence.
     */
    SEQUENCE_WITH_MEMORY(3, "SequenceWithMemory", Family.CONTROL, 1, NodeKind.MANY, 1),

    /** Ticks all children from the first on in every frame; a failure, or a running child, halts the others. */
    REACTIVE_SEQUENCE(4, "ReactiveSequence", Family.CONTROL, 1, NodeKind.MANY, 0),

    /** Ticks children in turn until one succeeds; goes on from the running one. */
    FALLBACK(5, "Fallback", Family.CONTROL, 1, NodeKind.MANY, 1),

    /** A Fallback that yields after each child that failed at once. */
    ASYNC_FALLBACK(6, "AsyncFallback", Family.CONTROL, 1, NodeKind.MANY, 1),

    /** Ticks all children from the first on in every frame; a success, or a running child, halts the others. */
    REACTIVE_FALLBACK(7, "ReactiveFallback", Family.CONTROL, 1, NodeKind.MANY, 0),

    /**
     * Ticks all children that have not completed yet. Succeeds with {@code success_count} successes; fails with {@code
     * failure_count} failures, or when there are too few children left to succeed. Counts below 0 count from the number of
     * children: -1 is all. A count of 0, with which it would end at its first child, is refused.
     */
    PARALLEL(
            8,
            "Parallel",
            Family.CONTROL,
            1,
            Integer.SIZE,
            2,
            new IntPort("success_count", -Integer.SIZE, Integer.SIZE, -1),
            new IntPort("failure_count", -Integer.SIZE, Integer.SIZE, 1)),

    /** The first child decides once which of the two others runs; without a third child, it fails in its place. */
    IF_THEN_ELSE(9, "IfThenElse", Family.CONTROL, 2, 3, 1),

    /** As IfThenElse, but the first child decides in every frame anew, and the one that it no longer wants is halted. */
    WHILE_DO_ELSE(10, "WhileDoElse", Family.CONTROL, 2, 3, 0),

    /** Success becomes failure, and the other way round. */
    INVERTER(20, "Inverter", Family.DECORATOR, 1, 1, 0),

    FORCE_SUCCESS(21, "ForceSuccess", Family.DECORATOR, 1, 1, 0),

    FORCE_FAILURE(22, "ForceFailure", Family.DECORATOR, 1, 1, 0),

    /** Succeeds after {@code num_cycles} successes, -1 for never; fails with its child. Yields after one that came at once. */
    REPEAT(23, "Repeat", Family.DECORATOR, 1, 1, 1, IntPort.of("num_cycles", -1, Integer.MAX_VALUE)),

    /** Fails after {@code num_attempts} failures, -1 for never; succeeds with its child. Yields after one that came at once. */
    RETRY_UNTIL_SUCCESSFUL(
            24, "RetryUntilSuccessful", Family.DECORATOR, 1, 1, 1, IntPort.of("num_attempts", -1, Integer.MAX_VALUE)),

    KEEP_RUNNING_UNTIL_FAILURE(25, "KeepRunningUntilFailure", Family.DECORATOR, 1, 1, 0),

    /** Runs for {@code delay_msec} of simulated time, then ticks its child. */
    DELAY(26, "Delay", Family.DECORATOR, 1, 1, 1, IntPort.of("delay_msec", 0, IntPort.MAX_MS)),

    /** Halts its child, and fails, when that still runs {@code msec} of simulated time after its start; 0 for never. */
    TIMEOUT(27, "Timeout", Family.DECORATOR, 1, 1, 1, IntPort.of("msec", 0, IntPort.MAX_MS)),

    /**
     * Fails without ticking its child until {@code msec} of simulated time have passed since that last succeeded. Ours:
     * BehaviorTree.CPP has none, so a file's TreeNodesModel must list it for Groot.
     */
    COOLDOWN(28, "Cooldown", Family.DECORATOR, 1, 1, 1, IntPort.of("msec", 0, IntPort.MAX_MS)),

    ALWAYS_SUCCESS(40, "AlwaysSuccess", Family.LEAF, 0, 0, 0),

    ALWAYS_FAILURE(41, "AlwaysFailure", Family.LEAF, 0, 0, 0),

    /** Runs for {@code msec} of simulated time, then succeeds. */
    SLEEP(42, "Sleep", Family.LEAF, 0, 0, 1, IntPort.of("msec", 0, IntPort.MAX_MS)),

    /** A condition of the game. */
    CONDITION(50, "Condition", Family.LEAF, 0, 0, 0),

    /** An action of the game. */
    ACTION(51, "Action", Family.LEAF, 0, 0, 0);

    /** How a node has children. */
    public enum Family {
        CONTROL,
        DECORATOR,
        LEAF
    }

    private static final int MANY = Integer.MAX_VALUE;

    private final int code;
    private final String tag;
    private final Family family;
    private final int fewest;
    private final int most;
    private final int words;
    /** A copy that nobody can change. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<IntPort> ports;

    NodeKind(
            final int code,
            final String tag,
            final Family family,
            final int fewest,
            final int most,
            final int words,
            final IntPort... ports) {
        this.code = code;
        this.tag = tag;
        this.family = family;
        this.fewest = fewest;
        this.most = most;
        this.words = words;
        this.ports = List.of(ports);
    }

    /** Its name in files. */
    public String tag() {
        return tag;
    }

    public Family family() {
        return family;
    }

    /** The ports of the kind; those of the game's leaves stand with the {@link Leaf}. */
    public List<IntPort> ports() {
        return ports;
    }

    /** True for the two kinds that the game fills in. */
    public boolean isGames() {
        return this == CONDITION || this == ACTION;
    }

    /** True for what keeps its words when it is halted or has completed. */
    boolean remembersWhenHalted() {
        return this == SEQUENCE_WITH_MEMORY || this == COOLDOWN;
    }

    /** What the kind keeps while it runs, a leaf's own words apart. */
    int words() {
        return words;
    }

    /** Stands for the kind in compiled trees; never changes. */
    int code() {
        return code;
    }

    /** What is wrong with a number of children, or null. */
    public @Nullable String complaint(final int children) {
        if (children >= fewest && children <= most) {
            return null;
        }
        final String wanted = most == 0
                ? "none"
                : fewest == most ? "exactly " + fewest : most == MANY ? "at least " + fewest : fewest + " to " + most;
        return tag + " has " + children + (children == 1 ? " child; " : " children; ") + wanted
                + (fewest == most ? " is" : " are") + " possible";
    }

    /** The kind of that name in files, or null. */
    public static @Nullable NodeKind find(final String tag) {
        for (final NodeKind kind : values()) {
            if (kind.tag.equals(tag)) {
                return kind;
            }
        }
        return null;
    }

    static @Nullable NodeKind ofCode(final int code) {
        for (final NodeKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
