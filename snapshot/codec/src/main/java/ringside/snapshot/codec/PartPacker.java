package ringside.snapshot.codec;

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
    private final BitWriter strings;
    private final int effectBits;
    private long[] mask;
    private long[] previousMask;

    private int limitBits;
    private int reservedBits;
    private int emptyBits;
    private int openTable;
    private int previousWireId;
    private int previousAge;
    private int previousAccess;
    private boolean hasPreviousMask;
    private int previousNumber;

    /** A packer for {@link RowStrings} of those bits. */
    PartPacker(final WireLayout wire, final BitWriter strings) {
        this.wire = wire;
        this.strings = strings;
        bits = new BitWriter(0);
        effectBits = wire.worstEffectBits();
        int most = 1;
        for (final WireTable table : wire.tables) {
            most = Math.max(most, table.maskWords);
        }
        mask = new long[most];
        previousMask = new long[most];
    }

    void start(final int maxBodyBytes) {
        limitBits = maxBodyBytes * 8;
        reservedBits = RESERVED_BITS;
        bits.clear();
        // An effect is written before it is known to fit; all else is measured first.
        bits.ensure(limitBits + effectBits);
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

    private boolean hasRoomFor(final int moreBits) {
        return bits.position() + moreBits <= limitBits - reservedBits;
    }

    /** The part says that all before {@code age} frames ago is void, and which sure effect comes first. */
    void beginning(final int age, final int firstSure) {
        bits.bit(true);
        bits.age(age);
        bits.put(firstSure & 0xFFFF_FFFFL, 32);
        emptyBits = bits.position() + 2;
    }

    void noBeginning() {
        bits.bit(false);
        emptyBits = bits.position() + 2;
    }

    // ---- effects

    boolean sureEffect(
            final int number, final boolean first, final EffectQueue effects, final int slot, final int age) {
        final int mark = bits.position();
        bits.bit(true);
        if (first) {
            bits.put(number & 0xFFFF_FFFFL, 32);
        } else {
            bits.gap(number - previousNumber - 1);
        }
        if (!effect(effects, slot, age, mark)) {
            return false;
        }
        previousNumber = number;
        return true;
    }

    boolean momentaryEffect(final EffectQueue effects, final int slot, final int age) {
        final int mark = bits.position();
        bits.bit(true);
        return effect(effects, slot, age, mark);
    }

    /** Ends the sure effects, then, called again, the momentary ones. */
    void endEffects() {
        // The room for it was held back.
        reservedBits--;
        bits.bit(false);
    }

    private boolean effect(final EffectQueue effects, final int slot, final int age, final int mark) {
        final int typeId = effects.typeId(slot);
        bits.put(typeId, wire.effectTypeBits);
        bits.age(age);
        for (final WireColumn field : wire.effects[typeId].fields) {
            switch (field.kind) {
                case NUMBER -> field.putWhole(bits, field.wire(effects.buffer(), effects.recordAt(slot)));
                case REF -> field.putWhole(bits, field.ref(effects.buffer(), effects.recordAt(slot)));
                case BYTES -> field.putBytes(bits, effects.buffer(), effects.recordAt(slot));
            }
        }
        if (!hasRoomFor(0)) {
            bits.rollback(mark);
            return false;
        }
        return true;
    }

    // ---- rows

    boolean gone(final WireTable table, final int wireId) {
        if (!hasRoomFor(leadBits(table, wireId) + 2)) {
            return false;
        }
        lead(table, wireId);
        bits.put(0b11, 2);
        opened(table, wireId);
        return true;
    }

    /** A whole row, of which there is a string. */
    boolean full(
            final WireTable table,
            final int wireId,
            final RowStrings rows,
            final int string,
            final int access,
            final int[] refs,
            final int refsAt) {
        int needed = leadBits(table, wireId) + 2 + rows.valueBits(string);
        needed += table.hasTeamColumns ? 1 : 0;
        needed += table.hasOwnerColumns ? 1 : 0;
        final ShownColumns shown = table.shown[access];
        for (int i = 0; i < table.refCount; i++) {
            if (shown.maskBitOfRef[i] >= 0) {
                final WireColumn column = table.columns[table.columnOfRef[i]];
                needed += !column.hasShortForms ? column.bits : refs[refsAt + i] == 0 ? 1 : 1 + column.bits;
            }
        }
        if (!hasRoomFor(needed)) {
            return false;
        }
        lead(table, wireId);
        bits.put(0b01, 2);
        if (table.hasTeamColumns) {
            bits.bit((access & WireTable.SAME_TEAM) != 0);
        }
        if (table.hasOwnerColumns) {
            bits.bit((access & WireTable.OWNED) != 0);
        }
        final int valuesAt = rows.valuesAt(string, access, table);
        int done = 0;
        for (int i = 0; i < table.refCount; i++) {
            if (shown.maskBitOfRef[i] >= 0) {
                final int cut = rows.cut(string, access, table, i);
                bits.copy(strings, valuesAt, done, cut - done);
                done = cut;
                table.columns[table.columnOfRef[i]].putWhole(bits, refs[refsAt + i]);
            }
        }
        rest(valuesAt, done, rows.valueBits(string));
        opened(table, wireId);
        return true;
    }

    /**
     * A row against the value {@code age} frames ago, of which there is a string.
     *
     * @param refs its references, from {@code refsAt} on
     * @param otherRefs whether they may be others than the baseline's: then all are written
     */
    boolean changed(
            final WireTable table,
            final int wireId,
            final RowStrings rows,
            final int string,
            final int access,
            final int[] refs,
            final int refsAt,
            final boolean otherRefs,
            final int age) {
        final ShownColumns shown = table.shown[access];
        final int maskAt = rows.maskAt(string);
        for (int i = 0; i < shown.maskWords; i++) {
            mask[i] = strings.word(maskAt + i);
        }
        final int refBits = otherRefs ? markRefs(table, shown) : 0;
        final boolean opens = table.index != openTable;
        final boolean mayRepeat = !opens && hasPreviousMask;
        final boolean repeats = mayRepeat && previousAccess == access && isPreviousMask(shown.maskWords);
        final int maskBits = repeats ? 0 : shown.columns.length;
        final int valueBits = rows.valueBits(string);
        final boolean sameAge = age == previousAge;
        final int kindBits = 1 + (previousAge != 0 ? 1 : 0) + (sameAge ? 0 : BitWriter.ageBits(age - 1));
        final int needed = leadBits(table, wireId) + kindBits + (mayRepeat ? 1 : 0) + maskBits + valueBits + refBits;
        if (!hasRoomFor(needed)) {
            return false;
        }
        lead(table, wireId);
        if (sameAge) {
            bits.put(0, kindBits);
        } else if (previousAge == 0) {
            bits.put(BitWriter.ageCode(age - 1) << 1, kindBits);
        } else {
            bits.put((BitWriter.ageCode(age - 1) << 2) | 0b10, kindBits);
        }
        if (mayRepeat) {
            bits.bit(!repeats);
        }
        for (int i = 0, left = maskBits; left > 0; i++, left -= 64) {
            bits.put(mask[i], Math.min(64, left));
        }
        final int valuesAt = rows.valuesAt(string, access, table);
        int done = 0;
        if (refBits > 0) {
            for (int i = 0; i < table.refCount; i++) {
                final int bit = shown.maskBitOfRef[i];
                if (bit >= 0 && (mask[bit >> 6] & (1L << bit)) != 0) {
                    final int cut = rows.cut(string, access, table, i);
                    bits.copy(strings, valuesAt, done, cut - done);
                    done = cut;
                    bits.put(refs[refsAt + i], table.columns[table.columnOfRef[i]].bits);
                }
            }
        }
        rest(valuesAt, done, valueBits);
        opened(table, wireId);
        final long[] swap = previousMask;
        previousMask = mask;
        mask = swap;
        hasPreviousMask = true;
        previousAccess = access;
        previousAge = age;
        return true;
    }

    /** Adds the references to the mask; answers how many bits they need. */
    private int markRefs(final WireTable table, final ShownColumns shown) {
        int needed = 0;
        for (int i = 0; i < table.refCount; i++) {
            final int bit = shown.maskBitOfRef[i];
            if (bit >= 0) {
                mask[bit >> 6] |= 1L << bit;
                needed += table.columns[table.columnOfRef[i]].bits;
            }
        }
        return needed;
    }

    private boolean isPreviousMask(final int words) {
        for (int i = 0; i < words; i++) {
            if (mask[i] != previousMask[i]) {
                return false;
            }
        }
        return true;
    }

    private void rest(final int valuesAt, final int done, final int all) {
        if (done == 0) {
            bits.copy(strings, valuesAt, all);
        } else {
            bits.copy(strings, valuesAt, done, all - done);
        }
    }

    private int leadBits(final WireTable table, final int wireId) {
        if (table.index == openTable) {
            return 1 + BitWriter.gapBits(wireId - previousWireId - 1);
        }
        return (openTable >= 0 ? 2 : 1) + BitWriter.gapBits(table.index - openTable - 1) + BitWriter.gapBits(wireId);
    }

    private void lead(final WireTable table, final int wireId) {
        if (table.index == openTable) {
            final int gap = wireId - previousWireId - 1;
            bits.put(((long) BitWriter.gapCode(gap) << 1) | 1, 1 + BitWriter.gapBits(gap));
        } else {
            if (openTable >= 0) {
                bits.bit(false);
            }
            bits.bit(true);
            bits.gap(table.index - openTable - 1);
            bits.gap(wireId);
        }
    }

    private void opened(final WireTable table, final int wireId) {
        if (table.index != openTable) {
            openTable = table.index;
            hasPreviousMask = false;
        }
        previousWireId = wireId;
    }

    // ---- end

    /** Ends the part and copies it out; returns its length. */
    int finish(final MutableDirectBuffer out, final int offset) {
        if (openTable >= 0) {
            bits.bit(false);
        }
        bits.bit(false);
        return bits.copyTo(out, offset);
    }
}
