package ringside.snapshot.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.RefColumn;
import ringside.layout.Visibility;

/**
 * How a column, or a field of an effect, goes over the wire, worked out once from its declaration.
 *
 * <p>A number's wire value is {@code (raw >> droppedBits) - (min >> droppedBits)}, unsigned, in {@link #bits}. That of a
 * reference is one more than the wire id of the row it names, or 0.
 */
final class WireColumn {
    enum Kind {
        NUMBER,
        REF,
        BYTES
    }

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int WITHOUT_SHORT_FORMS = 4;

    final Column column;
    final Kind kind;
    final int offset;
    final int widthBytes;
    /** Bits of a whole wire value; for bytes, of their length. */
    final int bits;

    final long wireMax;
    final long defaultWire;
    /** Whether a value has forms shorter than {@link #bits}. */
    final boolean hasShortForms;
    /** Whether a change can be told as the difference to where the value would be had it gone on as it went. */
    final boolean isSmooth;
    /** The {@link WireTable#access} without which the column is not shown. */
    final int needs;
    /** Numbers the references of a row from 0; -1 for other kinds. */
    final int refIndex;
    /** The index of the referenced table among the shown ones, or -1. */
    final int refTarget;

    /** The order of the {@link BitWriter#golomb} code of a change; with {@link #isSmooth}, of a frame's difference. */
    private final int order;

    private final int smoothOrder;
    private final int droppedBits;
    /** Of a row: eight bytes in which the number lies; bits to shift out above it, then those below it or dropped. */
    private final int wordAt;

    private final int bitsAbove;
    private final int bitsBelow;
    private final long wireMin;
    /** Few enough bits for differences to have signs. */
    private final boolean isNarrow;
    /** What fits into {@link #bits}: a record that someone wrote out of range must not run into what follows it. */
    private final long fitting;

    WireColumn(final Column column, final int refIndex, final int refTarget) {
        this.column = column;
        this.refIndex = refIndex;
        this.refTarget = refTarget;
        kind = switch (column.type()) {
            case REF -> Kind.REF;
            case BYTES -> Kind.BYTES;
            default -> Kind.NUMBER;
        };
        offset = column.offset();
        widthBytes = column.widthBytes();
        needs = switch (column.visibility()) {
            case TEAM -> WireTable.SAME_TEAM;
            case OWNER -> WireTable.OWNED;
            default -> 0;
        };
        if (kind == Kind.NUMBER) {
            droppedBits = column.droppedBits();
            wireMin = column.min() >> droppedBits;
            bits = column.wireBits();
            wireMax = (column.max() >> droppedBits) - wireMin;
            defaultWire = (column.defaultValue() >> droppedBits) - wireMin;
        } else {
            droppedBits = 0;
            wireMin = 0;
            wireMax = column instanceof final RefColumn ref
                    ? refTarget < 0 ? 0 : ref.targetTable().capacity()
                    : widthBytes;
            bits = 64 - Long.numberOfLeadingZeros(wireMax);
            defaultWire = 0;
        }
        wordAt = Math.max(0, offset + widthBytes - Long.BYTES);
        bitsAbove = (wordAt + Long.BYTES - offset - widthBytes) * 8;
        bitsBelow = Math.max(0, Long.BYTES - widthBytes) * 8 + droppedBits;
        isNarrow = bits < Long.SIZE - 1;
        fitting = bits == 0 ? 0 : -1L >>> -bits;
        hasShortForms = kind != Kind.BYTES && bits > WITHOUT_SHORT_FORMS;
        isSmooth = hasShortForms && column.isSmooth();
        order = isSmooth ? bits / 2 : bits / 3;
        smoothOrder = column.smoothBits();
    }

    int endOffset() {
        return offset + widthBytes;
    }

    boolean isShown(final int access) {
        return (access & needs) == needs;
    }

    /** The wire value of a number in the row or record at {@code rowOffset}. */
    long wire(final DirectBuffer from, final int rowOffset) {
        final int at = rowOffset + offset;
        final long raw = switch (widthBytes) {
            case 1 -> from.getByte(at);
            case 2 -> from.getShort(at, LE);
            case 4 -> from.getInt(at, LE);
            default -> from.getLong(at, LE);
        };
        return (raw >> droppedBits) - wireMin;
    }

    /** {@link #wire(DirectBuffer, int)} of a row of a snapshot: without a branch, by the eight bytes around it. */
    long wire(final Block from, final int rowOffset) {
        return ((from.getLong(rowOffset + wordAt) << bitsAbove) >> bitsBelow) - wireMin;
    }

    /** Stores a wire value that was read: numbers as raw values in range, references as they are. */
    void store(final MutableDirectBuffer to, final int rowOffset, final long wire) {
        column.write(to, rowOffset, kind == Kind.REF ? wire : Math.max(column.min(), (wireMin + wire) << droppedBits));
    }

    int ref(final DirectBuffer from, final int rowOffset) {
        return from.getInt(rowOffset + offset, LE);
    }

    boolean sameBytes(final DirectBuffer a, final DirectBuffer b, final int rowOffset) {
        for (int at = rowOffset + offset, end = at + widthBytes; at < end; at++) {
            if (a.getByte(at) != b.getByte(at)) {
                return false;
            }
        }
        return true;
    }

    /** The length without the zeros at the end. */
    int trimmedLength(final DirectBuffer from, final int rowOffset) {
        int length = widthBytes;
        while (length > 0 && from.getByte(rowOffset + offset + length - 1) == 0) {
            length--;
        }
        return length;
    }

    /** The most bits of a value that stands alone. */
    int worstBits() {
        return bits + (kind == Kind.BYTES ? widthBytes * 8 : hasShortForms ? 1 : 0);
    }

    /** The most bits of a change. */
    int worstChangeBits() {
        return kind == Kind.NUMBER && hasShortForms ? 1 + BitWriter.golombMost(0, bits) : worstBits();
    }

    // ---- differences, the shorter way round

    /** How a wire value comes from another: 0 = the same, then 1 down, 1 up, 2 down, and so on; at most {@link #wireMax}. */
    private long folded(final long value, final long from) {
        if (isNarrow) {
            return folded(way(value, from));
        }
        long up = value - from;
        if (Long.compareUnsigned(value, from) < 0) {
            up += wireMax + 1;
        }
        return Long.compareUnsigned(up, wireMax >>> 1) <= 0 ? up << 1 : ((wireMax + 1 - up) << 1) - 1;
    }

    private static long folded(final long way) {
        return (way << 1) ^ (way >> 63);
    }

    /** How far a value is from another, the shorter way round, negative for down; where {@link #isNarrow}. */
    private long way(final long value, final long from) {
        final long way = value - from;
        return way > wireMax >> 1 ? way - wireMax - 1 : way < -((wireMax + 1) >> 1) ? way + wireMax + 1 : way;
    }

    /** The wire value that comes from {@code from} by what {@link #folded} says. */
    long unfolded(final long folded, final long from) {
        long up = (folded >>> 1) + (folded & 1);
        if ((folded & 1) != 0) {
            up = wireMax + 1 - up;
        }
        final long value = from + up;
        final boolean isRound = Long.compareUnsigned(value, from) < 0 || Long.compareUnsigned(value, wireMax) > 0;
        return isRound ? value - wireMax - 1 : value;
    }

    /** Where a smooth value is after {@code ageFrames} when it goes on as it came to {@code from} in {@code beforeFrames}. */
    long goneOn(final long from, final long before, final int ageFrames, final int beforeFrames) {
        final long way = way(from, before);
        final long goes = beforeFrames == 1
                ? way * ageFrames
                : Math.floorDiv(2 * way * ageFrames + beforeFrames, 2L * beforeFrames);
        final long to = from + goes;
        // Divisions take long, and most values stay within their range.
        return to >= 0 && to <= wireMax ? to : Math.floorMod(to, wireMax + 1);
    }

    /** The order of the code of how far a smooth value is off. */
    int orderAt(final int logFrames) {
        return Math.min(bits - 1, smoothOrder + logFrames);
    }

    /** How often an age can be halved; for {@link #orderAt}. */
    static int log(final int ageFrames) {
        return 31 - Integer.numberOfLeadingZeros(ageFrames);
    }

    int order() {
        return order;
    }

    // ---- bits

    /** A wire value that stands alone. */
    void putWhole(final BitWriter out, final long value) {
        if (!hasShortForms) {
            out.put(value & fitting, bits);
        } else if (value == defaultWire) {
            out.put(0, 1);
        } else {
            out.put(1, 1);
            out.put(value & fitting, bits);
        }
    }

    /** A number, other than its baseline's. */
    void putChange(final BitWriter out, final long value, final long base) {
        if (!hasShortForms) {
            // A change of one bit says nothing that is not known.
            if (bits > 1) {
                out.put(value & fitting, bits);
            }
            return;
        }
        out.golomb((folded(value, base) - 1) & fitting, order, bits);
    }

    /** A number or bytes, other than their baseline's. */
    void putChange(final BitWriter out, final Block now, final Block base, final int rowOffset) {
        if (kind == Kind.NUMBER) {
            putChange(out, wire(now, rowOffset), wire(base, rowOffset));
        } else {
            putBytes(out, now.buffer(), rowOffset);
        }
    }

    /** Whether a number or bytes are other than their baseline's. */
    boolean isOther(final Block now, final Block base, final int rowOffset) {
        return switch (kind) {
            case NUMBER -> wire(now, rowOffset) != wire(base, rowOffset);
            case BYTES -> !sameBytes(now.buffer(), base.buffer(), rowOffset);
            case REF -> false;
        };
    }

    /** A smooth number, the same as its baseline's or not, against where it would be had it gone on as it went. */
    void putSmooth(
            final BitWriter out,
            final long value,
            final long base,
            final long before,
            final int ageFrames,
            final int logFrames,
            final int beforeFrames) {
        if (base == before) {
            // What stood still mostly does so for another while.
            out.bit(value != base);
            if (value != base) {
                out.golomb((folded(way(value, base)) - 1) & fitting, orderAt(logFrames), bits);
            }
        } else {
            final long expected = goneOn(base, before, ageFrames, beforeFrames);
            out.golomb(folded(way(value, expected)) & fitting, orderAt(logFrames), bits);
        }
    }

    void putBytes(final BitWriter out, final DirectBuffer from, final int rowOffset) {
        final int length = trimmedLength(from, rowOffset);
        out.put(length, bits);
        for (int i = 0; i < length; i++) {
            out.put(from.getByte(rowOffset + offset + i) & 0xFF, 8);
        }
    }

    static boolean canBeShown(final Column column, final boolean hasTeam, final boolean hasOwner) {
        final Visibility who = column.visibility();
        return who == Visibility.ALL || (who == Visibility.TEAM && hasTeam) || (who == Visibility.OWNER && hasOwner);
    }

    static boolean isRef(final Column column) {
        return column.type() == ColumnType.REF;
    }
}
