package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.engine.math.SplitMix64;
import ringside.layout.Rows;

class ShotsTest {
    private static final long SEED = Seeds.of(ShotsTest.class, 21);

    @Test
    void a_bullet_hurts_and_enough_of_them_kill() {
        final ArenaRun run = duel();
        int frames = 0;
        while (run.match().get(run.body(1), run.columns.tables.players.alive)) {
            fire(run);
            assertTrue(++frames < 120);
        }
        final ArenaTables tables = run.columns.tables;
        assertEquals(0, run.match().get(run.body(1), tables.players.hp));
        assertEquals(1, run.match().get(run.entry(0), tables.roster.score));
        assertEquals(1, run.match().get(run.entry(1), tables.roster.deaths));
        assertEquals(0, run.match().get(run.entry(1), tables.roster.score));
        assertTrue(run.newEffects().contains(run.columns.effects.kill));
    }

    @Test
    void the_dead_rise_after_two_seconds_whole_and_away_from_their_enemy() {
        final ArenaRun run = duel();
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        while (run.match().get(run.body(1), p.alive)) {
            fire(run);
        }
        int frames = 0;
        while (!run.match().get(run.body(1), p.alive)) {
            run.input();
            run.send(0);
            run.frame();
            frames++;
        }
        assertEquals(2 * ArenaRun.HZ, frames);
        assertEquals(Fighters.FULL_HP, run.match().get(run.body(1), p.hp));
        final int distance = Fixed.length(
                run.match().get(run.body(0), p.x) - run.match().get(run.body(1), p.x),
                run.match().get(run.body(0), p.y) - run.match().get(run.body(1), p.y));
        assertTrue(distance > Fixed.of(25), ArenaRun.metres(distance) + " m away");
    }

    @Test
    void a_wall_stops_bullets() {
        final ArenaRun run = duel();
        run.place(0, 5, 10);
        run.place(1, 11, 10);
        for (int i = 0; i < 120; i++) {
            fire(run);
        }
        assertEquals(Fighters.FULL_HP, run.match().get(run.body(1), run.columns.tables.players.hp));
    }

    @Test
    void bullets_pass_ones_own_team() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(0).teams());
        for (int i = 0; i < 3; i++) {
            run.join("p" + i);
        }
        run.place(0, 5, 16);
        run.place(1, 30, 38);
        run.place(2, 9, 16);
        for (int i = 0; i < 60; i++) {
            fire(run);
        }
        assertEquals(Fighters.FULL_HP, run.match().get(run.body(2), run.columns.tables.players.hp));
    }

    @Test
    void a_magazine_holds_twelve_and_then_takes_its_time() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(0, 5, 16);
        run.place(1, 60, 30);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        run.newEffects();
        int fired = 0;
        int frames = 0;
        while (run.match().get(run.body(0), p.ammo) > 0) {
            fire(run);
            fired += count(run);
            frames++;
        }
        assertEquals(Shots.MAGAZINE, fired);
        assertEquals(11 * 10 + 1, frames);
        for (int i = 0; i < 70; i++) {
            fire(run);
        }
        assertEquals(0, count(run));
        for (int i = 0; i < 10; i++) {
            fire(run);
        }
        assertEquals(1, count(run));
    }

    private static int count(final ArenaRun run) {
        return (int) run.newEffects().stream()
                .filter(effect -> effect == run.columns.effects.shot)
                .count();
    }

    /** Fires at a body from random places; a bullet may not be seen beyond a wall or a body that lies on its line. */
    @ParameterizedTest
    @ValueSource(ints = {10, 30, 60})
    void bullets_never_pass_through_walls_or_bodies(final int hz) {
        final ArenaRun run = ArenaRun.at(hz, SEED, rules -> rules.bots(0));
        run.join("shooter");
        run.join("target");
        final ArenaTables tables = run.columns.tables;
        run.frame();
        // A warm-up without end: no round moves the bodies.
        run.match().set(tables.round.endsFrame, Integer.MAX_VALUE);
        for (int i = 0; i < ArenaMap.PICKUPS; i++) {
            final int pickup = run.match().rowAt(tables.pickups.table, i);
            run.match().set(pickup, tables.pickups.active, false);
            run.match().set(pickup, tables.pickups.respawnFrame, Integer.MAX_VALUE);
        }
        long random = SEED;
        int hits = 0;
        for (int round = 0; round < 3000; round++) {
            random = SplitMix64.advance(random);
            final double x = 1 + SplitMix64.below(SplitMix64.mix(random), 6200) / 100.0;
            final double y = 1 + SplitMix64.below(SplitMix64.mix(random + 1), 3800) / 100.0;
            final int angle = SplitMix64.below(SplitMix64.mix(random + 2), Angle.TURN) & -16;
            final double away = 1 + SplitMix64.below(SplitMix64.mix(random + 3), 1800) / 100.0;
            final double targetX = x + away * Angle.cos(angle) / Fixed.ONE;
            final double targetY = y + away * Angle.sin(angle) / Fixed.ONE;
            if (isFree(x, y) && isFree(targetX, targetY)) {
                run.place(0, x, y);
                run.place(1, targetX, targetY);
                run.match().set(run.body(1), tables.players.hp, Fighters.FULL_HP);
                run.match().set(run.body(0), tables.players.readyFrame, 0);
                run.input().set(run.columns.input.fire, true).set(run.columns.input.aim, angle);
                run.send(0);
                run.frame();
                while (run.match().count(tables.shots.table) > 0) {
                    assertOnTheNearSide(run, x, y, away);
                    run.input();
                    run.send(0);
                    run.frame();
                }
                final boolean hit = run.match().get(run.body(1), tables.players.hp) < Fighters.FULL_HP;
                final boolean open = Walls.isClear(
                        ArenaRun.raw(x), ArenaRun.raw(y), ArenaRun.raw(targetX), ArenaRun.raw(targetY), Fixed.ONE / 8);
                final boolean shut = !Walls.isClear(
                        ArenaRun.raw(x), ArenaRun.raw(y), ArenaRun.raw(targetX), ArenaRun.raw(targetY), 0);
                if (open) {
                    assertTrue(hit, "missed from " + x + ", " + y + " at " + angle + " over " + away);
                    hits++;
                } else if (shut && away > 2) {
                    assertFalse(hit, "hit through a wall from " + x + ", " + y + " at " + angle + " over " + away);
                }
            }
        }
        assertTrue(hits > 200, "hits: " + hits);
    }

    private static void assertOnTheNearSide(final ArenaRun run, final double x, final double y, final double away) {
        final ArenaTables.ShotsTable shots = run.columns.tables.shots;
        final int shot = run.match().first(shots.table);
        assertNotEquals(Rows.NONE, shot);
        final int shotX = run.match().get(shot, shots.x);
        final int shotY = run.match().get(shot, shots.y);
        assertTrue(Walls.isClear(ArenaRun.raw(x), ArenaRun.raw(y), shotX, shotY, 0), "beyond a wall");
        final int way = Fixed.length(shotX - ArenaRun.raw(x), shotY - ArenaRun.raw(y));
        assertTrue(way < ArenaRun.raw(away), "beyond the body");
    }

    private static boolean isFree(final double x, final double y) {
        return x > 0.5
                && y > 0.5
                && x < 63.5
                && y < 39.5
                && Walls.touched(0, ArenaRun.raw(x), ArenaRun.raw(y), Movement.RADIUS) < 0;
    }

    /** Two who stand eye to eye in the open, in a round. */
    private ArenaRun duel() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        while (run.match().get(run.columns.tables.round.phase) != Rounds.PLAYING) {
            run.frame();
        }
        run.place(0, 5, 16);
        run.place(1, 12, 16);
        run.newEffects();
        return run;
    }

    /** The first seat's player fires along the x axis. */
    private static void fire(final ArenaRun run) {
        run.input().set(run.columns.input.fire, true);
        run.send(0);
        run.frame();
    }
}
