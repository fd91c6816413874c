package ringside.behavior;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import ringside.layout.BytesColumn;
import ringside.layout.LongColumn;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.XxHash64;

/**
 * The columns of a table that hold how far each row's tree has come: {@code tree}, the digest of the tree that the words
 * belong to, and {@code treeWords}. They are hashed, checkpointed and compared like all the rest. An instance holds
 * offsets only; thread-safe once the layout is built.
 *
 * <p>A row that is ticked with another tree than before, because trees were reloaded, starts with that tree anew.
 */
public final class TreeMemory {
    /** The most words of one row: 4 KB, the longest byte column. */
    public static final int MAX_WORDS = 1024;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final Table table;
    private final LongColumn tree;
    private final BytesColumn words;
    private final int capacity;

    private TreeMemory(final Table table, final int capacity) {
        this.table = table;
        this.capacity = capacity;
        tree = table.int64("tree");
        words = table.bytes("treeWords", capacity * Integer.BYTES);
    }

    /**
     * Adds the two columns to a table, which should be one that nobody is shown.
     *
     * @param words room for the largest tree that a row will ever be given, see {@link BehaviorTree#words}; 16 to 64 are
     *     usual, and what is not used costs only its bytes
     */
    public static TreeMemory declare(final Table table, final int words) {
        if (words < 1 || words > MAX_WORDS) {
            throw new TreeException(
                    table.name() + ": " + words + " words for trees; 1 to " + MAX_WORDS + " are possible");
        }
        return new TreeMemory(table, words);
    }

    /** Words of a row. */
    public int capacity() {
        return capacity;
    }

    /** True when a tree fits; a loader asks before it lets a file in. */
    public boolean fits(final BehaviorTree candidate) {
        return candidate.words() <= capacity;
    }

    /** Which tree the row was ticked with last; 0 before the first tick. */
    public long treeOf(final State state, final int row) {
        return state.get(row, tree);
    }

    /** Makes the row forget its tree and how far it had come, without halting what runs: for a row that begins anew. */
    public void clear(final State state, final int row) {
        state.set(row, tree, 0);
        state.block().setMemory(offset(state, row), words.widthBytes(), (byte) 0);
    }

    /** Copies the row's words out, or zeroes when they are another tree's; names the row's tree in any case. */
    void load(final State state, final int row, final BehaviorTree wanted, final int[] to) {
        if (!fits(wanted)) {
            throw new TreeException(table.name() + " keeps " + capacity + " words a row; tree "
                    + XxHash64.hex(wanted.digest()) + " needs " + wanted.words());
        }
        if (state.get(row, tree) != wanted.digest()) {
            clear(state, row);
            state.set(row, tree, wanted.digest());
            Arrays.fill(to, 0, wanted.words(), 0);
            return;
        }
        final MutableDirectBuffer block = state.block();
        final int from = offset(state, row);
        for (int i = 0; i < wanted.words(); i++) {
            to[i] = block.getInt(from + i * Integer.BYTES, LE);
        }
    }

    void store(final State state, final int row, final int count, final int[] from) {
        final MutableDirectBuffer block = state.block();
        final int to = offset(state, row);
        for (int i = 0; i < count; i++) {
            block.putInt(to + i * Integer.BYTES, from[i], LE);
        }
    }

    private int offset(final State state, final int row) {
        return state.rowOffset(table, row) + words.offset();
    }
}
