package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is hashed, copied and restored of a state is what is alive in it. */
class SnapshotTest {
    private final LayoutBuilder builder = new LayoutBuilder("test");
    private final Table rows = builder.table("rows", 13);
    private final IntColumn hp = rows.int16("hp", 0, 100).withDefault(50);
    private final LongColumn big = rows.int64("big");
    private final Table clock = builder.single("clock");
    private final IntColumn ticks = clock.int32("ticks", 0, Integer.MAX_VALUE);
    private final Table past = builder.table("$past", 5).history();
    private final LongColumn before = past.int64("before");
    private final Table many = builder.table("many", 40);
    private final BoolColumn flag = many.bool("flag");
    private final RefColumn friend = many.ref("friend", rows);
    private final BytesColumn blob = many.bytes("blob", 11);
    private final Table mode = builder.single("mode");
    private final FixedColumn gravity = mode.fixed("gravity", -10, 10).withDefaultRaw(3);
    private final Layout layout = builder.build();
    private final State state = StateTest.stateOf(layout);

    // ---- properties of random states

    @RepeatedTest(5)
    void a_snapshot_reads_as_the_state_did_whatever_its_memory_held_before() {
        final SplittableRandom random = Seed.random("SnapshotTest.copy");
        final UnsafeBuffer[] slots = {
            snapshotMemory(), snapshotMemory(), new UnsafeBuffer(ByteBuffer.allocateDirect(layout.snapshotBytes()))
        };
        for (int step = 0; step < 400; step++) {
            change(state, random, 1 + random.nextInt(12));
            final UnsafeBuffer slot = slots[random.nextInt(slots.length)];
            state.copyTo(slot, 0);
            expectSame(state, stateAt(slot));
            assertEquals(0, slot.compareTo(new UnsafeBuffer(state.block(), 0, layout.snapshotBytes())), "bytes");
        }
    }

    @RepeatedTest(5)
    void a_copy_over_the_last_one_is_that_of_any_memory_and_reads_nothing_of_it() {
        final SplittableRandom random = Seed.random("SnapshotTest.copyOver");
        final int note = layout.filledBytes();
        final UnsafeBuffer[] slots = {
            new UnsafeBuffer(new byte[note + layout.snapshotBytes()]),
            new UnsafeBuffer(ByteBuffer.allocateDirect(note + layout.snapshotBytes()))
        };
        for (int step = 0; step < 400; step++) {
            change(state, random, 1 + random.nextInt(12));
            final UnsafeBuffer slot = slots[random.nextInt(slots.length)];
            layout.copySnapshotOver(state.block(), 0, slot, note, 0);
            final UnsafeBuffer copied = new UnsafeBuffer(slot, note, layout.snapshotBytes());
            assertEquals(0, copied.compareTo(new UnsafeBuffer(state.block(), 0, layout.snapshotBytes())), "bytes");
        }
    }

    @RepeatedTest(5)
    void hashes_are_equal_exactly_when_snapshots_are() {
        final SplittableRandom random = Seed.random("SnapshotTest.hash");
        final State other = StateTest.stateOf(layout);
        int equal = 0;
        for (int step = 0; step < 2000; step++) {
            if (random.nextInt(3) == 0) {
                other.block().putBytes(0, state.block(), 0, layout.blockBytes());
            }
            final SplittableRandom same = random.split();
            final int changes = random.nextInt(3);
            change(state, random.nextBoolean() ? same : same.split(), changes);
            change(other, same.split(), random.nextInt(2) == 0 ? changes : 0);
            final UnsafeBuffer one = snapshotMemory();
            final UnsafeBuffer two = snapshotMemory();
            state.copyTo(one, 0);
            other.copyTo(two, 0);
            final boolean alike = one.compareTo(two) == 0;
            equal += alike ? 1 : 0;
            assertEquals(alike, state.hash() == other.hash(), "step " + step);
            assertEquals(state.hash(), stateAt(one).hash());
        }
        assertTrue(equal > 100 && equal < 1900, equal + " of 2000 pairs were equal");
    }

    @RepeatedTest(5)
    void a_state_that_is_restored_is_the_state_of_its_snapshot_and_lives_on() {
        final SplittableRandom random = Seed.random("SnapshotTest.restore");
        final UnsafeBuffer slot = snapshotMemory();
        final State twin = StateTest.stateOf(layout);
        for (int step = 0; step < 200; step++) {
            change(state, random, random.nextInt(20));
            state.copyTo(slot, 0);
            final long hash = state.hash();
            change(state, random, random.nextInt(20));
            twin.block().putBytes(0, state.block(), 0, layout.blockBytes());
            state.restore(slot, 0);
            twin.restore(slot, 0);
            expectSame(stateAt(slot), state);
            assertEquals(hash, state.hash());
            assertEquals(0, state.block().compareTo(twin.block()), "the whole block");
            expectDeadRowsEmpty(state);
        }
    }

    // ---- single cases

    @Test
    void how_many_rows_were_removed_is_part_of_the_hash_as_it_decides_what_comes_next() {
        final State other = StateTest.stateOf(layout);
        state.remove(rows, state.add(rows));
        assertNotEquals(other.hash(), state.hash());
        other.remove(rows, other.addAt(rows, 7));
        assertEquals(other.hash(), state.hash());
        assertEquals(other.add(rows), state.add(rows));
    }

    @Test
    void rows_that_live_beyond_a_snapshot_die_when_it_is_restored() {
        final UnsafeBuffer slot = snapshotMemory();
        state.add(rows);
        state.copyTo(slot, 0);
        final int late = state.add(rows);
        state.set(late, big, -1);
        state.restore(slot, 0);
        assertEquals(1, state.count(rows));
        assertEquals(Rows.NONE, state.rowAt(rows, 1));
        assertThrows(StateException.class, () -> state.get(late, big));
        assertEquals(late, state.add(rows), "as if it had not been");
        assertEquals(0, state.get(late, big));
    }

    @Test
    void a_match_goes_on_from_a_snapshot_as_from_the_state_itself() {
        final SplittableRandom random = Seed.random("SnapshotTest.goesOn");
        for (int round = 0; round < 50; round++) {
            change(state, random, 100);
            final State copy = StateTest.stateOf(layout);
            state.copyTo(copy.block(), 0);
            final long seed = random.nextLong();
            change(state, new SplittableRandom(seed), 100);
            change(copy, new SplittableRandom(seed), 100);
            assertEquals(state.hash(), copy.hash());
            assertNull(StateDifference.first(state, copy));
        }
    }

    @Test
    void history_is_part_of_the_block_but_neither_hashed_nor_copied_nor_restored() {
        final long hash = state.hash();
        final UnsafeBuffer slot = snapshotMemory();
        state.copyTo(slot, 0);
        state.set(state.add(past), before, 77);
        assertEquals(hash, state.hash());
        state.restore(slot, 0);
        assertEquals(77, state.get(state.first(past), before));
        final State copy = StateTest.stateOf(layout);
        copy.block().putBytes(0, state.block(), 0, layout.blockBytes());
        assertEquals(77, copy.get(copy.first(past), before));
    }

    @Test
    void a_snapshot_names_the_table_of_history_that_it_does_not_hold() {
        final int row = state.add(past);
        final UnsafeBuffer slot = snapshotMemory();
        state.copyTo(slot, 0);
        final State snapshot = stateAt(slot);
        final String expected = "$past: a table of history, which a snapshot does not hold";
        final String ofColumn = expected + "; it was asked for its $past.before";
        assertEquals(ofColumn, refused(() -> snapshot.get(row, before)));
        assertEquals(ofColumn, refused(() -> snapshot.set(row, before, 1)));
        assertEquals(expected, refused(() -> snapshot.first(past)));
        assertEquals(expected, refused(() -> snapshot.count(past)));
        assertEquals(expected, refused(() -> snapshot.rowAt(past, 0)));
        assertEquals(expected, refused(() -> snapshot.isAlive(past, row)));
        assertEquals(expected, refused(() -> snapshot.add(past)));
        assertEquals(expected, refused(() -> snapshot.addAt(past, 1)));
        assertEquals(expected, refused(() -> snapshot.remove(past, row)));
        assertEquals(expected, refused(() -> snapshot.rowOffset(past, row)));
    }

    @Test
    void a_table_of_a_larger_layout_is_refused_by_name_instead_of_read_beyond_the_block() {
        final LayoutBuilder other = new LayoutBuilder("other");
        other.table("filler", 1000).int64("a");
        final Table theirs = other.table("theirs", 1);
        final IntColumn column = theirs.int8("a", 0, 1);
        final String unbuilt = refused(() -> state.get(Rows.SINGLE, column));
        assertTrue(unbuilt.startsWith("theirs: no table of the state that is wrapped here"), unbuilt);
        other.build();
        final String built = refused(() -> state.set(Rows.SINGLE, column, 1));
        assertTrue(built.startsWith("theirs: no table of the state that is wrapped here"), built);
        assertEquals(built, refused(() -> state.add(theirs)) + "; it was asked for its theirs.a");
    }

    @Test
    void memory_that_is_too_small_is_refused() {
        final UnsafeBuffer small = new UnsafeBuffer(new byte[layout.snapshotBytes() - 8]);
        assertThrows(IndexOutOfBoundsException.class, () -> new State(layout).wrap(small, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> new State(layout).wrap(snapshotMemory(), 8));
        assertThrows(IndexOutOfBoundsException.class, () -> new State(layout).wrap(snapshotMemory(), -8));
        assertThrows(IndexOutOfBoundsException.class, () -> state.copyTo(small, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> state.restore(small, 0));
        assertEquals(
                "rows: no table of the state that is wrapped here, 0 bytes of test",
                refused(() -> new State(layout).first(rows)));
    }

    @Test
    void a_header_that_is_none_is_refused_before_anything_beyond_the_table_is_read() {
        for (final int wrong : new int[] {-1, 14, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            state.clear();
            state.block().putInt(rows.base() + 4, wrong);
            final String message = refused(state::hash);
            assertEquals(
                    "rows: its header says that rows below " + wrong
                            + " are alive, the table has 13: this is no state of its layout",
                    message);
            assertEquals(message, refused(() -> state.copyTo(snapshotMemory(), 0)));
            assertEquals(message, refused(() -> state.first(rows)));
            assertEquals(message, refused(() -> state.add(rows)));
        }
    }

    // ---- random changes

    private void change(final State to, final SplittableRandom random, final int changes) {
        for (int i = 0; i < changes; i++) {
            final Table table = random.nextBoolean() ? rows : many;
            final int index = random.nextInt(1 + random.nextInt(table.capacity()));
            final int row = to.rowAt(table, index);
            switch (random.nextInt(8)) {
                case 0 -> to.set(ticks, random.nextInt(5));
                case 1 -> to.set(gravity, random.nextInt(3));
                case 2, 3 -> {
                    if (to.hasRoom(table)) {
                        to.add(table);
                    }
                }
                case 4 -> {
                    if (row == Rows.NONE) {
                        to.addAt(table, index);
                    }
                }
                case 5, 6 -> {
                    if (row != Rows.NONE) {
                        to.remove(table, row);
                    }
                }
                default -> {
                    if (row != Rows.NONE && table == rows) {
                        to.set(row, hp, random.nextInt(101));
                        to.set(row, big, random.nextLong());
                    } else if (row != Rows.NONE) {
                        to.set(row, flag, random.nextBoolean());
                        to.set(row, friend, to.first(rows));
                        to.setText(row, blob, Integer.toString(random.nextInt()));
                    }
                }
            }
            if (random.nextInt(10) == 0) {
                to.set(to.hasRoom(past) ? to.add(past) : to.first(past), before, random.nextLong());
            }
        }
    }

    /** Through every accessor that does not name a handle of its own. */
    private void expectSame(final State expected, final State actual) {
        assertEquals(expected.hash(), actual.hash());
        assertEquals(expected.get(ticks), actual.get(ticks));
        assertEquals(expected.get(gravity), actual.get(gravity));
        for (final Table table : new Table[] {rows, clock, many, mode}) {
            assertEquals(expected.count(table), actual.count(table));
            assertEquals(expected.first(table), actual.first(table));
            for (int index = 0; index < table.capacity(); index++) {
                final int row = expected.rowAt(table, index);
                assertEquals(row, actual.rowAt(table, index));
                if (row != Rows.NONE) {
                    assertTrue(actual.isAlive(table, row));
                    assertEquals(expected.next(table, row), actual.next(table, row));
                    for (final Column column : table.columns()) {
                        assertEquals(
                                column.format(expected.block(), expected.rowOffset(table, row)),
                                column.format(actual.block(), actual.rowOffset(table, row)));
                    }
                }
            }
        }
        for (int row = expected.first(rows); row != Rows.NONE; row = expected.next(rows, row)) {
            assertEquals(expected.get(row, hp), actual.get(row, hp));
            assertEquals(expected.get(row, big), actual.get(row, big));
        }
        for (int row = expected.first(many); row != Rows.NONE; row = expected.next(many, row)) {
            assertEquals(expected.get(row, flag), actual.get(row, flag));
            assertEquals(expected.get(row, friend), actual.get(row, friend));
            assertEquals(expected.getText(row, blob), actual.getText(row, blob));
        }
    }

    private void expectDeadRowsEmpty(final State in) {
        for (final Table table : layout.tables()) {
            for (int index = 0; index < table.capacity(); index++) {
                if (in.rowAt(table, index) == Rows.NONE) {
                    final int offset = table.rowOffset(index);
                    for (int at = offset; at < offset + table.strideBytes(); at++) {
                        assertEquals(0, in.block().getByte(at), table + " row " + index);
                    }
                }
            }
        }
    }

    private UnsafeBuffer snapshotMemory() {
        return new UnsafeBuffer(new byte[layout.snapshotBytes()]);
    }

    private State stateAt(final MutableDirectBuffer snapshot) {
        final State found = new State(layout);
        found.wrap(snapshot, 0);
        return found;
    }

    private static String refused(final Runnable access) {
        return assertThrows(StateException.class, access::run).getMessage();
    }
}
