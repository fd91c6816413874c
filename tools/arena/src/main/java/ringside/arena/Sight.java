package ringside.arena;

import ringside.engine.math.Fixed;

/**
 * Which wall stands between two places ({@link Point}). Exact, the same in both directions, and thread-safe.
 *
 * <p>Most lines across the ground meet a wall, and mostly the same one as the lines next to them. So for each two cells
 * of the ground a table of 25 kB names the wall that stands between most of their places. That wall is asked first; it
 * is the answer for almost nine of ten lines that are blocked. All others are asked only when it is not, and of them only those
 * in whose reach the line comes, as sets of walls tell, one bit each.
 */
final class Sight {
    /** The answer of {@link #blocker} when nothing is in the way. */
    static final int NOTHING = -1;

    /**
     * Sight passes so far inside of a wall's edge: a shoulder shows before the middle of the body. Where a wall's side stands
     * against another wall there is no edge.
     */
    private static final int EDGE = Fixed.ratio(7, 20);

    private static final int WALLS = ArenaMap.WALLS;

    /** Sets of walls are kept for each half metre. */
    private static final int STEP_BITS = Fixed.FRACTION_BITS - 1;

    private static final int STEPS_X = (ArenaMap.WIDTH * Fixed.ONE) >> STEP_BITS;
    private static final int STEPS_Y = (ArenaMap.HEIGHT * Fixed.ONE) >> STEP_BITS;

    /** Cells have sides of 4 m. */
    private static final int CELL_BITS = Fixed.FRACTION_BITS + 2;

    private static final int CELLS_X = (ArenaMap.WIDTH * Fixed.ONE) >> CELL_BITS;
    private static final int CELLS_Y = (ArenaMap.HEIGHT * Fixed.ONE) >> CELL_BITS;
    private static final int CELLS = CELLS_X * CELLS_Y;

    /** Places of a cell that stand for all of them: the middles of its quarters. */
    private static final int SAMPLES = 4;

    /** The middle of each wall, and half of what is left of it without its edges. */
    private static final int[] MIDDLE_X = new int[WALLS];

    private static final int[] MIDDLE_Y = new int[WALLS];
    private static final int[] HALF_WIDTH = new int[WALLS];
    private static final int[] HALF_HEIGHT = new int[WALLS];

    /** The walls that begin before a step ends, and those that end after it begins. */
    private static final long[] BEGIN_BY_X = new long[STEPS_X];

    private static final long[] BEGIN_BY_Y = new long[STEPS_Y];
    private static final long[] END_AFTER_X = new long[STEPS_X];
    private static final long[] END_AFTER_Y = new long[STEPS_Y];

    /** The wall between most places of two cells, at {@code cell * CELLS + cell}. */
    private static final byte[] LIKELY = new byte[CELLS * CELLS];

    static {
        for (int wall = 0; wall < WALLS; wall++) {
            final int left = Fixed.of(ArenaMap.wallX(wall)) + (isJoined(wall, -1, 0) ? -EDGE : EDGE);
            final int right = Fixed.of(ArenaMap.wallRight(wall)) - (isJoined(wall, 1, 0) ? -EDGE : EDGE);
            final int top = Fixed.of(ArenaMap.wallY(wall)) + (isJoined(wall, 0, -1) ? -EDGE : EDGE);
            final int bottom = Fixed.of(ArenaMap.wallBottom(wall)) - (isJoined(wall, 0, 1) ? -EDGE : EDGE);
            HALF_WIDTH[wall] = (right - left) / 2;
            HALF_HEIGHT[wall] = (bottom - top) / 2;
            MIDDLE_X[wall] = (left + right) / 2;
            MIDDLE_Y[wall] = (top + bottom) / 2;
            note(wall, MIDDLE_X[wall], HALF_WIDTH[wall], BEGIN_BY_X, END_AFTER_X);
            note(wall, MIDDLE_Y[wall], HALF_HEIGHT[wall], BEGIN_BY_Y, END_AFTER_Y);
        }
        for (int one = 0; one < CELLS; one++) {
            for (int other = 0; other <= one; other++) {
                final byte wall = (byte) mostlyBlocking(one, other);
                LIKELY[one * CELLS + other] = wall;
                LIKELY[other * CELLS + one] = wall;
            }
        }
    }

    private Sight() {}

    private static void note(
            final int wall, final int middle, final int half, final long[] beginBy, final long[] endAfter) {
        for (int step = 0; step < beginBy.length; step++) {
            beginBy[step] |= middle - half < (step + 1) << STEP_BITS ? 1L << wall : 0;
            endAfter[step] |= middle + half > step << STEP_BITS ? 1L << wall : 0;
        }
    }

    /** Whether another wall stands along all of a wall's side: there is no edge then, and nothing to look through. */
    private static boolean isJoined(final int wall, final int sideX, final int sideY) {
        // The row of metres just outside of that side.
        final int left = sideX > 0 ? ArenaMap.wallRight(wall) : ArenaMap.wallX(wall) + sideX;
        final int right = sideX < 0 ? ArenaMap.wallX(wall) : ArenaMap.wallRight(wall) + sideX;
        final int top = sideY > 0 ? ArenaMap.wallBottom(wall) : ArenaMap.wallY(wall) + sideY;
        final int bottom = sideY < 0 ? ArenaMap.wallY(wall) : ArenaMap.wallBottom(wall) + sideY;
        for (int other = 0; other < WALLS; other++) {
            if (ArenaMap.wallX(other) <= left
                    && ArenaMap.wallRight(other) >= right
                    && ArenaMap.wallY(other) <= top
                    && ArenaMap.wallBottom(other) >= bottom) {
                return true;
            }
        }
        return false;
    }

    private static int mostlyBlocking(final int one, final int other) {
        int best = 0;
        int most = 0;
        for (int wall = 0; wall < WALLS; wall++) {
            int count = 0;
            for (int from = 0; from < SAMPLES; from++) {
                for (int to = 0; to < SAMPLES; to++) {
                    count += blocks(wall, sample(one, from), sample(other, to)) ? 1 : 0;
                }
            }
            if (count > most) {
                best = wall;
                most = count;
            }
        }
        return best;
    }

    private static long sample(final int cell, final int sample) {
        return Point.of(
                (4 * (cell % CELLS_X) + 1 + 2 * (sample & 1)) << (CELL_BITS - 2),
                (4 * (cell / CELLS_X) + 1 + 2 * (sample >> 1)) << (CELL_BITS - 2));
    }

    /** A wall between two places, or {@link #NOTHING}. */
    static int blocker(final long from, final long to) {
        final int likely = likelyBlocker(from, to);
        return blocks(likely, from, to) ? likely : search(from, to);
    }

    /** The wall to ask first; a cell without one has the first wall. */
    static int likelyBlocker(final long from, final long to) {
        return LIKELY[cell(from) * CELLS + cell(to)];
    }

    /** True when no wall stands between two places. */
    static boolean isClear(final long from, final long to) {
        return search(from, to) == NOTHING;
    }

    private static int cell(final long place) {
        final int column = Fixed.clamp(Point.x(place) >> CELL_BITS, 0, CELLS_X - 1);
        return Fixed.clamp(Point.y(place) >> CELL_BITS, 0, CELLS_Y - 1) * CELLS_X + column;
    }

    private static int search(final long from, final long to) {
        long rest = near(from, to);
        while (rest != 0) {
            final int wall = Long.numberOfTrailingZeros(rest);
            if (blocks(wall, from, to)) {
                return wall;
            }
            rest &= rest - 1;
        }
        return NOTHING;
    }

    /** A set of walls with at least those that overlap the box around two places. */
    private static long near(final long from, final long to) {
        return BEGIN_BY_X[step(Math.max(Point.x(from), Point.x(to)), STEPS_X)]
                & END_AFTER_X[step(Math.min(Point.x(from), Point.x(to)), STEPS_X)]
                & BEGIN_BY_Y[step(Math.max(Point.y(from), Point.y(to)), STEPS_Y)]
                & END_AFTER_Y[step(Math.min(Point.y(from), Point.y(to)), STEPS_Y)];
    }

    private static int step(final int place, final int steps) {
        return Fixed.clamp(place >> STEP_BITS, 0, steps - 1);
    }

    /** Whether that wall stands between two places. */
    static boolean blocks(final int wall, final long from, final long to) {
        return beside(wall, from, to) < 0;
    }

    /** Whether that wall stands between two places when one of them has moved, and when both have. */
    static boolean blocks(final int wall, final long from, final long fromAhead, final long to, final long toAhead) {
        return (beside(wall, fromAhead, to) & beside(wall, from, toAhead) & beside(wall, fromAhead, toAhead)) < 0;
    }

    /**
     * Negative when that wall stands between two places: the separating axis test of a line against a box, along x, along
     * y and across the line. A sign of each is computed and joined with those of the others, as a guess which one decides
     * would mostly be wrong.
     */
    private static long beside(final int wall, final long from, final long to) {
        final int halfWidth = HALF_WIDTH[wall];
        final int halfHeight = HALF_HEIGHT[wall];
        final int x = MIDDLE_X[wall] - Point.x(from);
        final int y = MIDDLE_Y[wall] - Point.y(from);
        final int dx = Point.x(to) - Point.x(from);
        final int dy = Point.y(to) - Point.y(from);
        final int width = Math.abs(dx);
        final int height = Math.abs(dy);
        final int alongX = Math.abs(2 * x - dx) - (2 * halfWidth + width);
        final int alongY = Math.abs(2 * y - dy) - (2 * halfHeight + height);
        final long reach = (long) halfWidth * height + (long) halfHeight * width;
        final long across = Math.abs((long) dx * y - (long) dy * x) - reach;
        return alongX & alongY & across;
    }
}
