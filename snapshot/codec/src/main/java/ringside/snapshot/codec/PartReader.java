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

    private final WireLayout wire;
    private final ViewTable[] tables;
    private final EffectInbox inbox;
    private final int historyFrames;
    private final BitReader bits = new BitReader();
    private final byte[] mask;

    private int frame;
    private boolean hasBeginning;
    private boolean startsOver;
    private int beginningFrame;
    private int firstSure;

    /** Per entry: table, wire id, operation, slot, access, baseline frame. */
    private int[] entries = new int[INTS_PER_ENTRY * 16];

    private int entriesLength;
    private int previousAge;
    private int previousAccess;
    private boolean hasPreviousMask;

    PartReader(final WireLayout wire, final ViewTable[] tables, final EffectInbox inbox, final int historyFrames) {
        this.wire = wire;
        this.tables = tables;
        this.inbox = inbox;
        this.historyFrames = historyFrames;
        int most = 0;
        for (final WireTable table : wire.tables) {
            most = Math.max(most, table.columns.length);
        }
        mask = new byte[most];
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
            index += 1 + bits.gap();
            if (index >= tables.length) {
                throw new ViewFormatException("table " + index + " of " + tables.length);
            }
            final ViewTable table = tables[index];
            hasPreviousMask = false;
            int wireId = -1;
            do {
                wireId += 1 + bits.gap();
                if (wireId >= table.wire().capacity) {
                    throw new ViewFormatException(table.table().name() + " has no wire id " + wireId);
                }
                readEntry(table, wireId);
            } while (bits.bit());
        }
    }

    private void readEntry(final ViewTable table, final int wireId) {
        if (!bits.bit()) {
            readChanged(table, wireId);
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

    private void readChanged(final ViewTable table, final int wireId) {
        final HeldRow row = table.find(wireId);
        if (row == null || !row.isShown() || startsOver) {
            throw new ViewFormatException(table.table().name() + ": a change of wire id " + wireId + ", not shown");
        }
        if (previousAge == 0 || bits.bit()) {
            previousAge = bits.age() + 1;
        }
        final int baselineFrame = frame - previousAge;
        final int base = baselineFrame < 0 ? HeldRow.NONE : row.find(baselineFrame);
        if (base == HeldRow.NONE) {
            throw new ViewFormatException(table.table().name() + ": wire id " + wireId + " against frame "
                    + baselineFrame + ", which is not held");
        }
        final int access = row.access(base);
        readMask(table.wire(), access);
        final int slot = spareSlot(table, wireId, row);
        final int offset = row.offset(slot);
        row.values().putBytes(offset, row.values(), row.offset(base), table.wire().strideBytes);
        final WireColumn[] columns = table.wire().columns;
        for (int i = 0; i < columns.length; i++) {
            if (mask[i] != 0) {
                readChange(columns[i], row.values(), offset);
            }
        }
        stage(table, wireId, CHANGED, slot, access, baselineFrame);
    }

    private void readMask(final WireTable table, final int access) {
        if (!hasPreviousMask || bits.bit()) {
            for (int i = 0; i < table.columns.length; i++) {
                mask[i] = (byte) (table.columns[i].isShown(access) && bits.bit() ? 1 : 0);
            }
        } else if (previousAccess != access) {
            throw new ViewFormatException(table.table.name() + ": the columns of a row that shows others");
        }
        hasPreviousMask = true;
        previousAccess = access;
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
        } else if (!bits.bit()) {
            store(column, to, rowOffset, moved(column.wire(to, rowOffset), bits.read(column.smallBits)));
        } else if (!bits.bit()) {
            store(column, to, rowOffset, moved(column.wire(to, rowOffset), bits.read(column.mediumBits)));
        } else {
            store(column, to, rowOffset, bits.read(column.bits));
        }
    }

    private static long moved(final long base, final long folded) {
        final long zigzag = folded + 1;
        return base + ((zigzag >>> 1) ^ -(zigzag & 1));
    }

    private static void store(final WireColumn column, final UnsafeBuffer to, final int rowOffset, final long value) {
        if (Long.compareUnsigned(value, column.wireMax) > 0) {
            throw new ViewFormatException(column.column.qualifiedName() + ": a value outside its range");
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
            inbox.skipTo(firstSure, knownBeginning < 0);
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
