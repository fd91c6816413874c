package ringside.perf.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar with a few clients; what it says, not how fast it is. */
@Tag("deep")
final class NetCommandIT {
    private static final String JAR = System.getProperty("ringside.jar");
    private static final int MOST_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void a_tiny_run_reports_every_figure_of_both_servers() throws Exception {
        final Run run =
                run("--clients", "4", "--hz", "60", "--seconds", "2", "--warmup", "1", "--rounds", "1", "--json");
        assertEquals(0, run.exit, run.out);
        final JsonNode result = new ObjectMapper().readTree(run.out);
        for (final String key : List.of(
                "clients",
                "hz",
                "seconds",
                "cpuNsPerClientFrame",
                "floorCpuNsPerClientFrame",
                "ratio",
                "skippedFrames",
                "errors",
                "generatorWasBottleneck",
                "machine",
                "jvm")) {
            assertTrue(result.hasNonNull(key), key + " is missing: " + run.out);
        }
        for (final String times : List.of("inputToView", "inputToViewAboveFrame", "floorInputToViewAboveFrame")) {
            for (final String key : List.of("p50Ns", "p99Ns", "p999Ns", "maxNs")) {
                assertTrue(result.path(times).hasNonNull(key), times + "." + key + " is missing: " + run.out);
            }
        }
        assertEquals(4, result.get("clients").asInt());
        assertEquals(0, result.get("errors").asInt(), run.out);
        final JsonNode round = result.get("eachRound").get(0);
        assertTrue(round.at("/real/window/views").asLong() > 0, run.out);
        assertTrue(round.at("/floor/window/views").asLong() > 0, run.out);
    }

    @Test
    void what_cannot_be_measured_is_wrong_usage() throws Exception {
        assertEquals(2, run("--clients", "0").exit);
        assertEquals(2, run("--rounds", "0").exit);
        assertEquals(2, run("--no-such-option").exit);
    }

    private record Run(int exit, String out) {}

    private Run run(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-jar",
                JAR,
                "net"));
        Stream.of(arguments).forEach(command::add);
        final File out = folder.resolve("out").toFile();
        final Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "still running");
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(out.toPath(), StandardCharsets.UTF_8));
    }
}
