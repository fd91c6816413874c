package ringside.arena;

import ringside.engine.math.Fixed;

/** The geometry of walls: what a body touches, what a line meets. Lengths are raw fixed point. Thread-safe. */
final class Walls {
    /** The answer of {@link #firstHit} when nothing is met. */
    static final int NO_HIT = Integer.MAX_VALUE;

    private static final int COUNT = ArenaMap.WALLS;
    private static final int[] X0 = new int[COUNT];
    private static final int[] Y0 = new int[COUNT];
    private static final int[] X1 = new int[COUNT];
    private static final int[] Y1 = new int[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            X0[i] = Fixed.of(ArenaMap.wallX(i));
            Y0[i] = Fixed.of(ArenaMap.wallY(i));
            X1[i] = X0[i] + Fixed.of(ArenaMap.wallWidth(i));
            Y1[i] = Y0[i] + Fixed.of(ArenaMap.wallHeight(i));
        }
    }

    private Walls() {}

    /** The first wall from {@code firstWall} on that a disc overlaps, or -1. Touching is not overlapping. */
    static int touched(final int firstWall, final int x, final int y, final int radius) {
        for (int i = firstWall; i < COUNT; i++) {
            if (x + radius > X0[i]
                    && x - radius < X1[i]
                    && y + radius > Y0[i]
                    && y - radius < Y1[i]
                    && Fixed.lengthSquared(x - nearestX(i, x), y - nearestY(i, y)) < (long) radius * radius) {
                return i;
            }
        }
        return -1;
    }

    /** The x of the wall's point that is nearest to a point. */
    static int nearestX(final int wall, final int x) {
        return Fixed.clamp(x, X0[wall], X1[wall]);
    }

    /** The y of the wall's point that is nearest to a point. */
    static int nearestY(final int wall, final int y) {
        return Fixed.clamp(y, Y0[wall], Y1[wall]);
    }

    /**
     * True when no wall stands on the line between two points.
     *
     * @param margin how much larger walls are taken to be, in every direction; smaller when negative
     */
    static boolean isClear(final int fromX, final int fromY, final int toX, final int toY, final int margin) {
        final int left = Math.min(fromX, toX) - margin;
        final int right = Math.max(fromX, toX) + margin;
        final int top = Math.min(fromY, toY) - margin;
        final int bottom = Math.max(fromY, toY) + margin;
        for (int i = 0; i < COUNT; i++) {
            if (right > X0[i]
                    && left < X1[i]
                    && bottom > Y0[i]
                    && top < Y1[i]
                    && isCrossed(i, fromX, fromY, toX - fromX, toY - fromY, margin)) {
                return false;
            }
        }
        return true;
    }

    /** True unless all corners of the wall lie on one side of the line (separating axis; boxes overlap already). */
    private static boolean isCrossed(
            final int wall, final int fromX, final int fromY, final long dx, final long dy, final int margin) {
        final int halfWidth = (X1[wall] - X0[wall]) / 2 + margin;
        final int halfHeight = (Y1[wall] - Y0[wall]) / 2 + margin;
        final int centerX = (X0[wall] + X1[wall]) / 2 - fromX;
        final int centerY = (Y0[wall] + Y1[wall]) / 2 - fromY;
        return Math.abs(dx * centerY - dy * centerX) < halfWidth * Math.abs(dy) + halfHeight * Math.abs(dx);
    }

    /**
     * When a square of half width {@code radius} that moves by (dx, dy) meets its first wall.
     *
     * @return the part of the way, 0 to {@link Fixed#ONE}, or {@link #NO_HIT}
     */
    static int firstHit(final int x, final int y, final int dx, final int dy, final int radius) {
        int first = NO_HIT;
        for (int i = 0; i < COUNT; i++) {
            if (Math.max(x, x + dx) + radius > X0[i]
                    && Math.min(x, x + dx) - radius < X1[i]
                    && Math.max(y, y + dy) + radius > Y0[i]
                    && Math.min(y, y + dy) - radius < Y1[i]) {
                final long enter = Math.max(
                        enters(x, dx, X0[i] - radius, X1[i] + radius), enters(y, dy, Y0[i] - radius, Y1[i] + radius));
                final long leave = Math.min(
                        leaves(x, dx, X0[i] - radius, X1[i] + radius), leaves(y, dy, Y0[i] - radius, Y1[i] + radius));
                if (enter <= leave) {
                    first = (int) Math.min(first, Math.max(enter, 0));
                }
            }
        }
        return first;
    }

    /** When a point that moves along one axis enters the stretch between two edges, as a part of the way. */
    private static long enters(final int from, final int way, final int low, final int high) {
        if (way == 0) {
            return 0;
        }
        return ((long) (way > 0 ? low : high) - from) * Fixed.ONE / way;
    }

    private static long leaves(final int from, final int way, final int low, final int high) {
        if (way == 0) {
            return Fixed.ONE;
        }
        return ((long) (way > 0 ? high : low) - from) * Fixed.ONE / way;
    }
}
