package ringside.behavior;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree node by node, parents first: {@link #open} a node, then its children, then {@link #close} it. Used at
 * start-up, by who reads files and by tests; not thread-safe.
 *
 * <p>Throws {@link TreeException} at the first rule that is broken.
 */
public final class TreeBuilder {
    final Leaves<?> leaves;
    final NodeKind[] kinds = new NodeKind[BehaviorTree.MAX_NODES];
    final int[] ends = new int[BehaviorTree.MAX_NODES];
    final int[] ports = new int[BehaviorTree.MAX_NODES];
    final int[] leaf = new int[BehaviorTree.MAX_NODES];
    int[] values = new int[64];
    int count;
    int valueCount;

    private final int[] path = new int[BehaviorTree.MAX_DEPTH];
    private final int[] children = new int[BehaviorTree.MAX_DEPTH];
    private int depth;

    public TreeBuilder(final Leaves<?> leaves) {
        this.leaves = leaves;
    }

    /** Begins a node that is not one of the game's leaves, with the values of its ports in declared order. */
    public TreeBuilder open(final NodeKind kind, final int... portValues) {
        if (kind.isGames()) {
            throw new TreeException(kind.tag() + ": name the game's leaf");
        }
        begin(kind, -1, kind.ports(), portValues, kind.tag());
        return this;
    }

    /** A node without children that is not one of the game's leaves. */
    public TreeBuilder leaf(final NodeKind kind, final int... portValues) {
        return open(kind, portValues).close();
    }

    /** One of the game's leaves, with the values of its ports in declared order. */
    public TreeBuilder leaf(final String name, final int... portValues) {
        final int index = leaves.indexOf(name);
        if (index < 0) {
            throw new TreeException("leaf " + name + " is not offered; there are " + leaves.all());
        }
        final Leaf<?> offered = leaves.all().get(index);
        begin(offered.isAction() ? NodeKind.ACTION : NodeKind.CONDITION, index, offered.ports(), portValues, name);
        return close();
    }

    private void begin(
            final NodeKind kind,
            final int leafIndex,
            final List<IntPort> declared,
            final int[] portValues,
            final String name) {
        if (count > 0 && depth == 0) {
            throw new TreeException(name + ": a tree has one root; put it below a Sequence");
        }
        if (count == BehaviorTree.MAX_NODES) {
            throw new TreeException(name + ": a tree has at most " + BehaviorTree.MAX_NODES
                    + " nodes, those of its subtrees counted wherever they stand");
        }
        if (depth == BehaviorTree.MAX_DEPTH) {
            throw new TreeException(name + ": a tree is at most " + BehaviorTree.MAX_DEPTH + " nodes deep");
        }
        if (portValues.length != declared.size()) {
            throw new TreeException(name + ": " + portValues.length + " port values; it has " + declared.size());
        }
        if (depth > 0) {
            children[depth - 1]++;
        }
        kinds[count] = kind;
        leaf[count] = leafIndex;
        ports[count] = valueCount;
        for (int i = 0; i < portValues.length; i++) {
            final String complaint = declared.get(i).complaint(portValues[i]);
            if (complaint != null) {
                throw new TreeException(name + ": " + complaint);
            }
            if (valueCount == values.length) {
                values = Arrays.copyOf(values, 2 * valueCount);
            }
            values[valueCount++] = portValues[i];
        }
        path[depth] = count++;
        children[depth++] = 0;
    }

    /** Ends the node begun last that is still open. */
    public TreeBuilder close() {
        if (depth == 0) {
            throw new TreeException("no node is open");
        }
        depth--;
        final int node = path[depth];
        final String complaint = kinds[node].complaint(children[depth]);
        if (complaint != null) {
            throw new TreeException(complaint);
        }
        ends[node] = count;
        if (kinds[node] == NodeKind.PARALLEL) {
            for (int i = 0; i < kinds[node].ports().size(); i++) {
                values[ports[node] + i] = threshold(kinds[node].ports().get(i), values[ports[node] + i]);
            }
        }
        return this;
    }

    /** A Parallel's count with the negative ones resolved, so that equal trees are equal bytes. */
    private int threshold(final IntPort port, final int value) {
        final String complaint = parallelComplaint(port, value, children[depth]);
        if (complaint != null) {
            throw new TreeException("Parallel: " + complaint);
        }
        return value < 0 ? children[depth] + value + 1 : value;
    }

    /** What is wrong with a count of a Parallel of so many children, or null. */
    public static @Nullable String parallelComplaint(final IntPort port, final int value, final int childCount) {
        final int resolved = value < 0 ? childCount + value + 1 : value;
        return resolved >= 1 && resolved <= childCount
                ? null
                : port.name() + " " + value + " of " + childCount + (childCount == 1 ? " child" : " children")
                        + "; 1 to " + childCount + ", or -1 to -" + childCount + " counted from all, are possible";
    }

    /** The tree. A builder builds once. */
    public BehaviorTree build() {
        if (count == 0 || depth > 0) {
            throw new TreeException(count == 0 ? "a tree without nodes" : nameOf(path[depth - 1]) + " is still open");
        }
        final BehaviorTree tree = new BehaviorTree(this);
        if (tree.words() > TreeMemory.MAX_WORDS) {
            throw new TreeException("the tree needs " + tree.words() + " words of memory; " + TreeMemory.MAX_WORDS
                    + " are possible: use fewer nodes that run over frames");
        }
        return tree;
    }

    private String nameOf(final int node) {
        return leaf[node] < 0 ? kinds[node].tag() : leaves.all().get(leaf[node]).name();
    }
}
