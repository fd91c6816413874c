package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.FixedColumn;
import ringside.layout.RecordType;

/** Reads {@code field=value} words into a record. Stateless. */
final class LineFields {
    private LineFields() {}

    /** What is wrong with a word, said so that the next try succeeds. */
    static final class LineException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LineException(final String message) {
            super(message, null, false, false);
        }
    }

    /** Sets the fields that the words name; the others stay as they are. */
    static void read(final RecordType type, final UnsafeBuffer record, final List<String> words) {
        for (final String word : words) {
            final int equals = word.indexOf('=');
            final Column column = equals < 0 ? null : type.find(word.substring(0, equals));
            if (column == null) {
                throw new LineException("'" + word + "' is no field=value; fields: " + describe(type));
            }
            set(column, record, word.substring(equals + 1));
        }
    }

    static void set(final Column column, final UnsafeBuffer record, final String text) {
        if (column instanceof final BytesColumn bytes) {
            if (!bytes.isText()) {
                throw new LineException(column.name() + " holds bytes, which cannot be typed");
            }
            bytes.writeText(record, 0, text);
            return;
        }
        final long value = number(column, text);
        if (value < column.min() || value > column.max()) {
            throw new LineException(column.name() + ": " + text + " is outside " + range(column));
        }
        column.write(record, 0, value);
    }

    private static long number(final Column column, final String text) {
        final String word = text.toLowerCase(Locale.ROOT);
        if (column.type() == ColumnType.BOOL && (word.equals("true") || word.equals("on"))) {
            return 1;
        }
        if (column.type() == ColumnType.BOOL && (word.equals("false") || word.equals("off"))) {
            return 0;
        }
        try {
            return column.type() == ColumnType.FIXED
                    ? Math.round(Double.parseDouble(text) * (1 << FixedColumn.FRACTION_BITS))
                    : Long.parseLong(text);
        } catch (final NumberFormatException e) {
            throw new LineException(column.name() + ": '" + text + "' is no number of " + range(column));
        }
    }

    private static String range(final Column column) {
        return column.formatRaw(column.min()) + " to " + column.formatRaw(column.max());
    }

    /** The fields of a record with their ranges, for help. */
    static String describe(final RecordType type) {
        final List<String> fields = new ArrayList<>();
        for (final Column column : type.columns()) {
            final boolean isText = column instanceof final BytesColumn bytes && bytes.isText();
            fields.add(column.name() + "="
                    + (column.type() == ColumnType.BYTES ? isText ? "text" : "bytes" : range(column)));
        }
        return fields.isEmpty() ? "none" : String.join(" ", fields);
    }
}
