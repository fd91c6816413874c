package ringside.perf.scale;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import ringside.engine.ring.GraphKind;
import ringside.perf.ExitCode;
import ringside.perf.Main;

@Timeout(120)
class ScaleCommandTest {
    private static final List<String> PERCENTILES = List.of("p50Ns", "p99Ns", "p999Ns", "maxNs");

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

    private int runSmall(final String... more) {
        final List<String> arguments = Stream.concat(
                        Stream.of(
                                "scale",
                                "--players=20",
                                "--hz=20",
                                "--seconds=1",
                                "--warmup=1",
                                "--in-process",
                                "--dir=" + directory),
                        Stream.of(more))
                .toList();
        return run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(GraphKind.class)
    void a_run_prints_one_object_with_every_key_and_removes_its_files(final GraphKind graph) throws IOException {
        assertEquals(ExitCode.OK, runSmall("--json", "--graph=" + graph), err.toString());
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        for (final String key : List.of("frames", "inputsPerSecond", "viewsEncoded", "viewBytesPerView")) {
            assertTrue(result.path(key).asDouble() > 0, key + " in " + result);
        }
        for (final String key : List.of(
                "skippedFrames",
                "skippedViews",
                "logicAllocatedBytes",
                "journalAllocatedBytes",
                "journalBytesPerSecond",
                "nsPerView",
                "cpuSeconds")) {
            assertTrue(result.path(key).isNumber(), key + " in " + result);
        }
        for (final String times : List.of("frame", "views")) {
            PERCENTILES.forEach(key -> assertTrue(result.path(times).path(key).asLong() > 0, key + " in " + result));
        }
        assertEquals(2, result.path("matches").asInt());
        assertTrue(result.path("checkedViews").path("viewsCompared").asLong() > 0, result.toString());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void a_run_for_people_is_a_table_that_says_what_limits_it() {
        assertEquals(ExitCode.OK, runSmall(), err.toString());
        assertTrue(out.toString().contains("views: due to last view encoded"), out.toString());
        assertTrue(out.toString().contains("limited by "), out.toString());
        assertFalse(out.toString().startsWith("{"), out.toString());
    }

    @Test
    void a_profile_is_written_and_read() throws IOException {
        final Path profile = directory.resolve("scale.jfr");
        assertEquals(ExitCode.OK, runSmall("--json", "--profile=" + profile), err.toString());
        assertTrue(new ObjectMapper().readTree(out.toString()).path("hotSpots").isObject(), out.toString());
        assertTrue(Files.size(profile) > 0);
    }

    @Test
    void what_cannot_be_measured_is_refused_in_one_line() {
        assertEquals(ExitCode.USAGE, run("scale", "--players", "15"));
        assertEquals(ExitCode.USAGE, run("scale", "--hz", "0"));
        assertEquals(ExitCode.USAGE, run("scale", "--snapshots", "20"));
        assertEquals(ExitCode.USAGE, run("scale", "--snapshots", "8", "--acknowledge-frames", "4"));
        assertEquals(
                ExitCode.USAGE,
                run("scale", "--in-process", "--dir", directory.resolve("none").toString()));
        assertEquals(5, err.toString().lines().count(), err.toString());
        assertEquals("", out.toString());
    }
}
