package ringside.layout;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A whole number of 64 bits. */
public final class LongColumn extends Column {
    LongColumn(final Fields owner, final String name, final long min, final long max) {
        super(owner, name, ColumnType.INT64, 8, min, max);
    }

    public LongColumn visibleTo(final Visibility who) {
        visibility(who);
        return this;
    }

    public LongColumn withDefault(final long value) {
        defaultValue(value);
        return this;
    }

    @Override
    public long read(final DirectBuffer buffer, final int rowOffset) {
        return buffer.getLong(rowOffset + offset(), ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void write(final MutableDirectBuffer buffer, final int rowOffset, final long value) {
        buffer.putLong(rowOffset + offset(), value, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String format(final DirectBuffer buffer, final int rowOffset) {
        return Long.toString(read(buffer, rowOffset));
    }
}
