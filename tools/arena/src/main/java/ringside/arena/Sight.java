package ringside.arena;

import ringside.engine.math.Fixed;

/**
 * Which wall stands between two places ({@link Point}). Exact, the same in both directions, and thread-safe.
 *
 * <p>Most lines across the ground meet a wall, and mostly the same one as the lines next to them. So for each two cells
 * of the ground a table of 25 kB names the wall that stands between most of their places. That wall is asked first; it
 * is the answer for almost nine of ten lines that are blocked. All others are asked only when it is not, and of them only
 * those that stand between the two cells at all, and in whose reach the line comes, as sets of walls tell, one bit each.
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

    /** The cell of all that is outside of the ground: any wall may be between it and a place. */
    private static final int OUTSIDE = CELLS;

    private static final int STRIDE = CELLS + 1;

    /** Places of a cell that stand for all of them: the middles of its quarters. */
    private static final int SAMPLES = 4;

    /** {@link #blocked} when a wall stands on each of the four lines. */
    static final int ALL_LINES = 15;

    /** Of {@link #blocked}, the two lines to where the other is now. */
    static final int LINES_TO_OTHER = 3;

    /** The middle of each wall, and half of what is left of it without its edges: four numbers a wall. */
    private static final int[] BOXES = new int[4 * WALLS];

    /**
     * By step along x, and along y: in the lower half the walls that begin before the step ends, in the upper half those that
     * end after it begins.
     */
    private static final long[] COLUMNS = new long[STEPS_X];

    private static final long[] ROWS = new long[STEPS_Y];

    /** The wall between most places of two cells, at {@link #between}. */
    private static final byte[] LIKELY = new byte[STRIDE * STRIDE];

    /** The walls between any places of two cells, at {@link #between}. */
    private static final int[] POSSIBLE = new int[STRIDE * STRIDE];

    static {
        if (WALLS > Integer.SIZE) {
            throw new IllegalStateException(WALLS + " walls: a set of walls holds " + Integer.SIZE);
        }
        for (int wall = 0; wall < WALLS; wall++) {
            final int left = Fixed.of(ArenaMap.wallX(wall)) + (isJoined(wall, -1, 0) ? -EDGE : EDGE);
            final int right = Fixed.of(ArenaMap.wallRight(wall)) - (isJoined(wall, 1, 0) ? -EDGE : EDGE);
            final int top = Fixed.of(ArenaMap.wallY(wall)) + (isJoined(wall, 0, -1) ? -EDGE : EDGE);
            final int bottom = Fixed.of(ArenaMap.wallBottom(wall)) - (isJoined(wall, 0, 1) ? -EDGE : EDGE);
            BOXES[4 * wall] = (left + right) / 2;
            BOXES[4 * wall + 1] = (top + bottom) / 2;
            BOXES[4 * wall + 2] = (right - left) / 2;
            BOXES[4 * wall + 3] = (bottom - top) / 2;
            note(wall, BOXES[4 * wall], BOXES[4 * wall + 2], COLUMNS);
            note(wall, BOXES[4 * wall + 1], BOXES[4 * wall + 3], ROWS);
        }
        for (int one = 0; one < CELLS; one++) {
            for (int other = 0; other <= one; other++) {
                LIKELY[between(one, other)] = (byte) mostlyBlocking(one, other);
                POSSIBLE[between(one, other)] = possiblyBlocking(one, other);
            }
        }
        // No line leads from a cell's middle to itself, and none that is known from the outside.
        for (int cell = 0; cell < STRIDE; cell++) {
            POSSIBLE[between(cell, cell)] = -1;
            POSSIBLE[between(OUTSIDE, cell)] = -1;
        }
    }

    private Sight() {}

    private static void note(final int wall, final int middle, final int half, final long[] sets) {
        for (int step = 0; step < sets.length; step++) {
            sets[step] |= middle - half < (step + 1) << STEP_BITS ? 1L << wall : 0;
            sets[step] |= middle + half > step << STEP_BITS ? 1L << wall << Integer.SIZE : 0;
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

    /** The walls that a line from any place of a cell to any of the other meets: the line between their middles, as thick as a cell. */
    private static int possiblyBlocking(final int one, final int other) {
        final int half = 1 << (CELL_BITS - 1);
        int walls = 0;
        for (int wall = 0; wall < WALLS; wall++) {
            final int x = BOXES[4 * wall];
            final int y = BOXES[4 * wall + 1];
            final long meets = beside(
                    BOXES[4 * wall + 2] + half,
                    BOXES[4 * wall + 3] + half,
                    middle(one % CELLS_X) - x,
                    middle(one / CELLS_X) - y,
                    middle(other % CELLS_X) - x,
                    middle(other / CELLS_X) - y);
            walls |= meets < 0 ? 1 << wall : 0;
        }
        return walls;
    }

    private static int middle(final int column) {
        return (2 * column + 1) << (CELL_BITS - 1);
    }

    private static long sample(final int cell, final int sample) {
        return Point.of(
                (4 * (cell % CELLS_X) + 1 + 2 * (sample & 1)) << (CELL_BITS - 2),
                (4 * (cell / CELLS_X) + 1 + 2 * (sample >> 1)) << (CELL_BITS - 2));
    }

    // ---- what is asked often about a place can be asked once

    /** The cell of a place. */
    static int cell(final long place) {
        final int column = Point.x(place) >> CELL_BITS;
        final int row = Point.y(place) >> CELL_BITS;
        return column >= 0 && column < CELLS_X && row >= 0 && row < CELLS_Y ? row * CELLS_X + column : OUTSIDE;
    }

    /** The walls before and behind a place along x, for {@link #near}. */
    static long column(final int x) {
        return COLUMNS[Fixed.clamp(x >> STEP_BITS, 0, STEPS_X - 1)];
    }

    /** The walls before and behind a place along y, for {@link #near}. */
    static long row(final int y) {
        return ROWS[Fixed.clamp(y >> STEP_BITS, 0, STEPS_Y - 1)];
    }

    // ---- sets of walls, one bit each

    /** Where the tables tell of two cells: the same in both directions, so that half of them is never read. */
    static int between(final int one, final int other) {
        return Math.max(one, other) * STRIDE + Math.min(one, other);
    }

    /** The wall to ask first; cells without one have the first wall. */
    static int likely(final int between) {
        return LIKELY[between];
    }

    /**
     * Which walls are to be asked about a line between two places.
     *
     * @param between of their cells
     * @param columns what is true of the {@link #column} of one or the other
     * @param rows what is true of the {@link #row} of one or the other
     */
    static int near(final int between, final long columns, final long rows) {
        return POSSIBLE[between]
                & (int) columns
                & (int) (columns >>> Integer.SIZE)
                & (int) rows
                & (int) (rows >>> Integer.SIZE);
    }

    /** The first of those walls that stands between two places, or {@link #NOTHING}. */
    static int first(final int walls, final long from, final long to) {
        for (int rest = walls; rest != 0; rest &= rest - 1) {
            final int wall = Integer.numberOfTrailingZeros(rest);
            if (blocks(wall, from, to)) {
                return wall;
            }
        }
        return NOTHING;
    }

    // ---- lines

    /** A wall between two places, or {@link #NOTHING}. */
    static int blocker(final long from, final long to) {
        final int between = between(cell(from), cell(to));
        final int likely = LIKELY[between];
        return blocks(likely, from, to) ? likely : search(between, from, to);
    }

    /** The wall to ask first about two places. */
    static int likelyBlocker(final long from, final long to) {
        return LIKELY[between(cell(from), cell(to))];
    }

    /** True when no wall stands between two places. */
    static boolean isClear(final long from, final long to) {
        return search(between(cell(from), cell(to)), from, to) == NOTHING;
    }

    private static int search(final int between, final long from, final long to) {
        final int walls =
                near(between, column(Point.x(from)) | column(Point.x(to)), row(Point.y(from)) | row(Point.y(to)));
        return first(walls, from, to);
    }

    /** Whether that wall stands between two places. */
    static boolean blocks(final int wall, final long from, final long to) {
        final int x = BOXES[4 * wall];
        final int y = BOXES[4 * wall + 1];
        final long beside = beside(
                BOXES[4 * wall + 2],
                BOXES[4 * wall + 3],
                Point.x(from) - x,
                Point.y(from) - y,
                Point.x(to) - x,
                Point.y(to) - y);
        return beside < 0;
    }

    /**
     * Whether two see each other, now or when one of them or both have moved. A wall that is between them now mostly still
     * is, so each wall that is found is asked about all four lines.
     *
     * @param blockedSoFar the lines on which a wall stands, as far as is known, as {@link #blocked} tells them
     */
    static boolean isClear(
            final int blockedSoFar, final long one, final long oneAhead, final long other, final long otherAhead) {
        int blocked = blockedSoFar;
        while (blocked != ALL_LINES) {
            final int line = Integer.numberOfTrailingZeros(~blocked);
            final long from = (line & 1) == 0 ? one : oneAhead;
            final long to = (line & 2) == 0 ? other : otherAhead;
            final int wall = search(between(cell(from), cell(to)), from, to);
            if (wall == NOTHING) {
                return true;
            }
            blocked |= blocked(wall, one, oneAhead, other, otherAhead);
        }
        return false;
    }

    /**
     * On which of four lines that wall stands, a bit each: bit 0 between two as they are, bit 1 when one has moved, bit 2 when
     * the other has, bit 3 when both have.
     */
    static int blocked(final int wall, final long one, final long oneAhead, final long other, final long otherAhead) {
        final int x = BOXES[4 * wall];
        final int y = BOXES[4 * wall + 1];
        final int halfWidth = BOXES[4 * wall + 2];
        final int halfHeight = BOXES[4 * wall + 3];
        final int x1 = Point.x(one) - x;
        final int y1 = Point.y(one) - y;
        final int x2 = Point.x(oneAhead) - x;
        final int y2 = Point.y(oneAhead) - y;
        final int x3 = Point.x(other) - x;
        final int y3 = Point.y(other) - y;
        final int x4 = Point.x(otherAhead) - x;
        final int y4 = Point.y(otherAhead) - y;
        return (int) (beside(halfWidth, halfHeight, x1, y1, x3, y3) >>> 63
                | (beside(halfWidth, halfHeight, x2, y2, x3, y3) >>> 62 & 2)
                | (beside(halfWidth, halfHeight, x1, y1, x4, y4) >>> 61 & 4)
                | (beside(halfWidth, halfHeight, x2, y2, x4, y4) >>> 60 & 8));
    }

    /**
     * Negative when a box stands between two places, seen from its middle: the separating axis test of a line against a box,
     * along x, along y and across the line. A sign of each is computed and joined with those of the others, as a guess which
     * one decides would mostly be wrong.
     */
    private static long beside(
            final int halfWidth, final int halfHeight, final int x, final int y, final int toX, final int toY) {
        final int width = Math.abs(toX - x);
        final int height = Math.abs(toY - y);
        final int alongX = Math.abs(x + toX) - (2 * halfWidth + width);
        final int alongY = Math.abs(y + toY) - (2 * halfHeight + height);
        final long reach = (long) halfWidth * height + (long) halfHeight * width;
        final long across = Math.abs((long) x * toY - (long) y * toX) - reach;
        return alongX & alongY & across;
    }
}
