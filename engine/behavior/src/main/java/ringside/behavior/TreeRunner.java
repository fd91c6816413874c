package ringside.behavior;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ticks trees. One runner serves all actors of a logic thread, one after the other; between two calls it knows nothing.
 * Not thread-safe; allocates nothing.
 *
 * <p>A tick visits a node at most once for each Repeat or RetryUntilSuccessful above it, and once more, so it ends. It
 * recurses as deep as the tree, which is bounded. What runs is kept as one bit a node, with the words of each kind behind
 * them; a node that does not run has words of zero, except those that remember.
 *
 * <p>One thing differs from BehaviorTree.CPP: there, an action below the condition of a WhileDoElse, or of an IfThenElse
 * without a third child, goes on answering what it once answered until the parent ends. Here, what has completed is idle,
 * and starts anew when it is ticked again.
 *
 * @param <A> who acts
 */
public final class TreeRunner<A extends Actor> {
    private final Leaves<A> leaves;
    private final TreeMemory memory;
    private final Tick tick = new Tick();
    private final int[] words;

    private NodeKind[] kinds = {};
    private int[] ends = {};
    private int[] firstWords = {};
    private int[] ports = {};
    private int[] values = {};
    private int[] leafOf = {};
    private @Nullable BehaviorTree tree;
    private @Nullable A actor;
    private int frame;
    private int hz;

    public TreeRunner(final Leaves<A> leaves, final TreeMemory memory) {
        this.leaves = leaves;
        this.memory = memory;
        this.words = new int[memory.capacity()];
    }

    /**
     * Ticks a tree once for an actor.
     *
     * @throws TreeException when the tree is of other leaves or needs more memory than the table has
     */
    public Status tick(final BehaviorTree ticked, final A who) {
        begin(ticked, who);
        try {
            final Status status = visit(0);
            memory.store(who.state(), who.row(), ticked.words(), words);
            return status;
        } finally {
            actor = null;
        }
    }

    /** Halts whatever runs. The next tick starts at the root; what remembers beyond halts does so beyond this one. */
    public void halt(final BehaviorTree halted, final A who) {
        if (memory.treeOf(who.state(), who.row()) != halted.digest()) {
            return;
        }
        begin(halted, who);
        try {
            if (isRunning(0)) {
                haltAll(0, halted.nodes());
                memory.store(who.state(), who.row(), halted.words(), words);
            }
        } finally {
            actor = null;
        }
    }

    private void begin(final BehaviorTree begun, final A who) {
        if (actor != null) {
            throw new TreeException(
                    "a leaf ticks a tree by the runner that ticks it: give that tree a runner of its own");
        }
        if (begun != tree) {
            if (begun.leaves() != leaves) {
                throw new TreeException(begun + " was compiled against other leaves than this runner's");
            }
            tree = begun;
            kinds = begun.kinds;
            ends = begun.ends;
            firstWords = begun.words;
            ports = begun.ports;
            values = begun.values;
            leafOf = begun.leaf;
        }
        frame = who.frame();
        hz = who.hz();
        memory.load(who.state(), who.row(), begun, words);
        tick.begin(values, words, frame, hz);
        actor = who;
    }

    private Status visit(final int node) {
        final Status status = switch (kinds[node]) {
            case SEQUENCE -> inTurn(node, Status.SUCCESS, false, false);
            case ASYNC_SEQUENCE -> inTurn(node, Status.SUCCESS, true, false);
            case SEQUENCE_WITH_MEMORY -> inTurn(node, Status.SUCCESS, true, true);
            case REACTIVE_SEQUENCE -> reactive(node, Status.SUCCESS);
            case FALLBACK -> inTurn(node, Status.FAILURE, false, false);
            case ASYNC_FALLBACK -> inTurn(node, Status.FAILURE, true, false);
            case REACTIVE_FALLBACK -> reactive(node, Status.FAILURE);
            case PARALLEL -> parallel(node);
            case IF_THEN_ELSE -> ifThenElse(node);
            case WHILE_DO_ELSE -> whileDoElse(node);
            case INVERTER -> invert(visit(node + 1));
            case FORCE_SUCCESS -> force(visit(node + 1), Status.SUCCESS);
            case FORCE_FAILURE -> force(visit(node + 1), Status.FAILURE);
            case REPEAT -> again(node, Status.SUCCESS);
            case RETRY_UNTIL_SUCCESSFUL -> again(node, Status.FAILURE);
            case KEEP_RUNNING_UNTIL_FAILURE -> visit(node + 1) == Status.FAILURE ? Status.FAILURE : Status.RUNNING;
            case DELAY -> delay(node);
            case TIMEOUT -> timeout(node);
            case COOLDOWN -> cooldown(node);
            case ALWAYS_SUCCESS -> Status.SUCCESS;
            case ALWAYS_FAILURE -> Status.FAILURE;
            case SLEEP -> sleep(node);
            case CONDITION -> condition(node);
            case ACTION -> action(node);
        };
        if (status == Status.RUNNING) {
            words[node >> 5] |= 1 << node;
        } else {
            words[node >> 5] &= ~(1 << node);
        }
        return status;
    }

    private boolean isRunning(final int node) {
        return (words[node >> 5] & (1 << node)) != 0;
    }

    /**
     * The sequences, and the fallbacks, which are the same with success and failure exchanged.
     *
     * @param goOn with which answer of a child the next one comes
     * @param yields whether the next one comes in the next frame, when that answer came at once
     * @param remembers whether it goes on where it is after the other answer
     */
    private Status inTurn(final int node, final Status goOn, final boolean yields, final boolean remembers) {
        final int word = firstWords[node];
        int child = words[word] == 0 ? node + 1 : words[word];
        while (child < ends[node]) {
            final boolean wasIdle = !isRunning(child);
            final Status status = visit(child);
            if (status != goOn) {
                words[word] = status == Status.RUNNING || remembers ? child : 0;
                return status;
            }
            child = ends[child];
            if (yields && wasIdle && child < ends[node]) {
                words[word] = child;
                return Status.RUNNING;
            }
        }
        words[word] = 0;
        return goOn;
    }

    private Status reactive(final int node, final Status goOn) {
        for (int child = node + 1; child < ends[node]; child = ends[child]) {
            final Status status = visit(child);
            if (status != goOn) {
                // Those before it have just completed; only later ones can still run from another frame.
                haltAll(ends[child], ends[node]);
                return status;
            }
        }
        return goOn;
    }

    private Status parallel(final int node) {
        final int doneWord = firstWords[node];
        final int goodWord = doneWord + 1;
        final int successes = values[ports[node]];
        final int failures = values[ports[node] + 1];
        final int children = childrenOf(node);
        int bit = 1;
        for (int child = node + 1; child < ends[node]; child = ends[child], bit <<= 1) {
            if ((words[doneWord] & bit) == 0) {
                final Status status = visit(child);
                words[doneWord] |= status == Status.RUNNING ? 0 : bit;
                words[goodWord] |= status == Status.SUCCESS ? bit : 0;
            }
            final int good = Integer.bitCount(words[goodWord]);
            final int failed = Integer.bitCount(words[doneWord]) - good;
            if (good >= successes || failed == failures || children - failed < successes) {
                words[doneWord] = 0;
                words[goodWord] = 0;
                haltAll(node + 1, ends[node]);
                return good >= successes ? Status.SUCCESS : Status.FAILURE;
            }
        }
        return Status.RUNNING;
    }

    private int childrenOf(final int node) {
        int count = 0;
        for (int child = node + 1; child < ends[node]; child = ends[child]) {
            count++;
        }
        return count;
    }

    private Status ifThenElse(final int node) {
        final int word = firstWords[node];
        if (words[word] == 0) {
            final Status decision = visit(node + 1);
            final int yes = ends[node + 1];
            final int no = ends[yes];
            if (decision == Status.RUNNING || (decision == Status.FAILURE && no == ends[node])) {
                return decision;
            }
            words[word] = decision == Status.SUCCESS ? yes : no;
        }
        final Status status = visit(words[word]);
        if (status != Status.RUNNING) {
            words[word] = 0;
        }
        return status;
    }

    private Status whileDoElse(final int node) {
        final int yes = ends[node + 1];
        final int no = ends[yes];
        final Status decision = visit(node + 1);
        if (decision == Status.RUNNING) {
            return decision;
        }
        Status status = Status.FAILURE;
        if (decision == Status.SUCCESS) {
            haltAll(no, ends[node]);
            status = visit(yes);
        } else if (no < ends[node]) {
            haltAll(yes, no);
            status = visit(no);
        }
        if (status != Status.RUNNING) {
            haltAll(node + 1, ends[node]);
        }
        return status;
    }

    private static Status invert(final Status status) {
        return switch (status) {
            case SUCCESS -> Status.FAILURE;
            case FAILURE -> Status.SUCCESS;
            case RUNNING -> Status.RUNNING;
        };
    }

    private static Status force(final Status status, final Status forced) {
        return status == Status.RUNNING ? status : forced;
    }

    /** Repeat, and RetryUntilSuccessful, which is the same with success and failure exchanged. */
    private Status again(final int node, final Status goOn) {
        final int word = firstWords[node];
        final int times = values[ports[node]];
        while (times < 0 || words[word] < times) {
            final boolean wasIdle = !isRunning(node + 1);
            final Status status = visit(node + 1);
            if (status != goOn) {
                words[word] = status == Status.RUNNING ? words[word] : 0;
                return status;
            }
            words[word] += times < 0 ? 0 : 1;
            if (wasIdle && (times < 0 || words[word] < times)) {
                return Status.RUNNING;
            }
        }
        words[word] = 0;
        return goOn;
    }

    private Status delay(final int node) {
        final int word = firstWords[node];
        if (!isRunning(node)) {
            words[word] = frame + Tick.framesOf(values[ports[node]], hz);
        }
        if (frame - words[word] < 0) {
            return Status.RUNNING;
        }
        final Status status = visit(node + 1);
        words[word] = status == Status.RUNNING ? words[word] : 0;
        return status;
    }

    private Status timeout(final int node) {
        final int word = firstWords[node];
        final int ms = values[ports[node]];
        if (!isRunning(node)) {
            words[word] = frame + Tick.framesOf(ms, hz);
        } else if (ms > 0 && frame - words[word] >= 0) {
            words[word] = 0;
            haltAll(node + 1, ends[node]);
            return Status.FAILURE;
        }
        final Status status = visit(node + 1);
        words[word] = status == Status.RUNNING ? words[word] : 0;
        return status;
    }

    private Status cooldown(final int node) {
        final int word = firstWords[node];
        if (!isRunning(node) && frame - words[word] < 0) {
            return Status.FAILURE;
        }
        final Status status = visit(node + 1);
        if (status == Status.SUCCESS) {
            words[word] = frame + Tick.framesOf(values[ports[node]], hz);
        }
        return status;
    }

    private Status sleep(final int node) {
        final int word = firstWords[node];
        if (!isRunning(node)) {
            words[word] = frame + Tick.framesOf(values[ports[node]], hz);
        }
        if (frame - words[word] < 0) {
            return Status.RUNNING;
        }
        words[word] = 0;
        return Status.SUCCESS;
    }

    private Status condition(final int node) {
        final Leaf<A> leaf = leaves.at(leafOf[node]);
        final Condition<A> condition = Objects.requireNonNull(leaf.condition());
        tick.at(leaf, ports[node], firstWords[node]);
        return condition.holds(Objects.requireNonNull(actor), tick) ? Status.SUCCESS : Status.FAILURE;
    }

    private Status action(final int node) {
        final Leaf<A> leaf = leaves.at(leafOf[node]);
        final Action<A> action = Objects.requireNonNull(leaf.action());
        final A who = Objects.requireNonNull(actor);
        tick.at(leaf, ports[node], firstWords[node]);
        final Status status = isRunning(node) ? action.resume(who, tick) : action.start(who, tick);
        if (Objects.requireNonNull(status, leaf.name()) != Status.RUNNING) {
            zero(firstWords[node], leaf.words());
        }
        return status;
    }

    /** Halts whatever runs among the nodes from {@code first} to before {@code end}, parents first. */
    private void haltAll(final int first, final int end) {
        for (int node = first; node < end; node++) {
            final int running = words[node >> 5] >>> node;
            if (running == 0) {
                node |= Integer.SIZE - 1;
            } else {
                node += Integer.numberOfTrailingZeros(running);
                if (node < end) {
                    halt(node);
                }
            }
        }
    }

    private void halt(final int node) {
        words[node >> 5] &= ~(1 << node);
        if (leafOf[node] >= 0) {
            final Leaf<A> leaf = leaves.at(leafOf[node]);
            tick.at(leaf, ports[node], firstWords[node]);
            Objects.requireNonNull(leaf.action()).halted(Objects.requireNonNull(actor), tick);
            zero(firstWords[node], leaf.words());
        } else if (!kinds[node].remembersWhenHalted()) {
            zero(firstWords[node], kinds[node].words());
        }
    }

    private void zero(final int first, final int count) {
        for (int i = 0; i < count; i++) {
            words[first + i] = 0;
        }
    }
}
