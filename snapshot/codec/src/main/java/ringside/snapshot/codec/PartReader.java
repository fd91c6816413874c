package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the bits of one part (FORMAT.md) into spare slots of rows and into staged effects. Nothing of it counts before
 * {@link #commit}, so a part that turns out to be malformed leaves everything as it was.
 */
final class PartReader {
    private static final int CHANGED = 0;
    private static final int FULL = 1;
    private static final int GONE = 2;
    private static final int INTS_PER_ENTRY = 6;
    private static final int ID_ORDER = 2;
    private static final int MOST_NUMBER_BITS = 31;
    /** In a mask: a smooth column, told by how it went. */
    private static final byte ALWAYS = 2;

    private final WireLayout wire;
    private final ViewTable[] tables;
    private final EffectInbox inbox;
    private final int historyFrames;
    private final BitReader bits = new BitReader();
    private byte[] mask;
    /** By what is shown: see {@link WireTable#shown}. */
    private final byte[][] previousMasks;

    private int frame;
    private boolean hasBeginning;
    private boolean startsOver;
    private int beginningFrame;
    private int firstSure;

    /** Per entry: table, wire id, operation, slot, access, oldest frame that it names. */
    private int[] entries = new int[INTS_PER_ENTRY * 16];

    private int entriesLength;
    private int previousAge;
    private int previousBefore;

    PartReader(final WireLayout wire, final ViewTable[] tables, final EffectInbox inbox, final int historyFrames) {
        this.wire = wire;
        this.tables = tables;
        this.inbox = inbox;
        this.historyFrames = historyFrames;
        int most = 0;
        for (final WireTable table : wire.tables) {
            most = Math.max(most, table.columns.length);
        }
        previousMasks = new byte[WireTable.ACCESSES + WireTable.GOES_ON][most];
        mask = previousMasks[0];
    }

    /**
     * Reads a part's body.
     *
     * @param knownBeginning the frame of the beginning that the rows held belong to, or -1
     * @throws ViewFormatException when it is malformed
     */
    void read(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final int partFrame,
            final int knownBeginning) {
        bits.wrap(buffer, offset, length);
        frame = partFrame;
        entriesLength = 0;
        previousAge = 0;
        previousBefore = 0;
        inbox.unstage();
        readBeginning(knownBeginning);
        readSureEffects();
        readMomentaryEffects();
        readTables();
        bits.requireEnd();
    }

    private void readBeginning(final int knownBeginning) {
        hasBeginning = bits.bit();
        if (hasBeginning) {
            beginningFrame = frame - bits.age();
            firstSure = (int) bits.read(32);
            if (beginningFrame < 0 || beginningFrame < knownBeginning || firstSure < 0) {
                throw new ViewFormatException("a beginning that lies before the one that is known");
            }
        } else if (knownBeginning < 0) {
            throw new ViewFormatException("the first part of a view without its beginning");
        }
        startsOver = hasBeginning && beginningFrame > knownBeginning;
    }

    // ---- effects

    private void readSureEffects() {
        final int next = startsOver ? Math.max(firstSure, inbox.nextNumber()) : inbox.nextNumber();
        long number = -1;
        while (bits.bit()) {
            number = number < 0 ? bits.read(32) : number + 1 + bits.gap();
            if (number >= (long) next + ViewLimits.MAX_PENDING_SURE || number > Integer.MAX_VALUE) {
                throw new ViewFormatException("sure effect " + number + " when " + next + " is next");
            }
            final int typeId = readType(true);
            readFields(typeId, inbox.stageSure(typeId, readEffectFrame(), (int) number));
        }
    }

    private void readMomentaryEffects() {
        while (bits.bit()) {
            final int typeId = readType(false);
            readFields(typeId, inbox.stageMomentary(typeId, readEffectFrame()));
        }
    }

    private int readType(final boolean sure) {
        final int typeId = (int) bits.read(wire.effectTypeBits);
        if (typeId >= wire.effects.length || wire.effects[typeId].sure != sure) {
            throw new ViewFormatException("effect type " + typeId + " is unknown or of the other class");
        }
        return typeId;
    }

    private int readEffectFrame() {
        final int effectFrame = frame - bits.age();
        if (effectFrame < 0) {
            throw new ViewFormatException("an effect from before the match");
        }
        return effectFrame;
    }

    private void readFields(final int typeId, final int offset) {
        for (final WireColumn field : wire.effects[typeId].fields) {
            readWhole(field, inbox.staged(), offset);
        }
    }

    // ---- rows

    private void readTables() {
        int index = -1;
        while (bits.bit()) {
            index += 1 + (int) Math.min(tables.length, bits.golomb(0, MOST_NUMBER_BITS));
            if (index >= tables.length) {
                throw new ViewFormatException("table " + index + " of " + tables.length);
            }
            final ViewTable table = tables[index];
            emptyMasks(table.wire());
            int wireId = readId(table, -1);
            if (wireId < 0) {
                throw new ViewFormatException(table.table().name() + " without a row");
            }
            while (wireId >= 0) {
                readEntry(table, wireId);
                wireId = wireId == table.wire().capacity - 1 ? -1 : readId(table, wireId);
            }
        }
    }

    /** At first no column changed but those that always have a value. */
    private void emptyMasks(final WireTable table) {
        for (int i = 0; i < table.columns.length; i++) {
            for (int shownAs = 0; shownAs < previousMasks.length; shownAs++) {
                final boolean always = (table.shown[shownAs].alwaysColumns[i >> 6] >> i & 1) != 0;
                previousMasks[shownAs][i] = always ? ALWAYS : 0;
            }
        }
    }

    /** The next wire id, or -1 for the table's end. */
    private int readId(final ViewTable table, final int previous) {
        long gap = 0;
        if (bits.bit()) {
            gap = bits.golomb(ID_ORDER, MOST_NUMBER_BITS);
            if (gap == 0) {
                return -1;
            }
        }
        final long wireId = previous + 1 + gap;
        if (wireId >= table.wire().capacity) {
            throw new ViewFormatException(table.table().name() + " has no wire id " + wireId);
        }
        return (int) wireId;
    }

    private void readEntry(final ViewTable table, final int wireId) {
        if (!bits.bit()) {
            readChanged(table, wireId, true);
        } else if (!bits.bit()) {
            readChanged(table, wireId, false);
        } else if (bits.bit()) {
            stage(table, wireId, GONE, 0, 0, 0);
        } else {
            readFull(table, wireId);
        }
    }

    private void readFull(final ViewTable table, final int wireId) {
        int access = 0;
        if (table.wire().hasTeamColumns && bits.bit()) {
            access |= WireTable.SAME_TEAM;
        }
        if (table.wire().hasOwnerColumns && bits.bit()) {
            access |= WireTable.OWNED;
        }
        final HeldRow row = table.findOrAdd(wireId);
        final int slot = spareSlot(table, wireId, row);
        final int offset = row.offset(slot);
        row.values().setMemory(offset, table.wire().strideBytes, (byte) 0);
        for (final WireColumn column : table.wire().columns) {
            if (column.isShown(access)) {
                readWhole(column, row.values(), offset);
            }
        }
        stage(table, wireId, FULL, slot, access, HeldRow.NONE);
    }

    private void readChanged(final ViewTable table, final int wireId, final boolean asBefore) {
        final WireTable wireTable = table.wire();
        final HeldRow row = table.find(wireId);
        if (row == null || !row.isShown() || startsOver) {
            throw new ViewFormatException(wireTable.table.name() + ": a change of wire id " + wireId + ", not shown");
        }
        readBaseline(wireTable, asBefore);
        final int baselineFrame = frame - previousAge;
        final int base = slot(table, wireId, row, baselineFrame);
        final int access = row.access(base);
        final int beforeFrames = wireTable.hasSmooth ? previousBefore : 0;
        final int earlier = beforeFrames == 0 ? base : slot(table, wireId, row, baselineFrame - beforeFrames);
        if (row.access(earlier) != access) {
            throw new ViewFormatException(wireTable.table.name() + ": wire id " + wireId + " showed other columns");
        }
        final int shownAs = beforeFrames == 0 ? access : access | WireTable.GOES_ON;
        readMask(wireTable, shownAs, asBefore);
        final int slot = spareSlot(table, wireId, row);
        final int offset = row.offset(slot);
        row.values().putBytes(offset, row.values(), row.offset(base), wireTable.strideBytes);
        final WireColumn[] columns = wireTable.columns;
        for (int i = 0; i < columns.length; i++) {
            if (mask[i] == ALWAYS) {
                readSmooth(columns[i], row.values(), offset, row.offset(earlier), beforeFrames);
            } else if (mask[i] != 0) {
                readChange(columns[i], row.values(), offset);
            }
        }
        stage(table, wireId, CHANGED, slot, access, baselineFrame - beforeFrames);
    }

    /** Of which frame the change is, and of which one before that. */
    private void readBaseline(final WireTable table, final boolean asBefore) {
        if (previousAge == 0 && asBefore) {
            throw new ViewFormatException(table.table.name() + ": a change like the one before it, and there is none");
        }
        if (!asBefore && (previousAge == 0 || bits.bit())) {
            previousAge = bits.age() + 1;
            if (table.hasSmooth) {
                previousBefore = bits.bit() ? 1 + (int) Math.min(frame, bits.golomb(0, MOST_NUMBER_BITS)) : 0;
            }
        }
    }

    private int slot(final ViewTable table, final int wireId, final HeldRow row, final int heldFrame) {
        final int slot = heldFrame < 0 ? HeldRow.NONE : row.find(heldFrame);
        if (slot == HeldRow.NONE) {
            throw new ViewFormatException(table.table().name() + ": wire id " + wireId + " against frame " + heldFrame
                    + ", which is not held");
        }
        return slot;
    }

    private void readMask(final WireTable table, final int shownAs, final boolean asBefore) {
        final byte[] previous = previousMasks[shownAs];
        if (!asBefore && bits.bit()) {
            final int[] maskBit = table.shown[shownAs].maskBit;
            for (int i = 0; i < table.columns.length; i++) {
                if (maskBit[i] >= 0) {
                    previous[i] = (byte) (bits.bit() ? 1 : 0);
                }
            }
        }
        mask = previous;
    }

    private int spareSlot(final ViewTable table, final int wireId, final HeldRow row) {
        final int slot = row.spare();
        if (slot == HeldRow.NONE || row.find(frame) != HeldRow.NONE) {
            throw new ViewFormatException(table.table().name() + ": too many values of wire id " + wireId);
        }
        return slot;
    }

    private void stage(
            final ViewTable table,
            final int wireId,
            final int operation,
            final int slot,
            final int access,
            final int baselineFrame) {
        if (entriesLength == entries.length) {
            entries = Arrays.copyOf(entries, entriesLength * 2);
        }
        entries[entriesLength] = table.wire().index;
        entries[entriesLength + 1] = wireId;
        entries[entriesLength + 2] = operation;
        entries[entriesLength + 3] = slot;
        entries[entriesLength + 4] = access;
        entries[entriesLength + 5] = baselineFrame;
        entriesLength += INTS_PER_ENTRY;
    }

    // ---- values

    private void readWhole(final WireColumn column, final UnsafeBuffer to, final int rowOffset) {
        if (column.kind == WireColumn.Kind.BYTES) {
            readBytes(column, to, rowOffset);
        } else if (column.hasShortForms && !bits.bit()) {
            column.store(to, rowOffset, column.defaultWire);
        } else {
            store(column, to, rowOffset, bits.read(column.bits));
        }
    }

    private void readChange(final WireColumn column, final UnsafeBuffer to, final int rowOffset) {
        if (column.kind == WireColumn.Kind.BYTES) {
            readBytes(column, to, rowOffset);
        } else if (column.kind == WireColumn.Kind.REF) {
            store(column, to, rowOffset, bits.read(column.bits));
        } else if (!column.hasShortForms) {
            final long value = column.bits == 1 ? 1 - column.wire(to, rowOffset) : bits.read(column.bits);
            store(column, to, rowOffset, value);
        } else {
            readOther(column, to, rowOffset, column.order());
        }
    }

    /** @param earlierOffset of the value {@code beforeFrames} before the baseline, whose value stands in the row yet */
    private void readSmooth(
            final WireColumn column,
            final UnsafeBuffer to,
            final int rowOffset,
            final int earlierOffset,
            final int beforeFrames) {
        final long from = column.wire(to, rowOffset);
        final long earlier = column.wire(to, earlierOffset);
        final int order = column.orderAt(WireColumn.log(previousAge));
        if (from != earlier) {
            final long expected = column.goneOn(from, earlier, previousAge, beforeFrames);
            store(column, to, rowOffset, off(column, expected, bits.golomb(order, column.bits)));
        } else if (bits.bit()) {
            readOther(column, to, rowOffset, order);
        }
    }

    /** A value that is not its baseline's. */
    private void readOther(final WireColumn column, final UnsafeBuffer to, final int rowOffset, final int order) {
        final long less = bits.golomb(order, column.bits);
        if (less == -1) {
            throw outside(column);
        }
        store(column, to, rowOffset, off(column, column.wire(to, rowOffset), less + 1));
    }

    private static long off(final WireColumn column, final long from, final long folded) {
        if (Long.compareUnsigned(folded, column.wireMax) > 0) {
            throw outside(column);
        }
        return column.unfolded(folded, from);
    }

    private static ViewFormatException outside(final WireColumn column) {
        return new ViewFormatException(column.column.qualifiedName() + ": a value outside its range");
    }

    private static void store(final WireColumn column, final UnsafeBuffer to, final int rowOffset, final long value) {
        if (Long.compareUnsigned(value, column.wireMax) > 0) {
            throw outside(column);
        }
        column.store(to, rowOffset, value);
    }

    private void readBytes(final WireColumn column, final UnsafeBuffer to, final int rowOffset) {
        final int length = (int) bits.read(column.bits);
        if (length > column.widthBytes) {
            throw new ViewFormatException(column.column.qualifiedName() + ": more bytes than it has");
        }
        final int at = rowOffset + column.offset;
        for (int i = 0; i < length; i++) {
            to.putByte(at + i, (byte) bits.read(8));
        }
        to.setMemory(at + length, column.widthBytes - length, (byte) 0);
    }

    // ---- commit

    /** Makes the part that was read count; answers the beginning that rows belong to now. */
    int commit(final int knownBeginning) {
        if (startsOver) {
            for (final ViewTable table : tables) {
                table.clear();
            }
            inbox.skipTo(firstSure);
        }
        for (int i = 0; i < entriesLength; i += INTS_PER_ENTRY) {
            final HeldRow row = tables[entries[i]].find(entries[i + 1]);
            if (row != null) {
                if (entries[i + 2] == GONE) {
                    row.clear();
                } else {
                    row.commit(entries[i + 3], frame, entries[i + 4], entries[i + 5], historyFrames);
                }
            }
        }
        return hasBeginning ? beginningFrame : knownBeginning;
    }
}
