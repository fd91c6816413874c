package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.RecordType;
import ringside.layout.Rows;

class BotsTest {
    private static final long SEED = Seeds.of(BotsTest.class, 2);

    @Test
    void bots_fight() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(10).scoreLimit(100));
        int kills = 0;
        int pickups = 0;
        for (int i = 0; i < 120 * ArenaRun.HZ; i++) {
            run.frame();
            for (final RecordType effect : run.newEffects()) {
                kills += effect == run.columns.effects.kill ? 1 : 0;
                pickups += effect == run.columns.effects.pickup ? 1 : 0;
            }
        }
        System.out.println("kills in 120 s: " + kills + ", pickups: " + pickups);
        assertTrue(kills >= 25, "kills: " + kills);
        assertTrue(pickups >= 5, "pickups: " + pickups);
    }

    @Test
    void two_bots_find_each_other() {
        final ArenaRun run = ArenaRun.ofBots(2, SEED);
        int kills = 0;
        for (int i = 0; i < 120 * ArenaRun.HZ; i++) {
            run.frame();
            kills += (int) run.newEffects().stream()
                    .filter(effect -> effect == run.columns.effects.kill)
                    .count();
        }
        assertTrue(kills >= 3, "kills: " + kills);
    }

    @Test
    void bots_get_about() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(1));
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final boolean[] visited = new boolean[8 * 5];
        int count = 0;
        for (int i = 0; i < 180 * ArenaRun.HZ; i++) {
            run.frame();
            final int x = Fixed.floor(run.match().get(run.body(0), p.x)) / 8;
            final int y = Fixed.floor(run.match().get(run.body(0), p.y)) / 8;
            count += visited[8 * y + x] ? 0 : 1;
            visited[8 * y + x] = true;
        }
        assertTrue(count > 25, "visited " + count + " of 40 squares of 8 m");
    }

    @Test
    void the_aim_of_a_bot_moves_in_nearly_every_frame_and_never_by_a_leap() {
        final ArenaRun run = ArenaRun.ofBots(10, SEED);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final int[] aim = new int[10];
        int moved = 0;
        int frames = 0;
        for (int i = 0; i < 3600; i++) {
            run.frame();
            for (int slot = 0; slot < 10; slot++) {
                final int now = run.match().get(run.body(slot), p.aim);
                final int turned = Angle.difference(aim[slot] << 4, now << 4);
                if (i > 0 && run.match().get(run.body(slot), p.alive)) {
                    moved += turned != 0 ? 1 : 0;
                    frames++;
                    assertTrue(Math.abs(turned) < Angle.TURN / 60, "a turn by " + turned);
                }
                aim[slot] = now;
            }
        }
        assertTrue(moved > frames * 9 / 10, moved + " of " + frames);
    }

    @Test
    void a_bot_needs_time_to_react() {
        for (int trial = 0; trial < 20; trial++) {
            final ArenaRun run = ArenaRun.with(SEED + trial, rules -> rules.bots(2));
            final ArenaTables tables = run.columns.tables;
            // They face each other, hidden, and then one is suddenly there.
            run.place(0, 5, 10);
            run.place(1, 11, 10);
            run.frames(12);
            run.place(0, 5, 16);
            run.place(1, 12, 16);
            for (int slot = 0; slot < 2; slot++) {
                run.match().set(run.body(slot), tables.players.aim, slot * ArenaTables.ANGLES / 2);
            }
            int waited = 0;
            while (run.match().count(tables.shots.table) == 0) {
                run.frame();
                waited++;
            }
            assertTrue(waited >= 15, "fired after " + waited + " frames");
        }
    }

    @Test
    void a_bot_knows_nothing_of_an_enemy_behind_a_wall() {
        final ArenaRun run = ArenaRun.ofBots(2, SEED);
        final ArenaTables tables = run.columns.tables;
        for (int i = 0; i < 20; i++) {
            run.place(0, 5, 10);
            run.place(1, 11, 10);
            run.frame();
        }
        for (int slot = 0; slot < 2; slot++) {
            final int bot = run.match().rowAt(tables.bots.table, slot);
            assertEquals(ArenaLayout.NOBODY, run.match().get(bot, tables.bots.target));
        }
    }

    /** Two worlds that differ only in what a bot may not see: the bot does the same in both. */
    @Test
    void a_bot_acts_alike_wherever_a_hidden_enemy_is() {
        final ArenaRun one = hidden(10, 10);
        final ArenaRun other = hidden(18, 9);
        final ArenaTables.PlayersTable p = one.columns.tables.players;
        for (int i = 0; i < 20; i++) {
            one.frame();
            other.frame();
            final int row = bot(one);
            assertEquals(one.match().get(row, p.x), other.match().get(bot(other), p.x));
            assertEquals(one.match().get(row, p.y), other.match().get(bot(other), p.y));
            assertEquals(one.match().get(row, p.aim), other.match().get(bot(other), p.aim));
        }
    }

    /** A bot left of the wall at x = 8, and a player somewhere behind it. */
    private static ArenaRun hidden(final int x, final int y) {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(2));
        run.join("player");
        run.place(run.match().get(bot(run), run.columns.tables.players.slot), 5, 10);
        final int body = run.match().get(bot(run), run.columns.tables.players.slot) == 0 ? 1 : 0;
        run.place(body, x, y);
        return run;
    }

    private static int bot(final ArenaRun run) {
        final ArenaTables tables = run.columns.tables;
        final int bot = run.match().first(tables.bots.table);
        assertFalse(bot == Rows.NONE);
        return run.match().rowAt(tables.players.table, Rows.index(bot));
    }
}
