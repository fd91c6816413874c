package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StateDifferenceTest {
    private final LayoutBuilder builder = new LayoutBuilder("test");
    private final Table players = builder.table("players", 4);
    private final IntColumn hp = players.int16("hp", 0, 100);
    private final FixedColumn x = players.fixed("x", -10, 10);
    private final RefColumn friend = players.ref("friend", players);
    private final BoolColumn ready = players.bool("ready");
    private final Table clock = builder.single("clock");
    private final IntColumn ticks = clock.int32("ticks", 0, 1000);
    private final Table past = builder.table("$past", 2).history();
    private final LongColumn before = past.int64("before");
    private final Layout layout = builder.build();
    private final State one = StateTest.stateOf(layout);
    private final State other = StateTest.stateOf(layout);

    private int inBoth(final Table table) {
        final int row = one.add(table);
        assertEquals(row, other.add(table));
        return row;
    }

    @Test
    void equal_states_have_no_difference() {
        inBoth(players);
        assertNull(StateDifference.first(one, other));
        assertNull(StateDifference.firstIn(players, one, other));
    }

    @Test
    void a_value_is_named_with_its_row_and_column_and_both_values() {
        inBoth(players);
        final int row = inBoth(players);
        other.set(row, x, -98_304);
        final StateDifference found = StateDifference.first(one, other);
        assertEquals(new StateDifference(players, 1, x, "0", "-1.5"), found);
        assertEquals("players[1].x: 0 and -1.5", found.toString());
        assertEquals("players[1].x", found.place());
        assertEquals("players[1].x: -1.5 and 0", said(other, one));
        other.set(row, friend, row);
        assertEquals("players[1].x: 0 and -1.5", said(one, other), "columns in declared order");
        other.set(row, x, 0);
        assertEquals("players[1].friend: none and players[1#0]", said(one, other));
    }

    @Test
    void tables_come_in_declared_order_wherever_they_stand_in_the_block() {
        one.set(ticks, 7);
        assertEquals("clock[0].ticks: 7 and 0", said(one, other));
        final int row = inBoth(players);
        one.set(row, ready, true);
        assertTrue(clock.base() < players.base());
        assertEquals("players[0].ready: true and false", said(one, other));
        assertEquals(
                "clock[0].ticks: 7 and 0",
                StateDifference.firstIn(clock, one, other).toString());
    }

    @Test
    void a_row_that_lives_in_one_state_only_or_in_another_life_is_named_as_such() {
        one.add(players);
        assertEquals("players[0]: alive, generation 0 and dead", said(one, other));
        other.remove(players, other.add(players));
        other.add(players);
        assertEquals("players[0]: alive, generation 0 and alive, generation 1", said(one, other));
        one.remove(players, one.rowAt(players, 0));
        other.remove(players, other.rowAt(players, 0));
        assertEquals(
                "players: 0 rows below row 0, next generation 1 and 0 rows below row 0, next generation 2",
                said(one, other));
    }

    @Test
    void headers_and_bytes_that_no_column_holds_are_named_too() {
        final int row = inBoth(players);
        one.block().putByte(players.rowOffset(0) + players.strideBytes() - 1, (byte) 5);
        assertEquals("players[0]: byte 23 is 5 and byte 23 is 0", said(one, other));
        one.block().putByte(players.rowOffset(0) + players.strideBytes() - 1, (byte) 0);
        one.set(row, hp, 0);
        one.block().putInt(players.base(), 3);
        assertEquals(
                "players: 3 rows below row 1, next generation 0 and 1 rows below row 1, next generation 0",
                said(one, other));
    }

    @Test
    void history_is_compared_only_when_it_is_asked_for() {
        final int row = inBoth(past);
        one.set(row, before, -1);
        assertNull(StateDifference.first(one, other));
        assertEquals(
                "$past[0].before: -1 and 0",
                StateDifference.firstIn(past, one, other).toString());
    }

    @Test
    void the_same_layout_read_from_its_text_can_be_compared_another_one_cannot() {
        final State read = StateTest.stateOf(LayoutJson.read(LayoutJson.write(layout)));
        assertNull(StateDifference.first(one, read));
        one.set(one.add(players), hp, 3);
        read.add(read.layout().table("players"));
        final StateDifference found = StateDifference.first(one, read);
        assertNotNull(found);
        assertSame(hp, found.column());
        final State alien = StateTest.stateOf(new LayoutBuilder("alien").build());
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> StateDifference.first(one, alien));
        assertTrue(e.getMessage().contains("test logic 1") && e.getMessage().contains("alien logic 1"), e.getMessage());
    }

    @RepeatedTest(3)
    void there_is_a_difference_exactly_when_the_hashes_differ() {
        final SplittableRandom random = Seed.random("StateDifferenceTest");
        int different = 0;
        for (int step = 0; step < 2000; step++) {
            change(random.nextBoolean() ? one : other, random);
            if (random.nextInt(3) == 0) {
                other.block().putBytes(0, one.block(), 0, layout.blockBytes());
            }
            final boolean differ = one.hash() != other.hash();
            assertEquals(differ, StateDifference.first(one, other) != null);
            different += differ ? 1 : 0;
        }
        assertTrue(different > 100 && different < 1900, different + " of 2000 pairs differed");
    }

    private void change(final State state, final SplittableRandom random) {
        final int row = state.rowAt(players, random.nextInt(4));
        switch (random.nextInt(4)) {
            case 0 -> state.set(ticks, random.nextInt(2));
            case 1 -> {
                if (state.hasRoom(players)) {
                    state.add(players);
                }
            }
            case 2 -> {
                if (row != Rows.NONE) {
                    state.remove(players, row);
                }
            }
            default -> {
                if (row != Rows.NONE) {
                    state.set(row, hp, random.nextInt(2));
                }
            }
        }
    }

    private static String said(final State one, final State other) {
        return String.valueOf(StateDifference.first(one, other));
    }
}
