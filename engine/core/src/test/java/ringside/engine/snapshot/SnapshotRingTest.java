package ringside.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.StateException;
import ringside.layout.Table;

class SnapshotRingTest {
    private static final int ROWS = 64;

    private final LayoutBuilder builder = new LayoutBuilder("test");
    private final Table rows = builder.table("rows", ROWS);
    private final LongColumn value = rows.int64("value");
    private final Table past = builder.table("$past", 3).history();
    private final LongColumn before = past.int64("before");
    private final Layout layout = builder.build();
    private final State state = new State(layout);
    private SnapshotRing ring = new SnapshotRing(layout, 4);

    SnapshotRingTest() {
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
    }

    /** How many rows live in a frame. */
    private static int rowsAt(final int frame) {
        return 1 + frame * 37 % ROWS;
    }

    /** A state whose rows, values, position, time and hash all follow from the frame. */
    private void publish(final int frame) {
        while (state.count(rows) < rowsAt(frame)) {
            state.add(rows);
        }
        while (state.count(rows) > rowsAt(frame)) {
            state.remove(rows, state.rowAt(rows, state.count(rows) - 1));
        }
        for (int row = state.first(rows); row != Rows.NONE; row = state.next(rows, row)) {
            state.set(row, value, frame);
        }
        ring.publish(frame, frame * 10L, frame * 100L, ~(long) frame, state.block());
    }

    /** What a frame's snapshot says that differs from what was published; 0 for nothing. */
    private long torn(final int frame) {
        final DirectBuffer block = ring.block(frame);
        long torn = block.getInt(rows.base()) ^ rowsAt(frame);
        for (int i = 0; i < ROWS; i++) {
            final int offset = rows.rowOffset(i);
            torn |= i < rowsAt(frame)
                    ? ((block.getInt(offset) & 0xFFFF) ^ i) | (value.read(block, offset) ^ frame)
                    : block.getInt(offset) | value.read(block, offset);
        }
        return torn | (ring.position(frame) ^ frame * 10L) | (ring.hash(frame) ^ ~(long) frame);
    }

    @Test
    void a_new_ring_holds_nothing() {
        assertEquals(SnapshotRing.NO_FRAME, ring.newestFrame());
        assertEquals(SnapshotRing.NO_FRAME, ring.newestSafeFrame(Long.MAX_VALUE));
        assertFalse(ring.isIntact(0));
        assertFalse(ring.isIntact(SnapshotRing.NO_FRAME));
    }

    @Test
    void the_last_frames_are_held_with_what_stands_beside_them() {
        for (int frame = 0; frame <= 10; frame++) {
            publish(frame);
            assertEquals(frame, ring.newestFrame());
        }
        for (int frame = 0; frame <= 12; frame++) {
            assertEquals(frame >= 7 && frame <= 10, ring.isIntact(frame), "frame " + frame);
        }
        for (int frame = 7; frame <= 10; frame++) {
            assertEquals(0, torn(frame), "frame " + frame);
        }
        assertEquals(80, ring.position(8));
        assertEquals(800, ring.dueNs(8));
        assertEquals(~8L, ring.hash(8));
    }

    @Test
    void the_newest_safe_frame_follows_from_nothing_unsafe() {
        for (int frame = 0; frame <= 10; frame++) {
            publish(frame);
        }
        assertEquals(10, ring.newestSafeFrame(Long.MAX_VALUE));
        assertEquals(10, ring.newestSafeFrame(100));
        assertEquals(9, ring.newestSafeFrame(99));
        assertEquals(9, ring.newestSafeFrame(90));
        assertEquals(7, ring.newestSafeFrame(70));
        assertEquals(SnapshotRing.NO_FRAME, ring.newestSafeFrame(69), "frame 6 is gone");
        assertEquals(SnapshotRing.NO_FRAME, ring.newestSafeFrame(-1));
    }

    @Test
    void a_ring_may_begin_in_the_middle_of_a_match() {
        publish(1_000_001);
        assertEquals(1_000_001, ring.newestSafeFrame(Long.MAX_VALUE));
        assertEquals(SnapshotRing.NO_FRAME, ring.newestSafeFrame(5));
        assertFalse(ring.isIntact(1));
    }

    @Test
    void a_ring_that_is_cleared_holds_nothing() {
        publish(3);
        ring.clear();
        assertFalse(ring.isIntact(3));
        assertEquals(SnapshotRing.NO_FRAME, ring.newestFrame());
        publish(0);
        assertEquals(0, ring.newestSafeFrame(0));
    }

    @Test
    void rows_of_the_frame_that_a_slot_held_before_are_not_alive_in_it() {
        while (state.hasRoom(rows)) {
            state.set(state.add(rows), value, -1);
        }
        ring.publish(0, 0, 0, 0, state.block());
        publish(4);
        final State snapshot = new State(layout);
        snapshot.wrap(ring.block(4), 0);
        for (int i = 0; i < ROWS; i++) {
            assertEquals(i < rowsAt(4), snapshot.rowAt(rows, i) != Rows.NONE, "row " + i);
        }
        assertEquals(state.hash(), snapshot.hash());
        assertEquals(0, torn(4));
    }

    @Test
    void a_state_goes_back_to_a_frame_that_the_ring_holds() {
        state.set(state.add(past), before, 5);
        publish(7);
        final long hash = state.hash();
        publish(8);
        state.remove(rows, state.first(rows));
        assertNotEquals(hash, state.hash());
        ring.restoreTo(7, state);
        assertEquals(hash, state.hash());
        assertEquals(rowsAt(7), state.count(rows));
        assertEquals(5, state.get(state.first(past), before), "history stays");
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ring.restoreTo(3, state));
        assertEquals("frame 3 is none of the last 4 up to frame 8, which this ring holds", e.getMessage());
        assertEquals(hash, state.hash());
    }

    @Test
    void a_state_that_went_back_is_the_same_whatever_the_capacity() {
        final SnapshotRing larger = new SnapshotRing(layout, 32);
        final State other = new State(layout);
        other.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        for (int frame = 0; frame < 100; frame++) {
            publish(frame);
            larger.publish(frame, 0, 0, 0, state.block());
        }
        publish(100);
        other.block().putBytes(0, state.block(), 0, layout.blockBytes());
        ring.restoreTo(98, state);
        larger.restoreTo(98, other);
        assertEquals(0, state.block().compareTo(other.block()), "every byte");
    }

    @Test
    void a_snapshot_has_no_history() {
        state.add(past);
        publish(1);
        assertEquals(layout.snapshotBytes(), ring.block(1).capacity());
        assertTrue(layout.snapshotBytes() < layout.blockBytes());
        final State snapshot = new State(layout);
        snapshot.wrap(ring.block(1), 0);
        final StateException e = assertThrows(StateException.class, () -> snapshot.first(past));
        assertEquals("$past: a table of history, which a snapshot does not hold", e.getMessage());
    }

    @Test
    void readers_who_wish_for_few_frames_have_few_kept_and_more_again_when_they_wish_so() {
        final SnapshotRing wide = new SnapshotRing(layout, 64);
        assertEquals(64, wide.window());
        int frame = 0;
        for (; frame < 100; frame++) {
            wide.publish(frame, frame, 0, 0, state.block());
        }
        assertTrue(wide.isIntact(36));
        wide.wish(9);
        assertEquals(64, wide.window(), "logic moves the window, with its next frame");
        assertTrue(wide.isUnmoved(99));
        for (; frame < 120; frame++) {
            wide.publish(frame, frame, 0, 0, state.block());
        }
        assertEquals(16, wide.window());
        assertFalse(wide.isUnmoved(99), "whoever read since frame 99 looked in two places");
        assertTrue(wide.isUnmoved(100));
        for (int held = 0; held < 120; held++) {
            assertEquals(held >= 104, wide.isIntact(held), "frame " + held);
        }
        wide.wish(17);
        for (; frame < 152; frame++) {
            wide.publish(frame, frame, 0, 0, state.block());
        }
        assertEquals(32, wide.window());
        for (int held = 0; held < 152; held++) {
            assertEquals(held >= 120, wide.isIntact(held), "frame " + held);
        }
        wide.wish(1_000);
        wide.publish(frame, 0, 0, 0, state.block());
        assertEquals(64, wide.window());
        wide.wish(-1);
        wide.publish(frame + 1, 0, 0, 0, state.block());
        assertEquals(8, wide.window(), "the least");
    }

    @Test
    void where_what_is_safe_lies_behind_the_window_it_grows() {
        final SnapshotRing wide = new SnapshotRing(layout, 64);
        wide.wish(8);
        for (int frame = 0; frame < 20; frame++) {
            wide.publish(frame, frame, 0, 0, state.block());
        }
        assertEquals(SnapshotRing.NO_FRAME, wide.newestSafeFrame(9));
        wide.publish(20, 20, 0, 0, state.block());
        assertEquals(64, wide.window());
        for (int frame = 21; frame < 60; frame++) {
            wide.publish(frame, frame, 0, 0, state.block());
        }
        assertEquals(22, wide.newestSafeFrame(22));
    }

    @Test
    void an_impossible_capacity_is_refused() {
        for (final int capacity : new int[] {-1, 0, 1, 3, 6}) {
            assertThrows(IllegalArgumentException.class, () -> new SnapshotRing(layout, capacity));
        }
        final LayoutBuilder large = new LayoutBuilder("large");
        large.table("rows", 65_536).bytes("blob", 1000);
        final Layout largeLayout = large.build();
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new SnapshotRing(largeLayout, 64));
        assertTrue(e.getMessage().contains("64 snapshots of " + largeLayout.snapshotBytes()), e.getMessage());
    }

    @Test
    @Timeout(60)
    void what_is_read_of_an_intact_frame_is_never_torn() throws InterruptedException {
        readWhileLogicWrites(0);
    }

    @Test
    @Timeout(60)
    void what_is_read_while_the_window_did_not_move_is_never_torn() throws InterruptedException {
        ring = new SnapshotRing(layout, 64);
        readWhileLogicWrites(3);
    }

    /** The window is wished otherwise with each frame read, doubled up to so many times. */
    private void readWhileLogicWrites(final int doublings) throws InterruptedException {
        final int frames = 300_000;
        final Thread logic = new Thread(() -> {
            for (int frame = 0; frame < frames; frame++) {
                publish(frame);
            }
        });
        logic.start();
        int intact = 0;
        int overtaken = 0;
        int safeBelow = SnapshotRing.NO_FRAME;
        while (logic.isAlive()) {
            final int newest = ring.newestFrame();
            final long safe = newest * 10L - 15;
            final int frame = ring.newestSafeFrame(safe);
            if (frame < 0) {
                continue;
            }
            ring.wish(8 << (doublings == 0 ? 0 : intact % (doublings + 1)));
            final long torn = torn(frame);
            if (ring.isIntact(frame) && ring.isUnmoved(newest)) {
                assertEquals(0, torn, "frame " + frame);
                assertTrue(frame * 10L <= safe, "frame " + frame + " follows from what is not safe");
                assertTrue(doublings > 0 || frame >= safeBelow, "the newest frame went back");
                safeBelow = frame;
                intact++;
            } else {
                overtaken++;
            }
        }
        logic.join();
        System.out.println(intact + " frames read whole, " + overtaken + " overtaken");
        assertTrue(intact > 0);
        assertEquals(frames - 1, ring.newestFrame());
    }
}
