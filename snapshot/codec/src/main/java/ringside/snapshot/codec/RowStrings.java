package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one snapshot as ready bits: against a baseline, or whole. Each is made when the first viewer needs it, and
 * kept until {@link #clear}. What differs from viewer to viewer is not in them: wire ids, and so references.
 *
 * <p>A string is of a row, an access and a baseline, and of the frame before it where smooth columns are told by how they
 * went from there to the baseline ({@link WireTable#GOES_ON}). Its name is the word at which it begins, never 0. There it has:
 *
 * <pre>
 * key      row, how long before the baseline, access and baseline
 * length   bits of its values; SAME where there are no values, and so no change
 * mask     the bits that {@link ShownColumns#maskBit} says, 0 for references
 * cuts     for each reference: how many bits of the values come before it
 * values   without references
 * </pre>
 */
final class RowStrings {
    private static final int WHOLE = -1;
    private static final int MOST_SLOTS = 1 << 16;
    private static final int BASELINES_PER_ROW = 16;
    private static final long NO_KEY = -1;
    private static final int HEAD_WORDS = 2;
    private static final long SAME = 1L << 32;
    private static final int ROW_SHIFT = 40;
    private static final int BEFORE_SHIFT = 34;
    private static final int ACCESS_SHIFT = 32;
    /** The longest time before a baseline that is told. */
    static final int MOST_BEFORE = 63;

    /** Where to look for a string: the generation in which it was made, then its name. */
    private final long[] slots;

    private final long[] wholeSlots;
    private int generation;

    /** All strings; word 0 is none, so that no string is named 0. */
    private final BitWriter bits = new BitWriter(64 * 1024);

    RowStrings(final WireLayout wire) {
        final long wanted = (long) wire.rowCount * BASELINES_PER_ROW;
        slots = new long[wanted >= MOST_SLOTS ? MOST_SLOTS : Integer.highestOneBit((int) wanted | 1) * 2];
        wholeSlots = new long[wire.rowCount];
    }

    /** Forgets all: for another snapshot. */
    void clear() {
        if (++generation == 0) {
            Arrays.fill(slots, 0);
            Arrays.fill(wholeSlots, 0);
            generation = 1;
        }
        bits.clear();
        bits.set(0, NO_KEY);
        bits.skip(1);
    }

    // ---- finding

    /**
     * The string of a row against its value in an earlier snapshot.
     *
     * @param beforeFrames how long before that the client holds another value of the same access, 1 to {@link
     *     #MOST_BEFORE}; 0 for none. Only where the client holds the baseline as of {@code baseFrame}
     */
    int against(
            final WireTable table,
            final int row,
            final int baseFrame,
            final int beforeFrames,
            final int access,
            final Block block,
            final SharedRows from) {
        final int number = table.firstRow + row;
        final int before = table.hasSmooth ? beforeFrames : 0;
        final long key = key(number, before, access, baseFrame);
        final int age = from.frame() - baseFrame;
        final int known = known(slots[slot(number, age, access)], key);
        if (known != 0) {
            return known;
        }
        final int rowOffset = table.rowOffset(row);
        final Block base = from.at(baseFrame);
        final @Nullable Block earlier = before == 0 ? null : from.at(baseFrame - before);
        final int made = open(key, table);
        putChanges(made, table, access, rowOffset, block, base, earlier, age, before);
        slots[slot(number, age, access)] = slotOf(made);
        return made;
    }

    /** Ages of one row and access stand side by side, and seldom is one so old that it takes another's place. */
    private int slot(final int number, final int age, final int access) {
        final int place = (age + access * (BASELINES_PER_ROW / WireTable.ACCESSES)) & (BASELINES_PER_ROW - 1);
        return (number * BASELINES_PER_ROW + place) & (slots.length - 1);
    }

    /** The string of a whole row. Its mask means nothing. */
    int whole(final WireTable table, final int row, final int access, final Block block) {
        final int number = table.firstRow + row;
        final long key = key(number, 0, access, WHOLE);
        final int known = known(wholeSlots[number], key);
        if (known != 0) {
            return known;
        }
        final int made = open(key, table);
        wholeSlots[number] = slotOf(made);
        putWhole(made, table, access, table.rowOffset(row), block);
        return made;
    }

    private static long key(final int number, final int before, final int access, final int baseFrame) {
        return ((long) number << ROW_SHIFT)
                | ((long) before << BEFORE_SHIFT)
                | ((long) access << ACCESS_SHIFT)
                | (baseFrame & 0xFFFF_FFFFL);
    }

    /** How long before its baseline the other frame is that its smooth columns are told by; 0 for none. */
    int before(final int string) {
        return (int) (bits.word(string) >>> BEFORE_SHIFT) & MOST_BEFORE;
    }

    private long slotOf(final int string) {
        return ((long) generation << 32) | string;
    }

    private int known(final long slot, final long key) {
        final int string = (int) slot;
        return (int) (slot >>> 32) == generation && bits.word(string) == key ? string : 0;
    }

    // ---- reading

    /** Whether numbers and bytes are the same for a viewer of that access. References are not looked at. */
    boolean isSame(final int string) {
        return (bits.word(string + 1) & SAME) != 0;
    }

    int valueBits(final int string) {
        return (int) bits.word(string + 1);
    }

    /** The first word of the mask. */
    int maskAt(final int string) {
        return string + HEAD_WORDS;
    }

    /** The first word of the values. */
    int valuesAt(final int string, final WireTable table) {
        return string + lead(table);
    }

    int cut(final int string, final WireTable table, final int refIndex) {
        return (int) bits.word(string + HEAD_WORDS + table.maskWords + refIndex);
    }

    /** The words before the values. */
    private static int lead(final WireTable table) {
        return HEAD_WORDS + table.maskWords + table.refCount;
    }

    BitWriter bits() {
        return bits;
    }

    // ---- making

    private int open(final long key, final WireTable table) {
        final int lead = lead(table);
        bits.ensure(64 * (lead + 2) + table.worstBits());
        final int string = bits.align();
        bits.set(string, key);
        for (int i = 0; i < table.maskWords; i++) {
            bits.set(string + HEAD_WORDS + i, 0);
        }
        bits.skip(lead);
        return string;
    }

    private void putChanges(
            final int string,
            final WireTable table,
            final int access,
            final int rowOffset,
            final Block block,
            final Block base,
            final @Nullable Block before,
            final int ageFrames,
            final int beforeFrames) {
        final ShownColumns shown = table.shown[before == null ? access : access | WireTable.GOES_ON];
        final int maskAt = maskAt(string);
        final int start = bits.position();
        final int logFrames = WireColumn.log(ageFrames);
        int cuts = 0;
        long anyChange = 0;
        for (int word = 0; word < table.maskWords; word++) {
            final long smooth = shown.alwaysColumns[word];
            final long suspects = suspects(table, rowOffset, block, base) & shown.shownColumns[word];
            for (long left = suspects | smooth; left != 0; left &= left - 1) {
                final int index = (word << 6) + Long.numberOfTrailingZeros(left);
                final WireColumn column = table.columns[index];
                if (before != null && shown.maskBit[index] < 0) {
                    final long value = column.wire(block, rowOffset);
                    final long from = column.wire(base, rowOffset);
                    final long earlier = column.wire(before, rowOffset);
                    cuts = cutBefore(table, index, cuts, string, start);
                    anyChange |= value ^ from;
                    column.putSmooth(bits, value, from, earlier, ageFrames, logFrames, beforeFrames);
                } else if (column.isOther(block, base, rowOffset)) {
                    cuts = cutBefore(table, index, cuts, string, start);
                    anyChange |= 1;
                    mark(maskAt, shown.maskBit[index]);
                    column.putChange(bits, block, base, rowOffset);
                }
            }
        }
        cutBefore(table, Integer.MAX_VALUE, cuts, string, start);
        close(string, start, anyChange == 0);
    }

    private void mark(final int maskAt, final int bit) {
        bits.set(maskAt + (bit >> 6), bits.word(maskAt + (bit >> 6)) | (1L << bit));
    }

    /** The columns that may have changed; all, where there are too many for one word. */
    private static long suspects(final WireTable table, final int rowOffset, final Block block, final Block base) {
        final long[] columnsAt = table.columnsAt;
        if (columnsAt == null) {
            return -1L;
        }
        long suspects = 0;
        for (int i = 0; i < columnsAt.length; i++) {
            final int at = rowOffset + i * Long.BYTES;
            suspects |= block.getLong(at) == base.getLong(at) ? 0 : columnsAt[i];
        }
        return suspects;
    }

    private void putWhole(
            final int string, final WireTable table, final int access, final int rowOffset, final Block block) {
        final ShownColumns shown = table.shown[access];
        final int start = bits.position();
        int cuts = 0;
        for (int index = 0; index < table.columns.length; index++) {
            final WireColumn column = table.columns[index];
            if (shown.maskBit[index] >= 0 && column.kind != WireColumn.Kind.REF) {
                cuts = cutBefore(table, index, cuts, string, start);
                if (column.kind == WireColumn.Kind.NUMBER) {
                    column.putWhole(bits, column.wire(block, rowOffset));
                } else {
                    column.putBytes(bits, block.buffer(), rowOffset);
                }
            }
        }
        cutBefore(table, Integer.MAX_VALUE, cuts, string, start);
        close(string, start, false);
    }

    private void close(final int string, final int start, final boolean isSame) {
        bits.set(string + 1, (bits.position() - start) | (isSame ? SAME : 0));
    }

    /** The references before a column belong where the values are now. Answers how many cuts are known. */
    private int cutBefore(
            final WireTable table, final int columnIndex, final int known, final int string, final int start) {
        int cuts = known;
        while (cuts < table.refCount && table.columnOfRef[cuts] < columnIndex) {
            bits.set(string + HEAD_WORDS + table.maskWords + cuts, bits.position() - start);
            cuts++;
        }
        return cuts;
    }
}
