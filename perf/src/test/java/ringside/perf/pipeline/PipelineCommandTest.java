package ringside.perf.pipeline;

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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ringside.perf.ExitCode;
import ringside.perf.Main;

@Timeout(120)
class PipelineCommandTest {
    private static final List<String> RATES = List.of(
            "eventsPerSecond",
            "baselineEventsPerSecond",
            "bulkBaselineEventsPerSecond",
            "ringOnlyEventsPerSecond",
            "queueOnlyEventsPerSecond",
            "singleClaimEventsPerSecond");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final String... arguments) {
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void a_run_prints_one_object_with_every_key_and_removes_its_files() throws IOException {
        final int status =
                run("pipeline", "--events", "20000", "--rounds", "2", "--dir", directory.toString(), "--json");
        assertEquals(ExitCode.OK, status, err.toString());
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        for (final String key : RATES) {
            assertTrue(result.path(key).asLong() > 0, key + " in " + result);
            assertEquals(2, result.path("rounds").path(key).size(), key);
        }
        for (final String key :
                List.of("journalBytesPerEvent", "ratioToBaseline", "ratioToBulkBaseline", "ratioRingToQueue")) {
            assertTrue(result.path(key).isNumber(), key + " in " + result);
        }
        assertTrue(result.path("journalBytesPerEvent").asDouble() >= PipelineSettings.EVENT_BYTES, result.toString());
        for (final String key : List.of("machine", "jvm", "flags")) {
            assertTrue(result.has(key), key + " in " + result);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void a_run_for_people_is_a_table_that_names_the_machine() {
        final int status = run("pipeline", "--events", "2000", "--rounds", "1", "--dir", directory.toString());
        assertEquals(ExitCode.OK, status, err.toString());
        assertTrue(out.toString().contains("ring -> bare Chronicle queue"), out.toString());
        assertTrue(out.toString().contains(System.getProperty("java.vm.version")), out.toString());
        assertFalse(out.toString().contains("{"), out.toString());
    }

    @Test
    void what_the_instruments_cost_is_measured_against_none_in_the_same_run() throws IOException {
        final int status = run(
                "pipeline",
                "--instruments",
                "--events",
                "20000",
                "--rounds",
                "2",
                "--dir",
                directory.toString(),
                "--json");
        assertEquals(ExitCode.OK, status, err.toString());
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        assertTrue(result.path("instrumentsOnEventsPerSecond").asLong() > 0, result.toString());
        assertTrue(result.path("instrumentsOffEventsPerSecond").asLong() > 0, result.toString());
        assertTrue(result.path("ratioOnToOff").asDouble() > 0, result.toString());
        assertEquals(2, result.path("rounds").path("ratioOnToOff").size());
        assertEquals(2, result.path("rounds").path("ratioCpuOnToOff").size());
    }

    @Test
    void the_graph_and_the_way_to_wait_may_be_chosen_and_are_told() throws IOException {
        for (final String graph : List.of("fused", "split")) {
            out.getBuffer().setLength(0);
            final int status = run(
                    "pipeline",
                    "--events",
                    "2000",
                    "--rounds",
                    "1",
                    "--graph",
                    graph,
                    "--wait",
                    "yield",
                    "--json",
                    "--dir",
                    directory.toString());
            assertEquals(ExitCode.OK, status, err.toString());
            final JsonNode result = new ObjectMapper().readTree(out.toString());
            assertEquals(graph, result.path("graph").asText());
            assertEquals("yield", result.path("wait").asText());
        }
    }

    @Test
    void what_cannot_be_measured_is_refused_in_one_line() {
        assertEquals(ExitCode.USAGE, run("pipeline", "--events", "3"));
        assertEquals(ExitCode.USAGE, run("pipeline", "--rounds", "0"));
        assertEquals(
                ExitCode.USAGE,
                run("pipeline", "--dir", directory.resolve("none").toString()));
        assertEquals(3, err.toString().lines().count(), err.toString());
        assertEquals(ExitCode.USAGE, run());
        assertEquals("", out.toString());
    }
}
