package ringside.layout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layout as JSON, as it stands in the journal and in the handshake.
 *
 * <pre>
 * {"game":"arena","logicVersion":1,"seats":10,
 *  "tables":[{"name":"players","capacity":10,"owner":"seat","team":"team","columns":[COLUMN, ...]}, ...],
 *  "input":[COLUMN, ...],"join":[...],"rules":[...],"result":[...],
 *  "commands":[{"name":"buy","fields":[...]}, ...],
 *  "effects":[{"name":"hit","class":"sure","fields":[...]}, ...]}
 * COLUMN: {"name":"x","type":"fixed","min":-2097152,"max":2097152,"visible":"all","missing":"repeat","merge":"latest",
 *          "rewound":true,"predicted":true,"dropBits":6,"smooth":4,"default":0}
 * </pre>
 *
 * What is left at its default is left out; ranges are in raw units; those of int64 columns, and their defaults, are
 * strings, because numbers of other languages do not hold them. The text is canonical: equal layouts have equal texts.
 */
public final class LayoutJson {
    private static final JsonFactory JSON = new JsonFactory();

    private LayoutJson() {}

    /** The canonical text. */
    public static String write(final Layout layout) {
        final StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("game", layout.game());
            json.writeNumberField("logicVersion", layout.logicVersion());
            json.writeNumberField("seats", layout.seats());
            json.writeArrayFieldStart("tables");
            for (final Table table : layout.tables()) {
                writeTable(json, table);
            }
            json.writeEndArray();
            writeFields(json, "input", layout.input());
            writeFields(json, "join", layout.join());
            writeFields(json, "rules", layout.rules());
            writeFields(json, "result", layout.result());
            writeRecords(json, "commands", layout.commands());
            writeRecords(json, "effects", layout.effects());
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toString();
    }

    private static void writeTable(final JsonGenerator json, final Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", table.name());
        json.writeNumberField("capacity", table.capacity());
        if (table.isSingle()) {
            json.writeBooleanField("single", true);
        }
        if (table.isHistory()) {
            json.writeBooleanField("history", true);
        }
        if (table.priority() != Table.DEFAULT_PRIORITY) {
            json.writeNumberField("priority", table.priority());
        }
        final IntColumn owner = table.ownerColumn();
        if (owner != null) {
            json.writeStringField("owner", owner.name());
        }
        final IntColumn team = table.teamColumn();
        if (team != null) {
            json.writeStringField("team", team.name());
        }
        writeFields(json, "columns", table);
        json.writeEndObject();
    }

    private static void writeRecords(final JsonGenerator json, final String field, final List<RecordType> records)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (final RecordType record : records) {
            json.writeStartObject();
            json.writeStringField("name", record.name());
            final EffectClass effectClass = record.effectClass();
            if (effectClass != null) {
                json.writeStringField("class", lower(effectClass));
            }
            writeFields(json, "fields", record);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFields(final JsonGenerator json, final String field, final Fields fields)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (final Column column : fields.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", lower(column.type()));
            switch (column.type()) {
                case BYTES -> {
                    json.writeNumberField("length", column.widthBytes());
                    if (((BytesColumn) column).isText()) {
                        json.writeBooleanField("text", true);
                    }
                }
                case REF -> json.writeStringField("target", column.target());
                case BOOL -> {}
                case INT64 -> {
                    json.writeStringField("min", Long.toString(column.min()));
                    json.writeStringField("max", Long.toString(column.max()));
                }
                default -> {
                    json.writeNumberField("min", column.min());
                    json.writeNumberField("max", column.max());
                }
            }
            if (column.visibility() != Visibility.ALL) {
                json.writeStringField("visible", lower(column.visibility()));
            }
            if (column.missing() != Missing.REPEAT) {
                json.writeStringField("missing", lower(column.missing()));
            }
            if (column.merge() != Merge.LATEST) {
                json.writeStringField("merge", lower(column.merge()));
            }
            if (column.isRewound()) {
                json.writeBooleanField("rewound", true);
            }
            if (column.isPredicted()) {
                json.writeBooleanField("predicted", true);
            }
            if (column.droppedBits() != 0) {
                json.writeNumberField("dropBits", column.droppedBits());
            }
            if (column.isSmooth()) {
                json.writeNumberField("smooth", column.smoothBits());
            }
            if (column.type() != ColumnType.BYTES && column.defaultValue() != column.zeroValue()) {
                if (column.type() == ColumnType.INT64) {
                    json.writeStringField("default", Long.toString(column.defaultValue()));
                } else {
                    json.writeNumberField("default", column.defaultValue());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // ---- reading

    /** Builds the layout that {@link #write} wrote; throws {@link LayoutException} on any other text. */
    public static Layout read(final String text) {
        final Object tree;
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            tree = value(json, 0);
            if (json.nextToken() != null) {
                throw new LayoutException("the layout's JSON goes on after its end");
            }
        } catch (final IOException e) {
            throw (LayoutException) new LayoutException("the layout is not JSON: " + e.getMessage()).initCause(e);
        }
        final Node root = new Node("layout", tree);
        final LayoutBuilder builder = new LayoutBuilder(root.text("game"))
                .logicVersion(root.whole("logicVersion"))
                .seats(root.whole("seats"));
        final List<Node> tables = root.list("tables");
        // References may name any table, so all tables come to be before any column.
        final List<Table> declared = new ArrayList<>();
        for (final Node table : tables) {
            final String name = table.text("name");
            final Table added =
                    table.flag("single") ? builder.single(name) : builder.table(name, table.whole("capacity"));
            added.priority(table.wholeOr("priority", Table.DEFAULT_PRIORITY));
            declared.add(table.flag("history") ? added.history() : added);
        }
        for (int i = 0; i < declared.size(); i++) {
            readTable(tables.get(i), declared.get(i), declared);
        }
        readFields(root.list("input"), builder.input(), declared);
        readFields(root.list("join"), builder.join(), declared);
        readFields(root.list("rules"), builder.rules(), declared);
        readFields(root.list("result"), builder.result(), declared);
        for (final Node command : root.list("commands")) {
            readFields(command.list("fields"), builder.command(command.text("name")), declared);
        }
        for (final Node effect : root.list("effects")) {
            final EffectClass effectClass = named(EffectClass.class, effect.text("class"));
            readFields(effect.list("fields"), builder.effect(effect.text("name"), effectClass), declared);
        }
        return builder.build();
    }

    private static void readTable(final Node node, final Table table, final List<Table> tables) {
        final String owner = node.textOr("owner", "");
        final String team = node.textOr("team", "");
        for (final Node column : node.list("columns")) {
            final String name = column.text("name");
            if (name.equals(owner)) {
                finish(column, table.owner(name));
            } else if (name.equals(team)) {
                finish(column, table.team(name, column.whole("min"), column.whole("max")));
            } else {
                readField(column, table, tables);
            }
        }
    }

    private static void readFields(final List<Node> nodes, final Fields fields, final List<Table> tables) {
        for (final Node node : nodes) {
            readField(node, fields, tables);
        }
    }

    private static void readField(final Node node, final Fields fields, final List<Table> tables) {
        final String name = node.text("name");
        final ColumnType type = named(ColumnType.class, node.text("type"));
        final Column column = switch (type) {
            case BOOL -> fields.bool(name);
            case INT8 -> fields.int8(name, node.whole("min"), node.whole("max"));
            case INT16 -> fields.int16(name, node.whole("min"), node.whole("max"));
            case INT32 -> fields.int32(name, node.whole("min"), node.whole("max"));
            case INT64 -> fields.int64(name, node.longText("min"), node.longText("max"));
            case FIXED -> new FixedColumn(fields, name, node.whole("min"), node.whole("max"));
            case REF -> fields.ref(name, target(node.text("target"), tables));
            case BYTES ->
                node.flag("text") ? fields.text(name, node.whole("length")) : fields.bytes(name, node.whole("length"));
        };
        finish(node, column);
    }

    private static void finish(final Node node, final Column column) {
        column.visibility(named(Visibility.class, node.textOr("visible", "all")));
        column.missing(named(Missing.class, node.textOr("missing", "repeat")));
        column.merge(named(Merge.class, node.textOr("merge", "latest")));
        column.rewound(node.flag("rewound"));
        column.predicted(node.flag("predicted"));
        column.droppedBits(node.wholeOr("dropBits", 0));
        if (node.has("smooth")) {
            column.smoothBits(node.whole("smooth"));
        }
        if (node.has("default")) {
            column.defaultValue(
                    node.field("default") instanceof String ? node.longText("default") : node.longNumber("default"));
        }
    }

    private static Table target(final String name, final List<Table> tables) {
        for (final Table table : tables) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        throw new LayoutException("the layout refers to table " + name + ", which it does not declare");
    }

    private static <E extends Enum<E>> E named(final Class<E> type, final String name) {
        for (final E value : type.getEnumConstants()) {
            if (lower(value).equals(name)) {
                return value;
            }
        }
        throw new LayoutException("the layout says '" + name + "', which is no " + type.getSimpleName());
    }

    private static @Nullable Object value(final JsonParser json, final int depth) throws IOException {
        if (depth > 8) {
            throw new LayoutException("the layout's JSON is nested deeper than 8");
        }
        final JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            final Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                final String name = json.currentName();
                json.nextToken();
                object.put(name, value(json, depth + 1));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            final List<@Nullable Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(json, depth + 1));
            }
            return list;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return json.getBooleanValue();
        }
        throw new LayoutException("the layout's JSON has an unexpected " + token);
    }

    /** An object of the parsed JSON that knows its own name, for errors that say where. */
    private record Node(String path, @Nullable Object value) {
        private @Nullable Object field(final String name) {
            if (value instanceof final Map<?, ?> map) {
                return map.get(name);
            }
            throw new LayoutException(path + " is not an object");
        }

        private LayoutException missing(final String name, final String kind) {
            return new LayoutException(path + "." + name + " is missing or no " + kind);
        }

        boolean has(final String name) {
            return field(name) != null;
        }

        String text(final String name) {
            if (field(name) instanceof final String text) {
                return text;
            }
            throw missing(name, "text");
        }

        String textOr(final String name, final String otherwise) {
            return has(name) ? text(name) : otherwise;
        }

        long longNumber(final String name) {
            if (field(name) instanceof final Long number) {
                return number;
            }
            throw missing(name, "whole number");
        }

        int whole(final String name) {
            final long number = longNumber(name);
            if (number != (int) number) {
                throw missing(name, "whole number of 32 bits");
            }
            return (int) number;
        }

        int wholeOr(final String name, final int otherwise) {
            return has(name) ? whole(name) : otherwise;
        }

        long longText(final String name) {
            try {
                return Long.parseLong(text(name));
            } catch (final NumberFormatException e) {
                throw (LayoutException) missing(name, "whole number").initCause(e);
            }
        }

        boolean flag(final String name) {
            return field(name) instanceof final Boolean flag && flag;
        }

        List<Node> list(final String name) {
            if (field(name) instanceof final List<?> list) {
                final List<Node> nodes = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    nodes.add(new Node(path + "." + name + "[" + i + "]", list.get(i)));
                }
                return nodes;
            }
            throw missing(name, "list");
        }
    }
}
