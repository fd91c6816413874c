package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import ringside.latency.LatencyLog;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

/** What takes how long, in logs beside the journals. */
final class LatencyKeepingTest {
    @TempDir
    private Path directory;

    private final EdgeLatency edge = new EdgeLatency();
    private final LatencyRecorders first = new LatencyRecorders();
    private final LatencyRecorders second = new LatencyRecorders();
    private long nowMs = 1_795_348_800_000L;

    private LatencyKeeping keeping(final int seconds) {
        final LatencyKeeping keeping = new LatencyKeeping(edge, seconds, () -> nowMs);
        keeping.add(first, directory.resolve("engines/0/journal"), 60);
        keeping.add(second, directory.resolve("engines/1/journal"), 60);
        return keeping;
    }

    private List<String> lines(final int engine) throws Exception {
        final List<String> lines = new ArrayList<>();
        for (final Path file : LatencyLog.files(directory.resolve("engines/" + engine + "/latency"))) {
            final HistogramLogReader reader = new HistogramLogReader(new File(file.toString()));
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                lines.add(next.getTag() + " " + ((Histogram) next).getTotalCount());
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
        for (int i = 0; i < 80; i++) {
            edge.shown(i, 0, 1_000_000);
        }
        assertEquals(0, keeping.doWork());
        nowMs += 1_000;
        assertEquals(1, keeping.doWork());
        assertEquals(0, keeping.doWork());
        assertEquals(List.of("inputToView 10", "frame 60", "hiccup 1"), lines(0));
        assertEquals(List.of("frame 30"), lines(1));
        second.of(LatencyStage.FRAME).record(2_000);
        keeping.close();
        assertEquals(List.of("frame 30", "frame 1"), lines(1));
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
}
