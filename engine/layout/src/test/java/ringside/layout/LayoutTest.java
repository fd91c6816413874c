package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LayoutTest {
    private final LayoutBuilder builder = new LayoutBuilder("test");

    // ---- offsets

    @Test
    void columns_follow_the_row_header_each_aligned_to_its_own_width() {
        final Table table = builder.table("rows", 3);
        final BoolColumn flag = table.bool("flag");
        final LongColumn big = table.int64("big");
        final IntColumn tiny = table.int8("tiny", 0, 1);
        final IntColumn small = table.int16("small", 0, 1);
        final BytesColumn blob = table.bytes("blob", 3);
        final IntColumn middle = table.int32("middle", 0, 1);
        final FixedColumn fixed = table.fixed("fixed", 0, 1);
        final RefColumn ref = table.ref("ref", table);
        builder.build();
        assertEquals(4, flag.offset());
        assertEquals(8, big.offset());
        assertEquals(16, tiny.offset());
        assertEquals(18, small.offset());
        assertEquals(20, blob.offset());
        assertEquals(24, middle.offset());
        assertEquals(28, fixed.offset());
        assertEquals(32, ref.offset());
        assertEquals(40, table.strideBytes());
    }

    @Test
    void single_tables_stand_in_front_then_the_others_then_history_and_rows_begin_at_multiples_of_8() {
        final Table past = builder.table("$past", 2).history();
        past.int8("a", 0, 1);
        final Table first = builder.table("first", 3);
        first.int8("a", 0, 1);
        final Table second = builder.single("second");
        second.int64("b");
        final Table third = builder.table("third", 1);
        final Table fourth = builder.single("fourth");
        final Layout layout = builder.build();
        assertEquals(0, second.base());
        assertEquals(16, second.rowOffset(0));
        assertEquals(16, second.strideBytes());
        assertEquals(16 + 16, fourth.base());
        assertEquals(32 + 16 + 8, first.base());
        assertEquals(56 + 16, first.rowOffset(0));
        assertEquals(56 + 16 + 8, first.rowOffset(1));
        assertEquals(56 + 16 + 3 * 8, third.base());
        assertEquals(96 + 16 + 8, past.base());
        assertEquals(120, layout.snapshotBytes());
        assertEquals(120 + 16 + 2 * 8, layout.blockBytes());
        assertEquals(List.of(past, first, second, third, fourth), layout.tables(), "declared order");
        for (int id = 0; id < 5; id++) {
            assertEquals(id, layout.tables().get(id).id());
        }
    }

    @Test
    void a_layout_without_history_has_snapshots_as_large_as_its_blocks() {
        builder.single("one");
        builder.table("rows", 3);
        final Layout layout = builder.build();
        assertEquals(layout.blockBytes(), layout.snapshotBytes());
        assertEquals(0, new LayoutBuilder("empty").build().blockBytes());
    }

    @Test
    void history_is_the_engines_and_nobody_is_shown_it() {
        final Table past = builder.table("$past", 2).history();
        past.int8("a", 0, 1);
        assertTrue(past.isHistory());
        assertFalse(past.isShown());
        final Table late = builder.table("$late", 2);
        late.int8("a", 0, 1);
        final String expected =
                "only a table of the engine ($), of rows, that has no columns yet can be one of history";
        refused("$late: " + expected, late::history);
        refused("mine: " + expected, () -> builder.table("mine", 1).history());
        refused("$one: " + expected, () -> builder.single("$one").history());
        assertFalse(late.isHistory());
    }

    @Test
    void a_record_begins_with_its_first_field() {
        final RecordType input = builder.input();
        input.int8("a", 0, 1);
        final IntColumn b = input.int16("b", 0, 1);
        builder.build();
        assertEquals(2, b.offset());
        assertEquals(4, input.lengthBytes());
    }

    // ---- what is declared is found

    @Test
    void tables_and_columns_are_found_by_name_or_refused_by_name() {
        final Table table = builder.table("rows", 3);
        final IntColumn hp = table.int16("hp", 0, 100);
        final Layout layout = builder.build();
        assertSame(table, layout.table("rows"));
        assertSame(hp, layout.table("rows").column("hp"));
        assertNull(layout.findTable("columns"));
        assertNull(table.find("mp"));
        refused("no table columns in the layout of test", () -> layout.table("columns"));
        refused("rows has no column mp; it has [rows.hp]", () -> table.column("mp"));
    }

    @Test
    void a_table_is_shown_as_soon_as_one_of_its_columns_may_be() {
        final Table hidden = builder.table("hidden", 1).hidden();
        hidden.bool("a");
        final Table partly = builder.table("partly", 1).hidden();
        partly.bool("a");
        partly.bool("b").visibleTo(Visibility.ALL);
        builder.build();
        assertFalse(hidden.isShown());
        assertTrue(partly.isShown());
    }

    @Test
    void the_default_is_the_value_of_the_range_nearest_to_0() {
        assertEquals(0, builder.input().int8("a", -5, 5).defaultValue());
        assertEquals(3, builder.input().int8("b", 3, 5).defaultValue());
        assertEquals(-3, builder.input().int8("c", -5, -3).defaultValue());
        assertEquals(4, builder.input().int8("d", 3, 5).withDefault(4).defaultValue());
    }

    // ---- bits on the wire

    @Test
    void a_value_needs_as_many_bits_as_its_range_has() {
        final Table table = builder.table("rows", 1);
        assertEquals(1, table.bool("flag").wireBits());
        assertEquals(7, table.int16("hp", 0, 100).wireBits());
        assertEquals(0, table.int16("constant", 7, 7).wireBits());
        assertEquals(8, table.int8("byte", -128, 127).wireBits());
        assertEquals(
                32, table.int32("int", Integer.MIN_VALUE, Integer.MAX_VALUE).wireBits());
        assertEquals(64, table.int64("long").wireBits());
        assertEquals(63, table.int64("positive", 0, Long.MAX_VALUE).wireBits());
        assertEquals(31, table.ref("ref", table).wireBits());
    }

    @Test
    void dropped_bits_are_not_on_the_wire() {
        final Table table = builder.table("rows", 1);
        assertEquals(23, table.fixed("x", -32, 32).wireBits());
        final FixedColumn shown = table.fixed("y", -32, 32).shownFractionBits(10);
        assertEquals(6, shown.droppedBits());
        assertEquals(17, shown.wireBits());
    }

    // ---- hash

    @Test
    void equal_declarations_have_equal_hashes() {
        assertEquals(hashOf(b -> {}), hashOf(b -> {}));
    }

    @Test
    void every_difference_that_matters_changes_the_hash() {
        final long base = hashOf(b -> {});
        assertNotEquals(base, hashOf(b -> b.logicVersion(2)));
        assertNotEquals(base, hashOf(b -> b.seats(2)));
        assertNotEquals(base, hashOf(b -> b.table("more", 1)));
        assertNotEquals(base, hashOf(b -> b.input().bool("more")));
        assertNotEquals(base, hashOf(b -> b.join().bool("more")));
        assertNotEquals(base, hashOf(b -> b.rules().bool("more")));
        assertNotEquals(base, hashOf(b -> b.result().bool("more")));
        assertNotEquals(base, hashOf(b -> b.command("more")));
        assertNotEquals(base, hashOf(b -> b.effect("more", EffectClass.SURE)));
        assertNotEquals(
                hashOf(b -> b.effect("more", EffectClass.SURE)), hashOf(b -> b.effect("more", EffectClass.MOMENTARY)));
        assertNotEquals(hashOf(b -> b.table("more", 1)), hashOf(b -> b.single("more")));
        assertNotEquals(hashOf(b -> b.table("more", 1)), hashOf(b -> b.table("more", 2)));
        assertNotEquals(
                hashOf(b -> b.table("$more", 1)),
                hashOf(b -> b.table("$more", 1).history()));
        final long field = hashOf(b -> b.input().int8("f", 0, 3));
        assertNotEquals(field, hashOf(b -> b.input().int16("f", 0, 3)));
        assertNotEquals(field, hashOf(b -> b.input().int8("g", 0, 3)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 2)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", -1, 3)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 3).whenMissing(Missing.ZERO)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 3).mergedBy(Merge.OR)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 3).withDefault(1)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 3).visibleTo(Visibility.NOBODY)));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 3).rewound()));
        assertNotEquals(field, hashOf(b -> b.input().int8("f", 0, 3).predicted()));
    }

    @Test
    void the_game_is_part_of_the_hash() {
        assertNotEquals(
                new LayoutBuilder("one").build().hash(),
                new LayoutBuilder("two").build().hash());
    }

    private static long hashOf(final Consumer<LayoutBuilder> change) {
        final LayoutBuilder builder = new LayoutBuilder("test");
        builder.table("rows", 4).int16("hp", 0, 100);
        change.accept(builder);
        return builder.build().hash();
    }

    // ---- contradictions

    @Test
    void a_name_that_is_taken_is_refused() {
        final Table table = builder.table("rows", 1);
        table.bool("a");
        refused("table rows is declared twice", () -> builder.single("rows"));
        refused("rows.a is declared twice", () -> table.int8("a", 0, 1));
        builder.command("buy");
        refused("COMMAND buy is declared twice", () -> builder.command("buy"));
        builder.effect("hit", EffectClass.SURE);
        refused("EFFECT hit is declared twice", () -> builder.effect("hit", EffectClass.MOMENTARY));
    }

    @Test
    void a_name_that_other_languages_cannot_write_is_refused() {
        for (final String name : new String[] {"", "a b", "a.b", "é", "a$", "\"", "x".repeat(65)}) {
            refused("name '" + name + "'", () -> builder.table(name, 1));
            refused("name '" + name + "'", () -> builder.input().bool(name));
            refused("name '" + name + "'", () -> builder.command(name));
            refused("name '" + name + "'", () -> new LayoutBuilder(name));
        }
    }

    @Test
    void a_range_that_is_empty_or_does_not_fit_its_type_is_refused() {
        final Table table = builder.table("rows", 1);
        refused("rows.a: its range 2 to 1 is empty", () -> table.int8("a", 2, 1));
        refused("rows.a: an int8 holds -128 to 127, not -129 to 0", () -> table.int8("a", -129, 0));
        refused("rows.a: an int8 holds -128 to 127, not 0 to 128", () -> table.int8("a", 0, 128));
        refused("rows.a: an int16 holds -32768 to 32767, not 0 to 32768", () -> table.int16("a", 0, 32_768));
        refused("rows.a: a Q16.16 number holds -32768 to 32767", () -> table.fixed("a", 0, 32_768));
        refused("rows.a: its range 5 to 4 is empty", () -> table.int64("a", 5, 4));
        assertEquals(0, table.columns().size(), "what was refused left nothing behind");
    }

    @Test
    void a_size_that_is_impossible_is_refused() {
        refused("rows: a capacity of 0 rows", () -> builder.table("rows", 0));
        refused("rows: a capacity of 65537 rows", () -> builder.table("rows", 65_537));
        refused("input.a: a length of 0 bytes", () -> builder.input().bytes("a", 0));
        refused("input.a: a length of 4097 bytes", () -> builder.input().text("a", 4097));
        refused("test: 0 seats", () -> builder.seats(0));
        refused("test: 257 seats", () -> builder.seats(257));
    }

    @Test
    void a_state_that_would_be_too_large_is_refused_with_the_table_that_made_it_so() {
        builder.table("fine", 1).bool("a");
        final Table large = builder.table("large", 65_536);
        large.bytes("a", 2048);
        refused("large: the state would grow to", builder::build);
    }

    @Test
    void a_default_outside_its_range_is_refused() {
        refused(
                "input.a: default 6 is outside its range 0 to 5",
                () -> builder.input().int8("a", 0, 5).withDefault(6));
    }

    @Test
    void a_precision_that_is_none_is_refused() {
        refused("input.a: drops -1 bits", () -> builder.input().fixed("a", 0, 1).shownFractionBits(17));
        refused(
                "input.smooth: smooth to 17 bits",
                () -> builder.input().fixed("smooth", 0, 1).smooth(17));
    }

    @Test
    void two_owners_or_two_teams_of_a_row_are_refused() {
        final Table table = builder.table("rows", 1);
        table.owner("seat");
        table.team("team", 0, 1);
        refused("rows.other: the rows have an owner already: rows.seat", () -> table.owner("other"));
        refused("rows.other: the rows have a team already: rows.team", () -> table.team("other", 0, 1));
    }

    @Test
    void a_reference_to_a_table_of_another_layout_is_refused() {
        final Table foreign = new LayoutBuilder("other").table("theirs", 1);
        builder.table("rows", 1).ref("target", foreign);
        refused("rows.target: refers to table theirs, which is not of this layout", builder::build);
    }

    @Test
    void a_merge_that_could_leave_the_range_is_refused() {
        builder.input().int8("buttons", 0, 5).mergedBy(Merge.OR);
        refused("input.buttons: merged by OR, values of 0 to 5 would leave their range", builder::build);
    }

    @Test
    void merging_by_or_is_for_ranges_that_are_whole_bits() {
        builder.input().bool("a").mergedBy(Merge.OR);
        builder.input().int8("b", 0, 7).mergedBy(Merge.OR);
        builder.input().int8("c", -128, 127).mergedBy(Merge.OR);
        builder.input().int32("d", 0, Integer.MAX_VALUE).mergedBy(Merge.OR);
        builder.build();
    }

    @Test
    void a_layout_that_is_built_cannot_change() {
        final Table table = builder.table("rows", 1);
        final IntColumn a = table.int8("a", 0, 5);
        builder.build();
        refused("rows: a layout cannot change once it is built", () -> table.bool("b"));
        refused("rows: a layout cannot change once it is built", () -> a.visibleTo(Visibility.NOBODY));
        refused(
                "input: a layout cannot change once it is built",
                () -> builder.input().bool("b"));
        refused("test: this layout is built already", builder::build);
    }

    @Test
    void a_built_layout_does_not_grow_with_its_builder() {
        final Layout layout = builder.build();
        refused("test: this layout is built already", () -> builder.table("late", 1));
        refused("test: this layout is built already", () -> builder.command("late"));
        assertEquals(0, layout.tables().size());
        assertEquals(0, layout.commands().size());
    }

    private static void refused(final String expected, final Executable declaration) {
        final LayoutException e = assertThrows(LayoutException.class, declaration);
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
}
