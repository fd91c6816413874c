package ringside.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HiccupMeterTest {
    private static final long MS = 1_000_000;

    private final StageRecorder recorder = StageRecorder.ofOneThread();
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

    @Test
    void a_long_one_is_kept_with_its_time_for_whoever_asks_what_lay_there() {
        meter.doWork();
        lateNs = 10 * MS;
        meter.doWork();
        lateNs = 0;
        final long longUntilNs = nowNs;
        for (int i = 0; i < 10; i++) {
            meter.doWork();
        }
        assertEquals(
                List.of(new RecentPauses.Pause(longUntilNs, 10 * MS)),
                meter.recent().between(longUntilNs - MS, nowNs));
        assertEquals(List.of(), meter.recent().between(longUntilNs, nowNs), "it was over");
        assertEquals(List.of(), meter.recent().between(0, longUntilNs - 10 * MS), "it had not begun");
    }

    @Test
    void of_very_many_the_last_are_kept() {
        final RecentPauses pauses = new RecentPauses(5);
        for (int i = 0; i < 1_000; i++) {
            pauses.note(100L * i, i % 2 == 0 ? 4 : 10);
        }
        final List<RecentPauses.Pause> all = pauses.between(-1, 200_000);
        assertEquals(256, all.size());
        assertEquals(new RecentPauses.Pause(99_900, 10), all.get(255));
    }
}
