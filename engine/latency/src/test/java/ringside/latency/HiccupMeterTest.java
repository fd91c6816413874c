package ringside.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HiccupMeterTest {
    private static final long MS = 1_000_000;

    private final StageRecorder recorder = new StageRecorder();
    private long nowNs = 5;
    private long lateNs;
    private final HiccupMeter meter = new HiccupMeter(recorder, () -> nowNs, sleepNs -> nowNs += sleepNs + lateNs);

    @Test
    void a_sleep_as_short_as_the_machine_can_is_no_hiccup() {
        lateNs = 60_000;
        for (int i = 0; i < 100; i++) {
            meter.doWork();
        }
        assertEquals(0, recorder.take().getMaxValue());
    }

    @Test
    void a_pause_stands_for_those_that_would_have_begun_within_it() {
        meter.doWork();
        lateNs = 10 * MS;
        meter.doWork();
        final Histogram taken = recorder.take();
        assertEquals(1 + 5, taken.getTotalCount());
        assertTrue(taken.valuesAreEquivalent(10 * MS, taken.getMaxValue()));
        assertEquals(3, taken.getCountBetweenValues(6 * MS, 11 * MS));
    }
}
