package ringside.behavior;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The compact form of a compiled tree, little-endian. Numbers marked v are variable in length: 7 bits a byte, the lowest
 * first, the top bit set in all bytes but the last; port values are folded first, so that small negative ones stay short
 * (0, -1, 1, -2 become 0, 1, 2, 3).
 *
 * <pre>
 * offset  length  what
 * 0       1       {@value #VERSION}, the form's version; 0 where there is no tree
 * 1       2       length of the whole form
 * 3       v       leaves that the tree uses, in the order in which it first does; then for each
 *         1         length of its name
 *         n         its name in ASCII
 *         4         its signature: a hash of its kind, words and ports
 *         v       nodes, parents before their children; then for each
 *         1         its kind's code
 *         v         control nodes: how many children
 *         v         the game's leaves: which of the leaves above
 *         v ...     its port values in declared order
 * </pre>
 *
 * <p>There is one form of a tree: what reads well but would be written otherwise is refused. Nothing is kept; thread-safe.
 */
public final class TreeBytes {
    /** The longest form. */
    public static final int MAX_BYTES = 8192;

    static final int VERSION = 1;
    private static final int HEADER_BYTES = 3;

    private TreeBytes() {}

    /** How long the form is that begins there; 0 where there is none. */
    public static int lengthAt(final DirectBuffer buffer, final int offset, final int length) {
        return length < HEADER_BYTES || buffer.getByte(offset) == 0
                ? 0
                : buffer.getShort(offset + 1, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    static byte[] write(final BehaviorTree tree) {
        final Writer out = new Writer();
        final List<Integer> used = new ArrayList<>();
        for (final int leaf : tree.leaf) {
            if (leaf >= 0 && !used.contains(leaf)) {
                used.add(leaf);
            }
        }
        out.number(used.size());
        for (final int index : used) {
            final Leaf<?> leaf = tree.leaves.all().get(index);
            out.put(leaf.name().length());
            for (int i = 0; i < leaf.name().length(); i++) {
                out.put(leaf.name().charAt(i));
            }
            for (int shift = 0; shift < Integer.SIZE; shift += 8) {
                out.put(leaf.signature() >>> shift);
            }
        }
        out.number(tree.nodes());
        for (int node = 0; node < tree.nodes(); node++) {
            out.put(tree.kinds[node].code());
            if (tree.kinds[node].family() == NodeKind.Family.CONTROL) {
                out.number(children(tree, node));
            }
            if (tree.leaf[node] >= 0) {
                out.number(used.indexOf(tree.leaf[node]));
            }
            for (int i = 0; i < tree.portsOf(node); i++) {
                final int value = tree.values[tree.ports[node] + i];
                out.number((value << 1) ^ (value >> 31));
            }
        }
        return out.finish();
    }

    private static int children(final BehaviorTree tree, final int node) {
        int count = 0;
        for (int child = node + 1; child < tree.ends[node]; child = tree.ends[child]) {
            count++;
        }
        return count;
    }

    static BehaviorTree read(final DirectBuffer buffer, final int offset, final int length, final Leaves<?> leaves) {
        final int whole = lengthAt(buffer, offset, length);
        if (whole < HEADER_BYTES || whole > length || buffer.getByte(offset) != VERSION) {
            throw new TreeException("no compiled tree of version " + VERSION + " in these " + length + " bytes");
        }
        final BehaviorTree tree = new Reader(buffer, offset, whole, leaves).read();
        for (int i = whole; i < length; i++) {
            if (buffer.getByte(offset + i) != 0) {
                throw new TreeException("byte " + i + " behind the compiled tree of " + whole + " bytes is not zero");
            }
        }
        final UnsafeBuffer again = new UnsafeBuffer(tree.toBytes());
        for (int i = 0; i < whole; i++) {
            if (again.capacity() != whole || again.getByte(i) != buffer.getByte(offset + i)) {
                throw new TreeException("the compiled tree is not in its canonical form: compile it anew");
            }
        }
        return tree;
    }

    private static final class Writer {
        private byte[] bytes = new byte[256];
        private int length = HEADER_BYTES;

        private void put(final int value) {
            if (length == MAX_BYTES) {
                throw new TreeException("the compiled tree is longer than " + MAX_BYTES + " bytes: use fewer nodes");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) value;
        }

        private void number(final int value) {
            int rest = value;
            while ((rest & ~0x7F) != 0) {
                put((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            put(rest);
        }

        private byte[] finish() {
            bytes[0] = VERSION;
            bytes[1] = (byte) length;
            bytes[2] = (byte) (length >>> 8);
            return Arrays.copyOf(bytes, length);
        }
    }

    private static final class Reader {
        private final DirectBuffer buffer;
        private final int start;
        private final int end;
        private final Leaves<?> leaves;
        private final TreeBuilder builder;
        private final List<Leaf<?>> used = new ArrayList<>();

        /** Children to come of each open node. */
        private final int[] open = new int[BehaviorTree.MAX_DEPTH];

        private int at;
        private int depth;

        private Reader(final DirectBuffer buffer, final int offset, final int length, final Leaves<?> leaves) {
            this.buffer = buffer;
            this.start = offset;
            this.at = offset + HEADER_BYTES;
            this.end = offset + length;
            this.leaves = leaves;
            this.builder = new TreeBuilder(leaves);
        }

        private BehaviorTree read() {
            final int leafCount = number();
            if (leafCount < 0 || leafCount > Leaves.MAX_LEAVES) {
                throw bad(leafCount + " leaves; at most " + Leaves.MAX_LEAVES + " are possible");
            }
            for (int i = 0; i < leafCount; i++) {
                used.add(leaf());
            }
            final int nodes = number();
            if (nodes < 1 || nodes > BehaviorTree.MAX_NODES) {
                throw bad(nodes + " nodes; 1 to " + BehaviorTree.MAX_NODES + " are possible");
            }
            for (int i = 0; i < nodes; i++) {
                node();
            }
            if (at != end) {
                throw bad("it goes on behind its last node");
            }
            return builder.build();
        }

        private Leaf<?> leaf() {
            final byte[] text = new byte[next()];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) next();
            }
            int signature = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += 8) {
                signature |= next() << shift;
            }
            final String name = new String(text, StandardCharsets.US_ASCII);
            final Leaf<?> leaf = leaves.find(name);
            if (leaf == null) {
                throw bad("leaf " + name + " is not offered; there are " + leaves.all());
            }
            if (leaf.signature() != signature) {
                throw bad("leaf " + name + " had other ports or words when it was compiled: compile it anew");
            }
            return leaf;
        }

        private void node() {
            final int code = next();
            final NodeKind kind = NodeKind.ofCode(code);
            if (kind == null) {
                throw bad("there is no kind of node " + code);
            }
            final int children = kind.family() == NodeKind.Family.CONTROL
                    ? number()
                    : kind.family() == NodeKind.Family.DECORATOR ? 1 : 0;
            if (kind.isGames()) {
                final int index = number();
                if (index < 0 || index >= used.size()) {
                    throw bad("a node names leaf " + index + " of " + used.size());
                }
                final Leaf<?> leaf = used.get(index);
                if (leaf.isAction() != (kind == NodeKind.ACTION)) {
                    throw bad("leaf " + leaf.name() + " is called a " + kind.tag());
                }
                builder.leaf(leaf.name(), values(leaf.ports().size()));
            } else {
                builder.open(kind, values(kind.ports().size()));
                if (children > 0 && children <= BehaviorTree.MAX_NODES) {
                    open[depth++] = children;
                    return;
                }
                builder.close();
            }
            while (depth > 0 && --open[depth - 1] == 0) {
                builder.close();
                depth--;
            }
        }

        private int[] values(final int count) {
            final int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                final int folded = number();
                values[i] = (folded >>> 1) ^ -(folded & 1);
            }
            return values;
        }

        private int next() {
            if (at == end) {
                throw bad("it ends too early");
            }
            return buffer.getByte(at++) & 0xFF;
        }

        private int number() {
            int value = 0;
            for (int shift = 0; shift < Integer.SIZE + 3; shift += 7) {
                final int part = next();
                value |= (part & 0x7F) << shift;
                if (part < 0x80) {
                    return value;
                }
            }
            throw bad("a number is too long");
        }

        private TreeException bad(final String what) {
            return new TreeException("byte " + (at - start) + " of a compiled tree: " + what);
        }
    }
}
