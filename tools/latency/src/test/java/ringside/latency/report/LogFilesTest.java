package ringside.latency.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.latency.LatencyLog;
import ringside.latency.LatencyStage;

final class LogFilesTest {
    @TempDir
    private Path folder;

    private Path made(final String name) {
        final Path file = folder.resolve(name);
        try (MadeLog log = new MadeLog(file)) {
            log.interval("frame", 0, 1);
        }
        return file;
    }

    @Test
    void a_folder_stands_for_its_logs_and_a_data_directory_for_those_of_its_engines() throws IOException {
        final Path b = made("logs/b.hlog");
        final Path a = made("logs/a.hlog");
        Files.writeString(folder.resolve("logs/notes.txt"), "no log");
        final Path zero = made("data/engines/0/latency/1.hlog");
        final Path one = made("data/engines/1/latency/1.hlog");
        assertEquals(List.of(a, b), LogFiles.find(List.of(folder.resolve("logs")), null));
        assertEquals(List.of(zero, one), LogFiles.find(List.of(folder.resolve("data")), null));
        assertEquals(List.of(one), LogFiles.find(List.of(folder.resolve("data")), 1));
        assertEquals(List.of(b, a), LogFiles.find(List.of(b, folder.resolve("logs")), null), "each once");
    }

    @Test
    void what_is_not_there_or_holds_nothing_is_refused_by_name() throws IOException {
        final Path missing = folder.resolve("missing");
        final Path empty = Files.createDirectory(folder.resolve("empty"));
        for (final Path each : List.of(missing, empty)) {
            final LatencyLogException refused =
                    assertThrows(LatencyLogException.class, () -> LogFiles.find(List.of(each), null));
            assertTrue(refused.getMessage().startsWith(each + ": "), refused.getMessage());
        }
    }

    @Test
    void what_a_server_writes_is_known_here_stage_by_stage() throws IOException {
        for (final LatencyStage stage : LatencyStage.values()) {
            final Stage known = Stage.of(stage.tag());
            assertTrue(Stage.KNOWN.contains(known), stage + " has no place in the order of stages");
            assertEquals(stage.isCount(), known.isCount(), stage.tag());
        }
        final Path data = folder.resolve("data");
        try (LatencyLog log = new LatencyLog(
                data.resolve("engines/0/latency"), new LatencyLog.Bounds(400, 100), "on a machine of two")) {
            for (int i = 0; i < 20; i++) {
                final Histogram values = new Histogram(1_000_000_000L, 2);
                values.recordValue(1_000 + i);
                final long fromMs = MadeLog.BEGIN_MS + i * 1_000L;
                log.write(LatencyStage.INPUT_TO_VIEW, values, fromMs, fromMs + 1_000);
            }
        }
        final List<Path> files = LogFiles.find(List.of(data), null);
        assertTrue(files.size() > 2, "rotated: " + files);
        final Run run = new RunReader().read(files);
        assertEquals(20, run.foremost().values().count());
        assertEquals(20_000, run.toMs() - run.fromMs());
        assertEquals(List.of("Ringside on a machine of two"), run.notes());
        assertTrue(run.isWhole(), run.problems()::toString);
    }
}
