package ringside.arena;

import ringside.engine.math.Fixed;

/**
 * The ground: its size, walls, and where fighters and pickups appear. Half of it is written down; the other half is the
 * same, turned by half a turn about the middle, so that no side is better.
 */
final class ArenaMap {
    /** Metres. */
    static final int WIDTH = 64;

    /** Metres. */
    static final int HEIGHT = 40;

    /** x, y, width and height in metres. */
    private static final int[][] HALF_OF_WALLS = {
        {8, 6, 1, 8}, {9, 6, 5, 1}, {18, 0, 1, 6}, {14, 12, 6, 1}, {24, 6, 1, 7},
        {25, 12, 3, 1}, {3, 20, 8, 1}, {15, 18, 1, 6}, {8, 26, 1, 8}, {9, 33, 5, 1},
        {19, 33, 1, 7}, {20, 27, 6, 1}, {30, 14, 4, 1}, {27, 18, 2, 2}, {31, 3, 2, 5}
    };

    private static final int[][] HALF_OF_SPAWNS = {{3, 3}, {13, 3}, {3, 37}, {13, 37}, {28, 3}, {4, 14}, {21, 22}};

    /** x, y and kind. */
    private static final int[][] HALF_OF_PICKUPS = {
        {11, 10, Pickups.SMALL}, {22, 3, Pickups.SMALL}, {21, 17, Pickups.SMALL}, {32, 18, Pickups.LARGE}
    };

    static final int WALLS = 2 * HALF_OF_WALLS.length;
    static final int SPAWNS = 2 * HALF_OF_SPAWNS.length;
    static final int PICKUPS = 2 * HALF_OF_PICKUPS.length;

    private ArenaMap() {}

    /** The left edge of a wall, in metres. */
    static int wallX(final int wall) {
        final int[] half = HALF_OF_WALLS[wall >> 1];
        return isTurned(wall) ? WIDTH - half[0] - half[2] : half[0];
    }

    /** The upper edge of a wall, in metres. */
    static int wallY(final int wall) {
        final int[] half = HALF_OF_WALLS[wall >> 1];
        return isTurned(wall) ? HEIGHT - half[1] - half[3] : half[1];
    }

    static int wallWidth(final int wall) {
        return HALF_OF_WALLS[wall >> 1][2];
    }

    static int wallHeight(final int wall) {
        return HALF_OF_WALLS[wall >> 1][3];
    }

    /** The right edge of a wall, in metres. */
    static int wallRight(final int wall) {
        return wallX(wall) + wallWidth(wall);
    }

    /** The lower edge of a wall, in metres. */
    static int wallBottom(final int wall) {
        return wallY(wall) + wallHeight(wall);
    }

    /** Raw fixed point. */
    static int spawnX(final int spawn) {
        return Fixed.of(turnedX(spawn, HALF_OF_SPAWNS));
    }

    /** Raw fixed point. */
    static int spawnY(final int spawn) {
        return Fixed.of(turnedY(spawn, HALF_OF_SPAWNS));
    }

    /** Metres. */
    static int pickupX(final int pickup) {
        return turnedX(pickup, HALF_OF_PICKUPS);
    }

    /** Metres. */
    static int pickupY(final int pickup) {
        return turnedY(pickup, HALF_OF_PICKUPS);
    }

    static int pickupKind(final int pickup) {
        return HALF_OF_PICKUPS[pickup >> 1][2];
    }

    private static int turnedX(final int index, final int[][] half) {
        final int x = half[index >> 1][0];
        return isTurned(index) ? WIDTH - x : x;
    }

    private static int turnedY(final int index, final int[][] half) {
        final int y = half[index >> 1][1];
        return isTurned(index) ? HEIGHT - y : y;
    }

    private static boolean isTurned(final int index) {
        return (index & 1) != 0;
    }
}
