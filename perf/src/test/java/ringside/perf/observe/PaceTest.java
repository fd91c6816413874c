package ringside.perf.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A server that computes frame f at f * frame time, and a way there that takes some time. */
class PaceTest {
    private static final int HZ = 50;
    private static final double FRAME_NS = 20e6;

    private static double waitedFrames(final Pace pace, final SplittableRandom random, final double jitterNs) {
        double waited = 0;
        int counted = 0;
        final long wayNs = 3_000_000;
        for (int target = 100; target < 3_100; target++) {
            final double leadNs = pace.leadNs();
            final long arrivesNs = pace.dueNs(target) + wayNs + Math.round(random.nextDouble() * jitterNs);
            final double waitNs = target * FRAME_NS - arrivesNs;
            pace.consumed(waitNs, leadNs);
            if (target > 1_600) {
                waited += waitNs / FRAME_NS;
                counted++;
            }
        }
        return waited / counted;
    }

    @Test
    void inputs_wait_for_a_frame_and_a_half_where_all_take_equally_long() {
        final Pace pace = new Pace(HZ, 0, 40_000_000);
        assertEquals(1.5, waitedFrames(pace, new SplittableRandom(1), 0), 0.02);
    }

    @Test
    void they_wait_for_longer_where_they_scatter() {
        final Pace pace = new Pace(HZ, 0, 40_000_000);
        final double waited = waitedFrames(pace, new SplittableRandom(1), 2 * FRAME_NS);
        assertTrue(waited > 1.8 && waited < 3, "waited " + waited);
    }

    @Test
    void frames_are_due_one_after_the_other() {
        final Pace pace = new Pace(HZ, 10, 1_000_000_000);
        assertEquals(Math.round(FRAME_NS), pace.dueNs(21) - pace.dueNs(20));
        final int next = pace.nextTarget(1_000_000_000);
        assertTrue(pace.dueNs(next) >= 1_000_000_000, "the next input is not overdue");
        assertTrue(pace.dueNs(next - 1) < 1_000_000_000, "nor is one left out");
    }
}
