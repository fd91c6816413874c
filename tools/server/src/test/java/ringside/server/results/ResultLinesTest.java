package ringside.server.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultLinesTest {
    @TempDir
    private Path folder;

    static MatchResult result(final int match) {
        return new MatchResult(match, "chess", 1, "finished", 9, "0123456789abcdef", List.of(), Map.of("winner", 2));
    }

    @Test
    void each_result_is_a_line_and_a_later_start_goes_on_below() throws IOException {
        final Path file = folder.resolve("results.jsonl");
        try (ResultLines lines = new ResultLines(file)) {
            assertFalse(Files.exists(file), "nobody needs an empty file");
            lines.deliver(result(1));
            lines.deliver(result(2));
        }
        try (ResultLines lines = new ResultLines(file)) {
            lines.deliver(result(3));
        }
        assertEquals(List.of(result(1).toJson(), result(2).toJson(), result(3).toJson()), Files.readAllLines(file));
    }

    @Test
    void a_line_that_was_cut_off_spoils_no_other() throws IOException {
        final Path file = folder.resolve("results.jsonl");
        try (ResultLines lines = new ResultLines(file)) {
            lines.deliver(result(1));
        }
        Files.writeString(file, "{\"match\":2,\"ga", StandardOpenOption.APPEND);
        try (ResultLines lines = new ResultLines(file)) {
            lines.deliver(result(2));
        }
        assertEquals(List.of(result(1).toJson(), "{\"match\":2,\"ga", result(2).toJson()), Files.readAllLines(file));
    }

    @Test
    void a_file_that_cannot_be_written_fails_until_it_can() throws IOException {
        final Path missing = folder.resolve("missing");
        try (ResultLines lines = new ResultLines(missing.resolve("results.jsonl"))) {
            assertThrows(IOException.class, () -> lines.deliver(result(1)));
            Files.createDirectory(missing);
            lines.deliver(result(1));
        }
        assertEquals(List.of(result(1).toJson()), Files.readAllLines(missing.resolve("results.jsonl")));
    }
}
