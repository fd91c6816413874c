package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;

/** Random adds, removes and writes, held against a sorted map from row number to value. */
class StateModelTest {
    private final LayoutBuilder builder = new LayoutBuilder("model");
    private final Table before = builder.table("before", 2);
    private final IntColumn guard = before.int32("guard", Integer.MIN_VALUE, Integer.MAX_VALUE);
    private final Table rows = builder.table("rows", 17);
    private final IntColumn value = rows.int32("value", Integer.MIN_VALUE, Integer.MAX_VALUE);
    private final Table after = builder.table("after", 2);
    private final IntColumn guardAfter = after.int32("guard", Integer.MIN_VALUE, Integer.MAX_VALUE);
    private final State state = StateTest.stateOf(builder.build());

    private final TreeMap<Integer, Integer> values = new TreeMap<>();
    private final TreeMap<Integer, Integer> handles = new TreeMap<>();
    private int removals;
    private final List<Integer> stale = new ArrayList<>();

    @RepeatedTest(5)
    void a_table_behaves_like_a_sorted_map() {
        final SplittableRandom random = Seed.random("StateModelTest");
        final int first = state.add(before);
        final int last = state.add(after);
        state.set(first, guard, 0x1234_5678);
        state.set(last, guardAfter, 0x8765_4321);
        for (int step = 0; step < 3000; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> add(random);
                case 2 -> addAt(random);
                case 3, 4 -> remove(random);
                default -> write(random);
            }
            check(random);
        }
        assertEquals(0x1234_5678, state.get(first, guard));
        assertEquals(0x8765_4321, state.get(last, guardAfter));
    }

    private void add(final SplittableRandom random) {
        assertEquals(values.size() < 17, state.hasRoom(rows));
        if (values.size() == 17) {
            assertThrows(StateException.class, () -> state.add(rows));
            return;
        }
        int lowest = 0;
        while (values.containsKey(lowest)) {
            lowest++;
        }
        born(lowest, state.add(rows), random);
    }

    private void addAt(final SplittableRandom random) {
        final int index = random.nextInt(17);
        if (values.containsKey(index)) {
            assertThrows(StateException.class, () -> state.addAt(rows, index));
        } else {
            born(index, state.addAt(rows, index), random);
        }
    }

    private void born(final int index, final int row, final SplittableRandom random) {
        assertEquals(index, Rows.index(row));
        assertEquals(removals % 16_384, Rows.generation(row));
        assertEquals(0, state.get(row, value), "a new row begins with its default");
        final int v = random.nextInt();
        state.set(row, value, v);
        values.put(index, v);
        handles.put(index, row);
    }

    private void remove(final SplittableRandom random) {
        if (values.isEmpty()) {
            return;
        }
        final int index = List.copyOf(values.keySet()).get(random.nextInt(values.size()));
        state.remove(rows, handles.get(index));
        stale.add(handles.remove(index));
        values.remove(index);
        removals++;
    }

    private void write(final SplittableRandom random) {
        if (!values.isEmpty()) {
            final int index = List.copyOf(values.keySet()).get(random.nextInt(values.size()));
            final int v = random.nextInt();
            state.set(handles.get(index), value, v);
            values.put(index, v);
        }
    }

    private void check(final SplittableRandom random) {
        assertEquals(values.size(), state.count(rows));
        int row = state.first(rows);
        for (final var entry : values.entrySet()) {
            assertEquals(handles.get(entry.getKey()), row);
            assertEquals(entry.getValue(), state.get(row, value));
            assertTrue(state.isAlive(rows, row));
            assertEquals(row, state.rowAt(rows, entry.getKey()));
            row = state.next(rows, row);
        }
        assertEquals(Rows.NONE, row);
        final int highWater = values.isEmpty() ? 0 : values.lastKey() + 1;
        assertEquals(highWater, state.block().getInt(rows.base() + 4), "high water");
        final int absent = random.nextInt(17);
        if (!values.containsKey(absent)) {
            assertEquals(Rows.NONE, state.rowAt(rows, absent));
        }
        if (!stale.isEmpty()) {
            final int old = stale.get(random.nextInt(stale.size()));
            assertFalse(state.isAlive(rows, old));
            assertThrows(StateException.class, () -> state.get(old, value));
        }
    }
}
