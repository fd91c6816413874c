package ringside.snapshot.codec;

import java.util.HexFormat;
import java.util.StringJoiner;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.RecordType;

/** What a decoder shows, as JSON: the same text for the same state, in every language. */
final class Dump {
    private Dump() {}

    /** Per table its rows: {@code [wire id, frame, since, [value or null if not shown, ...]]}. */
    static String tables(final ViewDecoder decoder) {
        final StringJoiner tables = new StringJoiner(",", "[", "]");
        for (final ViewTable table : decoder.tables()) {
            final StringJoiner rows = new StringJoiner(",", "[", "]");
            for (int id = table.first(); id >= 0; id = table.next(id)) {
                final StringJoiner values = new StringJoiner(",", "[", "]");
                for (final Column column : table.table().columns()) {
                    values.add(
                            table.has(id, column) ? value(column, table.rowBuffer(id), table.rowOffset(id)) : "null");
                }
                rows.add("[" + id + "," + table.frame(id) + "," + table.sinceFrame(id) + "," + values + "]");
            }
            tables.add(rows.toString());
        }
        return tables.toString();
    }

    /** {@code [frame, type, [value, ...]]}. */
    static String effect(final int frame, final RecordType type, final DirectBuffer record, final int offset) {
        final StringJoiner values = new StringJoiner(",", "[", "]");
        for (final Column field : type.columns()) {
            values.add(value(field, record, offset));
        }
        return "[" + frame + ",\"" + type.name() + "\"," + values + "]";
    }

    private static String value(final Column column, final DirectBuffer buffer, final int offset) {
        if (column instanceof BytesColumn) {
            final byte[] bytes = new byte[column.widthBytes()];
            buffer.getBytes(offset + column.offset(), bytes);
            return "\"" + HexFormat.of().formatHex(bytes) + "\"";
        }
        return "\"" + column.read(buffer, offset) + "\"";
    }

    static String hex(final UnsafeBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
