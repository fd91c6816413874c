package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.FrameParts;
import ringside.engine.logic.FrameParts.Part;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

final class FrameMeterTest {
    private final LatencyRecorders recorders = new LatencyRecorders();
    private long nowNs = 1_000;
    private final FrameMeter meter = new FrameMeter(recorders, () -> nowNs);

    /** What the frame loop does, with matches that take so long. */
    private void frame(final int matches, final Set<Integer> measured) {
        meter.begin(matches);
        for (int place = 0; place < matches; place++) {
            final boolean wanted = meter.wants(place);
            final FrameParts told = wanted ? meter : FrameParts.NOBODY;
            told.match(place + 1, 77);
            pass(told, Part.INPUTS, 10);
            pass(told, Part.STEP, place == 3 ? 5_000 : 100);
            pass(told, Part.COPY, 5);
            pass(told, Part.HASH, 30);
            pass(told, Part.COPY, 15);
            if (wanted) {
                measured.add(place);
            }
        }
        meter.end(9);
    }

    private void pass(final FrameParts told, final Part part, final long ns) {
        nowNs += ns;
        told.done(part);
    }

    @Test
    void of_few_matches_each_part_of_each_is_measured() {
        final Set<Integer> measured = new HashSet<>();
        frame(5, measured);
        assertEquals(5, measured.size());
        assertEquals(50, meter.ns(Part.INPUTS));
        assertEquals(5_400, meter.ns(Part.STEP));
        assertEquals(100, meter.ns(Part.COPY));
        assertEquals(150, meter.ns(Part.HASH));
        assertEquals(4, meter.slowestMatch());
        assertEquals(77, meter.slowestFrame());
        assertEquals(5_060, meter.slowestNs());
        assertEquals(9, meter.tick());
        final Histogram steps = recorders.of(LatencyStage.FRAME_STEP).take();
        assertTrue(steps.valuesAreEquivalent(5_400, steps.getMaxValue()));
    }

    @Test
    void of_many_some_stand_for_all_and_over_some_frames_each_is_measured() {
        final Set<Integer> all = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            final Set<Integer> measured = new HashSet<>();
            frame(300, measured);
            assertTrue(measured.size() <= FrameMeter.MEASURED_MATCHES, measured.size() + " matches");
            assertTrue(measured.size() >= FrameMeter.MEASURED_MATCHES - 2, measured.size() + " matches");
            final long sumNs = meter.ns(Part.INPUTS) + meter.ns(Part.STEP) + meter.ns(Part.COPY) + meter.ns(Part.HASH);
            final long wholeNs = 300 * 160 + 4_900;
            assertTrue(Math.abs(sumNs - wholeNs) <= 4, sumNs + " ns of " + wholeNs);
            if (!measured.contains(3)) {
                assertTrue(Math.abs(wholeNs * 30 / 160 - meter.ns(Part.HASH)) <= 1, meter.ns(Part.HASH) + " ns");
            }
            all.addAll(measured);
        }
        assertEquals(300, all.size());
    }

    @Test
    void a_frame_without_matches_has_no_parts() {
        frame(0, new HashSet<>());
        assertEquals(0, meter.ns(Part.STEP));
        assertEquals(0, meter.slowestMatch());
        assertEquals(1, recorders.of(LatencyStage.FRAME_HASH).take().getTotalCount());
    }
}
