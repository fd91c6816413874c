package ringside.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.engine.support.Seed;

class FixedTest {
    @Test
    void whole_numbers_and_ratios_become_fixed_point() {
        assertEquals(65_536, Fixed.of(1));
        assertEquals(-32_768 * 65_536, Fixed.of(-32_768));
        assertThrows(ArithmeticException.class, () -> Fixed.of(32_768));
        assertEquals(163_840, Fixed.ratio(5, 2));
        assertEquals(21_845, Fixed.ratio(1, 3));
        assertEquals(-21_846, Fixed.ratio(-1, 3), "towards minus infinity");
        assertThrows(ArithmeticException.class, () -> Fixed.ratio(1, 0));
    }

    @Test
    void products_and_quotients_are_exact_and_rounded_down() {
        final SplittableRandom random = Seed.random("FixedTest");
        for (int i = 0; i < 200_000; i++) {
            final int a = random.nextInt() >> random.nextInt(32);
            final int b = random.nextInt() >> random.nextInt(32);
            final long product = Math.floorDiv((long) a * b, 65_536L);
            if (product == (int) product) {
                assertEquals((int) product, Fixed.multiply(a, b));
            } else {
                assertThrows(ArithmeticException.class, () -> Fixed.multiply(a, b));
            }
            if (b != 0) {
                final long quotient = Math.floorDiv((long) a << 16, (long) b);
                if (quotient == (int) quotient) {
                    assertEquals((int) quotient, Fixed.divide(a, b));
                } else {
                    assertThrows(ArithmeticException.class, () -> Fixed.divide(a, b));
                }
            }
        }
        assertThrows(ArithmeticException.class, () -> Fixed.divide(1, 0));
    }

    @Test
    void a_root_is_the_largest_whole_number_whose_square_fits() {
        final SplittableRandom random = Seed.random("FixedTest.sqrt");
        for (long value = 0; value < 70_000; value++) {
            checkRoot(value);
        }
        for (int i = 0; i < 200_000; i++) {
            checkRoot(random.nextLong() >>> 1 >> random.nextInt(63));
            final long root = random.nextLong(3_037_000_500L);
            checkRoot(root * root);
            checkRoot(Math.max(0, root * root - 1));
        }
        for (long value = Long.MAX_VALUE; value > Long.MAX_VALUE - 1000; value--) {
            checkRoot(value);
        }
        checkRoot(3_037_000_499L * 3_037_000_499L);
        checkRoot(3_037_000_499L * 3_037_000_499L - 1);
    }

    private static void checkRoot(final long value) {
        assertEquals(BigInteger.valueOf(value).sqrt().longValueExact(), Fixed.sqrtOfWhole(value), () -> "of " + value);
    }

    @Test
    void the_root_of_what_is_negative_is_refused() {
        assertThrows(ArithmeticException.class, () -> Fixed.sqrt(-1));
        assertThrows(ArithmeticException.class, () -> Fixed.sqrtOfWhole(-1));
    }

    @Test
    void a_fixed_point_root_is_rounded_down() {
        assertEquals(2 * 65_536, Fixed.sqrt(4 * 65_536));
        assertEquals(92_681, Fixed.sqrt(2 * 65_536));
        assertEquals(256, Fixed.sqrt(1));
    }

    @Test
    void a_length_is_exact_and_what_does_not_fit_is_refused() {
        assertEquals(5, Fixed.length(3, -4));
        assertEquals(Integer.MAX_VALUE, Fixed.length(Integer.MAX_VALUE, 0));
        assertThrows(ArithmeticException.class, () -> Fixed.length(Integer.MIN_VALUE, 0));
        assertThrows(ArithmeticException.class, () -> Fixed.length(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertThrows(ArithmeticException.class, () -> Fixed.length(Integer.MIN_VALUE, Integer.MIN_VALUE));
        assertThrows(ArithmeticException.class, () -> Fixed.lengthSquared(Integer.MIN_VALUE, Integer.MIN_VALUE));
        assertEquals(25, Fixed.lengthSquared(3, 4));
    }

    @Test
    void a_point_between_two_lies_between_them() {
        final SplittableRandom random = Seed.random("FixedTest.lerp");
        for (int i = 0; i < 100_000; i++) {
            final int a = random.nextInt();
            final int b = random.nextInt();
            assertEquals(a, Fixed.lerp(a, b, 0));
            assertEquals(b, Fixed.lerp(a, b, Fixed.ONE));
            final int between = Fixed.lerp(a, b, random.nextInt(Fixed.ONE + 1));
            assertTrue(between >= Math.min(a, b) && between <= Math.max(a, b));
        }
    }

    @Test
    void values_are_clamped_and_floored() {
        assertEquals(1, Fixed.clamp(0, 1, 3));
        assertEquals(3, Fixed.clamp(9, 1, 3));
        assertEquals(2, Fixed.clamp(2, 1, 3));
        assertEquals(-2, Fixed.floor(-65_537));
        assertEquals(1, Fixed.floor(131_071));
    }
}
