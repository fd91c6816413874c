package ringside.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class TallyTest {
    private static final double DIGITS = 0.001;

    private static Histograms taken(final Tally... tallies) {
        final Histograms all = new Histograms();
        for (final Tally tally : tallies) {
            tally.take(all::add);
        }
        return all;
    }

    @Test
    void percentiles_are_those_of_what_was_recorded() {
        final Tally tally = new Tally();
        for (int i = 1; i <= 1_000; i++) {
            tally.gap(i * 1_000_000L);
        }
        final Percentiles gaps = Percentiles.of(taken(tally).get(Histograms.VIEW_GAP));
        assertNear(500_000_000L, gaps.p50Ns());
        assertNear(990_000_000L, gaps.p99Ns());
        assertNear(999_000_000L, gaps.p999Ns());
        assertNear(1_000_000_000L, gaps.maxNs());
    }

    @Test
    void nothing_recorded_is_all_zero() {
        assertEquals(
                new Percentiles(0, 0, 0, 0), Percentiles.of(taken(new Tally()).get(Histograms.INPUT_TO_VIEW)));
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
        one.addCounts(other);
        assertEquals(2, one.viewsByEpoch().get(1));
        assertEquals(1, one.viewsByEpoch().get(2));
        final Histogram lateness = taken(one, other).get(Histograms.LATENESS);
        assertEquals(2, lateness.getTotalCount());
        assertNear(7_000_000, lateness.getMaxValue());
    }

    @Test
    void what_was_taken_once_is_not_taken_again() {
        final Tally tally = new Tally();
        final Histograms all = new Histograms();
        for (int second = 1; second <= 3; second++) {
            tally.gap(second);
            tally.take(all::add);
            assertEquals(second, all.get(Histograms.VIEW_GAP).getTotalCount());
        }
    }

    @Test
    void a_duration_beyond_the_histogram_counts_as_its_longest() {
        final Tally tally = new Tally();
        tally.gap(Long.MAX_VALUE);
        tally.gap(-1);
        final Histogram gaps = taken(tally).get(Histograms.VIEW_GAP);
        assertEquals(2, gaps.getTotalCount());
        assertNear(600_000_000_000L, gaps.getMaxValue());
    }

    @Test
    void a_sender_is_the_bottleneck_when_it_is_late_busy_or_leaves_inputs_out() {
        final Percentiles calm = new Percentiles(10_000, Generator.LATENESS_BOUND_NS, 9_000_000, 50_000_000);
        assertFalse(new Generator(calm, Generator.BUSY_BOUND, 0).wasBottleneck());
        assertEquals("", new Generator(calm, 0.5, 0).warning());
        final Percentiles late = new Percentiles(10_000, Generator.LATENESS_BOUND_NS + 1, 9_000_000, 50_000_000);
        assertTrue(new Generator(late, 0.1, 0).wasBottleneck());
        assertTrue(new Generator(calm, 0.91, 0).wasBottleneck());
        assertTrue(new Generator(calm, 0.1, 1).warning().contains("1 inputs were left out"));
    }

    private static void assertNear(final long expected, final long actual) {
        assertTrue(Math.abs(actual - expected) <= expected * DIGITS, actual + " instead of " + expected);
    }
}
