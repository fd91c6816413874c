package ringside.arena;

/**
 * Where bodies and bullets are, and where they will be a moment later, with all that is asked of each place more than
 * once. Says who sees whom exactly as {@link Sight} does. Scratch; belongs to one thread.
 */
final class Places {
    /** Where places ahead stand: that of number i at {@code ahead + i}. */
    private final int ahead;

    private final long[] points;
    private final int[] cells;
    private final long[] columns;
    private final long[] rows;
    private int count;

    Places(final int capacity) {
        ahead = capacity;
        points = new long[2 * capacity];
        cells = new int[2 * capacity];
        columns = new long[2 * capacity];
        rows = new long[2 * capacity];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** Adds a place, and where its owner wants to be in a moment; who would run into a wall stays. */
    void add(final long place, final long placeAhead) {
        final int now = count++;
        final int then = ahead + now;
        put(now, place);
        put(then, placeAhead);
        if (search(now, then) != Sight.NOTHING) {
            put(then, place);
        }
    }

    private void put(final int at, final long place) {
        points[at] = place;
        cells[at] = Sight.cell(place);
        columns[at] = Sight.column(Point.x(place));
        rows[at] = Sight.row(Point.y(place));
    }

    private int search(final int one, final int other) {
        final int walls = Sight.near(
                Sight.between(cells[one], cells[other]), columns[one] | columns[other], rows[one] | rows[other]);
        return Sight.first(walls, points[one], points[other]);
    }

    /** On which of the four lines between two the wall stands that most likely does: see {@link Sight#blocked}. */
    int blocked(final int one, final int other) {
        return blocked(Sight.likely(Sight.between(cells[one], cells[other])), one, other);
    }

    private int blocked(final int wall, final int one, final int other) {
        return Sight.blocked(wall, points[one], points[ahead + one], points[other], points[ahead + other]);
    }

    /**
     * Whether two see each other, now or a moment ahead. A wall that is between them now mostly still is, so each wall that
     * is found is asked about all four lines.
     *
     * @param blockedSoFar on which of the four lines a wall stands, as far as is known
     */
    boolean isClear(final int one, final int other, final int blockedSoFar) {
        int blocked = blockedSoFar;
        while (blocked != Sight.ALL_LINES) {
            final int line = Integer.numberOfTrailingZeros(~blocked);
            final int wall = search(one + (line & 1) * ahead, other + (line >> 1) * ahead);
            if (wall == Sight.NOTHING) {
                return true;
            }
            blocked |= blocked(wall, one, other);
        }
        return false;
    }
}
