package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

/** Rows that move at one speed each, to a client whose acknowledgements take six frames, or very many. */
final class SmoothTest {
    private static final int ROWS = 10;
    private static final int LATE_FRAMES = 6;
    private static final int VERY_LATE_FRAMES = 100;
    private static final int MOST = 40_000;

    private final IntColumn x;
    private final IntColumn angle;
    private final Table bodies;
    private final Layout layout;
    private final State state;
    private final RowSet visible;
    private SnapshotRing history;
    private ViewEncoder encoder;
    private ViewDecoder decoder;
    private int lateFrames;
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1200]);
    private final BitSet arrived = new BitSet();
    private int frame;

    SmoothTest() {
        final LayoutBuilder builder = new LayoutBuilder("smooth");
        bodies = builder.table("bodies", ROWS);
        x = bodies.int32("x", 0, MOST).smooth(0);
        angle = bodies.int16("angle", 0, 4095).smooth(0);
        layout = builder.build();
        state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        for (int row = 0; row < ROWS; row++) {
            state.add(bodies);
        }
        visible = new RowSet(layout);
        visible.addAll();
        connect(ViewLimits.DEFAULT, LATE_FRAMES);
    }

    private void connect(final ViewLimits limits, final int acknowledgedAfterFrames) {
        final WireLayout wire = new WireLayout(layout);
        history = new SnapshotRing(wire.layout, limits.historyFrames());
        encoder = new ViewEncoder(wire, history, limits);
        decoder = new ViewDecoder(wire, limits.historyFrames(), (at, type, record, offset) -> {});
        lateFrames = acknowledgedAfterFrames;
    }

    /** A frame, and its view; answers its bytes. The row of number n has begun to move in frame 3 n. */
    private int next(final boolean isLost) {
        for (int row = 0; row < ROWS; row++) {
            if (frame >= 3 * row) {
                final int handle = state.rowAt(bodies, row);
                state.set(handle, x, (state.get(handle, x) + 7 * row + 13) % MOST);
                state.set(handle, angle, Math.floorMod(state.get(handle, angle) - 31, 4096));
            }
        }
        history.put(frame, state.block());
        encoder.begin(frame, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
        final int length = encoder.encodePart(out, 0);
        if (!isLost) {
            decoder.apply(out, 0, length);
            for (int row = 0; row < ROWS; row++) {
                final int handle = state.rowAt(bodies, row);
                assertEquals(state.get(handle, x), decoder.table(bodies).value(row, x));
                assertEquals(state.get(handle, angle), decoder.table(bodies).value(row, angle));
            }
        }
        arrived.set(frame, !isLost);
        if (frame >= lateFrames && arrived.get(frame - lateFrames)) {
            encoder.acknowledge(frame - lateFrames, 0);
        }
        frame++;
        return length;
    }

    @Test
    void rows_that_go_on_as_they_went_cost_a_byte_each_whenever_they_began_to_move() {
        while (frame < 3 * ROWS + 3 * LATE_FRAMES) {
            next(false);
        }
        for (int i = 0; i < 300; i++) {
            // Both columns in three bits, and that it is the next row and like the one before it.
            assertTrue(next(false) <= PartHeader.LENGTH_BYTES + 3 + ROWS, "frame " + frame);
        }
    }

    @Test
    void after_lost_views_they_are_told_by_older_ones() {
        while (frame < 200) {
            next(frame % 11 < 4);
        }
        for (int i = 0; i < 2 * LATE_FRAMES; i++) {
            next(false);
        }
        assertTrue(next(false) <= PartHeader.LENGTH_BYTES + 3 + ROWS);
    }

    @Test
    void they_are_told_by_values_of_a_hundred_frames_ago_where_the_history_is_so_long() {
        connect(new ViewLimits(1200, 8, 256, 2048, 128, 64, 6), VERY_LATE_FRAMES);
        while (frame < 3 * ROWS + 3 * VERY_LATE_FRAMES) {
            next(false);
        }
        assertTrue(next(false) <= PartHeader.LENGTH_BYTES + 4 + 3 * ROWS);
    }
}
