package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayoutJsonTest {
    /** A layout of nothing: {@code []} stands where its input is. */
    private static final String WITH_INPUT = "{\"game\":\"g\",\"logicVersion\":1,\"seats\":1,\"tables\":[ ],"
            + "\"input\":[],\"join\":[ ],\"rules\":[ ],\"result\":[ ],\"commands\":[ ],\"effects\":[ ]}";

    @Test
    void the_text_is_canonical() {
        final LayoutBuilder builder = new LayoutBuilder("demo").logicVersion(3).seats(2);
        final Table rows = builder.table("rows", 4);
        rows.owner("seat");
        rows.team("team", 0, 1);
        rows.fixed("x", -1, 1)
                .shownFractionBits(10)
                .rewound()
                .predicted()
                .smooth(4)
                .visibleTo(Visibility.OWNER);
        builder.single("clock").ref("first", rows);
        builder.input()
                .int8("b", 0, 1)
                .whenMissing(Missing.ZERO)
                .mergedBy(Merge.OR)
                .withDefault(1);
        builder.join().text("name", 8);
        builder.rules().int64("big", 0, Long.MAX_VALUE).withDefault(Long.MAX_VALUE);
        builder.effect("hit", EffectClass.SURE).bool("hard");
        builder.command("buy");
        assertEquals(
                "{\"game\":\"demo\",\"logicVersion\":3,\"seats\":2,\"tables\":["
                        + "{\"name\":\"rows\",\"capacity\":4,\"owner\":\"seat\",\"team\":\"team\",\"columns\":["
                        + "{\"name\":\"seat\",\"type\":\"int16\",\"min\":-1,\"max\":32767},"
                        + "{\"name\":\"team\",\"type\":\"int8\",\"min\":0,\"max\":1},"
                        + "{\"name\":\"x\",\"type\":\"fixed\",\"min\":-65536,\"max\":65536,\"visible\":\"owner\","
                        + "\"rewound\":true,\"predicted\":true,\"dropBits\":6,\"smooth\":4}]},"
                        + "{\"name\":\"clock\",\"capacity\":1,\"single\":true,\"columns\":["
                        + "{\"name\":\"first\",\"type\":\"ref\",\"target\":\"rows\"}]}],"
                        + "\"input\":[{\"name\":\"b\",\"type\":\"int8\",\"min\":0,\"max\":1,\"missing\":\"zero\","
                        + "\"merge\":\"or\",\"default\":1}],"
                        + "\"join\":[{\"name\":\"name\",\"type\":\"bytes\",\"length\":8,\"text\":true}],"
                        + "\"rules\":[{\"name\":\"big\",\"type\":\"int64\",\"min\":\"0\","
                        + "\"max\":\"9223372036854775807\",\"default\":\"9223372036854775807\"}],"
                        + "\"result\":[],\"commands\":[{\"name\":\"buy\",\"fields\":[]}],"
                        + "\"effects\":[{\"name\":\"hit\",\"class\":\"sure\",\"fields\":["
                        + "{\"name\":\"hard\",\"type\":\"bool\"}]}]}",
                LayoutJson.write(builder.build()));
    }

    @Test
    void a_random_layout_comes_back_with_the_same_text_hash_and_offsets() {
        final SplittableRandom random = Seed.random("LayoutJsonTest");
        for (int i = 0; i < 200; i++) {
            final Layout layout = randomLayout(random);
            final String text = LayoutJson.write(layout);
            final Layout read = LayoutJson.read(text);
            assertEquals(text, LayoutJson.write(read));
            assertEquals(layout.hash(), read.hash());
            assertEquals(layout.blockBytes(), read.blockBytes());
            assertEquals(layout.snapshotBytes(), read.snapshotBytes());
            for (final Table table : layout.tables()) {
                assertEquals(table.base(), read.table(table.name()).base());
                assertEquals(table.isHistory(), read.table(table.name()).isHistory());
                for (final Column column : table.columns()) {
                    final Column other = read.table(table.name()).column(column.name());
                    assertEquals(column.offset(), other.offset());
                    assertEquals(column.wireBits(), other.wireBits());
                    assertEquals(column.defaultValue(), other.defaultValue());
                }
            }
        }
    }

    @Test
    void the_text_does_not_depend_on_the_locale() {
        final Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            final LayoutBuilder builder = new LayoutBuilder("demo");
            builder.input().int8("i", 0, 1);
            final String text = LayoutJson.write(builder.build());
            assertTrue(text.contains("\"int8\""), text);
            LayoutJson.read(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void the_default_of_an_int64_may_still_be_a_number() {
        final Layout read = LayoutJson.read(WITH_INPUT.replace(
                "[]", "[{\"name\":\"a\",\"type\":\"int64\",\"min\":\"0\",\"max\":\"9\",\"default\":7}]"));
        assertEquals(7, read.input().column("a").defaultValue());
    }

    @Test
    void what_is_no_layout_is_refused_with_the_place() {
        refused("not JSON", "{");
        refused("unexpected", "");
        refused("layout is not an object", "[]");
        refused("layout.game is missing", "{}");
        refused("layout.seats is missing", "{\"game\":\"g\",\"logicVersion\":1}");
        refused("layout.input[0].type", withInput("{\"name\":\"a\"}"));
        refused("'float', which is no ColumnType", withInput("{\"name\":\"a\",\"type\":\"float\"}"));
        refused("layout.input[0].min", withInput("{\"name\":\"a\",\"type\":\"int8\",\"min\":\"0\",\"max\":1}"));
        refused("unexpected VALUE_NUMBER_FLOAT", withInput("{\"name\":\"a\",\"type\":\"int8\",\"min\":0,\"max\":1e3}"));
        refused("refers to table t", withInput("{\"name\":\"a\",\"type\":\"ref\",\"target\":\"t\"}"));
        refused(
                "'sometimes', which is no Missing",
                withInput("{\"name\":\"a\",\"type\":\"bool\",\"missing\":\"sometimes\"}"));
        refused(
                "input.a: default 9 is outside its range",
                withInput("{\"name\":\"a\",\"type\":\"int8\",\"min\":0,\"max\":1,\"default\":9}"));
        refused("nested deeper", "[".repeat(20) + "]".repeat(20));
        refused("after its end", "{\"game\":\"g\"} {");
    }

    @Test
    void mangled_texts_are_refused_with_a_layout_exception_or_read() {
        final SplittableRandom random = Seed.random("LayoutJsonTest.mangled");
        int read = 0;
        for (int i = 0; i < 2000; i++) {
            final StringBuilder text = new StringBuilder(LayoutJson.write(randomLayout(random)));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                final int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
                    default -> text.insert(at, (char) ('0' + random.nextInt(10)));
                }
            }
            try {
                LayoutJson.read(text.toString());
                read++;
            } catch (final LayoutException expected) {
                assertFalse(expected.getMessage().isEmpty());
            }
        }
        assertTrue(read < 2000);
    }

    private static String withInput(final String field) {
        return WITH_INPUT.replace("[]", "[" + field + "]");
    }

    private static void refused(final String expected, final String text) {
        final LayoutException e = assertThrows(LayoutException.class, () -> LayoutJson.read(text));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    static Layout randomLayout(final SplittableRandom random) {
        final LayoutBuilder builder =
                new LayoutBuilder("random").logicVersion(random.nextInt(100)).seats(1 + random.nextInt(20));
        for (int t = 0, n = random.nextInt(4); t < n; t++) {
            final Table table = switch (random.nextInt(4)) {
                case 0 -> builder.single("t" + t);
                case 1 -> builder.table("$t" + t, 1 + random.nextInt(40)).history();
                default -> builder.table("t" + t, 1 + random.nextInt(40));
            };
            if (random.nextInt(4) == 0) {
                table.hidden();
            }
            if (random.nextInt(3) == 0) {
                table.owner("seat");
            }
            randomFields(table, random, table);
            if (random.nextInt(3) == 0) {
                table.team("team", 0, random.nextInt(100)).rewound();
            }
        }
        randomFields(builder.input(), random, null);
        randomFields(builder.join(), random, null);
        randomFields(builder.rules(), random, null);
        randomFields(builder.result(), random, null);
        for (int i = 0, n = random.nextInt(3); i < n; i++) {
            randomFields(builder.command("c" + i), random, null);
            randomFields(
                    builder.effect("e" + i, random.nextBoolean() ? EffectClass.SURE : EffectClass.MOMENTARY),
                    random,
                    null);
        }
        return builder.build();
    }

    private static void randomFields(final Fields fields, final SplittableRandom random, final Table target) {
        for (int i = 0, n = random.nextInt(6); i < n; i++) {
            final String name = "f" + i;
            final int min = random.nextInt(-100, 50);
            final int max = min + random.nextInt(78);
            switch (random.nextInt(target == null ? 6 : 7)) {
                case 0 -> fields.bool(name).withDefault(random.nextBoolean());
                case 1 -> {
                    final IntColumn column = fields.int8(name, min, max).withDefault(random.nextInt(min, max + 1));
                    if (random.nextBoolean()) {
                        column.whenMissing(Missing.ZERO);
                    }
                    if (random.nextBoolean()) {
                        column.mergedBy(Merge.CLAMPED_SUM);
                    }
                    if (random.nextBoolean()) {
                        column.predicted();
                    }
                }
                case 2 -> fields.int32(name, Integer.MIN_VALUE, max);
                case 3 -> fields.int64(name, min, Long.MAX_VALUE).withDefault(random.nextLong(min, Long.MAX_VALUE));
                case 4 ->
                    fields.fixed(name, min, max)
                            .shownFractionBits(random.nextInt(17))
                            .smooth(random.nextInt(17));
                case 5 -> {
                    if (random.nextBoolean()) {
                        fields.bytes(name, 1 + random.nextInt(9));
                    } else {
                        fields.text(name, 1 + random.nextInt(9));
                    }
                }
                default -> fields.ref(name, target);
            }
        }
    }
}
