package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import ringside.engine.math.Fixed;

/** Bullets fly among the others as their player saw them, and nobody gains more by that than was agreed. */
class RewoundHitsTest {
    private static final long SEED = Seeds.of(RewoundHitsTest.class, 4);
    private static final int SHOOTER = 0;
    private static final int TARGET = 1;

    /** 150 ms. */
    private static final int LATE = 9;

    /** 200 ms. */
    private static final int MOST = 12;

    private final Random random = new Random(SEED);

    @Test
    void a_shot_on_target_on_screen_at_150_ms_hits() {
        int hitsWithoutPast = 0;
        for (int trial = 0; trial < 200; trial++) {
            final ArenaRun run = runner();
            final int frames = 40 + random.nextInt(30);
            go(run, frames, 127);
            final int seen = run.match().frame() + 1 - LATE;
            final ArenaRun other = again(run, frames);
            assertTrue(hits(run, LATE, aimAt(run, LATE)), "trial " + trial + ", seen frame " + seen);
            // The same shot by a player who is said to have seen the newest frame.
            hitsWithoutPast += hits(other, 1, aimAt(other, LATE)) ? 1 : 0;
        }
        assertTrue(hitsWithoutPast < 20, "hits without a look at the past: " + hitsWithoutPast);
    }

    @Test
    void a_dash_that_began_after_the_bullet_struck_on_screen_saves_nobody() {
        assertTrue(hitsOneWhoDashes(LATE));
        assertFalse(hitsOneWhoDashes(1), "in time");
    }

    /** A shot at 2 m at one who dashed aside four frames ago. */
    private static boolean hitsOneWhoDashes(final int late) {
        final ArenaRun run = duel(7, 16.5);
        go(run, 30, 0);
        final int aim = aimAt(run, 1);
        for (int i = 0; i < 4; i++) {
            run.input().set(run.columns.input.moveY, 127).set(run.columns.input.dash, i == 0);
            run.send(TARGET);
            run.input();
            run.send(SHOOTER);
            run.frame();
        }
        return hits(run, late, aim);
    }

    @Test
    void whoever_rose_since_the_seen_moment_is_not_hit_for_a_former_life() {
        final ArenaRun run = duel(6, 16);
        go(run, 30, 0);
        run.match().set(run.body(TARGET), players(run).spawnFrame, run.match().frame());
        run.place(TARGET, 8, 18);
        assertFalse(hits(run, LATE, aimAt(run, LATE)));

        final ArenaRun same = duel(6, 16);
        go(same, 30, 0);
        same.place(TARGET, 8, 18);
        assertTrue(hits(same, LATE, aimAt(same, LATE)), "the same life is hit where it was");
    }

    @Test
    void the_dead_are_not_hit_and_do_not_fire() {
        final ArenaRun run = duel(6, 16);
        go(run, 30, 0);
        final int aim = aimAt(run, LATE);
        run.match().set(run.body(TARGET), players(run).alive, false);
        run.match().set(run.body(TARGET), players(run).respawnFrame, Integer.MAX_VALUE);
        assertFalse(hits(run, LATE, aim));

        run.match().set(run.body(SHOOTER), players(run).alive, false);
        run.match().set(run.body(SHOOTER), players(run).respawnFrame, Integer.MAX_VALUE);
        run.newEffects();
        for (int i = 0; i < 30; i++) {
            run.input().set(run.columns.input.fire, true);
            run.sendLate(SHOOTER, LATE);
            run.frame();
        }
        assertFalse(run.newEffects().contains(run.columns.effects.shot));
    }

    @Test
    void a_wall_that_stood_between_them_all_the_time_stops_the_bullet() {
        for (int late = 1; late <= MOST; late++) {
            final ArenaRun run = duel(11, 10);
            run.place(SHOOTER, 5, 10);
            go(run, 30, 0);
            assertFalse(hits(run, late, 0), "late by " + late);
        }
    }

    /** What the player claims counts within what the edge knows, so a forged claim is worth as much as the nearest honest one. */
    @Test
    void a_forged_seen_frame_gains_nothing() {
        final int bound = 5;
        final int[] older = {Integer.MIN_VALUE, -1, 0, 7};
        final int[] newer = {Integer.MAX_VALUE, 1_000_000, 60};
        for (int i = 0; i < older.length; i++) {
            assertArrayEquals(claiming(53 - bound, bound), claiming(older[i], bound), "claims frame " + older[i]);
        }
        for (int i = 0; i < newer.length; i++) {
            assertArrayEquals(claiming(53, bound), claiming(newer[i], bound), "claims frame " + newer[i]);
        }
    }

    /** The hashes after a shot at a runner, where the edge has sent frame 53. */
    private long[] claiming(final int seenFrame, final int bound) {
        final ArenaRun run = runner();
        go(run, 55 - run.match().frame(), 127);
        run.input().set(run.columns.input.fire, true).set(run.columns.input.aim, aimAt(run, 5));
        run.sendSeen(SHOOTER, seenFrame, 0, 53, bound);
        run.frame();
        final long[] hashes = new long[30];
        for (int i = 0; i < hashes.length; i++) {
            run.input();
            run.send(SHOOTER);
            run.send(TARGET);
            run.frame();
            hashes[i] = run.hash();
        }
        return hashes;
    }

    /** However late a player is said to be, and however well it aims. */
    @Test
    void nobody_is_hit_more_than_maxRewind_after_reaching_cover() {
        int largest = Integer.MIN_VALUE;
        int inCover = 0;
        int hits = 0;
        for (int trial = 0; trial < 4000; trial++) {
            // Upwards along the far side of the wall at x = 8, whose end at y = 14 is the corner.
            final ArenaRun run = duel(9.6 + random.nextDouble(), 17 + random.nextDouble());
            run.place(SHOOTER, 7.2 + random.nextDouble() * 1.5, 14.6 + random.nextDouble());
            final int late = 1 + random.nextInt(30);
            final int fires = 25 + random.nextInt(25);
            final int dashes = fires - random.nextInt(12);
            int covered = Integer.MAX_VALUE;
            for (int i = 0; i < 65; i++) {
                covered = isCovered(run) ? Math.min(covered, run.match().frame()) : Integer.MAX_VALUE;
                final int hp = run.match().get(run.body(TARGET), players(run).hp);
                run.input().set(run.columns.input.moveY, -127).set(run.columns.input.dash, i == dashes);
                run.send(TARGET);
                run.input();
                if (i >= fires) {
                    run.input()
                            .set(run.columns.input.fire, true)
                            .set(run.columns.input.aim, aimAt(run, Math.min(late, MOST), random.nextDouble() - 0.5));
                }
                run.sendLate(SHOOTER, late);
                run.frame();
                if (run.match().get(run.body(TARGET), players(run).hp) < hp) {
                    hits++;
                    if (covered != Integer.MAX_VALUE) {
                        inCover++;
                        largest = Math.max(largest, run.match().frame() - covered);
                    }
                }
            }
        }
        System.out.printf(
                "of %d hits %d in cover, at most %d frames (%d ms) after reaching it%n",
                hits, inCover, largest, largest * 1000 / ArenaRun.HZ);
        assertTrue(inCover > 100, "hits in cover: " + inCover);
        assertTrue(largest >= 3, "none was hit in cover but at once: the trials prove little: " + largest);
        assertTrue(largest <= MOST, "the largest: " + largest);
    }

    /** True when no straight line from the shooter comes near enough to touch the target. */
    private static boolean isCovered(final ArenaRun run) {
        final int x = run.match().get(run.body(SHOOTER), players(run).x);
        final int y = run.match().get(run.body(SHOOTER), players(run).y);
        final int toX = run.match().get(run.body(TARGET), players(run).x);
        final int toY = run.match().get(run.body(TARGET), players(run).y);
        final double way = Math.hypot(toX - x, toY - y);
        for (int i = -6; i <= 6; i++) {
            // Across the line of sight, from one side of the body to the other.
            final double aside = i / 6.0 * ArenaRun.raw(0.6);
            final int besideX = (int) (toX - (toY - y) / way * aside);
            final int besideY = (int) (toY + (toX - x) / way * aside);
            if (Walls.isClear(x, y, besideX, besideY, 0)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void a_match_of_late_players_is_the_same_again() {
        assertArrayEquals(lateMatch(), lateMatch());
    }

    private static long[] lateMatch() {
        final Random lateness = new Random(SEED);
        final ArenaRun run = ArenaRun.ofPlayers(10, SEED);
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        final long[] hashes = new long[2000];
        for (int i = 0; i < hashes.length; i++) {
            for (int seat = 0; seat < 10; seat++) {
                trace.input(seat, run.match().frame() + 1, run.input());
                run.sendSeen(
                        seat,
                        run.match().frame() - lateness.nextInt(20),
                        lateness.nextInt(1 << 16),
                        run.match().frame(),
                        20);
            }
            run.frame();
            hashes[i] = run.hash();
        }
        return hashes;
    }

    @Test
    void a_late_players_bullet_reaches_no_further_than_another() {
        assertEquals(flown(1), flown(LATE), 0.6);
    }

    /** How far a bullet along the free lane at y = 16 flies, in metres. */
    private static double flown(final int late) {
        final ArenaRun run = duel(60, 38);
        run.place(SHOOTER, 4, 16.5);
        go(run, 30, 0);
        run.input().set(run.columns.input.fire, true);
        run.sendLate(SHOOTER, late);
        run.frame();
        final ArenaTables.ShotsTable shots = run.columns.tables.shots;
        double reached = 0;
        for (int row = run.match().first(shots.table);
                row != 0;
                row = run.match().first(shots.table)) {
            reached = ArenaRun.metres(run.match().get(row, shots.x));
            go(run, 1, 0);
        }
        return reached - 4;
    }

    // ---- two on the ground

    /** The shooter at the left of a free field, and a target somewhere. */
    private static ArenaRun duel(final double x, final double y) {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.place(SHOOTER, 5, 16.5);
        run.place(TARGET, x, y);
        return run;
    }

    /** The target is to run down a lane across the shooter's sight. */
    private static ArenaRun runner() {
        return duel(12, 9);
    }

    private static ArenaRun again(final ArenaRun run, final int frames) {
        final ArenaRun again = runner();
        go(again, frames, 127);
        assertEquals(run.hash(), again.hash());
        return again;
    }

    private static void go(final ArenaRun run, final int frames, final int moveY) {
        for (int i = 0; i < frames; i++) {
            run.input();
            run.send(SHOOTER);
            run.input().set(run.columns.input.moveY, moveY);
            run.send(TARGET);
            run.frame();
        }
    }

    /** Fires once; the target goes on as it went. True when that costs it health. */
    private static boolean hits(final ArenaRun run, final int late, final int aim) {
        final ArenaTables.PlayersTable p = players(run);
        final int hp = run.match().get(run.body(TARGET), p.hp);
        final int moveY = Integer.signum(run.match().get(run.body(TARGET), p.vy)) * 127;
        run.input().set(run.columns.input.fire, true).set(run.columns.input.aim, aim);
        run.sendLate(SHOOTER, late);
        run.input().set(run.columns.input.moveY, moveY);
        run.send(TARGET);
        run.frame();
        go(run, 40, moveY);
        return run.match().get(run.body(TARGET), p.hp) < hp;
    }

    /** Where a good player aims who sees the world of so many frames before the next one: where the two will meet. */
    private static int aimAt(final ArenaRun run, final int late) {
        return aimAt(run, late, 0);
    }

    /** The same, so many metres below the middle of the body. */
    private static int aimAt(final ArenaRun run, final int late, final double below) {
        final ArenaTables.PlayersTable p = players(run);
        final int body = run.body(TARGET);
        final boolean past = late > 1;
        final int back = Fixed.of(late - 1);
        final double x =
                past ? run.match().past(back).get(body, p.x) : run.match().get(body, p.x);
        final double y =
                past ? run.match().past(back).get(body, p.y) : run.match().get(body, p.y);
        final double speed = y - run.match().past(back + Fixed.ONE).get(body, p.y);
        final double fromX = run.match().get(run.body(SHOOTER), p.x);
        final double fromY = run.match().get(run.body(SHOOTER), p.y) - below * Fixed.ONE;
        double frames = 0;
        for (int i = 0; i < 20; i++) {
            frames = Math.hypot(x - fromX, y + speed * frames - fromY)
                    / (ArenaRun.raw(Shots.SPEED) / (double) ArenaRun.HZ);
        }
        final double turns = Math.atan2(y + speed * frames - fromY, x - fromX) / (2 * Math.PI);
        return (int) Math.floor((turns + 1) * 65_536) & 0xFFFF;
    }

    private static ArenaTables.PlayersTable players(final ArenaRun run) {
        return run.columns.tables.players;
    }
}
