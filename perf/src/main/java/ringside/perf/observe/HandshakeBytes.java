package ringside.perf.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import ringside.perf.RunFailedException;

/**
 * Just enough of FlatBuffers to say HELLO and to read WELCOME: a table is a signed offset back to its vtable, and its values
 * stand at the places that the vtable names; texts stand behind an offset of four bytes.
 */
final class HandshakeBytes {
    private static final int VERSION = 1;

    /** Of HELLO's table: its fields in the schema's order. */
    private static final int HELLO_FIELDS = 4;

    private static final int HELLO_MATCH = 3;
    private static final int SLOT_BYTES = 8;

    private static final int WELCOME_LAYOUT = 5;
    private static final int WELCOME_HZ = 8;
    private static final int WELCOME_FRAME = 9;
    private static final int WELCOME_LAST_INPUT = 14;

    private HandshakeBytes() {}

    /** What a client has to know of its WELCOME. */
    record Welcome(int hz, int frame, int lastInput, int recordBytes) {}

    /** A buffer with one table: protocol_version in the first field, match in the fourth. */
    static byte[] hello(final int match) {
        final int vtable = 8;
        final int table = vtable + 4 + 2 * HELLO_FIELDS + 4;
        final ByteBuffer out =
                ByteBuffer.allocate(table + SLOT_BYTES * (HELLO_FIELDS + 1)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, table);
        out.putShort(vtable, (short) (4 + 2 * HELLO_FIELDS));
        out.putShort(vtable + 2, (short) (SLOT_BYTES * (HELLO_FIELDS + 1)));
        out.putInt(table, table - vtable);
        put(out, vtable, 0, SLOT_BYTES);
        out.putShort(table + SLOT_BYTES, (short) VERSION);
        put(out, vtable, HELLO_MATCH, 2 * SLOT_BYTES);
        out.putInt(table + 2 * SLOT_BYTES, match);
        return out.array();
    }

    private static void put(final ByteBuffer out, final int vtable, final int field, final int at) {
        out.putShort(vtable + 4 + 2 * field, (short) at);
    }

    static Welcome welcome(final ByteBuffer body) {
        final ByteBuffer bytes = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        final int table = bytes.getInt(0);
        return new Welcome(
                bytes.getShort(place(bytes, table, WELCOME_HZ)) & 0xFFFF,
                number(bytes, table, WELCOME_FRAME),
                number(bytes, table, WELCOME_LAST_INPUT),
                recordBytes(text(bytes, table, WELCOME_LAYOUT)));
    }

    private static int place(final ByteBuffer bytes, final int table, final int field) {
        final int vtable = table - bytes.getInt(table);
        final int entry = 4 + 2 * field;
        final int offset = entry < (bytes.getShort(vtable) & 0xFFFF) ? bytes.getShort(vtable + entry) & 0xFFFF : 0;
        return offset == 0 ? 0 : table + offset;
    }

    private static int number(final ByteBuffer bytes, final int table, final int field) {
        final int at = place(bytes, table, field);
        return at == 0 ? 0 : bytes.getInt(at);
    }

    private static String text(final ByteBuffer bytes, final int table, final int field) {
        final int at = place(bytes, table, field);
        if (at == 0) {
            return "{}";
        }
        final int vector = at + bytes.getInt(at);
        final byte[] text = new byte[bytes.getInt(vector)];
        bytes.get(vector + 4, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** How long the layout's input record is: fields in order, each at the next offset that its width divides. */
    static int recordBytes(final String layout) {
        try {
            int end = 0;
            for (final JsonNode field : new ObjectMapper().readTree(layout).path("input")) {
                final int width = width(field);
                final int alignment = field.path("type").asText().equals("bytes") ? 1 : width;
                end = (end + alignment - 1) / alignment * alignment + width;
            }
            return end;
        } catch (final JsonProcessingException e) {
            throw new RunFailedException("observe: the layout is no JSON", e);
        }
    }

    private static int width(final JsonNode field) {
        return switch (field.path("type").asText()) {
            case "bool", "int8" -> 1;
            case "int16" -> 2;
            case "int64" -> Long.BYTES;
            case "bytes" -> field.path("length").asInt();
            default -> Integer.BYTES;
        };
    }
}
