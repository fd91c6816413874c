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
                        new EngineFigures(0, 3, 1_000, 990, 600, 2, 7, 5, 4, false),
                        new EngineFigures(1, 3, 10, 10, 600, 0, 0, 1, 1, true)),
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
        assertLine(text, "ringside_slow_frames_total{engine=\"0\"} 7.0");
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
        final Histogram depth = new Histogram(2);
        depth.recordValueWithCount(2, 5);
        totals.add(0, LatencyStage.INPUT_DEPTH, depth);
        totals.add(0, LatencyStage.RING_DEPTH, depth);
        final String text = text("text/plain");
        assertLine(text, "ringside_input_depth_sum{engine=\"0\"} 10.0");
        assertLine(text, "ringside_ring_blocks_bucket{engine=\"0\",le=\"2.0\"} 5");
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
        for (final LatencyStage stage : LatencyStage.values()) {
            totals.add(0, stage, values);
        }
        final SortedMap<String, Long> edge = new TreeMap<>();
        new EdgeCounters().forEach((name, value) -> edge.put(name, value));
        final String text = pages.write(
                                null,
                                "abc",
                                List.of(new EngineFigures(0, 3, 1_000, 990, 600, 2, 7, 5, 4, false)),
                                edge,
                                totals.all())
                        .text()
                + others();
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

    @Test
    void the_format_that_is_wanted_more_is_given() {
        for (final String accept : List.of(
                "text/plain;q=0.5, application/openmetrics-text; version=1.0.0; q=0.8",
                "application/openmetrics-text",
                "Application/OpenMetrics-Text, */*;q=0.1")) {
            assertTrue(text(accept).endsWith("# EOF\n"), accept);
        }
        for (final String accept : List.of(
                "text/plain, application/openmetrics-text;q=0.5",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text;q=much",
                "*/*",
                "text/html",
                "")) {
            assertEquals(-1, text(accept).indexOf("# EOF"), accept);
        }
    }

    /** A page of what standbys and members make of it. */
    private String others() {
        return pages.write(
                                null,
                                "abc",
                                List.of(),
                                Map.of(),
                                List.of(),
                                new MemberFigures(
                                        List.of(new MemberFigures.OfEngine(0, "replicated", 2, 1, false)),
                                        List.of(new MemberFigures.Follower("one", 0, true, true, 3, 4, 5)),
                                        Map.of()))
                        .text()
                + pages.write(
                                null,
                                "abc",
                                all -> MemberMetrics.add(
                                        all,
                                        List.of(new StandbyFigures(
                                                0, 3, 990, 10, 2, 1, false, true, true, 2, true, 600, 0, 0)),
                                        Map.of()))
                        .text();
    }

    /** Names that people build dashboards and alerts on never change; a new one is written down in the README beside this list. */
    @Test
    void every_metric_stands_in_the_readme_of_monitoring_and_every_one_there_is_on_a_page() throws Exception {
        for (final LatencyStage stage : LatencyStage.values()) {
            final Histogram values = new Histogram(2);
            values.recordValue(1);
            totals.add(0, stage, values);
        }
        final String all = text(null) + others();
        final String readme = Files.readString(Path.of("../monitoring/README.md"));
        final Matcher type = Pattern.compile("(?m)^# TYPE (ringside_[a-z_]+) ").matcher(all);
        while (type.find()) {
            assertTrue(
                    readme.contains("`" + type.group(1) + "`") || type.group(1).startsWith("ringside_edge_"),
                    type.group(1) + " is not in the README");
        }
        final Matcher named = Pattern.compile("`(ringside_[a-z_]+)`").matcher(readme);
        while (named.find()) {
            assertTrue(all.contains("# TYPE " + named.group(1) + " "), named.group(1) + " is on no page");
        }
        for (final LatencyStage stage : LatencyStage.values()) {
            assertTrue(readme.contains("`" + stage.tag() + "`"), stage.tag() + " is not in the README");
        }
    }
}
