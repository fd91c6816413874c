package ringside.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.engine.support.Seed;

class AngleTest {
    @Test
    void every_sine_and_cosine_is_within_the_stated_error() {
        double worst = 0;
        for (int angle = 0; angle < Angle.TURN; angle++) {
            final double radians = angle * 2 * StrictMath.PI / Angle.TURN;
            worst = Math.max(worst, Math.abs(Angle.sin(angle) - StrictMath.sin(radians) * 65_536));
            worst = Math.max(worst, Math.abs(Angle.cos(angle) - StrictMath.cos(radians) * 65_536));
        }
        System.out.println("worst sine: " + worst + " of 1/65,536");
        assertTrue(worst <= 1.2, "off by " + worst);
    }

    @Test
    void the_quarters_are_exact() {
        assertEquals(0, Angle.sin(0));
        assertEquals(65_536, Angle.sin(Angle.QUARTER));
        assertEquals(0, Angle.sin(2 * Angle.QUARTER));
        assertEquals(-65_536, Angle.sin(3 * Angle.QUARTER));
        assertEquals(65_536, Angle.cos(0));
    }

    @Test
    void sines_are_odd_cosines_even_and_angles_wrap() {
        for (int angle = 0; angle < Angle.TURN; angle++) {
            assertEquals(-Angle.sin(angle), Angle.sin(-angle));
            assertEquals(Angle.cos(angle), Angle.cos(-angle));
            assertEquals(Angle.sin(angle), Angle.sin(angle + 7 * Angle.TURN));
            assertEquals(Angle.sin(angle), Angle.sin(angle - 7 * Angle.TURN));
        }
        assertEquals(Angle.sin(Angle.MASK), Angle.sin(Integer.MAX_VALUE));
        assertEquals(Angle.cos(Angle.MASK), Angle.cos(Integer.MAX_VALUE), "where angle + QUARTER overflows");
    }

    @Test
    void the_angle_of_a_random_vector_is_within_the_stated_error() {
        final SplittableRandom random = Seed.random("AngleTest");
        double worst = 0;
        for (int i = 0; i < 1_000_000; i++) {
            final int shift = random.nextInt(31);
            final int x = random.nextInt() >> shift;
            final int y = random.nextInt() >> random.nextInt(Math.max(1, shift), 32);
            worst = Math.max(worst, atanError(y, x));
            worst = Math.max(worst, atanError(x, y));
        }
        System.out.println("worst atan2: " + worst + " of 1/65,536 turn");
        assertTrue(worst <= 0.7, "off by " + worst);
    }

    @Test
    void the_angle_of_every_small_and_every_extreme_vector_is_within_the_stated_error() {
        for (int x = -100; x <= 100; x++) {
            for (int y = -100; y <= 100; y++) {
                assertTrue(atanError(y, x) <= 0.7, "(" + x + ", " + y + ")");
            }
        }
        final int[] extremes = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1, 0, 1, Integer.MAX_VALUE};
        for (final int x : extremes) {
            for (final int y : extremes) {
                assertTrue(atanError(y, x) <= 0.7, "(" + x + ", " + y + ")");
            }
        }
    }

    private static double atanError(final int y, final int x) {
        final int found = Angle.atan2(y, x);
        assertTrue(found >= 0 && found < Angle.TURN);
        if (x == 0 && y == 0) {
            return found;
        }
        final double exact = StrictMath.atan2(y, x) / (2 * StrictMath.PI) * Angle.TURN;
        final double off = found - exact;
        return Math.abs(off - Math.rint(off / Angle.TURN) * Angle.TURN);
    }

    @Test
    void the_eight_directions_are_exact() {
        assertEquals(0, Angle.atan2(0, 5));
        assertEquals(Angle.TURN / 8, Angle.atan2(5, 5));
        assertEquals(Angle.QUARTER, Angle.atan2(5, 0));
        assertEquals(3 * Angle.TURN / 8, Angle.atan2(5, -5));
        assertEquals(Angle.TURN / 2, Angle.atan2(0, -5));
        assertEquals(5 * Angle.TURN / 8, Angle.atan2(-5, -5));
        assertEquals(3 * Angle.QUARTER, Angle.atan2(-5, 0));
        assertEquals(7 * Angle.TURN / 8, Angle.atan2(-5, 5));
        assertEquals(0, Angle.atan2(0, 0));
    }

    @Test
    void the_difference_is_the_shorter_way() {
        assertEquals(2, Angle.difference(Angle.MASK, 1));
        assertEquals(-2, Angle.difference(1, Angle.MASK));
        assertEquals(-Angle.TURN / 2, Angle.difference(0, Angle.TURN / 2));
        assertEquals(0, Angle.difference(5, 5 + 3 * Angle.TURN));
    }
}
