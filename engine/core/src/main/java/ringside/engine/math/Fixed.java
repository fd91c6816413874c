package ringside.engine.math;

/**
 * Q16.16 fixed point numbers in an int: 65,536 stands for 1.0. Results are rounded towards minus infinity unless said
 * otherwise; what does not fit an int throws {@link ArithmeticException}.
 */
public final class Fixed {
    /** Bits behind the point. */
    public static final int FRACTION_BITS = 16;

    /** 1.0. */
    public static final int ONE = 1 << FRACTION_BITS;

    /** The root of {@link Long#MAX_VALUE}: the square of what follows does not fit. */
    private static final long MAX_ROOT = 3_037_000_499L;

    private Fixed() {}

    /** A whole number, -32,768 to 32,767, as fixed point. */
    public static int of(final int whole) {
        return Math.multiplyExact(whole, ONE);
    }

    /** {@code numerator / denominator} as fixed point: {@code ratio(5, 2)} is 2.5. */
    public static int ratio(final int numerator, final int denominator) {
        return Math.toIntExact(Math.floorDiv((long) numerator << FRACTION_BITS, denominator));
    }

    public static int multiply(final int a, final int b) {
        return Math.toIntExact(((long) a * b) >> FRACTION_BITS);
    }

    public static int divide(final int a, final int b) {
        return Math.toIntExact(Math.floorDiv((long) a << FRACTION_BITS, b));
    }

    /** The whole part, rounded towards minus infinity. */
    public static int floor(final int value) {
        return value >> FRACTION_BITS;
    }

    public static int clamp(final int value, final int min, final int max) {
        return value < min ? min : Math.min(value, max);
    }

    /** The point {@code fraction} (0 to {@link #ONE}) of the way from {@code a} to {@code b}. */
    public static int lerp(final int a, final int b, final int fraction) {
        return Math.toIntExact(a + ((((long) b - a) * fraction) >> FRACTION_BITS));
    }

    /** The square root of a fixed point number that is not negative. */
    public static int sqrt(final int value) {
        return (int) sqrtOfWhole((long) value << FRACTION_BITS);
    }

    /** The length of a vector, exact to the last bit below. */
    public static int length(final int x, final int y) {
        return Math.toIntExact(sqrtOfWhole(lengthSquared(x, y)));
    }

    /** The square of a vector's length in 1/2^32ths: for comparing distances without a root. */
    public static long lengthSquared(final int x, final int y) {
        return Math.addExact((long) x * x, (long) y * y);
    }

    /** The largest whole number whose square is at most {@code value}. */
    public static long sqrtOfWhole(final long value) {
        if (value < 0) {
            throw new ArithmeticException("the square root of " + value);
        }
        // The hardware's root is exactly rounded (IEEE 754), so it is at most one off after the cast.
        long root = (long) Math.sqrt((double) value);
        while (root * root > value) {
            root--;
        }
        while (root < MAX_ROOT && (root + 1) * (root + 1) <= value) {
            root++;
        }
        return root;
    }
}
