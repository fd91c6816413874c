package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SmoothedErrorTest {
    private static final long MS = 1_000_000;

    private final SmoothedError error = new SmoothedError(2, 3, 70);

    private void add(final double x, final double y, final long nowNs) {
        error.age(nowNs);
        error.add(0, x);
        error.add(1, y);
    }

    @Test
    void an_error_is_drawn_whole_at_first_and_two_thirds_are_gone_after_its_time() {
        add(2, -1, 100 * MS);
        assertFalse(error.snaps());
        assertEquals(2, error.at(0, 100 * MS));
        assertEquals(2 / Math.E, error.at(0, 170 * MS), 1e-9);
        assertEquals(-1 / Math.E, error.at(1, 170 * MS), 1e-9);
        assertEquals(0, error.at(0, 2_000 * MS), 1e-9);
    }

    @Test
    void a_second_correction_adds_to_what_is_left_of_the_first() {
        add(2, 0, 0);
        add(1, 0, 70 * MS);
        assertFalse(error.snaps());
        assertEquals(1 + 2 / Math.E, error.at(0, 70 * MS), 1e-9);
    }

    @Test
    void what_is_too_far_is_not_smoothed_in_any_direction() {
        add(3.1, 1, 0);
        assertTrue(error.snaps());
        assertEquals(0, error.at(0, 0));
        assertEquals(0, error.at(1, 0));
    }
}
