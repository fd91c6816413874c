package ringside.arena;

/** A place on the ground in one long: x in the upper half, y in the lower, both raw fixed point. */
final class Point {
    private Point() {}

    static long of(final int x, final int y) {
        return ((long) x << 32) | (y & 0xFFFF_FFFFL);
    }

    static int x(final long point) {
        return (int) (point >> 32);
    }

    static int y(final long point) {
        return (int) point;
    }
}
