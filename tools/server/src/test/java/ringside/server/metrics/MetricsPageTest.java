package ringside.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import ringside.io.session.EdgeCounters;
import ringside.latency.LatencyStage;

class MetricsPageTest {
    private final MetricsPage pages = new MetricsPage();
    private final LatencyTotals totals = new LatencyTotals();

    private String text(final String accept) {
        final MetricsPage.Page page = pages.write(
                accept,
                "abc",
                List.of(
                        new EngineFigures(0, 3, 1_000, 990, 600, 2, 5, 4, false),
                        new EngineFigures(1, 3, 10, 10, 600, 0, 1, 1, true)),
                Map.of("edge.views_sent", 77L, "edge.disconnect.idle", 2L, "edge.disconnect.left", 9L),
                totals.all());
        assertTrue(page.contentType().contains("text"), page.contentType());
        return page.text();
    }

    private static void assertLine(final String text, final String line) {
        assertTrue(text.lines().anyMatch(line::equals), "no line " + line + " in:\n" + text);
    }

    @Test
    void engines_and_the_edge_are_told_by_name_and_reason() {
        final String text = text(null);
        assertLine(text, "# TYPE ringside_frames_total counter");
        assertLine(text, "ringside_frames_total{engine=\"0\"} 600.0");
        assertLine(text, "ringside_skipped_frames_total{engine=\"0\"} 2.0");
        assertLine(text, "ringside_safe_position{engine=\"0\"} 990.0");
        assertLine(text, "ringside_overloaded{engine=\"1\"} 1.0");
        assertLine(text, "ringside_edge_views_sent_total 77.0");
        assertLine(text, "ringside_edge_disconnect_total{reason=\"idle\"} 2.0");
        assertLine(text, "ringside_edge_disconnect_total{reason=\"left\"} 9.0");
        assertTrue(text.contains("ringside_build_info{build=\"abc\""), text);
    }

    @Test
    void latencies_add_up_over_intervals_in_buckets_of_seconds() {
        for (int interval = 0; interval < 2; interval++) {
            final Histogram values = new Histogram(2);
            values.recordValue(1_500);
            values.recordValueWithCount(3_000_000, 10);
            values.recordValue(20_000_000_000L);
            totals.add(0, LatencyStage.FRAME, values);
        }
        final Histogram events = new Histogram(2);
        events.recordValueWithCount(3, 7);
        totals.add(0, LatencyStage.BATCH_EVENTS, events);
        final String text = text("text/plain");
        final String frame = "ringside_latency_seconds_bucket{engine=\"0\",stage=\"frame\",le=";
        assertLine(text, frame + "\"1.0E-6\"} 0");
        assertLine(text, frame + "\"2.0E-6\"} 2");
        assertLine(text, frame + "\"0.002\"} 2");
        assertLine(text, frame + "\"0.005\"} 22");
        assertLine(text, frame + "\"10.0\"} 22");
        assertLine(text, frame + "\"+Inf\"} 24");
        assertLine(text, "ringside_latency_seconds_count{engine=\"0\",stage=\"frame\"} 24");
        assertLine(text, "ringside_batch_events_bucket{engine=\"0\",le=\"4.0\"} 7");
        assertLine(text, "ringside_batch_events_sum{engine=\"0\"} 21.0");
    }

    /** What the dashboard asks for is what the page has; counters of the edge are named by their enum. */
    @Test
    void every_metric_of_the_dashboard_is_on_the_page() throws Exception {
        final Histogram values = new Histogram(2);
        values.recordValue(1);
        totals.add(0, LatencyStage.FRAME, values);
        final SortedMap<String, Long> edge = new TreeMap<>();
        new EdgeCounters().forEach((name, value) -> edge.put(name, value));
        final String text = pages.write(
                        null,
                        "abc",
                        List.of(new EngineFigures(0, 3, 1_000, 990, 600, 2, 5, 4, false)),
                        edge,
                        totals.all())
                .text();
        final String dashboard = Files.readString(Path.of("../monitoring/grafana-dashboard.json"));
        final Matcher named = Pattern.compile("ringside_[a-z_]+").matcher(dashboard);
        int count = 0;
        while (named.find()) {
            assertTrue(text.contains("\n" + named.group()), named.group() + " is not on the page");
            count++;
        }
        assertTrue(count > 20, count + " metrics");
        final Matcher stage = Pattern.compile("stage=\\\\\"([A-Za-z]+)").matcher(dashboard);
        while (stage.find()) {
            final String tag = stage.group(1);
            assertTrue(
                    Arrays.stream(LatencyStage.values())
                            .anyMatch(each -> each.tag().equals(tag)),
                    tag);
        }
    }

    @Test
    void who_asks_for_open_metrics_is_given_that() {
        final String text = text("application/openmetrics-text; version=1.0.0, text/plain;q=0.5");
        assertTrue(text.endsWith("# EOF\n"), text);
        assertLine(text, "# TYPE ringside_frames counter");
        assertEquals(-1, text(null).indexOf("# EOF"));
    }
}
