package ringside.arena;

import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.State;

/**
 * How a body moves: it speeds up towards where its player pushes, slides along walls, and dashes. Reads and writes the
 * columns of one row only, all of which its player is shown, so a client can run it ahead. Keeps no state; thread-safe.
 *
 * <p>Places and speeds are kept on the grid that views show ({@link ArenaTables#GRID_BITS}): a client that starts from a
 * view starts from exactly what the server has.
 */
final class Movement {
    static final int RADIUS = Fixed.ratio(1, 2);

    /** The range of a speed's parts, in whole metres a second. */
    static final int MOST_SPEED = 20;

    private static final int WALK_SPEED = Fixed.of(6);
    private static final int DASH_SPEED = Fixed.of(15);

    /** Metres a second, each second: full speed after an eighth of a second. */
    private static final int ACCELERATION = Fixed.of(48);

    private static final int DASH_MS = 150;
    private static final int DASH_COOLDOWN_MS = 1500;

    /** The longest way in one go: less than a radius, so that no body is ever on the other side of a wall. */
    private static final int LONGEST_STEP = Fixed.ratio(2, 5);

    private static final int GRID = 1 << (Fixed.FRACTION_BITS - ArenaTables.GRID_BITS);

    private final ArenaTables.PlayersTable players;

    Movement(final ArenaTables.PlayersTable players) {
        this.players = players;
    }

    /** Moves a body by one frame. */
    void advance(final State world, final int row, final int moveX, final int moveY, final boolean dash, final int hz) {
        int wait = world.get(row, players.dash);
        if (wait > 0) {
            wait--;
            world.set(row, players.dash, wait);
        } else if (dash) {
            dash(world, row, moveX, moveY);
            wait = Frames.ofMs(DASH_COOLDOWN_MS, hz);
            world.set(row, players.dash, wait);
        }
        if (wait <= Frames.ofMs(DASH_COOLDOWN_MS - DASH_MS, hz)) {
            accelerate(world, row, moveX, moveY, hz);
        }
        travel(world, row, hz);
    }

    private void dash(final State world, final int row, final int moveX, final int moveY) {
        final int aim = world.get(row, players.aim) << ArenaTables.ANGLE_SHIFT;
        final int angle = moveX == 0 && moveY == 0 ? aim : Angle.atan2(moveY, moveX);
        world.set(row, players.vx, onGrid(Fixed.multiply(DASH_SPEED, Angle.cos(angle))));
        world.set(row, players.vy, onGrid(Fixed.multiply(DASH_SPEED, Angle.sin(angle))));
    }

    /** Brings the speed nearer to the wanted one; the same force brakes. */
    private void accelerate(final State world, final int row, final int moveX, final int moveY, final int hz) {
        int wantedX = WALK_SPEED / Controls.FULL * moveX;
        int wantedY = WALK_SPEED / Controls.FULL * moveY;
        if (isLonger(wantedX, wantedY, WALK_SPEED)) {
            // A stick pushed into a corner is not faster.
            final int wanted = Fixed.length(wantedX, wantedY);
            wantedX = scale(wantedX, WALK_SPEED, wanted);
            wantedY = scale(wantedY, WALK_SPEED, wanted);
        }
        final int vx = world.get(row, players.vx);
        final int vy = world.get(row, players.vy);
        int changeX = wantedX - vx;
        int changeY = wantedY - vy;
        final int most = ACCELERATION / hz;
        if (isLonger(changeX, changeY, most)) {
            final int change = Fixed.length(changeX, changeY);
            changeX = scale(changeX, most, change);
            changeY = scale(changeY, most, change);
        }
        world.set(row, players.vx, onGrid(vx + changeX));
        world.set(row, players.vy, onGrid(vy + changeY));
    }

    /** True when a vector's length, rounded down, is more than {@code most}: without a root, which few need. */
    private static boolean isLonger(final int x, final int y, final int most) {
        return Fixed.lengthSquared(x, y) >= (most + 1L) * (most + 1L);
    }

    private void travel(final State world, final int row, final int hz) {
        final int vx = world.get(row, players.vx);
        final int vy = world.get(row, players.vy);
        if ((vx | vy) == 0) {
            return;
        }
        final int wayX = vx / hz;
        final int wayY = vy / hz;
        final int steps = 1 + Math.max(Math.abs(wayX), Math.abs(wayY)) / LONGEST_STEP;
        if (steps == 1) {
            go(world, row, onGrid(wayX), onGrid(wayY));
            return;
        }
        for (int i = 0; i < steps; i++) {
            // A wall may have changed the speed since.
            go(
                    world,
                    row,
                    onGrid(world.get(row, players.vx) / hz / steps),
                    onGrid(world.get(row, players.vy) / hz / steps));
        }
    }

    private void go(final State world, final int row, final int wayX, final int wayY) {
        final int x = world.get(row, players.x);
        final int y = world.get(row, players.y);
        final int newX = inside(x + wayX, ArenaMap.WIDTH);
        final int newY = inside(y + wayY, ArenaMap.HEIGHT);
        world.set(row, players.x, newX);
        world.set(row, players.y, newY);
        final int wall = Walls.touched(0, newX, newY, RADIUS);
        if (wall >= 0) {
            leaveWalls(world, row, wall);
            if (!isFree(world, row)) {
                // Wedged between two walls: better stuck than through.
                world.set(row, players.x, x);
                world.set(row, players.y, y);
                world.set(row, players.vx, 0);
                world.set(row, players.vy, 0);
            }
        }
    }

    private boolean isFree(final State world, final int row) {
        return Walls.touched(0, world.get(row, players.x), world.get(row, players.y), RADIUS) < 0;
    }

    private void leaveWalls(final State world, final int row, final int firstWall) {
        int wall = firstWall;
        while (wall >= 0) {
            leaveWall(world, row, wall);
            wall = Walls.touched(wall + 1, world.get(row, players.x), world.get(row, players.y), RADIUS);
        }
    }

    /** Moves a body out of a wall by the shortest way, and takes the speed against the wall away: so it slides. */
    private void leaveWall(final State world, final int row, final int wall) {
        final int x = world.get(row, players.x);
        final int y = world.get(row, players.y);
        final int nearX = Walls.nearestX(wall, x);
        final int nearY = Walls.nearestY(wall, y);
        final int outX = x - nearX;
        final int outY = y - nearY;
        final int depth = Fixed.length(outX, outY);
        if (depth == 0) {
            return;
        }
        world.set(row, players.x, inside(nearX + outwards(outX, depth), ArenaMap.WIDTH));
        world.set(row, players.y, inside(nearY + outwards(outY, depth), ArenaMap.HEIGHT));
        final int vx = world.get(row, players.vx);
        final int vy = world.get(row, players.vy);
        final long against = ((long) vx * outX + (long) vy * outY) / depth;
        if (against < 0) {
            world.set(row, players.vx, onGrid(vx - (int) (against * outX / depth)));
            world.set(row, players.vy, onGrid(vy - (int) (against * outY / depth)));
        }
    }

    /** One part of the way from a wall's nearest point to where a body just touches it, rounded away from the wall. */
    private static int outwards(final int out, final int length) {
        if (out == 0) {
            return 0;
        }
        final boolean straight = Math.abs(out) == length;
        final int way = straight ? RADIUS : (scale(Math.abs(out), RADIUS, length) + GRID) & -GRID;
        return out < 0 ? -way : way;
    }

    private static int inside(final int place, final int size) {
        return Fixed.clamp(place, RADIUS, Fixed.of(size) - RADIUS);
    }

    private static int scale(final int part, final int wanted, final int length) {
        return (int) ((long) part * wanted / length);
    }

    /** The nearest point of the grid. */
    private static int onGrid(final int value) {
        return (value + GRID / 2) & -GRID;
    }
}
