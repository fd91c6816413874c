package ringside.perf.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
class ReplayCommandTest {
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
        assertEquals(
                ExitCode.OK,
                run("replay", "--minutes", "1", "--rounds", "1", "--dir", directory.toString(), "--json"),
                err::toString);
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        for (final String key : List.of(
                "timesRealTime",
                "framesPerSecond",
                "journalTimesRealTime",
                "exportNs",
                "openNs",
                "fileBytes",
                "bytesPerHour")) {
            assertTrue(result.path(key).asLong() > 0, key + " in " + result);
        }
        assertTrue(result.path("seek").path("p50Ns").asLong() > 0, result.toString());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void wrong_usage_is_named() {
        assertEquals(ExitCode.USAGE, run("replay", "--minutes", "0"));
        assertTrue(err.toString().contains("--minutes 0"), err.toString());
    }
}
