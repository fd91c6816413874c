package ringside.layout;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A reference to a row of another table; see {@link Rows} for what a handle is. */
public final class RefColumn extends Column {
    private final Table target;

    RefColumn(final Fields owner, final String name, final Table target) {
        super(owner, name, ColumnType.REF, 4, 0, Integer.MAX_VALUE);
        this.target = target;
    }

    public RefColumn visibleTo(final Visibility who) {
        visibility(who);
        return this;
    }

    public Table targetTable() {
        return target;
    }

    @Override
    public String target() {
        return target.name();
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
        return value == Rows.NONE ? "none" : target.name() + Rows.describe((int) value);
    }
}
