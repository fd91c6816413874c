package ringside.layout;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** True or false, stored as 1 or 0. */
public final class BoolColumn extends Column {
    BoolColumn(final Fields owner, final String name) {
        super(owner, name, ColumnType.BOOL, 1, 0, 1);
    }

    public BoolColumn visibleTo(final Visibility who) {
        visibility(who);
        return this;
    }

    public BoolColumn whenMissing(final Missing policy) {
        missing(policy);
        return this;
    }

    public BoolColumn mergedBy(final Merge policy) {
        merge(policy);
        return this;
    }

    public BoolColumn withDefault(final boolean value) {
        defaultValue(value ? 1 : 0);
        return this;
    }

    /** Marks the column as one that is kept for lag compensation. */
    public BoolColumn rewound() {
        rewound(true);
        return this;
    }

    /** Marks the column as one that clients compute ahead. */
    public BoolColumn predicted() {
        predicted(true);
        return this;
    }

    @Override
    public long read(final DirectBuffer buffer, final int rowOffset) {
        return buffer.getByte(rowOffset + offset());
    }

    @Override
    public void write(final MutableDirectBuffer buffer, final int rowOffset, final long value) {
        buffer.putByte(rowOffset + offset(), (byte) value);
    }

    @Override
    public String format(final DirectBuffer buffer, final int rowOffset) {
        return formatRaw(read(buffer, rowOffset));
    }

    @Override
    public String formatRaw(final long value) {
        return value == 0 ? "false" : value == 1 ? "true" : Long.toString(value);
    }
}
