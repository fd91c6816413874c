package ringside.latency.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunReaderTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("one.hlog");
    }

    private Run read() {
        return new RunReader().read(List.of(file()));
    }

    private static StageRun stage(final Run run, final String tag) {
        return run.stage(tag).orElseThrow();
    }

    @Test
    void every_value_of_every_interval_counts_and_percentiles_are_those_of_all() throws IOException {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("ringside.seed=" + seed);
        final Random random = new Random(seed);
        final Histogram all = new Histogram(3_600_000_000_000L, 3);
        try (MadeLog log = new MadeLog(file())) {
            for (int i = 0; i < 50; i++) {
                final long[] values =
                        random.longs(1 + random.nextInt(200), 1, 50_000_000).toArray();
                Arrays.stream(values).forEach(all::recordValue);
                log.interval("frame", i, values);
            }
        }
        final Distribution values = stage(read(), "frame").values();
        assertEquals(all.getTotalCount(), values.count());
        assertEquals(all.getValueAtPercentile(50), values.p50());
        assertEquals(all.getValueAtPercentile(90), values.p90());
        assertEquals(all.getValueAtPercentile(99), values.p99());
        assertEquals(all.getValueAtPercentile(99.9), values.p999());
        assertEquals(all.getMaxValue(), values.max());
        assertEquals(all.getMean(), values.mean(), all.getMean() / 500);
        final long[] curve = stage(read(), "frame").curve().toArray();
        assertEquals(all.getValueAtPercentile(90), curve[StageRun.STEPS_PER_NINE]);
        assertEquals(all.getValueAtPercentile(99), curve[2 * StageRun.STEPS_PER_NINE]);
        assertEquals(all.getMaxValue(), curve[curve.length - 1]);
    }

    @Test
    void times_are_those_that_the_library_itself_reads() throws IOException {
        final long baseMs = MadeLog.BEGIN_MS - 5_000;
        try (MadeLog log = new MadeLog(folder.resolve("based.hlog"), baseMs)) {
            log.absolute("frame", 7.25, 1, 10).absolute("frame", 8.25, 1, 10);
        }
        try (MadeLog log = new MadeLog(folder.resolve("relative.hlog"))) {
            log.absolute("frame", 7.25, 1, 10).absolute("frame", 8.25, 1, 10);
        }
        try (MadeLog log = new MadeLog(folder.resolve("absolute.hlog"))) {
            log.interval("frame", 7.25, 10).interval("frame", 8.25, 10);
        }
        for (final String name : List.of("based", "relative", "absolute")) {
            final Path log = folder.resolve(name + ".hlog");
            final List<Long> theirs = new ArrayList<>();
            try (HistogramLogReader library = new HistogramLogReader(log.toFile())) {
                while (library.hasNext()) {
                    theirs.add(library.nextIntervalHistogram().getStartTimeStamp());
                }
            }
            final List<Long> ours = stage(new RunReader().read(List.of(log)), "frame").spans().stream()
                    .map(Span::fromMs)
                    .toList();
            assertEquals(theirs, ours, name);
        }
    }

    @Test
    void stages_come_in_the_order_of_an_inputs_way_and_unknown_ones_at_the_end() {
        try (MadeLog log = new MadeLog(file())) {
            log.interval("zebra", 0, 1)
                    .interval("gcPause", 0, 1)
                    .interval("", 0, 1)
                    .interval("inputToView", 0, 1)
                    .interval("frame", 0, 1)
                    .interval("myDepth", 0, 3)
                    .interval("journalled", 0, 1);
        }
        final Run run = read();
        assertEquals(
                List.of("journalled", "inputToView", "frame", "gcPause", "myDepth", "untagged", "zebra"),
                run.stages().stream().map(StageRun::tag).toList());
        assertTrue(stage(run, "myDepth").stage().isCount());
        assertFalse(stage(run, "zebra").stage().isCount());
        assertEquals("inputToView", run.foremost().tag());
        assertEquals(List.of("Ringside test on 2 processors"), run.notes());
    }

    @Test
    void damaged_and_foreign_lines_are_named_by_file_and_line_and_the_rest_is_read() throws IOException {
        try (MadeLog log = new MadeLog(file())) {
            log.interval("frame", 0, 10).interval("frame", 1, 20).interval("frame", 2, 30);
        }
        final List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        final int second = lines.size() - 2;
        lines.set(second, lines.get(second).replaceAll("HIST....", "HIST????"));
        lines.add("2026-11-23 07:00:00 INFO a line of another log");
        lines.add("Tag=frame,1795417203.000,1.000,0.1,HISTFAAAA");
        Files.write(file(), lines);
        final Run run = read();
        assertFalse(run.isWhole());
        assertEquals(2, stage(run, "frame").values().count());
        assertEquals(
                List.of(second + 1L, second + 3L, second + 4L),
                run.problems().stream().map(LogProblem::line).toList());
        assertTrue(
                run.problems().stream().allMatch(each -> each.toString().startsWith(file() + ":")),
                run.problems()::toString);
        assertTrue(run.problems().get(1).what().contains("a line of another log"));
    }

    @Test
    void a_last_line_that_is_still_being_written_is_no_damage() throws IOException {
        try (MadeLog log = new MadeLog(file())) {
            log.interval("frame", 0, 10).interval("frame", 1, 20);
        }
        final byte[] whole = Files.readAllBytes(file());
        final int lastLine = new String(whole, StandardCharsets.US_ASCII).lastIndexOf("Tag=");
        for (int length = lastLine; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            final Run run = read();
            assertTrue(run.isWhole(), "cut to " + length + " of " + whole.length + ": " + run.problems());
            // What is missing at the very end is only padding.
            final boolean read = stage(run, "frame").values().count() == 2;
            assertTrue(!read || length >= whole.length - 4, "read of a line cut to " + length + " of " + whole.length);
            assertEquals(read || length == lastLine ? 0 : 1, run.problems().size());
        }
    }

    @Test
    void whatever_is_damaged_nothing_but_a_named_failure_comes_of_it() throws IOException {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("ringside.seed=" + seed);
        final Random random = new Random(seed);
        try (MadeLog log = new MadeLog(file())) {
            log.interval("frame", 0, 10, 1_000, 2_000_000)
                    .interval("hiccup", 0, 3)
                    .interval("frame", 1, 20);
        }
        final byte[] whole = Files.readAllBytes(file());
        for (int round = 0; round < 150; round++) {
            final byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file(), damaged);
            try {
                final Run run = read();
                assertTrue(run.stages().size() <= 3 && !run.stages().isEmpty());
                assertFalse(ReportPage.html("damaged", run, null).isEmpty());
            } catch (final LatencyLogException e) {
                assertTrue(e.getMessage().startsWith(file().toString()), e.getMessage());
            }
        }
    }

    @Test
    void a_part_is_chosen_by_seconds_by_time_and_by_time_of_day() {
        try (MadeLog log = new MadeLog(file())) {
            for (int i = 0; i < 100; i++) {
                log.interval("frame", i, i + 1);
            }
        }
        for (final List<String> bounds : List.of(
                List.of("10", "20.5"),
                List.of("2026-11-23T07:00:10Z", "2026-11-23T08:00:20.5+01:00"),
                List.of("2026-11-23 07:00:10", "07:00:20.5"),
                List.of("07:00:10", "20.5"))) {
            final Run run = new RunReader()
                    .from(TimeBound.parse(bounds.get(0)))
                    .to(TimeBound.parse(bounds.get(1)))
                    .read(List.of(file()));
            assertEquals(11, stage(run, "frame").values().count(), bounds.toString());
            assertEquals(21, stage(run, "frame").values().max(), bounds.toString());
        }
        final LatencyLogException none = assertThrows(
                LatencyLogException.class,
                () -> new RunReader().from(TimeBound.parse("101")).read(List.of(file())));
        assertTrue(none.getMessage().contains("2026-11-23T07:00:00Z to 2026-11-23T07:01:39Z"), none.getMessage());
        assertThrows(IllegalArgumentException.class, () -> TimeBound.parse("yesterday"));
        assertThrows(IllegalArgumentException.class, () -> TimeBound.parse("2026-11-23T07:61Z"));
    }

    @Test
    void a_long_run_is_told_in_as_many_spans_as_a_picture_is_wide_and_none_is_lost() {
        final int seconds = 3 * RunReader.MOST_SPANS - 7;
        try (MadeLog log = new MadeLog(file())) {
            for (int i = 0; i < seconds; i++) {
                log.interval("frame", i, 1 + i % 1_000);
            }
        }
        final StageRun frame = stage(read(), "frame");
        assertTrue(
                frame.spans().size() <= RunReader.MOST_SPANS,
                "spans: " + frame.spans().size());
        assertEquals(
                seconds,
                frame.spans().stream().mapToLong(each -> each.values().count()).sum());
        assertEquals(
                seconds,
                frame.spans().stream()
                        .flatMap(each -> each.heat().stream())
                        .mapToLong(each -> each)
                        .sum());
        assertEquals(seconds, frame.peaks().filter(each -> each >= 0).count());
        final StageRun by = stage(new RunReader().spans(60_000).read(List.of(file())), "frame");
        assertEquals(60, by.spans().get(0).values().count());
    }

    @Test
    void the_worst_moments_name_what_else_was_high_in_them() {
        try (MadeLog log = new MadeLog(file())) {
            for (int i = 0; i < 20; i++) {
                log.interval("inputToView", i, 10_000_000, i == 13 ? 60_000_000 : 16_000_000 + i);
                log.interval("hiccup", i, i == 13 ? 44_000_000 : 50_000 + i);
            }
            log.interval("gcPause", 13, 43_000_000);
        }
        final Run run = read();
        final List<Moment> worst = Moment.worst(run, run.foremost(), 3);
        assertEquals(3, worst.size());
        assertEquals(13, worst.get(0).index());
        assertEquals(MadeLog.BEGIN_MS + 13_000, worst.get(0).fromMs());
        assertEquals(
                List.of("inputToView 1", "hiccup 1", "gcPause 1"),
                worst.get(0).reached().stream()
                        .map(each -> each.stage().tag() + " " + each.rank())
                        .toList());
        assertEquals(
                List.of("inputToView", "hiccup"),
                worst.get(1).reached().stream().map(each -> each.stage().tag()).toList());
    }

    @Test
    void a_file_of_something_else_and_an_empty_one_are_refused_by_name() throws IOException {
        Files.writeString(file(), "hello\nworld\n");
        assertTrue(
                assertThrows(LatencyLogException.class, this::read).getMessage().startsWith(file() + ":1: "));
        Files.write(file(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        assertTrue(
                assertThrows(LatencyLogException.class, this::read).getMessage().contains("holds no interval"));
    }
}
