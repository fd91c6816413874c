package ringside.behavior;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.XxHash64;

/**
 * A compiled tree: nodes in the order in which a reader meets them (parents before their children), each with the number
 * of the node behind its last descendant, in flat arrays. It is a program, not a state: what runs stands in a
 * {@link TreeMemory}. Immutable and thread-safe.
 *
 * <p>{@link #toBytes} is canonical: trees that do the same by the same nodes are the same bytes, and {@link #digest} names
 * them. A match that journals the bytes as a part of its rules is replayed with the very tree that ran.
 */
public final class BehaviorTree {
    /** The most nodes of a tree, after its subtrees were put in their places. */
    public static final int MAX_NODES = 512;

    /** The most nodes on the way from the root to a leaf, both counted. */
    public static final int MAX_DEPTH = 32;

    final Leaves<?> leaves;
    final NodeKind[] kinds;

    /** The node behind the last descendant: also the next sibling, if the parent has one. */
    final int[] ends;

    /** Where the node's words begin. */
    final int[] words;

    /** Where the node's port values begin in {@link #values}. */
    final int[] ports;

    final int[] values;

    /** The leaf's number in {@link #leaves}, -1 for other nodes. */
    final int[] leaf;

    private final int wordCount;
    private final byte[] bytes;
    private final long digest;

    BehaviorTree(final TreeBuilder from) {
        leaves = from.leaves;
        final int count = from.count;
        kinds = Arrays.copyOf(from.kinds, count);
        ends = Arrays.copyOf(from.ends, count);
        ports = Arrays.copyOf(from.ports, count);
        values = Arrays.copyOf(from.values, from.valueCount);
        leaf = Arrays.copyOf(from.leaf, count);
        words = new int[count];
        int word = flagWords(count);
        for (int node = 0; node < count; node++) {
            words[node] = word;
            word += wordsOf(node);
        }
        wordCount = word;
        bytes = TreeBytes.write(this);
        digest = XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, 0);
    }

    /** Words that say of each node whether it runs. */
    static int flagWords(final int nodes) {
        return (nodes + Integer.SIZE - 1) / Integer.SIZE;
    }

    int wordsOf(final int node) {
        return leaf[node] < 0
                ? kinds[node].words()
                : leaves.all().get(leaf[node]).words();
    }

    int portsOf(final int node) {
        return (node + 1 < ports.length ? ports[node + 1] : values.length) - ports[node];
    }

    /** How many nodes there are. */
    public int nodes() {
        return kinds.length;
    }

    /** How many ints a {@link TreeMemory} must hold for it. */
    public int words() {
        return wordCount;
    }

    /** Names the tree by its content. */
    public long digest() {
        return digest;
    }

    /** The leaves that it was compiled against; a {@link TreeRunner} of others refuses it. */
    public Leaves<?> leaves() {
        return leaves;
    }

    /** The compact form, see {@link TreeBytes}; a copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** How long {@link #toBytes} is. */
    public int lengthBytes() {
        return bytes.length;
    }

    /**
     * Reads the compact form of a tree from the start of a stretch of memory; what is behind it must be zero. Every byte is
     * checked.
     *
     * @throws TreeException when it is not such a form, or needs leaves that are not offered
     */
    public static BehaviorTree fromBytes(
            final DirectBuffer buffer, final int offset, final int length, final Leaves<?> leaves) {
        return TreeBytes.read(buffer, offset, length, leaves);
    }

    /** As {@link #fromBytes(DirectBuffer, int, int, Leaves)}, of a whole array. */
    public static BehaviorTree fromBytes(final byte[] bytes, final Leaves<?> leaves) {
        return fromBytes(new UnsafeBuffer(bytes), 0, bytes.length, leaves);
    }

    /** What a node is called in files: its kind, or the game's leaf. */
    public String nameOf(final int node) {
        return leaf[node] < 0 ? kinds[node].tag() : leaves.all().get(leaf[node]).name();
    }

    /** The tree as people read it, a line a node, indented. */
    public String outline() {
        final StringBuilder out = new StringBuilder();
        final int[] open = new int[MAX_DEPTH + 1];
        int depth = 0;
        for (int node = 0; node < kinds.length; node++) {
            while (depth > 0 && node >= open[depth - 1]) {
                depth--;
            }
            out.append("  ".repeat(depth)).append(nameOf(node));
            for (int i = 0; i < portsOf(node); i++) {
                final String port = leaf[node] < 0
                        ? kinds[node].ports().get(i).name()
                        : leaves.all().get(leaf[node]).ports().get(i).name();
                out.append(' ').append(port).append('=').append(values[ports[node] + i]);
            }
            out.append('\n');
            open[depth++] = ends[node];
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return "tree " + XxHash64.hex(digest);
    }
}
