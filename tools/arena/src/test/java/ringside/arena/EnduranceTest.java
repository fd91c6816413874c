package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Viewer;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.Table;

/** Long matches of ten. A value beyond its column's range would throw, and fail the match. */
class EnduranceTest {
    private static final long SEED = Seeds.of(EnduranceTest.class, 6);
    private static final int FRAMES = 100_000;

    @Test
    void ten_players_of_the_trace_stay_within_all_ranges() {
        final ArenaRun run = ArenaRun.ofPlayers(10, SEED);
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        int mostShots = 0;
        int kills = 0;
        for (int i = 0; i < FRAMES; i++) {
            run.sendTrace(trace);
            run.frame();
            mostShots = Math.max(mostShots, run.match().count(run.columns.tables.shots.table));
            kills += (int) run.newEffects().stream()
                    .filter(effect -> effect == run.columns.effects.kill)
                    .count();
        }
        assertInRange(run);
        System.out.println("most bullets at once: " + mostShots + ", kills: " + kills);
        assertTrue(kills > 40, "kills: " + kills);
        assertTrue(run.match().get(run.columns.tables.round.number) > 5);
    }

    @Test
    void ten_bots_stay_within_all_ranges() {
        final ArenaRun run = ArenaRun.ofBots(10, SEED);
        for (int i = 0; i < FRAMES; i++) {
            run.frame();
        }
        assertInRange(run);
        assertTrue(run.match().get(run.columns.tables.round.number) > 5);
    }

    @Test
    void ten_who_never_let_go_of_the_trigger_fit_the_table_of_bullets() {
        final ArenaRun run = ArenaRun.ofPlayers(10, SEED);
        for (int i = 0; i < 600; i++) {
            for (int seat = 0; seat < 10; seat++) {
                // No reloading, and in the open: everyone upwards along the right of a free lane.
                run.place(seat, 5.6, 39);
                run.match().set(run.body(seat), run.columns.tables.players.ammo, Shots.MAGAZINE);
                run.input().set(run.columns.input.fire, true).set(run.columns.input.aim, 49_152);
                run.send(seat);
            }
            run.frame();
            assertTrue(run.match().count(run.columns.tables.shots.table) <= run.columns.tables.shots.table.capacity());
        }
    }

    private static void assertInRange(final ArenaRun run) {
        for (final Table table : run.layout.tables()) {
            for (int row = run.match().first(table);
                    row != Rows.NONE;
                    row = run.match().next(table, row)) {
                for (final Column column : table.columns()) {
                    if (column.type() != ColumnType.BYTES) {
                        final long value = column.read(run.match().block(), table.rowOffset(Rows.index(row)));
                        assertTrue(value >= column.min() && value <= column.max(), column + " is " + value);
                    }
                }
            }
        }
    }

    @Test
    void a_warm_step_allocates_nothing() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(10));
        for (int i = 0; i < 5; i++) {
            run.join("p" + i);
        }
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        final RowSet seen = new RowSet(run.layout);
        final Viewer viewer = new Viewer(0, 0);
        play(run, trace, seen, viewer, 20_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        // The first reading allocates.
        threads.getThreadAllocatedBytes(thread);
        final long before = threads.getThreadAllocatedBytes(thread);
        play(run, trace, seen, viewer, 10_000);
        final long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertEquals(0, allocated, "bytes in 10,000 frames");
    }

    private static void play(
            final ArenaRun run, final ArenaTrace trace, final RowSet seen, final Viewer viewer, final int frames) {
        for (int i = 0; i < frames; i++) {
            run.sendTrace(trace);
            run.frame();
            seen.clear();
            run.game.visible(viewer, run.match(), seen);
        }
    }

    @Test
    void every_input_of_the_trace_is_one_that_a_client_may_send() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        final ArenaTrace trace = new ArenaTrace(run.layout);
        final RecordView input = run.input();
        int idle = 0;
        int firing = 0;
        int dashes = 0;
        int aimed = 0;
        int walking = 0;
        for (int player = 0; player < 10; player++) {
            int lastAim = -1;
            for (int frame = 0; frame < 20_000; frame++) {
                trace.input(player, frame, input);
                assertNull(run.layout.input().firstOutOfRange(input.buffer(), 0));
                final int aim = input.get(run.columns.input.aim);
                final boolean walks =
                        input.get(run.columns.input.moveX) != 0 || input.get(run.columns.input.moveY) != 0;
                aimed += aim != lastAim ? 1 : 0;
                walking += walks ? 1 : 0;
                idle += aim == lastAim && !walks ? 1 : 0;
                firing += input.get(run.columns.input.fire) ? 1 : 0;
                dashes += input.get(run.columns.input.dash) ? 1 : 0;
                lastAim = aim;
            }
        }
        System.out.printf(
                "of 200,000 inputs: idle %d, walking %d, firing %d, dashes %d, aim changed %d%n",
                idle, walking, firing, dashes, aimed);
        assertTrue(aimed > 180_000 && walking > 150_000 && firing > 50_000 && dashes > 400 && idle > 2000);
    }

    @Test
    void the_trace_is_a_function_of_player_and_frame() {
        final ArenaRun run = ArenaRun.ofPlayers(2, SEED);
        final RecordView one = ArenaRun.record(run.layout.input());
        final RecordView other = ArenaRun.record(run.layout.input());
        final ArenaTrace trace = new ArenaTrace(run.layout);
        for (int frame = 5000; frame >= 0; frame--) {
            trace.input(3, frame, one);
            new ArenaTrace(run.layout).input(3, frame, other);
            assertEquals(one.buffer(), other.buffer());
        }
    }
}
