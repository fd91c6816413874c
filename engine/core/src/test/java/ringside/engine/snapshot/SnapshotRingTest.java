package ringside.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SnapshotRingTest {
    private static final int WORDS = 64;

    private final SnapshotRing ring = new SnapshotRing(WORDS * 8, 4);
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[WORDS * 8]);

    /** A block whose words, position, time and hash all follow from the frame. */
    private void publish(final int frame) {
        for (int i = 0; i < WORDS; i++) {
            block.putLong(i * 8, frame);
        }
        ring.publish(frame, frame * 10L, frame * 100L, ~(long) frame, block);
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
        assertEquals(8, ring.block(8).getLong(0));
        assertEquals(8, ring.block(8).getLong(WORDS * 8 - 8));
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
    void an_impossible_capacity_is_refused() {
        for (final int capacity : new int[] {-1, 0, 1, 3, 6}) {
            assertThrows(IllegalArgumentException.class, () -> new SnapshotRing(8, capacity));
        }
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new SnapshotRing(64 << 20, 64));
        assertTrue(e.getMessage().contains("67108864"), e.getMessage());
    }

    @Test
    @Timeout(60)
    void what_is_read_of_an_intact_frame_is_never_torn() throws InterruptedException {
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
            long torn = 0;
            for (int i = 0; i < WORDS; i++) {
                torn |= ring.block(frame).getLong(i * 8) ^ frame;
            }
            torn |= ring.position(frame) ^ frame * 10L;
            torn |= ring.hash(frame) ^ ~(long) frame;
            if (ring.isIntact(frame)) {
                assertEquals(0, torn, "frame " + frame);
                assertTrue(frame * 10L <= safe, "frame " + frame + " follows from what is not safe");
                assertTrue(frame >= safeBelow, "the newest frame went back");
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
