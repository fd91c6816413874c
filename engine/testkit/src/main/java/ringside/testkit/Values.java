package ringside.testkit;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/**
 * Columns and fields as test code writes them: whole numbers, true and false, text, and for fixed point columns whole or
 * decimal units, so that {@code 3} and {@code 3.0} are both three.
 */
final class Values {
    private Values() {}

    /** A record of its own at its defaults. */
    static RecordView record(final RecordType type) {
        return new RecordView(type)
                .wrap(new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]), 0)
                .reset();
    }

    /** Sets the named fields, given as name, value, name, value. */
    static void fill(final RecordView record, final Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    record.type().name() + ": " + namesAndValues.length + " words are no pairs of a name and a value");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!(namesAndValues[i] instanceof final String name)) {
                throw new IllegalArgumentException(
                        record.type().name() + ": " + namesAndValues[i] + " stands where a field's name belongs");
            }
            write(record.type().column(name), record.buffer(), 0, namesAndValues[i + 1]);
        }
    }

    static void write(final Column column, final MutableDirectBuffer buffer, final int rowOffset, final Object value) {
        if (column instanceof final BytesColumn bytes) {
            bytes.writeText(buffer, rowOffset, String.valueOf(value));
        } else {
            column.write(buffer, rowOffset, raw(column, value));
        }
    }

    /** The value for people: a Long, a Double, a Boolean or a String. */
    static Object read(final Column column, final DirectBuffer buffer, final int rowOffset) {
        if (column instanceof BytesColumn) {
            return column.format(buffer, rowOffset);
        }
        final long raw = column.read(buffer, rowOffset);
        if (column instanceof FixedColumn) {
            return raw / (double) FixedColumn.ONE;
        }
        return column instanceof BoolColumn ? (Object) (raw != 0) : (Object) raw;
    }

    static boolean equal(final Column column, final DirectBuffer buffer, final int rowOffset, final Object value) {
        return column instanceof BytesColumn
                ? column.format(buffer, rowOffset).equals(String.valueOf(value))
                : column.read(buffer, rowOffset) == raw(column, value);
    }

    /** The column's raw value, checked against its range as the edge would. */
    static long raw(final Column column, final Object value) {
        final long raw;
        if (value instanceof final Boolean flag) {
            raw = flag ? 1 : 0;
        } else if (value instanceof final Double decimal && column instanceof FixedColumn) {
            raw = Math.round(decimal * FixedColumn.ONE);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            final long whole = ((Number) value).longValue();
            raw = column instanceof FixedColumn ? whole << FixedColumn.FRACTION_BITS : whole;
        } else {
            throw new IllegalArgumentException(
                    column.qualifiedName() + ": " + value + " is no value of type " + column.type());
        }
        if (raw < column.min() || raw > column.max()) {
            throw new IllegalArgumentException(column.qualifiedName() + ": " + value + " is outside its range "
                    + column.formatRaw(column.min()) + " to " + column.formatRaw(column.max()));
        }
        return raw;
    }
}
