package ringside.perf.journal;

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
class JournalCommandTest {
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
        final int status = run(
                "journal",
                "--events",
                "20000",
                "--rounds",
                "2",
                "--rate",
                "16000",
                "--seconds",
                "1",
                "--dir",
                directory.toString(),
                "--json");
        assertEquals(ExitCode.OK, status, err.toString());
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        for (final String level : List.of("mapped", "synced")) {
            final JsonNode of = result.path(level);
            assertTrue(of.path("eventsPerSecond").asLong() > 0, result.toString());
            assertTrue(of.path("ratioToBaseline").isNumber(), result.toString());
            final JsonNode times = of.path("appendToSafe");
            assertTrue(times.path("p50Ns").asLong() > 0, result.toString());
            assertTrue(times.path("p99Ns").asLong() >= times.path("p50Ns").asLong(), result.toString());
            assertTrue(times.path("maxNs").asLong() >= times.path("p99Ns").asLong(), result.toString());
            assertEquals(2, result.path("rounds").path(level).size());
        }
        assertTrue(result.path("verifyMBPerSecond").asLong() > 0, result.toString());
        assertTrue(result.path("compressedVerifyMBPerSecond").asLong() > 0, result.toString());
        assertTrue(result.path("baselineEventsPerSecond").asLong() > 0, result.toString());
        assertTrue(result.has("machine"), result.toString());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void what_cannot_be_measured_is_refused_in_one_line() {
        assertEquals(ExitCode.USAGE, run("journal", "--events", "3"));
        assertEquals(ExitCode.USAGE, run("journal", "--rounds", "0"));
        assertEquals(ExitCode.USAGE, run("journal", "--rate", "1"));
        assertEquals(3, err.toString().lines().count(), err.toString());
    }
}
