package ringside.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TallyTest {
    private static final double DIGITS = 0.001;

    @Test
    void percentiles_are_those_of_what_was_recorded() {
        final Tally tally = new Tally();
        for (int i = 1; i <= 1_000; i++) {
            tally.gap(i * 1_000_000L);
        }
        final Percentiles gaps = Percentiles.of(tally.viewGap());
        assertNear(500_000_000L, gaps.p50Ns());
        assertNear(990_000_000L, gaps.p99Ns());
        assertNear(999_000_000L, gaps.p999Ns());
        assertNear(1_000_000_000L, gaps.maxNs());
    }

    @Test
    void nothing_recorded_is_all_zero() {
        assertEquals(new Percentiles(0, 0, 0, 0), Percentiles.of(new Tally().inputToView()));
    }

    @Test
    void what_several_threads_measured_adds_up() {
        final Tally one = new Tally();
        final Tally other = new Tally();
        one.view(1);
        other.view(1);
        other.view(2);
        one.late(5);
        other.late(7_000_000);
        one.add(other);
        assertEquals(2, one.viewsByEpoch().get(1));
        assertEquals(1, one.viewsByEpoch().get(2));
        assertEquals(2, one.lateness().getTotalCount());
        assertNear(7_000_000, one.lateness().getMaxValue());
    }

    @Test
    void a_duration_beyond_the_histogram_counts_as_its_longest() {
        final Tally tally = new Tally();
        tally.gap(Long.MAX_VALUE);
        tally.gap(-1);
        assertEquals(2, tally.viewGap().getTotalCount());
        assertNear(600_000_000_000L, tally.viewGap().getMaxValue());
    }

    private static void assertNear(final long expected, final long actual) {
        assertTrue(Math.abs(actual - expected) <= expected * DIGITS, actual + " instead of " + expected);
    }
}
