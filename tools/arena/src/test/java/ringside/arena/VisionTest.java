package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.game.Viewer;
import ringside.layout.RowSet;
import ringside.layout.Rows;

class VisionTest {
    private static final long SEED = Seeds.of(VisionTest.class, 8);

    @Test
    void whoever_stands_behind_a_wall_is_hidden() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        // The wall at x = 8 from y = 6 to 14 stands between them.
        run.place(0, 5, 10);
        run.place(1, 11, 10);
        assertFalse(sees(run, 0, 1));
        assertFalse(sees(run, 1, 0));
    }

    @Test
    void whoever_stands_in_the_open_is_seen() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 5, 16);
        run.place(1, 40, 16);
        assertTrue(sees(run, 0, 1));
        assertTrue(sees(run, 1, 0));
    }

    @Test
    void oneself_is_always_seen_and_the_dead_see_from_where_they_lie() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 5, 16);
        run.place(1, 40, 16);
        run.match().set(run.body(0), run.columns.tables.players.alive, false);
        assertTrue(sees(run, 0, 0));
        assertTrue(sees(run, 0, 1));
    }

    @Test
    void without_fog_everyone_is_seen() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(0).noFog());
        run.join("a");
        run.join("b");
        run.place(0, 5, 10);
        run.place(1, 11, 10);
        assertTrue(sees(run, 0, 1));
    }

    @Test
    void ones_own_team_is_seen_through_walls() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(0).teams());
        for (int i = 0; i < 4; i++) {
            run.join("p" + i);
            run.place(i, i < 2 ? 5 : 11, 10);
        }
        assertTrue(sees(run, 0, 2));
        assertFalse(sees(run, 0, 3));
    }

    @Test
    void a_bullet_behind_a_wall_is_hidden_and_ones_own_is_not() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 5, 10);
        run.place(1, 11, 10);
        run.input().set(run.columns.input.fire, true);
        run.send(1);
        run.frame();
        final ArenaTables.ShotsTable shots = run.columns.tables.shots;
        final int shot = run.match().first(shots.table);
        assertFalse(seen(run, 0).contains(shots.table, shot));
        assertTrue(seen(run, 1).contains(shots.table, shot));
    }

    @Test
    void names_scores_walls_pickups_and_the_clock_are_always_seen() {
        final ArenaRun run = ArenaRun.ofPlayers(3, SEED);
        final RowSet seen = seen(run, 0);
        final ArenaTables tables = run.columns.tables;
        assertTrue(seen.contains(tables.round.table, Rows.SINGLE));
        for (int slot = 0; slot < 3; slot++) {
            assertTrue(seen.contains(tables.roster.table, run.entry(slot)));
        }
        for (int i = 0; i < ArenaMap.WALLS; i++) {
            assertTrue(seen.containsAt(tables.walls.table, i));
        }
        for (int i = 0; i < ArenaMap.PICKUPS; i++) {
            assertTrue(seen.containsAt(tables.pickups.table, i));
        }
    }

    @Test
    void an_operator_without_a_seat_sees_everything() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        final RowSet seen = new RowSet(run.layout);
        run.game.visible(new Viewer(-1, -1), run.match(), seen);
        assertTrue(seen.contains(run.columns.tables.players.table, run.body(0)));
        assertTrue(seen.contains(run.columns.tables.players.table, run.body(1)));
    }

    /** Shown at least 100 ms before the middle of the body is in plain sight: a round trip and a screen. */
    @Test
    void nobody_pops_in_late_around_a_corner() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        run.place(0, 5, 10);
        // Comes along the other side of the wall at x = 8 and out below its end at y = 14.
        run.place(1, 10, 9);
        int shown = -1;
        int plain = -1;
        for (int frame = 0; frame < 120 && plain < 0; frame++) {
            run.input().set(run.columns.input.moveY, 127);
            run.send(1);
            run.frame();
            if (shown < 0 && sees(run, 0, 1)) {
                shown = frame;
            }
            if (Walls.isClear(
                    run.match().get(run.body(0), p.x),
                    run.match().get(run.body(0), p.y),
                    run.match().get(run.body(1), p.x),
                    run.match().get(run.body(1), p.y),
                    0)) {
                plain = frame;
            }
        }
        assertTrue(shown >= 0 && plain - shown >= 6, "shown in frame " + shown + ", in plain sight in " + plain);
    }

    @Test
    void running_at_a_wall_does_not_look_through_it() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 7.4, 10);
        run.place(1, 9.6, 10);
        for (int i = 0; i < 30; i++) {
            run.input().set(run.columns.input.moveX, 127).set(run.columns.input.dash, i == 10);
            run.send(0);
            run.input().set(run.columns.input.moveX, -127).set(run.columns.input.dash, i == 10);
            run.send(1);
            run.frame();
            assertFalse(sees(run, 0, 1), "frame " + i);
        }
    }

    /** The rule, said plainly, for every pair in frames of a played match. */
    @Test
    void whoever_no_wall_hides_now_or_a_moment_ahead_is_seen_and_nobody_else() {
        final ArenaRun run = ArenaRun.ofPlayers(10, SEED);
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        int seen = 0;
        for (int frame = 0; frame < 3000; frame++) {
            run.sendTrace(trace);
            run.frame();
            for (int seat = frame % 10; seat < 10; seat += 3) {
                final RowSet shown = seen(run, seat);
                for (int slot = 0; slot < 10; slot++) {
                    final boolean expected = seat == slot || isInSight(run, seat, slot);
                    assertEquals(
                            expected,
                            shown.contains(run.columns.tables.players.table, run.body(slot)),
                            "frame " + frame + ", " + seat + " and " + slot);
                    seen += expected && seat != slot ? 1 : 0;
                }
            }
        }
        assertTrue(seen > 10_000, "seen: " + seen);
    }

    private static boolean isInSight(final ArenaRun run, final int one, final int other) {
        final int[] a = places(run, one);
        final int[] b = places(run, other);
        return isFree(a, 0, b, 0)
                || (isFree(a, 0, a, 2) && isFree(a, 2, b, 0))
                || (isFree(b, 0, b, 2) && isFree(a, 0, b, 2))
                || (isFree(a, 0, a, 2) && isFree(b, 0, b, 2) && isFree(a, 2, b, 2));
    }

    /** Where a body is, and where it will be in a fifth of a second. */
    private static int[] places(final ArenaRun run, final int slot) {
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final int row = run.body(slot);
        final int x = run.match().get(row, p.x);
        final int y = run.match().get(row, p.y);
        return new int[] {
            x, y, x + run.match().get(row, p.vx) / 5, y + run.match().get(row, p.vy) / 5
        };
    }

    private static boolean isFree(final int[] from, final int fromAt, final int[] to, final int toAt) {
        return EveryWall.isInSight(from[fromAt], from[fromAt + 1], to[toAt], to[toAt + 1]);
    }

    private static boolean sees(final ArenaRun run, final int seat, final int slot) {
        return seen(run, seat).contains(run.columns.tables.players.table, run.body(slot));
    }

    private static RowSet seen(final ArenaRun run, final int seat) {
        final RowSet seen = new RowSet(run.layout);
        final Viewer viewer = run.snapshot().viewer(seat);
        assertEquals(seat, viewer.seat());
        run.game.visible(viewer, run.snapshot().state(), seen);
        return seen;
    }
}
