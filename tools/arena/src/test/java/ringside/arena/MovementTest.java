package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.math.Fixed;
import ringside.engine.math.SplitMix64;
import ringside.layout.Rows;

class MovementTest {
    private static final long SEED = Seeds.of(MovementTest.class, 5);

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 60, 120})
    void nobody_is_ever_inside_of_a_wall_or_on_its_other_side(final int hz) {
        final ArenaRun run = ArenaRun.at(hz, SEED, rules -> rules.bots(0));
        for (int i = 0; i < 10; i++) {
            run.join("p" + i);
        }
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final int[] x = new int[10];
        final int[] y = new int[10];
        final boolean[] alive = new boolean[10];
        long random = SEED;
        for (int frame = 0; frame < 20_000; frame++) {
            for (int seat = 0; seat < 10; seat++) {
                // A new will every 16 frames: long enough to press against walls and into corners.
                random = SplitMix64.advance(random);
                final long bits = SplitMix64.mix(SEED + seat * 1_000_003L + frame / 16);
                run.input()
                        .set(run.columns.input.moveX, SplitMix64.below(bits, 255) - 127)
                        .set(run.columns.input.moveY, SplitMix64.below(bits << 16, 255) - 127)
                        .set(run.columns.input.dash, SplitMix64.below(SplitMix64.mix(random), 40) == 0);
                run.send(seat);
                x[seat] = run.match().get(run.body(seat), p.x);
                y[seat] = run.match().get(run.body(seat), p.y);
                alive[seat] = run.match().get(run.body(seat), p.alive);
            }
            final int number = run.match().get(run.columns.tables.round.number);
            run.frame();
            for (int seat = 0; seat < 10; seat++) {
                final int row = run.body(seat);
                final int nowX = run.match().get(row, p.x);
                final int nowY = run.match().get(row, p.y);
                final String where = "frame " + frame + " seat " + seat + " at " + ArenaRun.metres(nowX) + ", "
                        + ArenaRun.metres(nowY);
                assertTrue(Walls.touched(0, nowX, nowY, Movement.RADIUS) < 0, where);
                if (alive[seat] && number == run.match().get(run.columns.tables.round.number)) {
                    // Around a corner the straight line between two places may cut the corner, never a wall.
                    assertTrue(Walls.isClear(x[seat], y[seat], nowX, nowY, -Fixed.ONE * 2 / 5), where);
                }
            }
        }
    }

    @Test
    void walking_against_a_wall_slides_along_it() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        // Left of the wall at x = 8, from y = 6 to 14.
        run.place(0, 7.4, 8);
        walk(run, 127, 127, 30);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        assertEquals(ArenaRun.raw(7.5), run.match().get(run.body(0), p.x));
        assertEquals(0, run.match().get(run.body(0), p.vx));
        assertTrue(run.match().get(run.body(0), p.y) > ArenaRun.raw(9.5));
    }

    @Test
    void a_body_slips_around_a_corner() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        // Above the end of the wall from (24, 6) to (25, 13), half a body beside it.
        run.place(0, 24.0, 5.0);
        walk(run, -10, 127, 120);
        assertTrue(run.match().get(run.body(0), run.columns.tables.players.y) > ArenaRun.raw(9));
    }

    @Test
    void a_stick_in_the_corner_is_no_faster() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 4, 15.5);
        walk(run, 127, 127, 20);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final int speed =
                Fixed.length(run.match().get(run.body(0), p.vx), run.match().get(run.body(0), p.vy));
        assertTrue(speed <= Fixed.of(6) + 200 && speed > ArenaRun.raw(5.9), "speed " + ArenaRun.metres(speed));
    }

    @Test
    void letting_go_stops() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 4, 15.5);
        walk(run, 127, 0, 20);
        walk(run, 0, 0, 20);
        assertEquals(0, run.match().get(run.body(0), run.columns.tables.players.vx));
    }

    @Test
    void a_dash_is_fast_short_and_has_to_wait() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        run.place(0, 3, 16);
        dash(run);
        assertEquals(Fixed.of(15), run.match().get(run.body(0), p.vx));
        walk(run, 127, 0, 25);
        assertTrue(run.match().get(run.body(0), p.vx) <= Fixed.of(6), "it lasts too long");
        dash(run);
        assertTrue(run.match().get(run.body(0), p.vx) <= Fixed.of(6), "it comes back too soon");
        walk(run, 0, 0, 90);
        run.place(0, 3, 16);
        dash(run);
        assertEquals(Fixed.of(15), run.match().get(run.body(0), p.vx));
    }

    private static void dash(final ArenaRun run) {
        run.input().set(run.columns.input.moveX, 127).set(run.columns.input.dash, true);
        run.send(0);
        run.frame();
    }

    private static void walk(final ArenaRun run, final int moveX, final int moveY, final int frames) {
        for (int i = 0; i < frames; i++) {
            run.input().set(run.columns.input.moveX, moveX).set(run.columns.input.moveY, moveY);
            run.send(0);
            run.frame();
            assertTrue(run.body(0) != Rows.NONE);
        }
    }
}
