package ringside.behavior;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions and actions that a game offers to its trees, by name. Filled in once at start-up, on one thread; only read
 * from then on.
 *
 * @param <A> who acts
 */
public final class Leaves<A extends Actor> {
    /** The most leaves of one game. */
    public static final int MAX_LEAVES = 256;

    /** The most ports of one leaf. */
    public static final int MAX_PORTS = 8;

    /** The most words that one running action keeps. */
    public static final int MAX_WORDS = 8;

    /** What files mean by something else. */
    private static final List<String> RESERVED = List.of("SubTree", "Control", "Decorator", "BehaviorTree", "root");

    private final List<Leaf<A>> leaves = new ArrayList<>();
    private final List<Leaf<A>> readOnly = Collections.unmodifiableList(leaves);

    /** Offers a condition. */
    public Leaves<A> condition(final String name, final Condition<A> condition, final IntPort... ports) {
        return add(new Leaf<>(name, condition, null, 0, List.of(ports)));
    }

    /** Offers an action that remembers nothing of its own. */
    public Leaves<A> action(final String name, final Action<A> action, final IntPort... ports) {
        return action(name, 0, action, ports);
    }

    /** Offers an action that keeps {@code words} ints while it runs, see {@link Tick#word}. */
    public Leaves<A> action(final String name, final int words, final Action<A> action, final IntPort... ports) {
        if (words < 0 || words > MAX_WORDS) {
            throw new TreeException("action " + name + ": " + words + " words; 0 to " + MAX_WORDS + " are possible");
        }
        return add(new Leaf<>(name, null, action, words, List.of(ports)));
    }

    private Leaves<A> add(final Leaf<A> leaf) {
        Leaf.requireName("leaf", leaf.name());
        if (find(leaf.name()) != null) {
            throw new TreeException("leaf " + leaf.name() + " is offered twice");
        }
        if (NodeKind.find(leaf.name()) != null || RESERVED.contains(leaf.name())) {
            throw new TreeException("leaf " + leaf.name() + ": the name means something else in files; take another");
        }
        if (leaves.size() == MAX_LEAVES) {
            throw new TreeException("leaf " + leaf.name() + ": a game offers at most " + MAX_LEAVES);
        }
        if (leaf.ports().size() > MAX_PORTS) {
            throw new TreeException("leaf " + leaf.name() + ": " + leaf.ports().size() + " ports; at most " + MAX_PORTS
                    + " are possible");
        }
        for (int i = 0; i < leaf.ports().size(); i++) {
            for (int j = 0; j < i; j++) {
                if (leaf.ports().get(i).name().equals(leaf.ports().get(j).name())) {
                    throw new TreeException("leaf " + leaf.name() + ": port "
                            + leaf.ports().get(i).name() + " is declared twice");
                }
            }
        }
        leaves.add(leaf);
        return this;
    }

    /** All of them, in the order in which they were offered. */
    public List<Leaf<A>> all() {
        return readOnly;
    }

    /** The leaf of that name, or null. */
    public @Nullable Leaf<A> find(final String name) {
        final int index = indexOf(name);
        return index < 0 ? null : leaves.get(index);
    }

    /** The leaf of that number. */
    Leaf<A> at(final int index) {
        return leaves.get(index);
    }

    int indexOf(final String name) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
