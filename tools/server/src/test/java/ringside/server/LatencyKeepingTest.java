package ringside.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.ring.EngineTimes;
import ringside.latency.LatencyLog;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.RecentPauses;

/** What takes how long, in logs beside the journals. */
final class LatencyKeepingTest {
    @TempDir
    private Path directory;

    private final LatencyRecorders first = new LatencyRecorders();
    private final LatencyRecorders second = new LatencyRecorders();
    private final List<EngineTimes> engines = List.of(times(0, first), times(1, second));
    private final EdgeLatency edge = new EdgeLatency(engines, null, () -> 1_000_000);
    private long nowMs = 1_795_348_800_000L;

    private static EngineTimes times(final int engine, final LatencyRecorders recorders) {
        return new EngineTimes(engine, recorders, EngineTimes.Settings.DEFAULT, () -> 0);
    }

    private LatencyKeeping keeping(final int seconds) {
        final LatencyKeeping keeping = new LatencyKeeping(new RecentPauses(1), seconds, () -> nowMs, () -> 0);
        keeping.add(engines.get(0), directory.resolve("engines/0/journal"), 60);
        keeping.add(engines.get(1), directory.resolve("engines/1/journal"), 60);
        return keeping;
    }

    private List<String> lines(final int engine) throws Exception {
        final List<String> lines = new ArrayList<>();
        for (final Path file : LatencyLog.files(directory.resolve("engines/" + engine + "/latency"))) {
            final HistogramLogReader reader = new HistogramLogReader(new File(file.toString()));
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                // The JVM may stop its threads at any time.
                if (!next.getTag().equals("safepoint") && !next.getTag().equals("gcPause")) {
                    lines.add(next.getTag() + " " + ((Histogram) next).getTotalCount());
                }
            }
        }
        return lines;
    }

    @Test
    void each_engine_has_its_log_and_what_no_engine_owns_stands_in_the_first() throws Exception {
        final LatencyKeeping keeping = keeping(1);
        first.of(LatencyStage.FRAME).record(1_000, 60);
        second.of(LatencyStage.FRAME).record(2_000, 30);
        first.of(LatencyStage.HICCUP).record(0);
        // Matches 1 and 2 are of the two engines.
        edge.claimed(1, 1, 1, 999_000);
        edge.claimed(2, 1, 1, 999_000);
        edge.claimed(2, 1, 2, 999_000);
        assertEquals(0, keeping.doWork());
        nowMs += 1_000;
        assertEquals(1, keeping.doWork());
        assertEquals(0, keeping.doWork());
        assertEquals(List.of("claim 1", "frame 60", "hiccup 1"), lines(0));
        assertEquals(List.of("claim 2", "frame 30"), lines(1));
        second.of(LatencyStage.FRAME).record(2_000);
        keeping.close();
        assertEquals(List.of("claim 2", "frame 30", "frame 1"), lines(1));
    }

    @Test
    void a_clock_that_goes_back_loses_nothing() throws Exception {
        final LatencyKeeping keeping = keeping(1);
        first.of(LatencyStage.FRAME).record(1_000);
        nowMs -= 3_600_000;
        assertEquals(1, keeping.doWork());
        keeping.close();
        assertEquals(List.of("frame 1"), lines(0));
    }

    @Test
    void a_log_that_cannot_be_written_is_given_up_and_nothing_else_stops() throws Exception {
        Files.createDirectories(directory.resolve("engines/0"));
        Files.writeString(directory.resolve("engines/0/latency"), "in the way");
        final LatencyKeeping keeping = keeping(1);
        first.of(LatencyStage.FRAME).record(1_000);
        nowMs += 1_000;
        keeping.doWork();
        first.of(LatencyStage.FRAME).record(1_000);
        nowMs += 1_000;
        keeping.doWork();
        keeping.close();
        assertEquals("in the way", Files.readString(directory.resolve("engines/0/latency")));
        assertTrue(
                keeping.totals().all().stream().anyMatch(total -> total.values().getTotalCount() == 2));
    }

    @Test
    void none_is_written_where_none_is_wanted() throws Exception {
        final LatencyKeeping keeping = keeping(0);
        first.of(LatencyStage.FRAME).record(1_000);
        nowMs += 10_000;
        assertEquals(1, keeping.doWork());
        keeping.close();
        assertTrue(Files.notExists(directory.resolve("engines")));
        assertTrue(keeping.totals().all().stream()
                .anyMatch(total ->
                        total.stage() == LatencyStage.FRAME && total.values().getTotalCount() == 1));
    }

    @Test
    void the_last_minute_is_a_page_that_names_every_stage() throws Exception {
        final LatencyKeeping keeping = keeping(1);
        assertNull(keeping.live().page("/other.json"));
        for (int i = 0; i < 70; i++) {
            first.of(LatencyStage.FRAME).record(1_000L * (i + 1));
            nowMs += 1_000;
            keeping.doWork();
        }
        nowMs += 1_000;
        keeping.doWork();
        final JsonNode page = new ObjectMapper()
                .readTree(requireNonNull(keeping.live().page(LiveLatency.PATH)).text());
        assertEquals(nowMs, page.path("atMs").asLong());
        assertEquals(2, page.path("engines").size());
        final JsonNode frame = page.at("/engines/0/frame");
        assertEquals(60, frame.path("p99").size());
        assertEquals(-1, frame.path("p99").get(59).asLong(), "nothing in the last one");
        assertEquals(0, frame.path("count").asInt());
        assertTrue(frame.path("p99").get(58).asLong() >= 70_000, frame.toString());
        for (final LatencyStage stage : LatencyStage.values()) {
            assertTrue(page.at("/engines/1").has(stage.tag()), stage.tag());
        }
        keeping.close();
    }
}
