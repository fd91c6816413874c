package ringside.layout;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** A whole number of 8, 16 or 32 bits. */
public final class IntColumn extends Column {
    IntColumn(final Fields owner, final String name, final ColumnType type, final int min, final int max) {
        super(owner, name, type, type.widthBytes(), min, max);
    }

    public IntColumn visibleTo(final Visibility who) {
        visibility(who);
        return this;
    }

    public IntColumn whenMissing(final Missing policy) {
        missing(policy);
        return this;
    }

    public IntColumn mergedBy(final Merge policy) {
        merge(policy);
        return this;
    }

    public IntColumn withDefault(final int value) {
        defaultValue(value);
        return this;
    }

    /** Marks the column as one that {@link ringside.layout.State} history keeps for lag compensation. */
    public IntColumn rewound() {
        rewound(true);
        return this;
    }

    /** Marks the column as one that clients compute ahead. */
    public IntColumn predicted() {
        predicted(true);
        return this;
    }

    /**
     * Marks the column as one whose values mostly go on as they went, such as places: views send how far they are off from
     * that. {@code bits} mostly hold how far that is after a frame, at the precision of the wire; see {@link #smoothBits}.
     */
    public IntColumn smooth(final int bits) {
        smoothBits(bits);
        return this;
    }

    int readInt(final DirectBuffer buffer, final int rowOffset) {
        final int at = rowOffset + offset();
        return switch (widthBytes()) {
            case 1 -> buffer.getByte(at);
            case 2 -> buffer.getShort(at, ByteOrder.LITTLE_ENDIAN);
            default -> buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
        };
    }

    void writeInt(final MutableDirectBuffer buffer, final int rowOffset, final int value) {
        final int at = rowOffset + offset();
        switch (widthBytes()) {
            case 1 -> buffer.putByte(at, (byte) value);
            case 2 -> buffer.putShort(at, (short) value, ByteOrder.LITTLE_ENDIAN);
            default -> buffer.putInt(at, value, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** {@link #writeInt} without a bounds check. */
    void store(final byte @Nullable [] base, final long rowAddress, final int value) {
        final long at = rowAddress + offset();
        switch (widthBytes()) {
            case 1 -> LittleEndian.putByte(base, at, (byte) value);
            case 2 -> LittleEndian.putShort(base, at, (short) value);
            default -> LittleEndian.putInt(base, at, value);
        }
    }

    @Override
    public long read(final DirectBuffer buffer, final int rowOffset) {
        return readInt(buffer, rowOffset);
    }

    @Override
    public void write(final MutableDirectBuffer buffer, final int rowOffset, final long value) {
        writeInt(buffer, rowOffset, (int) value);
    }

    @Override
    public String format(final DirectBuffer buffer, final int rowOffset) {
        return Integer.toString(readInt(buffer, rowOffset));
    }
}
