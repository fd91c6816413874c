package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.State;

class MatchHistoryTest {
    private final Layout layout = layout();
    private final State state = new State(layout);
    private final SnapshotRing ring = new SnapshotRing(layout, 64);
    private final MatchHistory history = new MatchHistory(ring);
    private int frame;

    MatchHistoryTest() {
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
    }

    private static Layout layout() {
        final LayoutBuilder builder = new LayoutBuilder("test");
        builder.table("rows", 2).int64("value");
        return builder.build();
    }

    /** Frames of which views are made for clients that are so far behind. */
    private void show(final int frames, final int agoFrames) {
        for (int i = 0; i < frames; i++) {
            frame++;
            ring.publish(frame, frame, 0, 0, state.block());
            history.has(frame - agoFrames);
            history.settle(frame);
        }
    }

    @Test
    void the_oldest_frames_kept_do_not_count_as_held() {
        show(100, 0);
        assertTrue(history.has(100));
        assertTrue(history.has(41));
        assertFalse(history.has(40), "logic may be writing there soon");
        assertTrue(history.isIntact(100));
        for (int i = 0; i < 4; i++) {
            assertTrue(history.isIntact(100), "logic is " + i + " frames ahead");
            show(1, 0);
        }
        assertFalse(history.isIntact(100), "frame 41 may be overwritten");
    }

    @Test
    void what_nobody_asks_for_is_not_kept() {
        show(1_100, 9);
        assertEquals(16, ring.window());
        assertTrue(history.has(frame - 9));
    }

    @Test
    void a_frame_that_was_gone_stays_gone_when_more_are_kept() {
        show(1_100, 3);
        assertEquals(8, ring.window());
        final int asked = frame - 7;
        assertFalse(history.has(asked), "was let go");
        show(1, 0);
        assertEquals(16, ring.window());
        assertTrue(ring.isIntact(asked), "the wider window finds it again");
        assertFalse(history.has(asked), "but who was told that it is gone relies on that");
        assertTrue(history.has(asked + 1), "later ones count");
    }

    @Test
    void clients_far_behind_have_all_kept_that_there_is_room_for() {
        show(1_100, 45);
        assertEquals(64, ring.window());
        assertTrue(history.has(frame - 45));
    }

    @Test
    void a_client_that_falls_behind_finds_its_frames_again_soon() {
        show(1_100, 9);
        assertFalse(history.has(frame - 20), "was let go");
        show(32, 9);
        assertTrue(history.has(frame - 20));
        assertEquals(32, ring.window());
        show(2_000, 9);
        assertEquals(16, ring.window(), "and is let go again");
    }

    @Test
    void a_view_that_was_begun_before_the_window_moved_does_not_hold() {
        show(511, 9);
        assertTrue(history.isIntact(511));
        show(2, 9);
        assertFalse(history.isIntact(511));
        assertTrue(history.isIntact(513));
    }

    @Test
    void frames_that_no_ring_could_hold_move_nothing() {
        show(1_100, 9);
        assertFalse(history.has(frame - 1_000));
        show(1, 9);
        assertEquals(16, ring.window());
    }
}
