package ringside.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ordered set of columns: the columns of a {@link Table} or the fields of a {@link RecordType}. */
public abstract sealed class Fields permits Table, RecordType {
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final List<Column> readOnlyColumns = Collections.unmodifiableList(columns);
    private int endOffset;
    private boolean open = true;
    private Visibility defaultVisibility = Visibility.ALL;

    Fields(final String name, final int firstOffset) {
        this.name = name;
        this.endOffset = firstOffset;
    }

    public final String name() {
        return name;
    }

    /** In declared order. */
    public final List<Column> columns() {
        return readOnlyColumns;
    }

    /** The column of that name, or null. For tools; games keep handles. */
    public final @Nullable Column find(final String columnName) {
        for (final Column column : columns) {
            if (column.name().equals(columnName)) {
                return column;
            }
        }
        return null;
    }

    /** The column of that name. */
    public final Column column(final String columnName) {
        final Column found = find(columnName);
        if (found == null) {
            throw new LayoutException(name + " has no column " + columnName + "; it has " + columns);
        }
        return found;
    }

    public final BoolColumn bool(final String columnName) {
        return new BoolColumn(this, columnName);
    }

    public final IntColumn int8(final String columnName, final int min, final int max) {
        return integer(columnName, ColumnType.INT8, min, max);
    }

    public final IntColumn int16(final String columnName, final int min, final int max) {
        return integer(columnName, ColumnType.INT16, min, max);
    }

    public final IntColumn int32(final String columnName, final int min, final int max) {
        return integer(columnName, ColumnType.INT32, min, max);
    }

    public final LongColumn int64(final String columnName) {
        return new LongColumn(this, columnName, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public final LongColumn int64(final String columnName, final long min, final long max) {
        return new LongColumn(this, columnName, min, max);
    }

    /** A fixed point column whose range is given in whole units, -32,768 to 32,767. */
    public final FixedColumn fixed(final String columnName, final int min, final int max) {
        if (min < -32_768 || max > 32_767) {
            throw new LayoutException(
                    name + "." + columnName + ": a Q16.16 number holds -32768 to 32767, not " + min + " to " + max);
        }
        return new FixedColumn(this, columnName, min << FixedColumn.FRACTION_BITS, max << FixedColumn.FRACTION_BITS);
    }

    public final RefColumn ref(final String columnName, final Table target) {
        return new RefColumn(this, columnName, target);
    }

    public final BytesColumn bytes(final String columnName, final int lengthBytes) {
        return blob(columnName, lengthBytes, false);
    }

    public final BytesColumn text(final String columnName, final int lengthBytes) {
        return blob(columnName, lengthBytes, true);
    }

    private BytesColumn blob(final String columnName, final int lengthBytes, final boolean text) {
        if (lengthBytes < 1 || lengthBytes > 4096) {
            throw new LayoutException(
                    name + "." + columnName + ": a length of " + lengthBytes + " bytes; 1 to 4096 are possible");
        }
        return new BytesColumn(this, columnName, lengthBytes, text);
    }

    private IntColumn integer(final String columnName, final ColumnType type, final int min, final int max) {
        final int bits = type.widthBytes() * 8;
        final int lowest = Integer.MIN_VALUE >> (32 - bits);
        if (min < lowest || max > ~lowest) {
            throw new LayoutException(name + "." + columnName + ": an int" + bits + " holds " + lowest + " to "
                    + ~lowest + ", not " + min + " to " + max);
        }
        return new IntColumn(this, columnName, type, min, max);
    }

    /** Adds a column at the next offset that its width divides. */
    final int place(final Column column) {
        requireOpen();
        if (find(column.name()) != null) {
            throw new LayoutException(column.qualifiedName() + " is declared twice");
        }
        requireName(column.name());
        columns.add(column);
        final int alignment = column.type() == ColumnType.BYTES ? 1 : column.widthBytes();
        final int offset = (endOffset + alignment - 1) / alignment * alignment;
        endOffset = offset + column.widthBytes();
        return offset;
    }

    /** Who sees the columns declared from here on, unless they say otherwise. */
    final void defaultVisibility(final Visibility value) {
        defaultVisibility = value;
    }

    final Visibility defaultVisibility() {
        return defaultVisibility;
    }

    final int endOffset() {
        return endOffset;
    }

    final void requireOpen() {
        if (!open) {
            throw new LayoutException(name + ": a layout cannot change once it is built");
        }
    }

    void close() {
        open = false;
    }

    static void requireName(final String name) {
        boolean good = !name.isEmpty() && name.length() <= 64;
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            good &= (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || (c == '$' && i == 0);
        }
        if (!good) {
            throw new LayoutException("name '" + name + "': 1 to 64 letters, digits and underscores are possible");
        }
    }

    @Override
    public final String toString() {
        return name;
    }
}
