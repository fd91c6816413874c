package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Lookout;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.engine.math.Fixed;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Who looks with others is shown the rows that one alone is shown: every word of the sets is the same. */
class SharedVisionTest {
    private static final long SEED = Seeds.of(SharedVisionTest.class, 11);
    private static final int STATES = 20_000;

    private final Random random = new Random(SEED);
    private final ArenaRun run = ArenaRun.ofPlayers(10, SEED);
    private final Lookout lookout = run.game.lookout();
    private final RowSet alone = new RowSet(run.layout);
    private final RowSet[] together = new RowSet[14];
    private final Viewer[] viewers = new Viewer[together.length];
    private int shownBodies;
    private int shownShots;

    SharedVisionTest() {
        for (int i = 0; i < together.length; i++) {
            together[i] = new RowSet(run.layout);
        }
    }

    @Test
    void in_a_played_match_all_are_shown_what_each_is_shown_alone() {
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        for (int frame = 0; frame < 3000; frame++) {
            run.sendTrace(trace);
            run.frame();
            for (int seat = 0; seat < 10; seat++) {
                viewers[seat] = new Viewer(seat, seat);
            }
            compare(run.snapshot().state(), 10, "frame " + frame);
        }
        assertTrue(shownBodies > 60_000 && shownShots > 5_000, shownBodies + " bodies, " + shownShots + " bullets");
    }

    @Test
    void in_any_state_all_are_shown_what_each_is_shown_alone() {
        for (int i = 0; i < STATES; i++) {
            scatter();
            final int count = random.nextInt(together.length + 1);
            for (int viewer = 0; viewer < count; viewer++) {
                viewers[viewer] = new Viewer(random.nextInt(11) - 1, 0);
            }
            compare(run.match(), count, "state " + i);
        }
        assertTrue(
                shownBodies > 2 * STATES && shownShots > STATES, shownBodies + " bodies, " + shownShots + " bullets");
    }

    @Test
    void whoever_has_no_body_sees_what_nobody_hides() {
        final Match match = run.match();
        match.remove(run.columns.tables.players.table, run.body(3));
        viewers[0] = new Viewer(3, 3);
        viewers[1] = new Viewer(63, 3);
        match.set(run.body(4), run.columns.tables.players.seat, ArenaTables.NOBODY);
        compare(match, 2, "no body");
        assertTrue(together[0].containsAt(run.columns.tables.walls.table, 0));
        assertEquals(0, together[0].word(run.columns.tables.players.table, 0));
    }

    /** Bodies and bullets anywhere, also on the edges of walls and of the ground, some of them gone, some in teams. */
    private void scatter() {
        final Match match = run.match();
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final ArenaTables.ShotsTable s = run.columns.tables.shots;
        match.set(run.columns.tables.round.fog, random.nextInt(20) != 0);
        final int teams = 1 + random.nextInt(10);
        for (int slot = 0; slot < 10; slot++) {
            final int row = run.body(slot) == Rows.NONE ? match.addAt(p.table, slot) : run.body(slot);
            match.set(row, p.seat, (slot * 3 + 1) % 10);
            match.set(row, p.team, random.nextInt(teams));
            match.set(row, p.x, place(ArenaMap.WIDTH));
            match.set(row, p.y, place(ArenaMap.HEIGHT));
            match.set(row, p.vx, speed());
            match.set(row, p.vy, speed());
            if (random.nextInt(20) == 0) {
                match.remove(p.table, row);
            }
        }
        while (match.first(s.table) != Rows.NONE) {
            match.remove(s.table, match.first(s.table));
        }
        for (int shot = random.nextInt(12); shot > 0; shot--) {
            final int row = random.nextBoolean() ? match.add(s.table) : match.rowAt(s.table, 49);
            final int placed = row == Rows.NONE ? match.addAt(s.table, 49) : row;
            match.set(placed, s.team, random.nextInt(teams));
            match.set(placed, s.angle, random.nextInt(ArenaTables.ANGLES));
            match.set(placed, s.x, place(ArenaMap.WIDTH));
            match.set(placed, s.y, place(ArenaMap.HEIGHT));
        }
    }

    private int place(final int size) {
        return switch (random.nextInt(8)) {
            case 0 -> Fixed.of(random.nextInt(size + 1));
            case 1 -> Fixed.of(1 + random.nextInt(size - 1)) + (random.nextBoolean() ? 1 : -1) * Fixed.ratio(7, 20);
            default -> random.nextInt(Fixed.of(size));
        };
    }

    private int speed() {
        final int most = Fixed.of(Movement.MOST_SPEED);
        return random.nextInt(3) == 0 ? 0 : random.nextInt(2 * most + 1) - most;
    }

    private void compare(final State state, final int count, final String what) {
        lookout.see(state, viewers, count, together);
        for (int viewer = 0; viewer < count; viewer++) {
            alone.clear();
            run.game.visible(viewers[viewer], state, alone);
            for (final Table table : run.layout.tables()) {
                for (int word = 0; word << 6 < table.capacity(); word++) {
                    final long expected = alone.word(table, word);
                    assertEquals(expected, together[viewer].word(table, word), what + ", " + table.name());
                }
            }
            // Only what was chosen counts, not what those see who see everything.
            if (viewers[viewer].seat() >= 0 && state.get(run.columns.tables.round.fog)) {
                shownBodies += Long.bitCount(alone.word(run.columns.tables.players.table, 0));
                shownShots += Long.bitCount(alone.word(run.columns.tables.shots.table, 0));
            }
        }
    }
}
