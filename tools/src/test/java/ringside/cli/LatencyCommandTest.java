package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code latency show} and {@code latency report} on a log as HdrHistogram itself writes it. */
final class LatencyCommandTest {
    private static final double BEGIN_SECONDS = 1_795_417_200;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("run.hlog");
        final HistogramLogWriter lines = new HistogramLogWriter(file.toFile());
        lines.outputLogFormatVersion();
        lines.outputLegend();
        for (int i = 0; i < 10; i++) {
            interval(lines, "inputToView", i, 1_000_000L * (i + 1));
            interval(lines, "ringDepth", i, i + 1);
        }
        lines.close();
    }

    private static void interval(final HistogramLogWriter lines, final String tag, final int second, final long value) {
        final Histogram values = new Histogram(3_600_000_000_000L, 3);
        values.recordValue(value);
        values.setTag(tag);
        lines.outputIntervalHistogram(BEGIN_SECONDS + second, BEGIN_SECONDS + second + 1, values, 1e6);
    }

    private record Result(int status, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Result run(final Object... words) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        final int status =
                line.execute(Arrays.stream(words).map(String::valueOf).toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }

    @Test
    void show_has_the_keys_that_scripts_read() throws IOException {
        final Result result = run("latency", "show", file, "--json");
        assertEquals(ExitCode.OK, result.status, result.err);
        final JsonNode stages = result.json().get("stages");
        final JsonNode way = stages.get("inputToView");
        assertEquals(10, way.get("count").asLong());
        for (final String key : List.of("p50Ns", "p90Ns", "p99Ns", "p999Ns", "maxNs")) {
            assertTrue(way.get(key).asLong() >= 5_000_000, key);
        }
        assertEquals(10, stages.at("/ringDepth/max").asLong());
        assertFalse(stages.get("ringDepth").has("maxNs"), "a depth is no duration");
        assertTrue(result.json().get("ok").asBoolean());
    }

    @Test
    void show_prints_a_table_for_people_and_a_timeline() {
        final Result result = run("latency", "show", file, "--stage", "inputToView", "--by", "5", "--from", "07:00:02");
        assertEquals(ExitCode.OK, result.status, result.err);
        final List<String> lines = result.out.lines().toList();
        assertEquals("8.0 s from 2026-11-23T07:00:02Z to 2026-11-23T07:00:10Z, 16 intervals in 1 file", lines.get(0));
        assertTrue(lines.get(3).startsWith("inputToView       8   "), result.out);
        assertTrue(lines.get(3).endsWith("   10.0 ms"), result.out);
        assertTrue(lines.get(7).startsWith("2026-11-23T07:00:02Z  +0 s       5   "), result.out);
        assertTrue(lines.get(8).startsWith("2026-11-23T07:00:07Z  +5 s       3   "), result.out);
        assertEquals(9, lines.size(), result.out);
    }

    @Test
    void a_line_that_cannot_be_read_is_named_and_the_rest_is_shown() throws IOException {
        Files.writeString(file, "what is this\n", StandardOpenOption.APPEND);
        final Result people = run("latency", "show", file);
        assertEquals(ExitCode.FALSE, people.status);
        assertTrue(people.out.contains("inputToView"), people.out);
        assertEquals("ringside: " + file + ":23: no line of a latency log: 'what is this'\n", people.err);
        final Result programs = run("latency", "show", file, "--json");
        assertEquals(ExitCode.FALSE, programs.status);
        assertFalse(programs.json().get("ok").asBoolean());
        assertEquals(23, programs.json().at("/problems/0/line").asLong());
    }

    @Test
    void wrong_usage_says_what_there_is() {
        for (final List<Object> words : List.<List<Object>>of(
                List.of("show", folder.resolve("none.hlog")),
                List.of("show", file, "--stage", "frame"),
                List.of("show", file, "--from", "soon"),
                List.of("show", file, "--from", "11"),
                List.of("show", file, "--by", "0"),
                List.of("report", file),
                List.of("report", file, "-o", folder))) {
            final Object[] all = new Object[words.size() + 1];
            all[0] = "latency";
            System.arraycopy(words.toArray(), 0, all, 1, words.size());
            final Result result = run(all);
            assertEquals(ExitCode.USAGE, result.status, words + ": " + result.err);
            assertTrue(result.err.startsWith("ringside: "), result.err);
        }
        assertTrue(run("latency", "show", file, "--stage", "frame").err.contains("there is inputToView, ringDepth"));
    }

    @Test
    void report_writes_a_page_and_says_where() throws IOException {
        final Path page = folder.resolve("report.html");
        final Result result =
                run("latency", "report", file, "-o", page, "--title", "Mine", "--json", "--baseline", file);
        assertEquals(ExitCode.OK, result.status, result.err);
        assertEquals(page.toString(), result.json().get("page").asText());
        assertEquals(Files.size(page), result.json().get("bytes").asLong());
        assertTrue(Files.readString(page).contains("\"title\":\"Mine\""));
    }
}
