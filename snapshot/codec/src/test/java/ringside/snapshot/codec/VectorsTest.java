package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.EffectClass;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.LayoutJson;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.Visibility;

/**
 * The test vectors in {@code src/test/resources/vectors}: parts and what a decoder of any language makes of them. They
 * are written anew with {@code -Dringside.writeVectors=true}; that is right only when the format was changed on purpose.
 */
final class VectorsTest {
    private static final Path VECTORS = Path.of("src", "test", "resources", "vectors");
    private static final Path NODE_TEST = Path.of("..", "..", "io", "client-js", "src", "test", "vectors.test.mjs");
    private static final int HISTORY_FRAMES = 16;
    private static final int[] PART_BYTES = {1200, 60, 90, 300};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void the_committed_view_vectors_are_what_the_codec_makes(final int number) throws IOException {
        check("views-" + number + ".json", views(number));
    }

    @Test
    void the_committed_vector_of_long_forms_is_what_the_codec_makes() throws IOException {
        check("views-long.json", longForms());
    }

    @Test
    void the_committed_vector_of_moving_rows_is_what_the_codec_makes() throws IOException {
        check("views-moving.json", movingRows());
    }

    @Test
    void the_committed_record_vectors_are_what_layouts_say() throws IOException {
        check("records.json", records());
    }

    @Test
    void the_javascript_decoder_passes_the_vectors() throws IOException, InterruptedException {
        final String required = System.getProperty("ringside.requireBrowser", "false");
        final boolean hasNode = hasNode();
        if (!required.isEmpty() && !required.equals("false")) {
            assertTrue(hasNode, "ringside.requireBrowser is set, and there is no node on the PATH");
        }
        assumeTrue(hasNode, "there is no node on the PATH: the JavaScript decoder was not tested");
        final Process node = new ProcessBuilder("node", "--test", NODE_TEST.toString())
                .redirectErrorStream(true)
                .start();
        final String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, node.waitFor(), output);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            final Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return node.waitFor() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private static void check(final String name, final String made) throws IOException {
        final Path file = VECTORS.resolve(name);
        if (Boolean.getBoolean("ringside.writeVectors")) {
            Files.createDirectories(VECTORS);
            Files.writeString(file, made);
        }
        assertEquals(
                Files.readString(file),
                made,
                () -> file + " is not what the codec makes; see -Dringside.writeVectors in this class");
    }

    // ---- views

    private static String views(final int number) {
        final SplittableRandom random = new SplittableRandom(1000 + number);
        final Layout layout = layoutWithBothClasses(random, PART_BYTES[number]);
        final ViewLimits limits = new ViewLimits(PART_BYTES[number], 8, HISTORY_FRAMES, 256, 128, 64, 6);
        final Session session = new Session(layout, limits, random, 20);
        for (int frame = 0; frame < 90; frame++) {
            session.frame();
            if (frame == 50) {
                session.encoder.reset();
            }
        }
        return vector(layout, session.arrived.subList(0, Math.min(150, session.arrived.size())), random);
    }

    private static Layout layoutWithBothClasses(final SplittableRandom random, final int maxPartBytes) {
        while (true) {
            final Layout layout = RandomLayout.fitting(random, maxPartBytes, 12);
            boolean sure = false;
            boolean momentary = false;
            for (final RecordType effect : layout.effects()) {
                sure |= effect.effectClass() == EffectClass.SURE;
                momentary |= effect.effectClass() == EffectClass.MOMENTARY;
            }
            if (sure && momentary && layout.tables().size() > 3) {
                return layout;
            }
        }
    }

    /** Many rows, of which a few change after a long time: the long forms of gaps and ages. */
    private static String longForms() {
        final LayoutBuilder builder = new LayoutBuilder("long");
        final Table table = builder.table("rows", 700);
        final IntColumn value = table.int8("value", 0, 100);
        final Layout layout = builder.build();
        final State state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        while (state.hasRoom(table)) {
            state.add(table);
        }
        final SnapshotRing history = new SnapshotRing(layout, HISTORY_FRAMES);
        final ViewLimits limits = new ViewLimits(1200, 8, HISTORY_FRAMES, 256, 128, 64, 6);
        final ViewEncoder encoder = new ViewEncoder(new WireLayout(layout), history, limits);
        final RowSet visible = new RowSet(layout);
        visible.addAll();
        final List<UnsafeBuffer> parts = new ArrayList<>();
        for (int frame = 0; frame < 400; frame++) {
            if (frame == 30 || frame == 399) {
                for (final int row : new int[] {3, 20, 300, 600, 699}) {
                    state.set(state.rowAt(table, row), value, frame / 4);
                }
            }
            history.put(frame, state.block());
            encoder.begin(frame, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
            final byte[] out = new byte[1200];
            for (int length = encoder.encodePart(new UnsafeBuffer(out), 0);
                    length > 0;
                    length = encoder.encodePart(new UnsafeBuffer(out), 0)) {
                final UnsafeBuffer part = new UnsafeBuffer(Arrays.copyOf(out, length));
                if (length > PartHeader.LENGTH_BYTES + 1) {
                    parts.add(part);
                }
                encoder.acknowledge(frame, PartHeader.part(part, 0));
            }
        }
        return vector(layout, parts, new SplittableRandom(5));
    }

    /**
     * Rows that go on as they went, stop, turn and go round the end of their range, to a client of which every seventh view and
     * every fifth acknowledgement is lost.
     */
    private static String movingRows() {
        final LayoutBuilder builder = new LayoutBuilder("moving");
        final Table table = builder.table("bodies", 12);
        final IntColumn[] columns = {
            table.int8("hp", 0, 100),
            table.int16("angle", 0, 4095).smooth(3),
            table.int32("x", Integer.MIN_VALUE, Integer.MAX_VALUE).smooth(0),
            table.int16("y", -3000, 4000).smooth(16),
            table.int16("speed", -500, 500).smooth(5).visibleTo(Visibility.OWNER),
        };
        table.owner("owner");
        final Layout layout = builder.build();
        final State state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        final SnapshotRing history = new SnapshotRing(layout, HISTORY_FRAMES);
        final ViewLimits limits = new ViewLimits(1200, 8, HISTORY_FRAMES, 256, 128, 64, 6);
        final ViewEncoder encoder = new ViewEncoder(new WireLayout(layout), history, limits);
        final RowSet visible = new RowSet(layout);
        visible.addAll();
        final SplittableRandom random = new SplittableRandom(9);
        final List<UnsafeBuffer> parts = new ArrayList<>();
        for (int row = 0; row < 10; row++) {
            state.add(table);
        }
        for (int frame = 0; frame < 120; frame++) {
            for (int row = 0; row < 10; row++) {
                move(state, state.rowAt(table, row), columns, random);
            }
            history.put(frame, state.block());
            encoder.begin(frame, visible, 0, ViewEncoder.NO_TEAM);
            final byte[] out = new byte[1200];
            final int length = encoder.encodePart(new UnsafeBuffer(out), 0);
            if (frame % 7 != 3) {
                parts.add(new UnsafeBuffer(Arrays.copyOf(out, length)));
            }
            if (frame >= 3 && (frame - 3) % 7 != 3 && frame % 5 != 0) {
                encoder.acknowledge(frame - 3, 0);
            }
        }
        return vector(layout, parts, random);
    }

    private static void move(
            final State state, final int row, final IntColumn[] columns, final SplittableRandom random) {
        final int index = Rows.index(row);
        for (int i = 0; i < columns.length; i++) {
            final IntColumn column = columns[i];
            final int speed = (index * 7 + i * 13) % 5 * (i == 2 ? 5_000_000 : 9);
            final int jitter = index % 3 == 0 ? 0 : random.nextInt(3) - 1;
            final boolean jumps = random.nextInt(60) == 0;
            final boolean rests = i == 0 ? random.nextInt(20) != 0 : random.nextInt(25) == 0 || index == 9;
            final long span = column.max() - column.min() + 1L;
            final long to = state.get(row, column) + (rests ? 0 : speed + jitter) + (jumps ? random.nextLong(span) : 0);
            state.set(row, column, (int) (Math.floorMod(to - column.min(), span) + column.min()));
        }
    }

    private static String vector(final Layout layout, final List<UnsafeBuffer> parts, final SplittableRandom random) {
        final List<String> effects = new ArrayList<>();
        final ViewDecoder decoder = decoder(layout, effects);
        final StringJoiner steps = new StringJoiner(",\n  ");
        for (int i = 0; i < parts.size(); i++) {
            if (random.nextInt(6) == 0) {
                final UnsafeBuffer mutant = mutant(parts.get(i), random);
                if (isMalformed(layout, parts.subList(0, i), mutant)) {
                    steps.add("{\"part\":\"" + Dump.hex(mutant) + "\",\"outcome\":\"malformed\"}");
                }
            }
            effects.clear();
            final UnsafeBuffer part = parts.get(i);
            final String outcome = switch (decoder.apply(part, 0, part.capacity())) {
                case APPLIED -> "applied";
                case REPEATED -> "repeated";
                case OUTDATED -> "outdated";
            };
            final boolean isDumped = i % 6 == 5 || i == parts.size() - 1;
            steps.add("{\"part\":\"" + Dump.hex(part) + "\",\"outcome\":\"" + outcome + "\",\"effects\":" + effects
                    + (isDumped ? ",\"tables\":" + Dump.tables(decoder) : "") + "}");
        }
        return "{\"historyFrames\":" + HISTORY_FRAMES + ",\n \"layout\":" + quoted(LayoutJson.write(layout))
                + ",\n \"shape\":" + shape(layout) + ",\n \"steps\":[\n  " + steps + "]}\n";
    }

    private static ViewDecoder decoder(final Layout layout, final List<String> effects) {
        return new ViewDecoder(
                new WireLayout(layout),
                HISTORY_FRAMES,
                (frame, type, record, offset) -> effects.add(Dump.effect(frame, type, record, offset)));
    }

    private static UnsafeBuffer mutant(final UnsafeBuffer part, final SplittableRandom random) {
        final int length = random.nextInt(4) == 0 ? random.nextInt(part.capacity()) : part.capacity();
        final byte[] bytes = new byte[length];
        part.getBytes(0, bytes);
        for (int i = 0; i < 3 && length > PartHeader.LENGTH_BYTES; i++) {
            final int at = random.nextInt(PartHeader.LENGTH_BYTES, length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return new UnsafeBuffer(bytes);
    }

    private static boolean isMalformed(
            final Layout layout, final List<UnsafeBuffer> before, final UnsafeBuffer mutant) {
        final ViewDecoder decoder = decoder(layout, new ArrayList<>());
        for (final UnsafeBuffer part : before) {
            decoder.apply(part, 0, part.capacity());
        }
        try {
            decoder.apply(mutant, 0, mutant.capacity());
            return false;
        } catch (final ViewFormatException e) {
            return true;
        }
    }

    /** Per table its stride, and per column offset, width, and bits on the wire or null where it is never shown. */
    private static String shape(final Layout layout) {
        final WireLayout wire = new WireLayout(layout);
        final StringJoiner tables = new StringJoiner(",", "[", "]");
        for (final Table table : layout.tables()) {
            final StringJoiner columns = new StringJoiner(",", "[", "]");
            for (final Column column : table.columns()) {
                columns.add(
                        "[" + column.offset() + "," + column.widthBytes() + "," + wireBits(wire, table, column) + "]");
            }
            tables.add("[" + table.strideBytes() + "," + columns + "]");
        }
        return tables.toString();
    }

    private static String wireBits(final WireLayout wire, final Table table, final Column column) {
        if (wire.indexOf(table) >= 0) {
            for (final WireColumn shown : wire.tables[wire.indexOf(table)].columns) {
                if (shown.column == column) {
                    return Integer.toString(shown.bits);
                }
            }
        }
        return "null";
    }

    // ---- records

    private static String records() {
        final SplittableRandom random = new SplittableRandom(77);
        final String fields = "[{\"name\":\"keys\",\"type\":\"int8\",\"min\":0,\"max\":31},"
                + "{\"name\":\"aim\",\"type\":\"int32\",\"min\":-2147483648,\"max\":2147483647},"
                + "{\"name\":\"fire\",\"type\":\"bool\",\"missing\":\"zero\",\"merge\":\"or\"},"
                + "{\"name\":\"tag\",\"type\":\"bytes\",\"length\":3},"
                + "{\"name\":\"move\",\"type\":\"int16\",\"min\":-300,\"max\":300,\"default\":-7},"
                + "{\"name\":\"time\",\"type\":\"int64\",\"min\":\"-9223372036854775808\","
                + "\"max\":\"9223372036854775807\",\"default\":9007199254740993},"
                + "{\"name\":\"name\",\"type\":\"bytes\",\"length\":9,\"text\":true},"
                + "{\"name\":\"x\",\"type\":\"fixed\",\"min\":-6553600,\"max\":6553600}]";
        final Layout layout =
                LayoutJson.read("{\"game\":\"records\",\"logicVersion\":1,\"seats\":2,\"tables\":[],\"input\":" + fields
                        + ",\"join\":[],\"rules\":[],\"result\":[],\"commands\":[],\"effects\":[]}");
        final RecordType type = layout.input();
        final RandomWorld world = new RandomWorld(layout, random);
        final StringJoiner records = new StringJoiner(",\n  ");
        for (int i = 0; i < 40; i++) {
            final UnsafeBuffer record = new UnsafeBuffer(new byte[type.lengthBytes()]);
            new RecordView(type).wrap(record, 0).reset();
            final StringJoiner values = new StringJoiner(",", "{", "}");
            for (final Column field : type.columns()) {
                if (random.nextInt(5) != 0) {
                    world.randomise(field, record, 0);
                    values.add("\"" + field.name() + "\":\"" + text(field, record) + "\"");
                }
            }
            records.add("{\"values\":" + values + ",\"bytes\":\"" + Dump.hex(record) + "\"}");
        }
        return "{\"layout\":" + quoted(LayoutJson.write(layout)) + ",\n \"lengthBytes\":" + type.lengthBytes()
                + ",\n \"records\":[\n  " + records + "]}\n";
    }

    private static String text(final Column field, final UnsafeBuffer record) {
        if (field instanceof BytesColumn) {
            final byte[] bytes = new byte[field.widthBytes()];
            record.getBytes(field.offset(), bytes);
            return HexFormat.of().formatHex(bytes);
        }
        return Long.toString(field.read(record, 0));
    }

    private static String quoted(final String json) {
        return "\"" + json.replace("\"", "\\\"") + "\"";
    }
}
