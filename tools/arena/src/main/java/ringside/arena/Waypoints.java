package ringside.arena;

import java.util.Arrays;
import ringside.engine.math.Fixed;

/**
 * The ways around the walls, for bots: points beside the corners of walls, and the shortest way between any two of them.
 * Computed once from the map.
 */
final class Waypoints {
    /** The goal is in sight: no waypoint is needed. */
    static final int DIRECT = -1;

    /** Room that a body needs beside a wall; what is missing to its radius, sliding makes good. */
    private static final int BODY = Fixed.ratio(2, 5);

    /** How far waypoints lie from a corner along both axes. */
    private static final int ASIDE = Fixed.of(1);

    /** Corners nearer to each other than this share a waypoint. */
    private static final int APART = Fixed.ratio(5, 2);

    private static final int MOST = Byte.MAX_VALUE;
    private static final int FAR = Integer.MAX_VALUE / 2;

    private static final int[] X = new int[MOST];
    private static final int[] Y = new int[MOST];
    private static final int COUNT = place();
    private static final int[][] DISTANCE = distances();

    private Waypoints() {}

    static int count() {
        return COUNT;
    }

    /** Raw fixed point. */
    static int x(final int node) {
        return X[node];
    }

    /** Raw fixed point. */
    static int y(final int node) {
        return Y[node];
    }

    /** The length of the shortest way between two waypoints; beyond any map when there is none. */
    static int distance(final int from, final int to) {
        return DISTANCE[from][to];
    }

    /** True when a body can walk straight from one point to another. */
    static boolean isWalkable(final int fromX, final int fromY, final int toX, final int toY) {
        return Walls.isClear(fromX, fromY, toX, toY, BODY);
    }

    /** The nearest waypoint that a body can walk to straight, or the nearest of all where there is none. */
    static int nearest(final int x, final int y) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int node = 0; node < COUNT; node++) {
            final long length = Fixed.length(X[node] - x, Y[node] - y);
            final long cost = length < least && !isWalkable(x, y, X[node], Y[node]) ? length + FAR : length;
            if (cost < least) {
                best = node;
                least = cost;
            }
        }
        return best;
    }

    /**
     * The waypoint to walk to next from a place towards a goal, or {@link #DIRECT}.
     *
     * @param goalNode the waypoint nearest to the goal
     * @param likely the answer of a moment ago, or {@link #DIRECT}: with it, few others need a second look
     */
    static int next(final int x, final int y, final int goalX, final int goalY, final int goalNode, final int likely) {
        if (isWalkable(x, y, goalX, goalY)) {
            return DIRECT;
        }
        int best = goalNode;
        int least = FAR;
        if (likely >= 0 && isWalkable(x, y, X[likely], Y[likely])) {
            best = likely;
            least = Fixed.length(X[likely] - x, Y[likely] - y) + DISTANCE[likely][goalNode];
        }
        for (int node = 0; node < COUNT; node++) {
            // The way from the waypoint alone is often too long already, and the root is dear.
            final int rest = DISTANCE[node][goalNode];
            final int cost = rest < least ? Fixed.length(X[node] - x, Y[node] - y) + rest : least;
            if (cost < least && isWalkable(x, y, X[node], Y[node])) {
                best = node;
                least = cost;
            }
        }
        return best;
    }

    private static int place() {
        int count = 0;
        for (int wall = 0; wall < ArenaMap.WALLS; wall++) {
            for (int corner = 0; corner < 4; corner++) {
                final int sideX = (corner & 1) == 0 ? -ASIDE : Fixed.of(ArenaMap.wallWidth(wall)) + ASIDE;
                final int sideY = (corner & 2) == 0 ? -ASIDE : Fixed.of(ArenaMap.wallHeight(wall)) + ASIDE;
                final int x = Fixed.of(ArenaMap.wallX(wall)) + sideX;
                final int y = Fixed.of(ArenaMap.wallY(wall)) + sideY;
                if (count < MOST && isGood(x, y, count)) {
                    X[count] = x;
                    Y[count] = y;
                    count++;
                }
            }
        }
        return count;
    }

    private static boolean isGood(final int x, final int y, final int count) {
        if (x < ASIDE || x > Fixed.of(ArenaMap.WIDTH) - ASIDE || y < ASIDE || y > Fixed.of(ArenaMap.HEIGHT) - ASIDE) {
            return false;
        }
        for (int node = 0; node < count; node++) {
            if (Fixed.length(X[node] - x, Y[node] - y) < APART && isWalkable(x, y, X[node], Y[node])) {
                return false;
            }
        }
        return Walls.touched(0, x, y, Movement.RADIUS) < 0;
    }

    /** Straight ways first, then Floyd and Warshall's all shortest paths. */
    private static int[][] distances() {
        final int[][] distance = new int[COUNT][COUNT];
        for (int a = 0; a < COUNT; a++) {
            Arrays.fill(distance[a], FAR);
            for (int b = 0; b < COUNT; b++) {
                if (isWalkable(X[a], Y[a], X[b], Y[b])) {
                    distance[a][b] = Fixed.length(X[a] - X[b], Y[a] - Y[b]);
                }
            }
        }
        for (int via = 0; via < COUNT; via++) {
            for (int a = 0; a < COUNT; a++) {
                for (int b = 0; b < COUNT; b++) {
                    distance[a][b] = Math.min(distance[a][b], distance[a][via] + distance[via][b]);
                }
            }
        }
        return distance;
    }
}
