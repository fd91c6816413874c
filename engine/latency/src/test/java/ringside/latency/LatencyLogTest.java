package ringside.latency;

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

/** Read back by HdrHistogram's own reader, as the tools that people have do. */
class LatencyLogTest {
    private static final long NOON_MS = 1_795_348_800_000L;

    @TempDir
    Path folder;

    private static List<Histogram> read(final Path file) throws Exception {
        final List<Histogram> all = new ArrayList<>();
        final HistogramLogReader reader = new HistogramLogReader(new File(file.toString()));
        for (EncodableHistogram next = reader.nextIntervalHistogram();
                next != null;
                next = reader.nextIntervalHistogram()) {
            all.add((Histogram) next);
        }
        return all;
    }

    @Test
    void what_stages_recorded_in_an_interval_is_read_by_standard_tools() throws Exception {
        final LatencyRecorders recorders = new LatencyRecorders();
        recorders.of(LatencyStage.JOURNALLED).record(1_000);
        recorders.of(LatencyStage.JOURNALLED).record(50_000, 9);
        recorders.of(LatencyStage.BATCH_EVENTS).record(16);
        recorders.of(LatencyStage.FRAME).record(-3);
        recorders.of(LatencyStage.FRAME).record(Long.MAX_VALUE);
        try (LatencyLog log = new LatencyLog(folder, LatencyLog.Bounds.DEFAULT, "arena,\n2 cores")) {
            recorders.take((stage, interval) -> write(log, stage, interval, 0));
            recorders.of(LatencyStage.JOURNALLED).record(2_000);
            recorders.take((stage, interval) -> write(log, stage, interval, 1));
        }
        final List<Path> files = LatencyLog.files(folder);
        assertEquals(1, files.size());
        assertTrue(Files.readString(files.get(0)).startsWith("#[Ringside arena, 2 cores]"));
        final List<Histogram> read = read(files.get(0));
        assertEquals(
                List.of("journalled", "frame", "batchEvents", "journalled"),
                read.stream().map(Histogram::getTag).toList());
        assertEquals(10, read.get(0).getTotalCount());
        assertTrue(read.get(0).valuesAreEquivalent(50_000, read.get(0).getValueAtPercentile(50)));
        assertEquals(0, read.get(1).getMinValue());
        assertTrue(
                read.get(1).valuesAreEquivalent(StageRecorder.MOST, read.get(1).getMaxValue()));
        assertEquals(1, read.get(3).getTotalCount());
        assertEquals(NOON_MS + 1_000, read.get(3).getStartTimeStamp());
    }

    private static void write(
            final LatencyLog log, final LatencyStage stage, final Histogram interval, final int second) {
        try {
            log.write(stage, interval, NOON_MS + second * 1_000L, NOON_MS + (second + 1) * 1_000L);
        } catch (final java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_log_that_nobody_reads_never_fills_the_disk() throws Exception {
        final Histogram interval = new Histogram(2);
        Files.writeString(folder.resolve("notes.hlog.txt"), "an operator's own");
        for (int start = 0; start < 3; start++) {
            // Twice at the same moment, and once with a clock that went back.
            final long nowMs = start == 2 ? NOON_MS - 5_000 : NOON_MS;
            try (LatencyLog log = new LatencyLog(folder, new LatencyLog.Bounds(2_000, 3), "")) {
                for (int second = 0; second < 60; second++) {
                    interval.recordValue(second * 1_000L);
                    log.write(LatencyStage.HICCUP, interval, nowMs + second * 1_000L, nowMs + second * 1_000L + 1_000);
                }
            }
            final List<Path> files = LatencyLog.files(folder);
            assertEquals(3, files.size());
            for (final Path file : files) {
                assertTrue(Files.size(file) < 3_000, file + " has " + Files.size(file));
            }
        }
        final List<Histogram> newest = read(LatencyLog.files(folder).get(2));
        assertEquals(180, newest.get(newest.size() - 1).getTotalCount());
        assertTrue(Files.exists(folder.resolve("notes.hlog.txt")));
    }

    @Test
    void what_was_flushed_can_be_read_while_the_log_goes_on() throws Exception {
        final Histogram interval = new Histogram(2);
        interval.recordValue(7);
        try (LatencyLog log = new LatencyLog(folder, LatencyLog.Bounds.DEFAULT, "")) {
            log.write(LatencyStage.FRAME, interval, NOON_MS, NOON_MS + 1_000);
            log.flush();
            assertEquals(1, read(LatencyLog.files(folder).get(0)).size());
        }
    }

    @Test
    void nothing_is_written_when_nothing_was_recorded() throws Exception {
        try (LatencyLog log = new LatencyLog(folder.resolve("latency"), LatencyLog.Bounds.DEFAULT, "")) {
            new LatencyRecorders().take((stage, interval) -> write(log, stage, interval, 0));
        }
        assertEquals(List.of(), LatencyLog.files(folder.resolve("latency")));
    }
}
