package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * Rows of one snapshot as ready bits: against a baseline, or whole. Each is made when the first viewer needs it, and
 * kept until {@link #clear}. What differs from viewer to viewer is not in them: wire ids, and so references.
 *
 * <p>A string is named by a <i>node</i>, a row with its baseline, and an access. Its mask has zeros for references; its
 * values leave them out, and {@link #cut} tells where each belongs.
 */
final class RowStrings {
    private static final int WHOLE = -1;
    private static final int MOST_SLOTS = 1 << 16;
    private static final int BASELINES_PER_ROW = 32;

    /** Where to look for a row and a baseline. A slot of an earlier snapshot names a node of another row, or none. */
    private final int[] slots;

    private final int[] wholeSlots;
    private int nodeCount;
    private long[] rowAndBaseline = new long[256];
    /** The differences of a node, a bit a column: the word at which they begin. */
    private int[] differencesAt = new int[256];
    /** Whether there are any for all, for the team, for the owner: a bit for each {@link WireColumn#needs}. */
    private byte[] differsFor = new byte[256];
    /** By node and access: the word at which the string begins, 0 when it was not made. */
    private int[] stringAt = new int[256 * WireTable.ACCESSES];

    private int[] valueBits = new int[256 * WireTable.ACCESSES];

    /** All bits; word 0 is not used. */
    private final BitWriter bits = new BitWriter(64 * 1024);

    RowStrings(final WireLayout wire) {
        final long wanted = (long) wire.rowCount * BASELINES_PER_ROW;
        slots = new int[wanted >= MOST_SLOTS ? MOST_SLOTS : Integer.highestOneBit((int) wanted | 1) * 2];
        wholeSlots = new int[wire.rowCount];
    }

    /** Forgets all: for another snapshot. */
    void clear() {
        nodeCount = 0;
        bits.clear();
        bits.skip(1);
    }

    // ---- nodes

    /** The node of a row against its value in an earlier snapshot, which is {@code base}. */
    int against(final WireTable table, final int row, final int baseFrame, final Block block, final SharedRows from) {
        final long key = ((long) (table.firstRow + row) << 32) | baseFrame;
        final int slot = ((table.firstRow + row) * BASELINES_PER_ROW + (baseFrame & (BASELINES_PER_ROW - 1)))
                & (slots.length - 1);
        final int node = slots[slot];
        if (node < nodeCount && rowAndBaseline[node] == key) {
            return node;
        }
        final int added = add(key);
        slots[slot] = added;
        findDifferences(added, table, table.rowOffset(row), block, from.at(baseFrame));
        return added;
    }

    /** The node of a whole row. */
    int whole(final WireTable table, final int row) {
        final long key = ((long) (table.firstRow + row) << 32) | (WHOLE & 0xFFFF_FFFFL);
        final int node = wholeSlots[table.firstRow + row];
        if (node < nodeCount && rowAndBaseline[node] == key) {
            return node;
        }
        final int added = add(key);
        wholeSlots[table.firstRow + row] = added;
        return added;
    }

    private int add(final long key) {
        final int node = nodeCount++;
        if (node == rowAndBaseline.length) {
            rowAndBaseline = Arrays.copyOf(rowAndBaseline, node * 2);
            differencesAt = Arrays.copyOf(differencesAt, node * 2);
            differsFor = Arrays.copyOf(differsFor, node * 2);
            stringAt = Arrays.copyOf(stringAt, node * 2 * WireTable.ACCESSES);
            valueBits = Arrays.copyOf(valueBits, node * 2 * WireTable.ACCESSES);
        }
        rowAndBaseline[node] = key;
        for (int i = 0, at = node * WireTable.ACCESSES; i < WireTable.ACCESSES; i++) {
            stringAt[at + i] = 0;
        }
        return node;
    }

    /** Whether numbers and bytes are the same for a viewer of that access. References are not looked at. */
    boolean isSame(final int node, final int access) {
        // Of the four needs, as numbers: nothing always counts; the team, the owner and both when access has them.
        return (differsFor[node] & FOR_ACCESS[access]) == 0;
    }

    private static final int[] FOR_ACCESS = {
        1,
        1 | (1 << WireTable.SAME_TEAM),
        1 | (1 << WireTable.OWNED),
        1 | (1 << WireTable.SAME_TEAM) | (1 << WireTable.OWNED)
    };

    private void findDifferences(
            final int node, final WireTable table, final int rowOffset, final Block block, final Block base) {
        bits.ensure(64 * (table.maskWords + 2));
        differencesAt[node] = bits.align();
        int differs = 0;
        final long[] columnsAt = table.columnsAt;
        if (columnsAt == null) {
            for (int from = 0; from < table.columns.length; from += 64) {
                final int count = Math.min(64, table.columns.length - from);
                final long found = differences(table, from, -1L >>> -count, rowOffset, block, base);
                differs |= needs(table, from, found);
                bits.put(found, 64);
            }
        } else {
            long suspects = 0;
            for (int i = 0; i < columnsAt.length; i++) {
                final int at = rowOffset + i * Long.BYTES;
                if (block.getLong(at) != base.getLong(at)) {
                    suspects |= columnsAt[i];
                }
            }
            final long found = differences(table, 0, suspects, rowOffset, block, base);
            differs = needs(table, 0, found);
            bits.put(found, 64);
        }
        differsFor[node] = (byte) differs;
    }

    private static long differences(
            final WireTable table,
            final int from,
            final long suspects,
            final int rowOffset,
            final Block block,
            final Block base) {
        long found = 0;
        for (long left = suspects; left != 0; left &= left - 1) {
            final int column = Long.numberOfTrailingZeros(left);
            if (!WireTable.sameValue(table.columns[from + column], block, base, rowOffset)) {
                found |= 1L << column;
            }
        }
        return found;
    }

    private static int needs(final WireTable table, final int from, final long found) {
        int needs = 0;
        for (long left = found; left != 0; left &= left - 1) {
            needs |= 1 << table.columns[from + Long.numberOfTrailingZeros(left)].needs;
        }
        return needs;
    }

    // ---- strings

    boolean isMade(final int node, final int access) {
        return stringAt[node * WireTable.ACCESSES + access] != 0;
    }

    /** The first word of the mask of a string: a bit for each column shown at that access. */
    int maskAt(final int node, final int access) {
        return stringAt[node * WireTable.ACCESSES + access];
    }

    /** The first word of its values. */
    int valuesAt(final int node, final int access, final WireTable table) {
        return stringAt[node * WireTable.ACCESSES + access] + table.shown[access].maskWords + table.refCount;
    }

    int valueBits(final int node, final int access) {
        return valueBits[node * WireTable.ACCESSES + access];
    }

    /** How many bits of the values come before a reference. */
    int cut(final int node, final int access, final WireTable table, final int refIndex) {
        return (int) bits.word(stringAt[node * WireTable.ACCESSES + access] + table.shown[access].maskWords + refIndex);
    }

    BitWriter bits() {
        return bits;
    }

    /** Makes the string of a row against its value in an earlier snapshot. */
    void makeChanged(
            final int node,
            final int access,
            final WireTable table,
            final int rowOffset,
            final Block block,
            final Block base) {
        final ShownColumns shown = table.shown[access];
        final int maskAt = open(table, shown);
        final int cutsAt = maskAt + shown.maskWords;
        final int start = bits.position();
        int cuts = 0;
        for (int word = 0; word < table.maskWords; word++) {
            for (long left = bits.word(differencesAt[node] + word); left != 0; left &= left - 1) {
                final int index = (word << 6) + Long.numberOfTrailingZeros(left);
                final int bit = shown.maskBit[index];
                if (bit >= 0) {
                    cuts = cutBefore(table, index, cuts, cutsAt, start);
                    bits.set(maskAt + (bit >> 6), bits.word(maskAt + (bit >> 6)) | (1L << bit));
                    final WireColumn column = table.columns[index];
                    if (column.kind == WireColumn.Kind.NUMBER) {
                        column.putChange(bits, column.wire(block, rowOffset), column.wire(base, rowOffset));
                    } else {
                        column.putBytes(bits, block.buffer(), rowOffset);
                    }
                }
            }
        }
        close(node, access, table, cuts, cutsAt, start);
    }

    /** Makes the string of a whole row. Its mask means nothing. */
    void makeWhole(final int node, final int access, final WireTable table, final int rowOffset, final Block block) {
        final ShownColumns shown = table.shown[access];
        final int maskAt = open(table, shown);
        final int cutsAt = maskAt + shown.maskWords;
        final int start = bits.position();
        int cuts = 0;
        for (int index = 0; index < table.columns.length; index++) {
            final WireColumn column = table.columns[index];
            if (shown.maskBit[index] >= 0 && column.kind != WireColumn.Kind.REF) {
                cuts = cutBefore(table, index, cuts, cutsAt, start);
                if (column.kind == WireColumn.Kind.NUMBER) {
                    column.putWhole(bits, column.wire(block, rowOffset));
                } else {
                    column.putBytes(bits, block.buffer(), rowOffset);
                }
            }
        }
        close(node, access, table, cuts, cutsAt, start);
    }

    private int open(final WireTable table, final ShownColumns shown) {
        final int lead = shown.maskWords + table.refCount;
        bits.ensure(64 * (lead + 2) + table.worstFullBits() + table.columns.length);
        final int maskAt = bits.align();
        for (int i = 0; i < shown.maskWords; i++) {
            bits.set(maskAt + i, 0);
        }
        bits.skip(lead);
        return maskAt;
    }

    private void close(
            final int node,
            final int access,
            final WireTable table,
            final int cuts,
            final int cutsAt,
            final int start) {
        cutBefore(table, Integer.MAX_VALUE, cuts, cutsAt, start);
        valueBits[node * WireTable.ACCESSES + access] = bits.position() - start;
        stringAt[node * WireTable.ACCESSES + access] = cutsAt - table.shown[access].maskWords;
    }

    /** The references before a column belong where the values are now. Answers how many cuts are known. */
    private int cutBefore(
            final WireTable table, final int columnIndex, final int known, final int cutsAt, final int start) {
        int cuts = known;
        while (cuts < table.refCount && table.columnOfRef[cuts] < columnIndex) {
            bits.set(cutsAt + cuts++, bits.position() - start);
        }
        return cuts;
    }
}
