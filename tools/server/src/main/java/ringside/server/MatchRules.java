package ringside.server;

import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.FixedColumn;
import ringside.layout.Layout;
import ringside.layout.RecordView;

/** Turns the rules that an operator gave into the record that a match is created with. */
final class MatchRules {
    private MatchRules() {}

    /** The record by the layout's rules: what was given, and defaults for the rest. */
    static UnsafeBuffer record(final Layout layout, final Map<String, Object> given) {
        return record(layout, null, given);
    }

    /** The same with the values of another record for the rest. */
    static UnsafeBuffer record(final Layout layout, final byte @Nullable [] base, final Map<String, Object> given) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[layout.rules().lengthBytes()]);
        if (base == null) {
            new RecordView(layout.rules()).wrap(buffer, 0).reset();
        } else {
            buffer.putBytes(0, base);
        }
        for (final Map.Entry<String, Object> rule : given.entrySet()) {
            final Column column = layout.rules().find(rule.getKey());
            if (column == null) {
                throw ServerException.configuration("rule '" + rule.getKey() + "': the game " + layout.game()
                        + " has none of that name; it has " + layout.rules().columns());
            }
            if (column instanceof final BytesColumn bytes) {
                bytes.writeText(buffer, 0, String.valueOf(rule.getValue()));
            } else {
                column.write(buffer, 0, raw(column, rule.getValue()));
            }
        }
        return buffer;
    }

    private static long raw(final Column column, final Object value) {
        final long raw;
        if (column.type() == ColumnType.BOOL && value instanceof final Boolean flag) {
            raw = flag ? 1 : 0;
        } else if (column.type() == ColumnType.FIXED
                && value instanceof final Number number
                && !Double.isNaN(number.doubleValue())) {
            raw = Math.round(number.doubleValue() * FixedColumn.ONE);
        } else if (value instanceof final Number number && number.doubleValue() == number.longValue()) {
            raw = number.longValue();
        } else {
            throw ServerException.configuration(
                    "rule " + column.name() + " = " + value + ": not a value of type " + column.type());
        }
        if (raw < column.min() || raw > column.max()) {
            throw ServerException.configuration("rule " + column.name() + " = " + value + ": outside "
                    + column.formatRaw(column.min()) + " to " + column.formatRaw(column.max()));
        }
        return raw;
    }
}
