package ringside.server.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberMetricsTest {
    private final MetricsPage pages = new MetricsPage();

    private static void assertLine(final String text, final String line) {
        assertTrue(text.lines().anyMatch(line::equals), "no line " + line + " in:\n" + text);
    }

    @Test
    void a_primary_tells_of_its_level_its_set_and_everybody_who_follows() {
        final String text = pages.write(
                        null,
                        "abc",
                        List.of(new EngineFigures(0, 100_001, 50, 40, 9, 0, 0, 1, 1, false)),
                        Map.of(),
                        List.of(),
                        new MemberFigures(
                                List.of(new MemberFigures.OfEngine(0, "replicated", 3, 1, true)),
                                List.of(new MemberFigures.Follower("right", 0, true, false, 12, 2_500_000_000L, 77)),
                                Map.of("TOO_SLOW", 4L)))
                .text();
        assertLine(text, "ringside_epoch{engine=\"0\"} 100001.0");
        assertLine(text, "ringside_durability{engine=\"0\",level=\"replicated\"} 1.0");
        assertLine(text, "ringside_in_sync_set_members{engine=\"0\"} 3.0");
        assertLine(text, "ringside_in_sync_waits_for{engine=\"0\"} 1.0");
        assertLine(text, "ringside_in_sync_stalled{engine=\"0\"} 1.0");
        assertLine(text, "ringside_follower_member{engine=\"0\",standby=\"right\"} 1.0");
        assertLine(text, "ringside_follower_live{engine=\"0\",standby=\"right\"} 0.0");
        assertLine(text, "ringside_follower_lag_events{engine=\"0\",standby=\"right\"} 12.0");
        assertLine(text, "ringside_follower_lag_seconds{engine=\"0\",standby=\"right\"} 2.5");
        assertLine(text, "ringside_replication_ends_total{reason=\"TOO_SLOW\"} 4.0");
        assertLine(text, "ringside_replication_ends_total{reason=\"LOWER_EPOCH\"} 0.0");
    }

    @Test
    void a_standby_tells_how_it_follows() {
        final String text = pages.write(
                        "application/openmetrics-text",
                        "abc",
                        all -> MemberMetrics.add(
                                all,
                                List.of(new StandbyFigures(
                                        1,
                                        1,
                                        900,
                                        5,
                                        1_000_000_000L,
                                        6_000_000_000L,
                                        false,
                                        true,
                                        true,
                                        2,
                                        true,
                                        800,
                                        3,
                                        4)),
                                Map.of("LOWER_EPOCH", 2L)))
                .text();
        assertLine(text, "ringside_epoch{engine=\"1\"} 1.0");
        assertLine(text, "ringside_standby_lag_events{engine=\"1\"} 5.0");
        assertLine(text, "ringside_standby_lag_seconds{engine=\"1\"} 1.0");
        assertLine(text, "ringside_standby_silent_seconds{engine=\"1\"} 6.0");
        assertLine(text, "ringside_standby_in_sync{engine=\"1\"} 1.0");
        assertLine(text, "ringside_standby_hash_ok{engine=\"1\"} 1.0");
        assertLine(text, "ringside_standby_matches_differing{engine=\"1\"} 3.0");
        assertLine(text, "ringside_standby_matches_passed_over{engine=\"1\"} 4.0");
        assertLine(text, "ringside_standby_frames_compared_total{engine=\"1\"} 800.0");
        assertLine(text, "ringside_replication_ends_total{reason=\"LOWER_EPOCH\"} 2.0");
        assertLine(text, "# EOF");
    }

    @Test
    void several_who_share_a_name_are_told_of_all_the_same() {
        final MemberFigures.Follower one = new MemberFigures.Follower("same", 0, true, true, 1, 0, 1);
        final String text = pages.write(
                        null,
                        "abc",
                        all -> MemberMetrics.add(
                                all,
                                new MemberFigures(
                                        List.of(),
                                        List.of(one, new MemberFigures.Follower("same", 0, true, true, 8, 0, 1)),
                                        Map.of())))
                .text();
        assertLine(text, "ringside_follower_lag_events{engine=\"0\",standby=\"same\"} 8.0");
    }
}
