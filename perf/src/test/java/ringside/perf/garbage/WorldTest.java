package ringside.perf.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class WorldTest {
    @Test
    void all_ways_to_keep_state_come_to_the_same_updates() {
        final World fresh = World.Kind.FRESH.of(7);
        final World pooled = World.Kind.POOLED.of(7);
        final World flat = World.Kind.OURS.of(7);
        for (int frame = 1; frame <= 6_000; frame++) {
            final long expected = fresh.step(frame);
            assertEquals(expected, pooled.step(frame), "frame " + frame);
            assertEquals(expected, flat.step(frame), "frame " + frame);
        }
    }

    @Test
    void flat_state_makes_no_garbage_and_fresh_state_does() {
        assertTrue(allocated(World.Kind.FRESH) > 100_000);
        assertEquals(0, allocated(World.Kind.OURS));
    }

    private static long allocated(final World.Kind kind) {
        final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        final World world = kind.of(10);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            final long before = thread.getThreadAllocatedBytes(self);
            for (int frame = 1; frame <= 100; frame++) {
                world.step(round * 100 + frame);
            }
            least = Math.min(least, thread.getThreadAllocatedBytes(self) - before);
        }
        return least;
    }
}
