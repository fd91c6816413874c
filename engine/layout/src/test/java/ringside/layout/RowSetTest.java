package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowSetTest {
    private final LayoutBuilder builder = new LayoutBuilder("test");
    private final Table small = builder.table("small", 3);
    private final Table large = builder.table("large", 130);
    private final State state = StateTest.stateOf(builder.build());
    private final RowSet set = new RowSet(state.layout());

    @Test
    void a_new_set_is_empty() {
        for (int i = 0; i < 130; i++) {
            assertFalse(set.containsAt(large, i));
        }
    }

    @Test
    void rows_are_added_and_taken_out_by_handle() {
        final int row = state.addAt(large, 65);
        set.add(large, row);
        assertTrue(set.contains(large, row));
        assertFalse(set.containsAt(large, 1), "65 and 1 share a bit of different words");
        assertFalse(set.containsAt(small, 1));
        set.remove(large, row);
        assertFalse(set.contains(large, row));
    }

    @Test
    void rows_are_read_a_word_at_a_time() {
        set.addAt(large, 2);
        set.addAt(large, 65);
        set.addAt(large, 127);
        assertEquals(1L << 2, set.word(large, 0));
        assertEquals(1L << 1 | 1L << 63, set.word(large, 1));
        assertEquals(0, set.word(large, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> set.word(large, 3));
    }

    @Test
    void all_rows_of_one_table_or_of_all_are_added() {
        set.addAll(small);
        assertTrue(set.containsAt(small, 2));
        assertFalse(set.containsAt(large, 2));
        set.addAll();
        assertTrue(set.containsAt(large, 129));
        set.clear();
        assertFalse(set.containsAt(small, 2));
        assertFalse(set.containsAt(large, 129));
    }

    @Test
    void many_rows_are_added_at_once_wherever_they_begin() {
        final SplittableRandom random = Seed.random("RowSetTest.bits");
        for (int step = 0; step < 2000; step++) {
            final RowSet model = new RowSet(state.layout());
            set.clear();
            final int first = random.nextInt(130);
            final int room = Math.min(64, 130 - first);
            final long bits = random.nextLong() >>> (64 - room);
            final int before = random.nextInt(130);
            set.addAt(large, before);
            model.addAt(large, before);
            set.addBits(large, first, bits);
            for (int i = 0; i < room; i++) {
                if ((bits >>> i & 1) != 0) {
                    model.addAt(large, first + i);
                }
            }
            for (int i = 0; i < 130; i++) {
                final String what = "row " + i + " of " + Long.toBinaryString(bits) + " from " + first + " on";
                assertEquals(model.containsAt(large, i), set.containsAt(large, i), what);
            }
            assertFalse(set.containsAt(small, 0) || set.containsAt(small, 2), "another table's rows");
        }
    }

    @Test
    void a_row_beyond_the_table_is_refused_by_name() {
        final var beyond = assertThrows(IndexOutOfBoundsException.class, () -> set.addAt(small, 3));
        assertEquals("small: row 3 is beyond its capacity of 3 rows", beyond.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> set.containsAt(small, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> set.addBits(small, 1, 0b101));
        assertThrows(IndexOutOfBoundsException.class, () -> set.addBits(large, 100, 1L << 30));
        set.addBits(large, 0, 0);
        set.addBits(small, 0, 0b111);
        assertFalse(set.containsAt(large, 0));
    }

    @Test
    void it_behaves_like_a_bit_set() {
        final SplittableRandom random = Seed.random("RowSetTest");
        final BitSet model = new BitSet();
        for (int step = 0; step < 2000; step++) {
            final int index = random.nextInt(130);
            if (random.nextBoolean()) {
                set.addAt(large, index);
                model.set(index);
            } else {
                set.remove(large, Rows.SINGLE | index);
                model.clear(index);
            }
            final int asked = random.nextInt(130);
            assertEquals(model.get(asked), set.containsAt(large, asked));
        }
    }
}
