package ringside.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.engine.logic.GameType;
import ringside.layout.Layout;
import ringside.layout.RecordView;

class TraceRecordsTest {
    private static final Layout LAYOUT = new GameType(new ArenaGame()).layout();

    @Test
    void every_record_is_the_published_trace_of_that_player_and_frame() {
        final TraceRecords records = new TraceRecords(LAYOUT, 30);
        final ArenaTrace trace = new ArenaTrace(LAYOUT);
        final UnsafeBuffer expected = new UnsafeBuffer(new byte[LAYOUT.input().lengthBytes()]);
        final UnsafeBuffer actual = new UnsafeBuffer(0, 0);
        for (int player = 0; player < 30; player++) {
            for (int frame = 0; frame < records.frames(); frame += 7) {
                trace.input(player, frame, new RecordView(LAYOUT.input()).wrap(expected, 0));
                actual.wrap(records.buffer(), records.offset(player, frame), records.recordBytes());
                assertEquals(0, expected.compareTo(actual), "player " + player + ", frame " + frame);
            }
        }
    }

    @Test
    void after_the_last_frame_it_begins_again() {
        final TraceRecords records = new TraceRecords(LAYOUT, 10);
        assertEquals(records.offset(3, 5), records.offset(3, records.frames() + 5L));
        assertTrue(records.frames() >= 300, "frames " + records.frames());
    }
}
