package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

/** Views that have no room for all that is due. */
final class RowBudgetTest {
    private static final int ROWS = 60;
    private static final int BUDGET_BYTES = 100;
    private static final int FRAMES = 2_000;

    private final LayoutBuilder builder = new LayoutBuilder("crowd");
    private final Table bystanders = builder.table("bystanders", ROWS);
    private final IntColumn bystanderX = bystanders.int32("x", 0, 1 << 20);
    private final Table players = builder.table("players", ROWS).priority(3 * Table.DEFAULT_PRIORITY);
    private final IntColumn playerX = players.int32("x", 0, 1 << 20);
    private final Layout layout = builder.build();
    private final State state = new State(layout);
    private final RowSet visible = new RowSet(layout);
    private final SnapshotRing history = new SnapshotRing(layout, 32);

    RowBudgetTest() {
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        visible.addAll();
        for (int i = 0; i < ROWS; i++) {
            state.add(bystanders);
            state.add(players);
        }
    }

    @Test
    void what_matters_more_is_shown_more_often_and_nothing_waits_for_ever() {
        final ViewLimits limits = ViewLimits.DEFAULT.withBudget(BUDGET_BYTES);
        final ViewEncoder encoder = new ViewEncoder(new WireLayout(layout), history, limits);
        final ViewDecoder decoder = new ViewDecoder(new WireLayout(layout), 32, (frame, type, record, offset) -> {});
        final UnsafeBuffer out = new UnsafeBuffer(new byte[limits.maxPartBytes()]);
        final SplittableRandom random = new SplittableRandom(1);
        final int[] playerShown = new int[ROWS];
        final int[] bystanderShown = new int[ROWS];
        int longestWait = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int i = 0; i < ROWS; i++) {
                state.set(state.rowAt(bystanders, i), bystanderX, random.nextInt(1 << 20));
                state.set(state.rowAt(players, i), playerX, random.nextInt(1 << 20));
            }
            history.put(frame, state.block());
            encoder.begin(frame, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
            int bytes = 0;
            for (int length = encoder.encodePart(out, 0); length > 0; length = encoder.encodePart(out, 0)) {
                bytes += length;
                decoder.apply(out, 0, length);
                encoder.acknowledge(frame, PartHeader.part(out, 0));
            }
            assertTrue(bytes <= BUDGET_BYTES, bytes + " bytes");
            assertTrue(frame < 100 || bytes > BUDGET_BYTES * 2 / 3, "room is used: " + bytes);
            for (int id = 0; id < ROWS && frame > 200; id++) {
                playerShown[id] += decoder.table(players).frame(id) == frame ? 1 : 0;
                bystanderShown[id] += decoder.table(bystanders).frame(id) == frame ? 1 : 0;
                longestWait =
                        Math.max(longestWait, frame - decoder.table(bystanders).frame(id));
            }
        }
        final double ratio = (double) Arrays.stream(playerShown).sum()
                / Arrays.stream(bystanderShown).sum();
        assertEquals(3, ratio, 0.5, "times as often");
        assertTrue(longestWait < 60, "somebody waited for " + longestWait + " frames");
        final double average = Arrays.stream(playerShown).average().orElse(0);
        for (int id = 0; id < ROWS; id++) {
            assertEquals(average, playerShown[id], average / 6, "player " + id);
        }
    }

    @Test
    void what_fits_is_sent_at_once_and_in_the_same_bytes_as_without_a_budget() {
        final ViewEncoder free = new ViewEncoder(new WireLayout(layout), history, ViewLimits.DEFAULT);
        final ViewEncoder bound =
                new ViewEncoder(new WireLayout(layout), history, ViewLimits.DEFAULT.withBudget(2_000));
        final UnsafeBuffer one = new UnsafeBuffer(new byte[1_200]);
        final UnsafeBuffer other = new UnsafeBuffer(new byte[1_200]);
        for (int frame = 0; frame < 50; frame++) {
            state.set(state.rowAt(players, frame % ROWS), playerX, frame);
            history.put(frame, state.block());
            free.begin(frame, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
            bound.begin(frame, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
            final int length = free.encodePart(one, 0);
            assertEquals(length, bound.encodePart(other, 0));
            assertEquals(Dump.hex(new UnsafeBuffer(one, 0, length)), Dump.hex(new UnsafeBuffer(other, 0, length)));
            free.acknowledge(frame, 0);
            bound.acknowledge(frame, 0);
        }
    }

    @Test
    void what_is_shown_is_right_over_a_bad_network_however_small_the_budget() {
        final long seed = Seed.of("what_is_shown_is_right_over_a_bad_network_however_small_the_budget");
        for (int run = 0; run < 30; run++) {
            final SplittableRandom random = new SplittableRandom(seed + run);
            try {
                final int maxPartBytes = 60 + random.nextInt(200);
                final Layout any = RandomLayout.fitting(random, maxPartBytes, 30);
                final int least = new WireLayout(any).smallestPartBytes();
                final ViewLimits limits = new ViewLimits(maxPartBytes, 4, 32, 256, 256, 32, 6)
                        .withBudget(least + random.nextInt(2 * maxPartBytes));
                final Session session = new Session(any, limits, random, 30);
                for (int frame = 0; frame < 150; frame++) {
                    session.frame();
                }
                session.settle();
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dringside.seed=" + (seed + run) + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void a_budget_that_cannot_hold_a_row_is_refused_by_name() {
        final LayoutBuilder wide = new LayoutBuilder("wide");
        wide.table("chat", 4).text("line", 500);
        final Layout chat = wide.build();
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new ViewEncoder(
                        new WireLayout(chat), new SnapshotRing(chat, 32), ViewLimits.DEFAULT.withBudget(100)));
        assertTrue(refused.getMessage().contains("budgetBytes: 100"), refused.getMessage());
    }
}
