package ringside.behavior;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Compiled trees by their digest, so that the matches of an engine share them and a tree that stands in a match's rules is
 * read once. It holds the {@value #CAPACITY} read last. What it answers follows from what it is asked, so it is no memory
 * of logic's. Not thread-safe; allocates only when it reads a tree that it does not hold.
 */
public final class TreeCache {
    /** How many trees it holds. */
    public static final int CAPACITY = 16;

    private final Leaves<?> leaves;
    private final @Nullable BehaviorTree[] held = new BehaviorTree[CAPACITY];
    private int next;

    public TreeCache(final Leaves<?> leaves) {
        this.leaves = leaves;
    }

    /** The tree of that digest, read from its compact form unless it is held already. */
    public BehaviorTree get(final long digest, final DirectBuffer buffer, final int offset, final int length) {
        for (final BehaviorTree tree : held) {
            if (tree != null && tree.digest() == digest) {
                return tree;
            }
        }
        final BehaviorTree tree = BehaviorTree.fromBytes(buffer, offset, length, leaves);
        if (tree.digest() != digest) {
            throw new TreeException(tree + " stands where " + Long.toHexString(digest) + " was expected");
        }
        held[next] = tree;
        next = (next + 1) % CAPACITY;
        return tree;
    }
}
