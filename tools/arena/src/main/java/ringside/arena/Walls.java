package ringside.arena;

import ringside.engine.math.Fixed;

/**
 * The geometry of walls: what a body touches, what a line meets. Lengths are raw fixed point. Thread-safe.
 *
 * <p>Each question is about a box, and most boxes are near to few walls. Which ones is told by four sets of walls, one
 * bit each, found by the metres in which the box's edges lie.
 */
final class Walls {
    /** The answer of {@link #firstHit} when nothing is met. */
    static final int NO_HIT = Integer.MAX_VALUE;

    private static final int COUNT = ArenaMap.WALLS;

    private static final int[] LEFT = new int[COUNT];
    private static final int[] TOP = new int[COUNT];
    private static final int[] RIGHT = new int[COUNT];
    private static final int[] BOTTOM = new int[COUNT];

    /** The walls that begin before the end of a column or row of metres, and those that end after its start. */
    private static final long[] BEGIN_BY_X = new long[ArenaMap.WIDTH];

    private static final long[] BEGIN_BY_Y = new long[ArenaMap.HEIGHT];
    private static final long[] END_AFTER_X = new long[ArenaMap.WIDTH];
    private static final long[] END_AFTER_Y = new long[ArenaMap.HEIGHT];

    static {
        if (COUNT >= Long.SIZE) {
            throw new IllegalStateException(COUNT + " walls: a set of walls holds " + (Long.SIZE - 1));
        }
        for (int wall = 0; wall < COUNT; wall++) {
            LEFT[wall] = Fixed.of(ArenaMap.wallX(wall));
            TOP[wall] = Fixed.of(ArenaMap.wallY(wall));
            RIGHT[wall] = LEFT[wall] + Fixed.of(ArenaMap.wallWidth(wall));
            BOTTOM[wall] = TOP[wall] + Fixed.of(ArenaMap.wallHeight(wall));
            note(wall, LEFT[wall], RIGHT[wall], BEGIN_BY_X, END_AFTER_X);
            note(wall, TOP[wall], BOTTOM[wall], BEGIN_BY_Y, END_AFTER_Y);
        }
    }

    private Walls() {}

    private static void note(
            final int wall, final int begin, final int end, final long[] beginBy, final long[] endAfter) {
        for (int metre = 0; metre < beginBy.length; metre++) {
            beginBy[metre] |= begin < Fixed.of(metre + 1) ? 1L << wall : 0;
            endAfter[metre] |= end > Fixed.of(metre) ? 1L << wall : 0;
        }
    }

    /** A set of walls with at least those that overlap a box. */
    private static long near(final int left, final int top, final int right, final int bottom) {
        return BEGIN_BY_X[metre(right, ArenaMap.WIDTH)]
                & END_AFTER_X[metre(left, ArenaMap.WIDTH)]
                & BEGIN_BY_Y[metre(bottom, ArenaMap.HEIGHT)]
                & END_AFTER_Y[metre(top, ArenaMap.HEIGHT)];
    }

    /** The metre in which a place lies; the nearest one when it lies outside of the ground, where no wall is. */
    private static int metre(final int place, final int size) {
        return Math.max(0, Math.min(place >> Fixed.FRACTION_BITS, size - 1));
    }

    private static boolean overlaps(final int wall, final int left, final int top, final int right, final int bottom) {
        return right > LEFT[wall] && left < RIGHT[wall] && bottom > TOP[wall] && top < BOTTOM[wall];
    }

    /** The first wall from {@code firstWall} on that a disc overlaps, or -1. Touching is not overlapping. */
    static int touched(final int firstWall, final int x, final int y, final int radius) {
        for (long rest = near(x - radius, y - radius, x + radius, y + radius) & (-1L << firstWall);
                rest != 0;
                rest &= rest - 1) {
            final int i = Long.numberOfTrailingZeros(rest);
            if (overlaps(i, x - radius, y - radius, x + radius, y + radius)
                    && Fixed.lengthSquared(x - nearestX(i, x), y - nearestY(i, y)) < (long) radius * radius) {
                return i;
            }
        }
        return -1;
    }

    /** The x of the wall's point that is nearest to a point. */
    static int nearestX(final int wall, final int x) {
        return Fixed.clamp(x, LEFT[wall], RIGHT[wall]);
    }

    /** The y of the wall's point that is nearest to a point. */
    static int nearestY(final int wall, final int y) {
        return Fixed.clamp(y, TOP[wall], BOTTOM[wall]);
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
        for (long rest = near(left, top, right, bottom); rest != 0; rest &= rest - 1) {
            final int i = Long.numberOfTrailingZeros(rest);
            if (overlaps(i, left, top, right, bottom) && isCrossed(i, fromX, fromY, toX - fromX, toY - fromY, margin)) {
                return false;
            }
        }
        return true;
    }

    /** True unless all corners of the wall lie on one side of the line (separating axis; boxes overlap already). */
    private static boolean isCrossed(
            final int wall, final int fromX, final int fromY, final long dx, final long dy, final int margin) {
        final int halfWidth = (RIGHT[wall] - LEFT[wall]) / 2 + margin;
        final int halfHeight = (BOTTOM[wall] - TOP[wall]) / 2 + margin;
        final int centerX = (LEFT[wall] + RIGHT[wall]) / 2 - fromX;
        final int centerY = (TOP[wall] + BOTTOM[wall]) / 2 - fromY;
        return Math.abs(dx * centerY - dy * centerX) < halfWidth * Math.abs(dy) + halfHeight * Math.abs(dx);
    }

    /**
     * When a square of half width {@code radius} that moves by (dx, dy) meets its first wall.
     *
     * @return the part of the way, 0 to {@link Fixed#ONE}, or {@link #NO_HIT}
     */
    static int firstHit(final int x, final int y, final int dx, final int dy, final int radius) {
        final int left = Math.min(x, x + dx) - radius;
        final int right = Math.max(x, x + dx) + radius;
        final int top = Math.min(y, y + dy) - radius;
        final int bottom = Math.max(y, y + dy) + radius;
        int first = NO_HIT;
        for (long rest = near(left, top, right, bottom); rest != 0; rest &= rest - 1) {
            final int i = Long.numberOfTrailingZeros(rest);
            if (overlaps(i, left, top, right, bottom)) {
                final long enter = Math.max(
                        enters(x, dx, LEFT[i] - radius, RIGHT[i] + radius),
                        enters(y, dy, TOP[i] - radius, BOTTOM[i] + radius));
                final long leave = Math.min(
                        leaves(x, dx, LEFT[i] - radius, RIGHT[i] + radius),
                        leaves(y, dy, TOP[i] - radius, BOTTOM[i] + radius));
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
