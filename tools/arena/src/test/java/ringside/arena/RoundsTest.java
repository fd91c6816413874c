package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.layout.RecordView;
import ringside.layout.Rows;

class RoundsTest {
    private static final long SEED = Seeds.of(RoundsTest.class, 4);
    private static final int SECOND = ArenaRun.HZ;

    @Test
    void one_alone_waits_and_two_begin_after_three_seconds() {
        final ArenaRun run = ArenaRun.ofPlayers(1, SEED);
        run.frames(10 * SECOND);
        assertEquals(Rounds.WARMUP, phase(run));
        run.join("second");
        run.frames(3 * SECOND);
        assertEquals(Rounds.WARMUP, phase(run));
        run.frame();
        assertEquals(Rounds.PLAYING, phase(run));
    }

    @Test
    void a_round_ends_with_its_time_and_the_next_begins_after_eight_seconds() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(0).roundSeconds(5));
        run.join("a");
        run.join("b");
        run.frames(3 * SECOND + 1);
        assertEquals(Rounds.PLAYING, phase(run));
        run.newEffects();
        run.frames(5 * SECOND);
        assertEquals(Rounds.OVER, phase(run));
        assertTrue(run.newEffects().contains(run.columns.effects.roundOver));
        assertEquals(ArenaLayout.NOBODY, run.match().get(run.columns.tables.round.winner));
        run.frames(8 * SECOND);
        assertEquals(Rounds.PLAYING, phase(run));
        assertEquals(2, run.match().get(run.columns.tables.round.number));
    }

    @Test
    void reaching_the_score_limit_wins_the_round() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(3).scoreLimit(5));
        playRound(run);
        final ArenaTables tables = run.columns.tables;
        final int winner = run.match().get(tables.round.winner);
        assertTrue(run.match().get(run.entry(winner), tables.roster.score) >= 5);
        assertEquals(winner, run.match().get(tables.round.winnerTeam));
        assertEquals(
                run.match().get(run.entry(winner), tables.roster.score),
                run.match().get(tables.round.winnerScore));
    }

    @Test
    void every_death_is_somebodys_point() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(10).scoreLimit(100));
        playRound(run);
        int points = 0;
        int deaths = 0;
        for (int slot = 0; slot < 10; slot++) {
            points += run.match().get(run.entry(slot), run.columns.tables.roster.score);
            deaths += run.match().get(run.entry(slot), run.columns.tables.roster.deaths);
        }
        assertEquals(deaths, points);
        assertTrue(points > 10, "points: " + points);
    }

    @Test
    void a_team_wins_together() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(6).teams().scoreLimit(9));
        playRound(run);
        final ArenaTables tables = run.columns.tables;
        final int team = run.match().get(tables.round.winnerTeam);
        int points = 0;
        for (int slot = 0; slot < 6; slot++) {
            if (run.match().get(run.entry(slot), tables.roster.team) == team) {
                points += run.match().get(run.entry(slot), tables.roster.score);
            }
        }
        assertTrue(points >= 9);
        assertEquals(points, run.match().get(tables.round.winnerScore));
    }

    @Test
    void a_new_round_begins_with_nothing_on_the_board_and_everyone_whole() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(4).scoreLimit(3));
        playRound(run);
        run.frames(8 * SECOND);
        assertEquals(Rounds.PLAYING, phase(run));
        for (int slot = 0; slot < 4; slot++) {
            assertEquals(0, run.match().get(run.entry(slot), run.columns.tables.roster.score));
            assertEquals(0, run.match().get(run.entry(slot), run.columns.tables.roster.deaths));
            assertEquals(Fighters.FULL_HP, run.match().get(run.body(slot), run.columns.tables.players.hp));
        }
    }

    @Test
    void nobody_fires_between_rounds() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(10).scoreLimit(3));
        playRound(run);
        run.frames(SECOND);
        for (int i = 0; i < 6 * SECOND; i++) {
            run.frame();
            assertEquals(0, run.match().count(run.columns.tables.shots.table));
        }
    }

    @Test
    void the_match_ends_after_the_rounds_that_the_rules_ask_for_and_leaves_its_result() {
        final ArenaRun run =
                ArenaRun.with(SEED, rules -> rules.bots(4).scoreLimit(3).rounds(2));
        playRound(run);
        run.frames(8 * SECOND);
        playRound(run);
        assertFalse(run.snapshot().isOver());
        run.frames(8 * SECOND);
        assertTrue(run.snapshot().isOver());
        final RecordView result = run.match().result();
        final int winner = run.match().get(run.columns.tables.round.winner);
        assertEquals(
                run.match().getText(run.entry(winner), run.columns.tables.roster.name),
                result.getText(run.columns.result.winner));
        assertTrue(result.get(run.columns.result.topScore) >= 3);
        assertEquals(2, result.get(run.columns.result.rounds));
    }

    @Test
    void the_next_round_begins_at_once_when_every_player_is_ready() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        run.frame();
        final RecordView ready = ArenaRun.record(run.columns.commands.ready);
        assertTrue(run.command(0, ready));
        run.frame();
        assertEquals(Rounds.WARMUP, phase(run));
        assertTrue(run.command(1, ready));
        run.frame();
        assertEquals(Rounds.PLAYING, phase(run));
        assertFalse(run.command(0, ready), "there is nothing to be ready for");
    }

    @Test
    void a_taunt_is_shown() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        assertTrue(run.command(0, ArenaRun.record(run.columns.commands.taunt).set(run.columns.commands.tauntKind, 2)));
        run.frame();
        assertTrue(run.newEffects().contains(run.columns.effects.taunt));
    }

    @Test
    void players_take_the_places_of_bots_and_give_them_back() {
        final ArenaRun run = ArenaRun.ofBots(4, SEED);
        final ArenaTables tables = run.columns.tables;
        final int seat = run.join("Zoë");
        assertEquals(4, run.match().count(tables.players.table));
        assertEquals(3, run.match().count(tables.bots.table));
        final int row = run.match().rowAt(tables.roster.table, 3);
        assertEquals("Zoë", run.match().getText(row, tables.roster.name));
        assertFalse(run.match().get(row, tables.roster.bot));
        run.frames(100);
        run.leave(seat);
        assertEquals(4, run.match().count(tables.players.table));
        assertEquals(4, run.match().count(tables.roster.table));
        assertEquals(4, run.match().count(tables.bots.table));
    }

    @Test
    void ten_players_fit_and_leave_no_bots() {
        final ArenaRun run = ArenaRun.ofBots(10, SEED);
        for (int i = 0; i < 10; i++) {
            run.join(i == 5 ? "" : "p" + i);
            run.frames(30);
        }
        assertEquals(10, run.match().count(run.columns.tables.players.table));
        assertEquals(0, run.match().count(run.columns.tables.bots.table));
    }

    @Test
    void teams_are_even() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(0).teams());
        int first = 0;
        for (int i = 0; i < 7; i++) {
            run.join("p" + i);
            first += run.match().get(run.body(i), run.columns.tables.players.team) == 0 ? 1 : 0;
        }
        assertEquals(4, first);
    }

    @Test
    void health_is_picked_up_by_the_hurt_and_comes_back_later() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        final ArenaTables tables = run.columns.tables;
        final int pickup = run.match().rowAt(tables.pickups.table, 0);
        run.place(0, ArenaMap.pickupX(0), ArenaMap.pickupY(0));
        run.frame();
        assertTrue(run.match().get(pickup, tables.pickups.active), "the healthy leave it");
        run.match().set(run.body(0), tables.players.hp, 40);
        run.frame();
        assertEquals(75, run.match().get(run.body(0), tables.players.hp));
        assertFalse(run.match().get(pickup, tables.pickups.active));
        assertTrue(run.newEffects().contains(run.columns.effects.pickup));
        run.place(0, 5, 16);
        run.match().set(tables.round.endsFrame, Integer.MAX_VALUE);
        run.frames(12 * SECOND);
        assertTrue(run.match().get(pickup, tables.pickups.active));
    }

    /** Runs until the round is over. */
    private static void playRound(final ArenaRun run) {
        int frames = 0;
        while (phase(run) != Rounds.OVER) {
            run.frame();
            assertTrue(++frames < 600 * SECOND, "the round does not end");
        }
        assertTrue(run.entry(0) != Rows.NONE);
    }

    private static int phase(final ArenaRun run) {
        return run.match().get(run.columns.tables.round.phase);
    }
}
