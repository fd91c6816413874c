package ringside.snapshot.codec;

import org.agrona.MutableDirectBuffer;

/**
 * Writes the bits of one part (FORMAT.md): first a new beginning if there is one, then effects, then rows in the order
 * of table and wire id. Each method that answers false wrote nothing, because the part has no room for it.
 */
final class PartPacker {
    private static final int ID_ORDER = 2;
    private static final int NO_MASK = -1;
    /** A one and the code of 0. */
    private static final int END_BITS = 2 + ID_ORDER;

    private static final long END = 1;
    /** The ends of both kinds of effects, of the open table and of the tables. */
    static final int RESERVED_BITS = 2 + END_BITS + 1;

    private final WireLayout wire;
    private final BitWriter bits;
    private final BitWriter strings;
    private final int effectBits;
    private final long[] mask;
    /** By what is shown: see {@link WireTable#shown}. */
    private final long[][] previousMasks;

    private final long[] noColumns;

    private int limitBits;
    private int reservedBits;
    private int emptyBits;
    private int openTable;
    private int previousWireId;
    private int previousAge;
    private int previousBefore;
    /** The ones of {@link #previousMasks} that the open table has, as bits; of the others no column changed. */
    private int knownMasks;

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
        previousMasks = new long[WireTable.ACCESSES + WireTable.GOES_ON][most];
        noColumns = new long[most];
    }

    void start(final int maxBodyBytes) {
        limitBits = maxBodyBytes * 8;
        reservedBits = RESERVED_BITS;
        bits.clear();
        // An effect is written before it is known to fit; all else is measured first.
        bits.ensure(limitBits + effectBits);
        openTable = -1;
        previousAge = 0;
        previousBefore = 0;
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

    /** A part with nothing behind its beginning, or without even that. */
    void opening(final boolean isBeginning, final int firstSure) {
        start(0);
        if (isBeginning) {
            beginning(0, firstSure);
        } else {
            noBeginning();
        }
        endEffects();
        endEffects();
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
        final int leadBits = leadBits(table, wireId);
        if (!hasRoomFor(leadBits + 3)) {
            return false;
        }
        bits.put(lead(table, wireId), leadBits);
        bits.put(0b111, 3);
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
        int needed = leadBits(table, wireId) + 3 + rows.valueBits(string);
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
        bits.put(lead(table, wireId), leadBits(table, wireId));
        bits.put(0b011, 3);
        if (table.hasTeamColumns) {
            bits.bit((access & WireTable.SAME_TEAM) != 0);
        }
        if (table.hasOwnerColumns) {
            bits.bit((access & WireTable.OWNED) != 0);
        }
        final int valuesAt = rows.valuesAt(string, table);
        int done = 0;
        for (int i = 0; i < table.refCount; i++) {
            if (shown.maskBitOfRef[i] >= 0) {
                final int cut = rows.cut(string, table, i);
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
        final int before = rows.before(string);
        final int shownAs = before == 0 ? access : access | WireTable.GOES_ON;
        final ShownColumns shown = table.shown[shownAs];
        final boolean isKnown = table.index == openTable && (knownMasks >> shownAs & 1) != 0;
        final boolean sameMask = takeMask(shown, rows.maskAt(string), otherRefs, isKnown ? shownAs : NO_MASK);
        final boolean hasBaseline = previousAge != 0;
        final boolean sameBaseline = age == previousAge && (!table.hasSmooth || before == previousBefore);
        final int valueBits = rows.valueBits(string);
        if (!hasRoomFor(table.worstEntryBits())) {
            final int headBits = hasBaseline && sameBaseline && sameMask ? 1 : 3 + (hasBaseline ? 1 : 0);
            final int baselineBits = sameBaseline ? 0 : baselineBits(table, age, before);
            final int maskBits = sameMask ? 0 : shown.maskBits;
            final int refBits = otherRefs ? table.refBits(shown) : 0;
            if (!hasRoomFor(leadBits(table, wireId) + headBits + baselineBits + maskBits + valueBits + refBits)) {
                return false;
            }
        }
        if (hasBaseline && sameBaseline && sameMask) {
            bits.put(lead(table, wireId), leadBits(table, wireId) + 1);
        } else {
            head(table, wireId, hasBaseline, sameBaseline, age, before);
            mask(shown, sameMask);
        }
        final int valuesAt = rows.valuesAt(string, table);
        if (otherRefs) {
            withRefs(table, shown, rows, string, valueBits, refs, refsAt);
        } else {
            bits.copy(strings, valuesAt, valueBits);
        }
        opened(table, wireId);
        if (!isKnown || !sameMask) {
            System.arraycopy(mask, 0, previousMasks[shownAs], 0, shown.maskWords);
            knownMasks |= 1 << shownAs;
        }
        return true;
    }

    /** Reads the mask of a string, with references if it may have others; answers whether it is a known one, or has no bit. */
    private boolean takeMask(final ShownColumns shown, final int maskAt, final boolean otherRefs, final int known) {
        final long[] as = known == NO_MASK ? noColumns : previousMasks[known];
        long difference = 0;
        for (int i = 0; i < shown.maskWords; i++) {
            final long word = strings.word(maskAt + i) | (otherRefs ? shown.refBits[i] : 0);
            mask[i] = word;
            difference |= word ^ as[i];
        }
        return difference == 0;
    }

    /** Up to the mask, of an entry that is not as the one before it. */
    private void head(
            final WireTable table,
            final int wireId,
            final boolean hasBaseline,
            final boolean sameBaseline,
            final int age,
            final int before) {
        final int leadBits = leadBits(table, wireId);
        bits.put(lead(table, wireId) | (0b01L << leadBits), leadBits + 2);
        if (!sameBaseline) {
            if (hasBaseline) {
                bits.bit(true);
            }
            baseline(table, age, before);
        } else if (hasBaseline) {
            bits.bit(false);
        }
    }

    private void mask(final ShownColumns shown, final boolean sameMask) {
        if (sameMask) {
            bits.bit(false);
        } else if (shown.maskBits < Long.SIZE) {
            bits.put(mask[0] << 1 | 1, shown.maskBits + 1);
        } else {
            bits.bit(true);
            for (int i = 0, left = shown.maskBits; left > 0; i++, left -= Long.SIZE) {
                bits.put(mask[i], Math.min(Long.SIZE, left));
            }
        }
    }

    private void withRefs(
            final WireTable table,
            final ShownColumns shown,
            final RowStrings rows,
            final int string,
            final int valueBits,
            final int[] refs,
            final int refsAt) {
        final int valuesAt = rows.valuesAt(string, table);
        int done = 0;
        for (int i = 0; i < table.refCount; i++) {
            if (shown.maskBitOfRef[i] >= 0) {
                final int cut = rows.cut(string, table, i);
                bits.copy(strings, valuesAt, done, cut - done);
                done = cut;
                bits.put(refs[refsAt + i], table.columns[table.columnOfRef[i]].bits);
            }
        }
        rest(valuesAt, done, valueBits);
    }

    private static int baselineBits(final WireTable table, final int age, final int before) {
        final int ageBits = BitWriter.ageBits(age - 1);
        return !table.hasSmooth ? ageBits : ageBits + 1 + (before == 0 ? 0 : BitWriter.golombBits(before - 1, 0));
    }

    private void baseline(final WireTable table, final int age, final int before) {
        bits.age(age - 1);
        previousAge = age;
        if (table.hasSmooth) {
            if (before == 0) {
                bits.bit(false);
            } else {
                bits.put(BitWriter.golombCode(before - 1, 0) << 1 | 1, BitWriter.golombBits(before - 1, 0) + 1);
            }
            previousBefore = before;
        }
    }

    private void rest(final int valuesAt, final int done, final int all) {
        if (done == 0) {
            bits.copy(strings, valuesAt, all);
        } else {
            bits.copy(strings, valuesAt, done, all - done);
        }
    }

    /** The bits of a wire id so many beyond the next one. */
    static int idBits(final int gap) {
        return gap == 0 ? 1 : 1 + BitWriter.golombBits(gap, ID_ORDER);
    }

    private static long idCode(final int gap) {
        return gap == 0 ? 0 : (BitWriter.golombCode(gap, ID_ORDER) << 1) | 1;
    }

    /** One whose last wire id was given has ended already. */
    private int endBits() {
        return openTable < 0 || previousWireId == wire.tables[openTable].capacity - 1 ? 0 : END_BITS;
    }

    /** The bits before an entry says what it is: at most 62. */
    private int leadBits(final WireTable table, final int wireId) {
        if (table.index == openTable) {
            return idBits(wireId - previousWireId - 1);
        }
        return endBits() + 1 + BitWriter.golombBits(table.index - openTable - 1, 0) + idBits(wireId);
    }

    /** These bits: the wire id; of a new table first the end of the one before it, and its index. */
    private long lead(final WireTable table, final int wireId) {
        if (table.index == openTable) {
            return idCode(wireId - previousWireId - 1);
        }
        final int gap = table.index - openTable - 1;
        final int ended = endBits();
        return (ended == 0 ? 0 : END)
                | 1L << ended
                | BitWriter.golombCode(gap, 0) << (ended + 1)
                | idCode(wireId) << (ended + 1 + BitWriter.golombBits(gap, 0));
    }

    private void opened(final WireTable table, final int wireId) {
        if (table.index != openTable) {
            openTable = table.index;
            knownMasks = 0;
        }
        previousWireId = wireId;
    }

    // ---- end

    /** Ends the part and copies it out; returns its length. */
    int finish(final MutableDirectBuffer out, final int offset) {
        bits.put(endBits() == 0 ? 0 : END, endBits());
        bits.bit(false);
        return bits.copyTo(out, offset);
    }
}
