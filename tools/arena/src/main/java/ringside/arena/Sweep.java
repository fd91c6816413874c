package ringside.arena;

import ringside.engine.math.Fixed;

/** When a moving point first touches a disc. */
final class Sweep {
    /** Bits given up so that products of four lengths fit a long: 1/1,024 m remain. */
    private static final int COARSE_BITS = 6;

    private Sweep() {}

    /**
     * Solves |from + t * way| = radius for the first t, around a disc at the origin.
     *
     * @return the part of the way, 0 to {@link Fixed#ONE}, or {@link Walls#NO_HIT}
     */
    static int firstTouch(final int fromX, final int fromY, final int wayX, final int wayY, final int radius) {
        if (Math.abs(fromX) > Math.abs(wayX) + radius || Math.abs(fromY) > Math.abs(wayY) + radius) {
            return Walls.NO_HIT;
        }
        final long x = fromX >> COARSE_BITS;
        final long y = fromY >> COARSE_BITS;
        final long dx = wayX >> COARSE_BITS;
        final long dy = wayY >> COARSE_BITS;
        final long r = radius >> COARSE_BITS;
        final long c = x * x + y * y - r * r;
        if (c <= 0) {
            return 0;
        }
        final long a = dx * dx + dy * dy;
        final long b = -(x * dx + y * dy);
        final long root = b * b - a * c;
        if (b <= 0 || root < 0) {
            return Walls.NO_HIT;
        }
        final long t = (b - Fixed.sqrtOfWhole(root)) * Fixed.ONE / a;
        return t > Fixed.ONE ? Walls.NO_HIT : (int) Math.max(0, t);
    }
}
