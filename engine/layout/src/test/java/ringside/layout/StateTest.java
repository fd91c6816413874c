package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class StateTest {
    private final LayoutBuilder builder = new LayoutBuilder("test");
    private final Table rows = builder.table("rows", 3);
    private final IntColumn hp = rows.int16("hp", 0, 100).withDefault(50);
    private final BoolColumn flag = rows.bool("flag");
    private final LongColumn big = rows.int64("big", -5, Long.MAX_VALUE);
    private final FixedColumn x = rows.fixed("x", -10, 10);
    private final RefColumn friend = rows.ref("friend", rows);
    private final BytesColumn blob = rows.bytes("blob", 4);
    private final BytesColumn name = rows.text("name", 5);
    private final Table clock = builder.single("clock");
    private final IntColumn ticks = clock.int32("ticks", 0, 1000);
    private final RefColumn leader = clock.ref("leader", rows);
    private final IntColumn field = builder.input().int8("field", 0, 1);
    private final State state = stateOf(builder.build());

    static State stateOf(final Layout layout) {
        final State state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        return state;
    }

    @Test
    void a_new_row_has_its_defaults_and_zeros() {
        final int row = state.add(rows);
        assertEquals(50, state.get(row, hp));
        assertFalse(state.get(row, flag));
        assertEquals(0, state.get(row, big));
        assertEquals(Rows.NONE, state.get(row, friend));
        assertEquals("", state.getText(row, name));
    }

    @Test
    void every_type_of_column_keeps_its_value() {
        final int row = state.add(rows);
        state.set(row, hp, 100);
        state.set(row, flag, true);
        state.set(row, big, Long.MAX_VALUE);
        state.set(row, x, -655_360);
        state.set(row, friend, row);
        state.setBytes(row, blob, new UnsafeBuffer(new byte[] {1, 2, 3}), 1, 2);
        state.setText(row, name, "abc");
        assertEquals(100, state.get(row, hp));
        assertTrue(state.get(row, flag));
        assertEquals(Long.MAX_VALUE, state.get(row, big));
        assertEquals(-655_360, state.get(row, x));
        assertEquals(row, state.get(row, friend));
        final UnsafeBuffer out = new UnsafeBuffer(new byte[6]);
        state.getBytes(row, blob, out, 1);
        assertEquals(0x00_03_02_00, out.getInt(0));
        assertEquals("abc", state.getText(row, name));
    }

    @Test
    void a_value_outside_its_range_is_refused_by_name_and_changes_nothing() {
        final int row = state.add(rows);
        final long before = state.hash();
        refused("rows.hp: value 101 is outside its range 0 to 100", () -> state.set(row, hp, 101));
        refused("rows.hp: value -1 is outside", () -> state.set(row, hp, -1));
        refused("rows.big: value -6 is outside", () -> state.set(row, big, -6));
        refused("rows.x: value 10.00002 is outside its range -10 to 10", () -> state.set(row, x, 655_361));
        refused("clock.ticks: value 1001", () -> state.set(ticks, 1001));
        refused("rows.blob: 5 bytes do not fit its 4", () -> state.setBytes(row, blob, state.block(), 0, 5));
        assertEquals(before, state.hash());
    }

    @Test
    void a_reference_to_a_row_that_does_not_live_cannot_be_stored() {
        final int row = state.add(rows);
        final int gone = state.add(rows);
        state.remove(rows, gone);
        refused(
                "rows.friend: cannot refer to rows[1#0]: stale row, it was removed",
                () -> state.set(row, friend, gone));
        refused("stale", () -> state.set(leader, gone));
        state.set(leader, row);
        state.set(leader, Rows.NONE);
    }

    @Test
    void text_is_cut_between_characters() {
        final int row = state.add(rows);
        state.setText(row, name, "aéééé");
        assertEquals("aéé", state.getText(row, name));
        state.setText(row, name, "ééé");
        assertEquals("éé", state.getText(row, name));
        state.setText(row, name, "x");
        assertEquals("x", state.getText(row, name));
        state.setText(row, name, "a😀b");
        assertEquals("a😀", state.getText(row, name));
    }

    @Test
    void bytes_that_are_not_given_become_zero() {
        final int row = state.add(rows);
        state.setBytes(row, blob, new UnsafeBuffer(new byte[] {9, 9, 9, 9}), 0, 4);
        state.setBytes(row, blob, new UnsafeBuffer(new byte[] {1}), 0, 1);
        assertEquals("01000000", blob.format(state.block(), state.rowOffset(rows, row)));
    }

    @Test
    void bytes_are_copied_from_row_to_row_whatever_their_number() {
        final LayoutBuilder of = new LayoutBuilder("bytes");
        final Table table = of.table("table", 2);
        final BytesColumn[] from = new BytesColumn[80];
        final BytesColumn[] to = new BytesColumn[from.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = table.bytes("from" + i, i + 1);
            to[i] = table.bytes("to" + i, i + 1);
        }
        final State copied = stateOf(of.build());
        final int source = copied.add(table);
        final int target = copied.add(table);
        final byte[] bytes = new byte[from.length];
        final byte[] read = new byte[from.length];
        for (int i = 0; i < from.length; i++) {
            bytes[i] = (byte) ~i;
            copied.setBytes(source, from[i], new UnsafeBuffer(bytes), 0, i + 1);
            copied.copyBytes(source, from[i], target, to[i]);
        }
        for (int i = 0; i < from.length; i++) {
            copied.getBytes(target, to[i], new UnsafeBuffer(read), 0);
            assertEquals(0, Arrays.compare(bytes, 0, i + 1, read, 0, i + 1), i + 1 + " bytes");
        }
        refused(
                "from0: its 1 bytes are not the 2 of table.to1",
                () -> copied.copyBytes(source, from[0], target, to[1]));
        copied.remove(table, source);
        refused("stale row", () -> copied.copyBytes(source, from[0], target, to[0]));
    }

    @Test
    void rows_are_packed_with_their_handles_and_a_dead_one_keeps_what_was_there() {
        final LayoutBuilder of = new LayoutBuilder("packed");
        final Table table = of.table("table", 3);
        final IntColumn small = table.int8("small", -100, 100);
        final IntColumn mid = table.int16("mid", -1000, 1000);
        final BoolColumn on = table.bool("on");
        final FixedColumn wide = table.fixed("wide", -10, 10);
        final Table ring = of.table("ring", 1);
        final BytesColumn into = ring.bytes("into", 3 * 5 * Integer.BYTES);
        final BytesColumn tooSmall = ring.bytes("tooSmall", 3 * 5 * Integer.BYTES - 1);
        final State packed = stateOf(of.build());
        packed.add(table);
        final int gone = packed.add(table);
        final int row = packed.add(table);
        packed.set(gone, mid, 77);
        packed.set(row, small, -3);
        packed.set(row, mid, -777);
        packed.set(row, on, true);
        packed.set(row, wide, -9);
        final int slot = packed.add(ring);
        final Column[] columns = {small, mid, on, wide};
        packed.pack(table, columns, slot, into);
        packed.remove(table, gone);
        packed.pack(table, columns, slot, into);
        final byte[] bytes = new byte[into.widthBytes()];
        packed.getBytes(slot, into, new UnsafeBuffer(bytes), 0);
        final IntBuffer words =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        final int[] wanted = {packed.first(table), 0, 0, 0, 0, Rows.NONE, 0, 77, 0, 0, row, -3, -777, 1, -9};
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], words.get(i), "word " + i);
        }
        refused("do not hold 4 columns", () -> packed.pack(table, columns, slot, tooSmall));
    }

    @Test
    void a_dead_row_reads_as_zero_by_its_number() {
        final int row = state.add(rows);
        state.set(row, hp, 77);
        assertEquals(77, state.getAt(0, hp));
        assertEquals(0, state.getAt(1, hp));
        state.remove(rows, row);
        assertEquals(0, state.getAt(0, hp));
        refused("row 3 is beyond its capacity of 3 rows", () -> state.getAt(3, hp));
        refused("row -1", () -> state.getAt(-1, hp));
        refused("input.field is a field of a record", () -> state.getAt(0, field));
    }

    @Test
    void a_stale_handle_is_refused_and_says_what_became_of_the_row() {
        final int old = state.add(rows);
        state.remove(rows, old);
        refused("rows[0#0]: stale row, it was removed; it was asked for its rows.hp", () -> state.get(old, hp));
        final int now = state.add(rows);
        assertEquals(Rows.index(old), Rows.index(now));
        refused("rows[0#0]: stale row, it was removed and its place taken", () -> state.set(old, hp, 1));
        refused("the row handle is none", () -> state.get(Rows.NONE, hp));
        refused("the table has 3 rows", () -> state.get(now + 3, hp));
        refused("stale", () -> state.get(-1, hp));
        refused("stale", () -> state.remove(rows, old));
        assertFalse(state.isAlive(rows, old));
        assertFalse(state.isAlive(rows, -1));
        assertFalse(state.isAlive(rows, Rows.NONE));
        assertTrue(state.isAlive(rows, now));
    }

    @Test
    void a_handle_recurs_only_after_16384_removals_in_its_table() {
        final int first = state.add(rows);
        state.remove(rows, first);
        final int other = state.addAt(rows, 2);
        state.remove(rows, other);
        for (int removals = 2; removals < 16_384; removals++) {
            assertEquals(removals, state.generation(rows));
            final int row = state.add(rows);
            assertEquals(removals, Rows.generation(row));
            assertFalse(state.isAlive(rows, first));
            state.remove(rows, row);
        }
        assertEquals(0, state.generation(rows));
        assertEquals(first, state.add(rows));
    }

    @Test
    void what_was_written_into_a_dead_row_is_gone_when_it_comes_to_life() {
        final int at = rows.rowOffset(0);
        state.block().setMemory(at + 4, rows.strideBytes() - 4, (byte) 9);
        final int row = state.add(rows);
        assertEquals(50, state.get(row, hp));
        assertEquals(0, state.get(row, big));
        assertEquals("", state.getText(row, name));
    }

    @Test
    void a_removed_row_leaves_nothing_but_zeros() {
        final State other = stateOf(state.layout());
        final int row = state.add(rows);
        state.set(row, hp, 7);
        state.setText(row, name, "bob");
        state.remove(rows, row);
        other.remove(rows, other.addAt(rows, 2));
        assertEquals(0, state.block().compareTo(other.block()));
        assertEquals(other.hash(), state.hash());
    }

    @Test
    void a_full_table_says_so() {
        for (int i = 0; i < 3; i++) {
            assertTrue(state.hasRoom(rows));
            state.add(rows);
        }
        assertFalse(state.hasRoom(rows));
        refused("rows: full, all 3 rows are alive", () -> state.add(rows));
        refused("rows: row 1 is alive already", () -> state.addAt(rows, 1));
        refused("rows: row 3 is beyond its capacity of 3 rows", () -> state.addAt(rows, 3));
        refused("rows: row -1 is beyond", () -> state.addAt(rows, -1));
    }

    @Test
    void the_row_of_a_single_table_always_lives() {
        assertEquals(Rows.SINGLE, state.first(clock));
        state.set(ticks, 7);
        assertEquals(7, state.get(ticks));
        refused("clock: the row of a single table cannot be removed", () -> state.remove(clock, Rows.SINGLE));
        state.clear();
        assertEquals(0, state.get(ticks));
    }

    @Test
    void a_field_of_a_record_is_no_column() {
        refused("input.field is a field of a record", () -> state.get(Rows.SINGLE, field));
    }

    @Test
    void a_row_may_be_removed_while_the_rows_are_walked() {
        for (int i = 0; i < 3; i++) {
            state.add(rows);
        }
        int seen = 0;
        for (int row = state.first(rows); row != Rows.NONE; row = state.next(rows, row)) {
            state.remove(rows, row);
            seen++;
        }
        assertEquals(3, seen);
        assertEquals(0, state.count(rows));
    }

    @Test
    void a_copy_of_the_block_is_the_same_state_wherever_it_stands() {
        state.set(state.add(rows), hp, 12);
        final UnsafeBuffer elsewhere = new UnsafeBuffer(new byte[state.layout().blockBytes() + 64]);
        elsewhere.putBytes(24, state.block(), 0, state.layout().blockBytes());
        final State copy = new State(state.layout());
        copy.wrap(elsewhere, 24);
        assertEquals(state.hash(), copy.hash());
        assertEquals(12, copy.get(copy.first(rows), hp));
        copy.set(copy.first(rows), hp, 13);
        assertNotEquals(state.hash(), copy.hash());
    }

    @Test
    void values_are_written_for_people() {
        final int row = state.add(rows);
        state.set(row, x, 3 * 65_536 / 2);
        state.set(row, friend, row);
        final int at = state.rowOffset(rows, row);
        assertEquals("1.5", x.format(state.block(), at));
        assertEquals("rows[0#0]", friend.format(state.block(), at));
        assertEquals("false", flag.format(state.block(), at));
        assertEquals("50", hp.format(state.block(), at));
        assertEquals("none", friend.formatRaw(Rows.NONE));
    }

    private static void refused(final String expected, final Executable access) {
        final StateException e = assertThrows(StateException.class, access);
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
}
