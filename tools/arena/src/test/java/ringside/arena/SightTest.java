package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import ringside.engine.math.Fixed;
import ringside.layout.Rows;

class SightTest {
    private static final int CASES = 300_000;
    private static final int EDGE = -Fixed.ratio(7, 20);
    private static final long SEED = Seeds.of(SightTest.class, 7);

    private final Random random = new Random(SEED);

    @Test
    void a_line_is_blocked_when_a_wall_without_its_edges_stands_on_it() {
        int clear = 0;
        for (int i = 0; i < CASES; i++) {
            final long from = place();
            final long to = random.nextInt(10) == 0 ? from : place();
            final boolean expected = EveryWall.isInSight(Point.x(from), Point.y(from), Point.x(to), Point.y(to));
            final int blocker = Sight.blocker(from, to);
            final String what = Point.x(from) + ", " + Point.y(from) + " to " + Point.x(to) + ", " + Point.y(to);
            assertEquals(expected, blocker == Sight.NOTHING, what);
            assertEquals(expected, Sight.isClear(from, to), what);
            assertTrue(expected || Sight.blocks(blocker, from, to), what);
            clear += expected ? 1 : 0;
        }
        assertTrue(clear > CASES / 10 && clear < CASES / 2, "clear: " + clear);
    }

    @Test
    void nobody_looks_through_the_corner_where_two_walls_meet() {
        // The walls from (8, 6) down and from (9, 6) to the right, and the middle of where they meet.
        final long outside = Point.of(Fixed.of(9), Fixed.ratio(11, 2));
        final long inside = Point.of(Fixed.of(9) + 1000, Fixed.ratio(15, 2));
        assertTrue(EveryWall.isClear(Point.x(outside), Point.y(outside), Point.x(inside), Point.y(inside), EDGE));
        assertFalse(Sight.isClear(outside, inside));
        assertTrue(Sight.blocker(outside, inside) != Sight.NOTHING);
    }

    @Test
    void a_line_is_blocked_in_both_directions_or_in_none() {
        for (int i = 0; i < CASES; i++) {
            final long from = place();
            final long to = place();
            assertEquals(Sight.isClear(from, to), Sight.isClear(to, from));
            assertEquals(Sight.blocker(from, to) == Sight.NOTHING, Sight.blocker(to, from) == Sight.NOTHING);
        }
    }

    @Test
    void two_see_each_other_when_one_of_four_lines_is_clear() {
        int clear = 0;
        for (int i = 0; i < CASES; i++) {
            final long one = place();
            final long oneAhead = random.nextInt(5) == 0 ? one : near(one);
            final long other = place();
            final long otherAhead = random.nextInt(5) == 0 ? other : near(other);
            final boolean expected = Sight.isClear(one, other)
                    || Sight.isClear(oneAhead, other)
                    || Sight.isClear(one, otherAhead)
                    || Sight.isClear(oneAhead, otherAhead);
            final int likely = Sight.blocked(Sight.likelyBlocker(one, other), other, otherAhead, one, oneAhead);
            assertEquals(expected, Sight.isClear(0, one, oneAhead, other, otherAhead));
            assertEquals(expected, Sight.isClear(likely, other, otherAhead, one, oneAhead));
            clear += expected ? 1 : 0;
        }
        assertTrue(clear > CASES / 5 && clear < CASES * 4 / 5, "clear: " + clear);
    }

    private long near(final long place) {
        final int most = Fixed.of(6);
        return Point.of(
                Point.x(place) + random.nextInt(2 * most) - most, Point.y(place) + random.nextInt(2 * most) - most);
    }

    @Test
    void the_wall_asked_first_is_mostly_the_one() {
        final ArenaRun run = ArenaRun.ofPlayers(10, SEED);
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        int pairs = 0;
        int blocked = 0;
        int likely = 0;
        for (int frame = 0; frame < 2000; frame++) {
            run.sendTrace(trace);
            run.frame();
            for (int slot = 1; slot < 10; slot++) {
                final long from = body(run, slot - 1);
                final long to = body(run, slot);
                pairs++;
                blocked += Sight.isClear(from, to) ? 0 : 1;
                likely += Sight.blocks(Sight.likelyBlocker(from, to), from, to) ? 1 : 0;
            }
        }
        System.out.printf("of %d lines %d blocked, %d of them by the wall asked first%n", pairs, blocked, likely);
        assertTrue(likely > 0.85 * blocked, likely + " of " + blocked);
    }

    private static long body(final ArenaRun run, final int slot) {
        final ArenaTables.PlayersTable players = run.columns.tables.players;
        final int row = run.body(slot);
        assertTrue(row != Rows.NONE);
        return Point.of(run.match().get(row, players.x), run.match().get(row, players.y));
    }

    /** On the ground or a little outside, at times on the edge of a wall's core. */
    private long place() {
        final int x = random.nextInt(ArenaMap.WIDTH + 15) - 7;
        final int y = random.nextInt(ArenaMap.HEIGHT + 15) - 7;
        return switch (random.nextInt(4)) {
            case 0 -> Point.of(Fixed.of(x), Fixed.of(y));
            case 1 -> Point.of(Fixed.of(x) - EDGE, Fixed.of(y) + EDGE);
            default -> Point.of(Fixed.of(x) + random.nextInt(Fixed.ONE), Fixed.of(y) + random.nextInt(Fixed.ONE));
        };
    }
}
