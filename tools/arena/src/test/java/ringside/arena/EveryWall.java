package ringside.arena;

import ringside.engine.math.Fixed;

/** The geometry of walls by asking every wall in turn: slow, plain, and what the quick ways must agree with. */
final class EveryWall {
    private static final int EDGE = Fixed.ratio(7, 20);

    /** Where the left or right end of one wall stands against another: the x of the side, the upper y, and which way. */
    private static final int[][] JOINTS = {{9, 6, 1}, {25, 12, 1}, {9, 33, 1}, {55, 33, -1}, {39, 27, -1}, {55, 6, -1}};

    private EveryWall() {}

    private static int left(final int wall) {
        return Fixed.of(ArenaMap.wallX(wall));
    }

    private static int right(final int wall) {
        return left(wall) + Fixed.of(ArenaMap.wallWidth(wall));
    }

    private static int top(final int wall) {
        return Fixed.of(ArenaMap.wallY(wall));
    }

    private static int bottom(final int wall) {
        return top(wall) + Fixed.of(ArenaMap.wallHeight(wall));
    }

    static int touched(final int firstWall, final int x, final int y, final int radius) {
        for (int wall = firstWall; wall < ArenaMap.WALLS; wall++) {
            final long awayX = (long) x - Fixed.clamp(x, left(wall), right(wall));
            final long awayY = (long) y - Fixed.clamp(y, top(wall), bottom(wall));
            if (awayX * awayX + awayY * awayY < (long) radius * radius) {
                return wall;
            }
        }
        return -1;
    }

    /** Whether no wall, larger by the margin in every direction, stands on the line between two points. */
    static boolean isClear(final int fromX, final int fromY, final int toX, final int toY, final int margin) {
        for (int wall = 0; wall < ArenaMap.WALLS; wall++) {
            final int left = left(wall) - margin;
            final int right = right(wall) + margin;
            final int top = top(wall) - margin;
            final int bottom = bottom(wall) + margin;
            if (Math.max(fromX, toX) > left
                    && Math.min(fromX, toX) < right
                    && Math.max(fromY, toY) > top
                    && Math.min(fromY, toY) < bottom
                    && !isOnOneSide(fromX, fromY, toX, toY, left, top, right, bottom)) {
                return false;
            }
        }
        return true;
    }

    /** Whether sight passes between two places: 35 cm inside of edges, but not where the side of one wall stands against another. */
    static boolean isInSight(final int fromX, final int fromY, final int toX, final int toY) {
        return isClear(fromX, fromY, toX, toY, -EDGE) && passesJoints(fromX, fromY, toX, toY);
    }

    private static boolean passesJoints(final int fromX, final int fromY, final int toX, final int toY) {
        for (final int[] joint : JOINTS) {
            final int left = Fixed.of(joint[0]) - EDGE + Math.min(0, joint[2]);
            final int right = Fixed.of(joint[0]) + EDGE + Math.max(0, joint[2]);
            final int top = Fixed.of(joint[1]) + EDGE;
            final int bottom = Fixed.of(joint[1] + 1) - EDGE;
            if (Math.max(fromX, toX) > left
                    && Math.min(fromX, toX) < right
                    && Math.max(fromY, toY) > top
                    && Math.min(fromY, toY) < bottom
                    && !isOnOneSide(fromX, fromY, toX, toY, left, top, right, bottom)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOnOneSide(
            final long fromX,
            final long fromY,
            final long toX,
            final long toY,
            final long left,
            final long top,
            final long right,
            final long bottom) {
        final long dx = toX - fromX;
        final long dy = toY - fromY;
        final long a = dx * (top - fromY) - dy * (left - fromX);
        final long b = dx * (top - fromY) - dy * (right - fromX);
        final long c = dx * (bottom - fromY) - dy * (left - fromX);
        final long d = dx * (bottom - fromY) - dy * (right - fromX);
        return Math.min(Math.min(a, b), Math.min(c, d)) >= 0 || Math.max(Math.max(a, b), Math.max(c, d)) <= 0;
    }

    /** When a square that moves meets its first wall, to within a 1,000th of the way; NaN when it meets none. */
    static double firstHit(final int x, final int y, final int dx, final int dy, final int radius) {
        double first = Double.NaN;
        for (int wall = 0; wall < ArenaMap.WALLS; wall++) {
            final double[] stretch = {0, 1};
            narrow(stretch, x, dx, left(wall) - radius, right(wall) + radius);
            narrow(stretch, y, dy, top(wall) - radius, bottom(wall) + radius);
            if (stretch[0] < stretch[1] && !(first <= stretch[0])) {
                first = stretch[0];
            }
        }
        return first;
    }

    private static void narrow(
            final double[] stretch, final double from, final double way, final double low, final double high) {
        if (way == 0) {
            stretch[1] = from > low && from < high ? stretch[1] : -1;
        } else {
            stretch[0] = Math.max(stretch[0], ((way > 0 ? low : high) - from) / way);
            stretch[1] = Math.min(stretch[1], ((way > 0 ? high : low) - from) / way);
        }
    }
}
