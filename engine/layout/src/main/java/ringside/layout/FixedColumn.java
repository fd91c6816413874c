package ringside.layout;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A Q16.16 fixed point number: raw values count 1/65,536ths. */
public final class FixedColumn extends Column {
    /** Bits behind the point. */
    public static final int FRACTION_BITS = 16;

    /** The raw value of 1.0. */
    public static final int ONE = 1 << FRACTION_BITS;

    FixedColumn(final Fields owner, final String name, final int minRaw, final int maxRaw) {
        super(owner, name, ColumnType.FIXED, 4, minRaw, maxRaw);
    }

    public FixedColumn visibleTo(final Visibility who) {
        visibility(who);
        return this;
    }

    public FixedColumn whenMissing(final Missing policy) {
        missing(policy);
        return this;
    }

    public FixedColumn mergedBy(final Merge policy) {
        merge(policy);
        return this;
    }

    public FixedColumn withDefaultRaw(final int value) {
        defaultValue(value);
        return this;
    }

    /** Marks the column as one that is kept for lag compensation. */
    public FixedColumn rewound() {
        rewound(true);
        return this;
    }

    /** Marks the column as one that clients compute ahead. */
    public FixedColumn predicted() {
        predicted(true);
        return this;
    }

    /**
     * Marks the column as one whose values mostly go on as they went, such as places: views send how far they are off from
     * that. {@code bits} mostly hold how far that is after a frame, at the precision of the wire; see {@link #smoothBits}.
     */
    public FixedColumn smooth(final int bits) {
        smoothBits(bits);
        return this;
    }

    /** Bits behind the point that views carry: 10 shows a metre to the millimetre. */
    public FixedColumn shownFractionBits(final int bits) {
        droppedBits(FRACTION_BITS - bits);
        return this;
    }

    @Override
    public long read(final DirectBuffer buffer, final int rowOffset) {
        return buffer.getInt(rowOffset + offset(), ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void write(final MutableDirectBuffer buffer, final int rowOffset, final long value) {
        buffer.putInt(rowOffset + offset(), (int) value, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String format(final DirectBuffer buffer, final int rowOffset) {
        return formatRaw(read(buffer, rowOffset));
    }

    @Override
    public String formatRaw(final long value) {
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(ONE), 5, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
