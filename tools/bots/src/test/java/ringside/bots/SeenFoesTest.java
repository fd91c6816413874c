package ringside.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.arena.ArenaGame;
import ringside.engine.logic.GameType;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.BoolColumn;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.codec.SnapshotRing;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.ViewTable;
import ringside.snapshot.codec.WireLayout;

/** A bot of the demo aims at whom its views show. */
final class SeenFoesTest {
    private static final int FOUR_DEGREES = 730;
    private static final int FRAME = 7;

    private final Layout layout = new GameType(new ArenaGame()).layout();
    private final Table players = layout.table("players");
    private final State state = new State(layout);
    private final RecordView input = new RecordView(layout.input());
    private final IntColumn aim = (IntColumn) layout.input().column("aim");

    SeenFoesTest() {
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        input.wrap(new UnsafeBuffer(new byte[layout.input().lengthBytes()]), 0).reset();
    }

    @Test
    void it_aims_at_the_nearest_living_foe_about_as_well_as_people_do() {
        fighter(0, 10, 10, true);
        fighter(1, 10, 22, true);
        fighter(2, 16, 10, false);
        fighter(3, 10, 4, true);
        new SeenFoes(layout, 5).aim(shown(), 0, FRAME, input);
        final int off = Angle.difference(3 * Angle.QUARTER, input.get(aim));
        assertTrue(Math.abs(off) <= FOUR_DEGREES, "off by " + off);
    }

    @Test
    void it_leaves_the_input_as_it_is_when_nobody_is_near() {
        fighter(0, 2, 2, true);
        fighter(1, 60, 38, true);
        input.set(aim, 12_345);
        new SeenFoes(layout, 5).aim(shown(), 0, FRAME, input);
        assertEquals(12_345, input.get(aim));
    }

    @Test
    void bots_play_the_published_trace_unless_they_are_told_to_aim() {
        final BotsSettings settings = BotsSettings.of("tcp://127.0.0.1:9000");
        assertFalse(settings.aiming());
        assertTrue(settings.aimed().aiming());
    }

    private void fighter(final int seat, final int x, final int y, final boolean alive) {
        final int row = state.add(players);
        state.set(row, (IntColumn) players.column("seat"), seat);
        state.set(row, (FixedColumn) players.column("x"), Fixed.of(x));
        state.set(row, (FixedColumn) players.column("y"), Fixed.of(y));
        state.set(row, (BoolColumn) players.column("alive"), alive);
    }

    private ViewTable shown() {
        final WireLayout wire = new WireLayout(layout);
        final SnapshotRing ring = new SnapshotRing(layout, 32);
        ring.put(FRAME, state.block());
        final RowSet visible = new RowSet(layout);
        visible.addAll();
        final ViewEncoder encoder = new ViewEncoder(wire, ring, ViewLimits.DEFAULT);
        encoder.begin(FRAME, visible, 0, 0);
        final ViewDecoder decoder = new ViewDecoder(wire, 32, (frame, type, record, offset) -> {});
        final UnsafeBuffer part = new UnsafeBuffer(new byte[2_048]);
        for (int length = encoder.encodePart(part, 0); length > 0; length = encoder.encodePart(part, 0)) {
            decoder.apply(part, 0, length);
        }
        return decoder.table("players");
    }
}
