package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

class SentPartsTest {
    private static final int BEHIND = 3;

    @Test
    void parts_that_were_lost_are_forgotten_with_the_history() {
        final LayoutBuilder builder = new LayoutBuilder("test");
        final Table table = builder.table("rows", 4);
        final IntColumn value = table.int32("value", 0, 1_000);
        final Layout layout = builder.build();
        final State state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        final int row = state.add(table);
        final SnapshotRing history = new SnapshotRing(layout, 64);
        final ViewEncoder encoder = new ViewEncoder(layout, history, ViewLimits.DEFAULT);
        final RowSet all = new RowSet(layout);
        all.addAll();
        final UnsafeBuffer out = new UnsafeBuffer(new byte[1_200]);
        int most = 0;
        for (int frame = 0; frame < 500; frame++) {
            state.set(row, value, frame);
            history.put(frame, state.block());
            final boolean isLost = frame % 10 == 0;
            if (!isLost) {
                encoder.acknowledge(frame - BEHIND, 0);
            }
            encoder.begin(frame, all, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
            assertTrue(encoder.encodePart(out, 0) > 0);
            most = Math.max(most, encoder.partsInFlight());
        }
        assertEquals(BEHIND, encoder.fullRows(), "all but the first are told by what arrived");
        assertTrue(most > BEHIND && most <= ViewLimits.DEFAULT.historyFrames() + 1, most + " parts are in flight");
    }
}
