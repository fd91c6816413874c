package ringside.replay.file;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.agrona.MutableDirectBuffer;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.FixedColumn;
import ringside.replay.ReplayException;

/** Writes a field as people write its value: what tools print can be read back. */
final class FieldText {
    private FieldText() {}

    /** Throws {@link ReplayException} naming the field, the text and what is possible. */
    static void write(final Column column, final MutableDirectBuffer buffer, final int offset, final String text) {
        if (column instanceof final BytesColumn bytes) {
            writeText(bytes, buffer, offset, text);
            return;
        }
        final long value = value(column, text);
        if (value < column.min() || value > column.max()) {
            throw new ReplayException(column.name() + "=" + text + ": outside of its range, "
                    + column.formatRaw(column.min()) + " to " + column.formatRaw(column.max()));
        }
        column.write(buffer, offset, value);
    }

    private static void writeText(
            final BytesColumn column, final MutableDirectBuffer buffer, final int offset, final String text) {
        try {
            column.writeText(buffer, offset, text);
        } catch (final RuntimeException e) {
            throw new ReplayException(column.name() + "=" + text + ": " + e.getMessage(), e);
        }
    }

    private static long value(final Column column, final String text) {
        try {
            if (column.type() == ColumnType.BOOL) {
                return switch (text) {
                    case "true", "1" -> 1;
                    case "false", "0" -> 0;
                    default -> throw new NumberFormatException(text);
                };
            }
            if (column.type() == ColumnType.FIXED) {
                return new BigDecimal(text)
                        .multiply(BigDecimal.valueOf(FixedColumn.ONE))
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact();
            }
            return Long.parseLong(text);
        } catch (final NumberFormatException | ArithmeticException e) {
            throw new ReplayException(
                    column.name() + "=" + text + ": no value of type "
                            + column.type().name().toLowerCase(Locale.ROOT),
                    e);
        }
    }
}
