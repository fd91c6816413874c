package ringside.snapshot.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the bits of one part (FORMAT.md): first a new beginning if there is one, then effects, then rows in the order
 * of table and wire id. Each method that answers false wrote nothing, because the part has no room for it.
 */
final class PartPacker {
    /** The ends of both kinds of effects, of the open table and of the tables. */
    private static final int RESERVED_BITS = 4;

    private final WireLayout wire;
    private final BitWriter bits;
    private byte[] mask;
    private byte[] previousMask;

    private int limitBits;
    private int reservedBits;
    private int emptyBits;
    private int openTable;
    private int previousWireId;
    private int previousAge;
    private int previousAccess;
    private boolean hasPreviousMask;
    private int previousNumber;

    PartPacker(final WireLayout wire, final int maxBodyBytes) {
        this.wire = wire;
        bits = new BitWriter(maxBodyBytes);
        int most = 0;
        for (final WireTable table : wire.tables) {
            most = Math.max(most, table.columns.length);
        }
        mask = new byte[most];
        previousMask = new byte[most];
    }

    void start(final int maxBodyBytes) {
        limitBits = maxBodyBytes * 8;
        reservedBits = RESERVED_BITS;
        bits.clear(limitBits - reservedBits);
        openTable = -1;
        previousAge = 0;
    }

    /** Whether, after its effects were ended, the part carries none, and no row yet. */
    boolean isEmpty() {
        return bits.position() == emptyBits;
    }

    int usedBits() {
        return bits.position();
    }

    /** The part says that all before {@code age} frames ago is void, and which sure effect comes first. */
    void beginning(final int age, final int firstSure) {
        bits.bit(true);
        bits.age(age);
        bits.put(firstSure, 32);
        emptyBits = bits.position() + 2;
    }

    void noBeginning() {
        bits.bit(false);
        emptyBits = bits.position() + 2;
    }

    // ---- effects

    boolean sureEffect(final int number, final boolean first, final EffectQueue.Slot effect, final int age) {
        final int mark = bits.position();
        bits.bit(true);
        if (first) {
            bits.put(number, 32);
        } else {
            bits.gap(number - previousNumber - 1);
        }
        effect(effect, age);
        if (bits.isOverflown()) {
            bits.rollback(mark);
            return false;
        }
        previousNumber = number;
        return true;
    }

    boolean momentaryEffect(final EffectQueue.Slot effect, final int age) {
        final int mark = bits.position();
        bits.bit(true);
        effect(effect, age);
        if (bits.isOverflown()) {
            bits.rollback(mark);
            return false;
        }
        return true;
    }

    /** Ends the sure effects, then, called again, the momentary ones. */
    void endEffects() {
        // The room for it was held back.
        reservedBits--;
        bits.limit(limitBits - reservedBits);
        bits.bit(false);
    }

    private void effect(final EffectQueue.Slot effect, final int age) {
        bits.put(effect.typeId(), wire.effectTypeBits);
        bits.age(age);
        for (final WireColumn field : wire.effects[effect.typeId()].fields) {
            switch (field.kind) {
                case NUMBER -> whole(field, field.wire(effect.buffer(), effect.offset()));
                case REF -> whole(field, field.ref(effect.buffer(), effect.offset()));
                case BYTES -> bytes(field, effect.buffer(), effect.offset());
            }
        }
    }

    // ---- rows

    boolean gone(final WireTable table, final int wireId) {
        final int mark = bits.position();
        entry(table, wireId);
        bits.put(0b11, 2);
        return closeEntry(table, wireId, mark);
    }

    boolean full(
            final WireTable table,
            final int wireId,
            final DirectBuffer block,
            final int rowOffset,
            final int access,
            final int[] refs) {
        final int mark = bits.position();
        entry(table, wireId);
        bits.put(0b01, 2);
        if (table.hasTeamColumns) {
            bits.bit((access & WireTable.SAME_TEAM) != 0);
        }
        if (table.hasOwnerColumns) {
            bits.bit((access & WireTable.OWNED) != 0);
        }
        for (final WireColumn column : table.columns) {
            if (column.isShown(access)) {
                switch (column.kind) {
                    case NUMBER -> whole(column, column.wire(block, rowOffset));
                    case REF -> whole(column, refs[column.refIndex]);
                    case BYTES -> bytes(column, block, rowOffset);
                }
            }
        }
        return closeEntry(table, wireId, mark);
    }

    /** A row against the value {@code age} frames ago, which stands in {@code base} and, for references, {@code baseRefs}. */
    boolean changed(
            final WireTable table,
            final int wireId,
            final DirectBuffer block,
            final DirectBuffer base,
            final int rowOffset,
            final int access,
            final int[] refs,
            final int[] baseRefs,
            final int baseRefsFrom,
            final int age) {
        final int mark = bits.position();
        final boolean opens = table.index != openTable;
        entry(table, wireId);
        bits.bit(false);
        if (previousAge != 0) {
            bits.bit(age != previousAge);
        }
        if (age != previousAge) {
            bits.age(age - 1);
        }
        boolean sameMask = !opens && hasPreviousMask && previousAccess == access;
        final WireColumn[] columns = table.columns;
        for (int i = 0; i < columns.length; i++) {
            final WireColumn column = columns[i];
            final boolean differs = column.isShown(access)
                    && (column.kind == WireColumn.Kind.REF
                            ? refs[column.refIndex] != baseRefs[baseRefsFrom + column.refIndex]
                            : !WireTable.sameValue(column, block, base, rowOffset));
            mask[i] = (byte) (differs ? 1 : 0);
            sameMask &= mask[i] == previousMask[i];
        }
        if (!opens && hasPreviousMask) {
            bits.bit(!sameMask);
        }
        if (!sameMask) {
            for (int i = 0; i < columns.length; i++) {
                if (columns[i].isShown(access)) {
                    bits.put(mask[i], 1);
                }
            }
        }
        for (int i = 0; i < columns.length; i++) {
            if (mask[i] != 0) {
                final WireColumn column = columns[i];
                switch (column.kind) {
                    case NUMBER -> change(column, column.wire(block, rowOffset), column.wire(base, rowOffset));
                    case REF -> bits.put(refs[column.refIndex], column.bits);
                    case BYTES -> bytes(column, block, rowOffset);
                }
            }
        }
        if (!closeEntry(table, wireId, mark)) {
            return false;
        }
        final byte[] swap = previousMask;
        previousMask = mask;
        mask = swap;
        hasPreviousMask = true;
        previousAccess = access;
        previousAge = age;
        return true;
    }

    private void entry(final WireTable table, final int wireId) {
        if (table.index == openTable) {
            bits.bit(true);
            bits.gap(wireId - previousWireId - 1);
        } else {
            if (openTable >= 0) {
                bits.bit(false);
            }
            bits.bit(true);
            bits.gap(table.index - openTable - 1);
            bits.gap(wireId);
        }
    }

    private boolean closeEntry(final WireTable table, final int wireId, final int mark) {
        if (bits.isOverflown()) {
            bits.rollback(mark);
            return false;
        }
        if (table.index != openTable) {
            openTable = table.index;
            hasPreviousMask = false;
        }
        previousWireId = wireId;
        return true;
    }

    // ---- values

    private void whole(final WireColumn column, final long value) {
        if (column.hasShortForms) {
            final boolean other = value != column.defaultWire;
            bits.bit(other);
            if (other) {
                bits.put(value, column.bits);
            }
        } else {
            bits.put(value, column.bits);
        }
    }

    private void change(final WireColumn column, final long value, final long base) {
        if (!column.hasShortForms) {
            // A change of one bit says nothing that is not known.
            if (column.bits > 1) {
                bits.put(value, column.bits);
            }
            return;
        }
        final long delta = value - base;
        final long folded = ((delta << 1) ^ (delta >> 63)) - 1;
        if (folded >>> column.smallBits == 0) {
            bits.put(0, 1);
            bits.put(folded, column.smallBits);
        } else if (folded >>> column.mediumBits == 0) {
            bits.put(0b01, 2);
            bits.put(folded, column.mediumBits);
        } else {
            bits.put(0b11, 2);
            bits.put(value, column.bits);
        }
    }

    private void bytes(final WireColumn column, final DirectBuffer from, final int rowOffset) {
        final int length = column.trimmedLength(from, rowOffset);
        bits.put(length, column.bits);
        for (int i = 0; i < length; i++) {
            bits.put(from.getByte(rowOffset + column.offset + i), 8);
        }
    }

    // ---- end

    /** Ends the part and copies it out; returns its length. */
    int finish(final MutableDirectBuffer out, final int offset) {
        bits.limit(limitBits);
        if (openTable >= 0) {
            bits.bit(false);
        }
        bits.bit(false);
        return bits.copyTo(out, offset);
    }
}
