package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import ringside.engine.math.Fixed;

/** The few walls that are asked answer as all would. Places are also on the edges of walls and outside of the ground. */
class WallsTest {
    private static final int CASES = 300_000;
    private static final int BEYOND = Fixed.of(7);
    private static final int EDGE = -Fixed.ratio(7, 20);

    private final Random random = new Random(Seeds.of(WallsTest.class, 5));

    @Test
    void a_disc_touches_the_walls_that_it_touches() {
        int touched = 0;
        for (int i = 0; i < CASES; i++) {
            final int x = place(ArenaMap.WIDTH);
            final int y = place(ArenaMap.HEIGHT);
            final int radius = 1 + random.nextInt(Fixed.of(1));
            final int first = random.nextInt(ArenaMap.WALLS + 1);
            final int expected = EveryWall.touched(first, x, y, radius);
            assertEquals(expected, Walls.touched(first, x, y, radius), x + ", " + y + " radius " + radius);
            touched += expected >= 0 ? 1 : 0;
        }
        assertTrue(touched > CASES / 30, "touched: " + touched);
    }

    @Test
    void a_line_is_clear_when_no_wall_stands_on_it() {
        for (int i = 0; i < CASES; i++) {
            final int x = place(ArenaMap.WIDTH);
            final int y = place(ArenaMap.HEIGHT);
            final int toX = place(ArenaMap.WIDTH);
            final int toY = place(ArenaMap.HEIGHT);
            final int margin = random.nextBoolean() ? EDGE : random.nextInt(Fixed.of(1));
            assertEquals(
                    EveryWall.isClear(x, y, toX, toY, margin),
                    Walls.isClear(x, y, toX, toY, margin),
                    x + ", " + y + " to " + toX + ", " + toY + " margin " + margin);
        }
    }

    @Test
    void a_bullet_is_stopped_where_it_meets_the_first_wall() {
        int hits = 0;
        for (int i = 0; i < CASES; i++) {
            final int x = random.nextInt(Fixed.of(ArenaMap.WIDTH));
            final int y = random.nextInt(Fixed.of(ArenaMap.HEIGHT));
            final int dx = random.nextInt(Fixed.of(8)) - Fixed.of(4);
            final int dy = random.nextInt(Fixed.of(8)) - Fixed.of(4);
            final double expected = EveryWall.firstHit(x, y, dx, dy, 6553);
            final int hit = Walls.firstHit(x, y, dx, dy, 6553);
            final String what = x + ", " + y + " by " + dx + ", " + dy + ": " + hit;
            if (hit == Walls.NO_HIT) {
                assertTrue(Double.isNaN(expected) || expected > 0.9999, what + ", not " + expected);
            } else if (Double.isNaN(expected)) {
                // Grazed a corner: rounding decides.
                final boolean grazes = !Double.isNaN(EveryWall.firstHit(x, y, dx, dy, 6553 + 64));
                assertTrue(grazes, what);
            } else {
                assertEquals(expected, hit / (double) Fixed.ONE, 0.0001, what);
                hits++;
            }
        }
        assertTrue(hits > CASES / 10, "hits: " + hits);
    }

    private int place(final int size) {
        final int metres = random.nextInt(size + 15) - 7;
        return switch (random.nextInt(4)) {
            case 0 -> Fixed.of(metres);
            case 1 -> Fixed.of(metres) + (random.nextBoolean() ? EDGE : -EDGE);
            default -> random.nextInt(Fixed.of(size) + 2 * BEYOND) - BEYOND;
        };
    }
}
