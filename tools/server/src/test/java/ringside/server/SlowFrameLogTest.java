package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records of slow frames, of a whole server whose every frame is over its budget. */
@Timeout(120)
final class SlowFrameLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path parent;

    private List<String> lines() throws Exception {
        final Path file = parent.resolve("data/engines/0/latency").resolve(SlowFrameLog.FILE);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void play(final int budgetMicros) throws Exception {
        try (RingsideServer server =
                RingsideServer.startInProcess(Running.settings(parent.resolve("data"), "slow-frames")
                        .with(ServerSetting.SLOW_FRAME_MICROS, budgetMicros))) {
            Running.awaitFrames(server, 20);
        }
    }

    @Test
    void a_frame_over_its_budget_stands_in_the_data_directory_with_its_parts() throws Exception {
        play(1);
        assertTrue(lines().size() >= 20, lines().size() + " lines");
        int lastFrame = -1;
        for (final String line : lines()) {
            final JsonNode frame = JSON.readTree(line);
            assertTrue(frame.path("frame").asInt() > lastFrame, line);
            lastFrame = frame.path("frame").asInt();
            assertEquals(
                    frame.path("totalNs").asLong(),
                    frame.path("latenessNs").asLong() + frame.path("workNs").asLong(),
                    line);
            final long partsNs = List.of("inputsNs", "stepNs", "hashNs", "copyNs", "otherNs").stream()
                    .mapToLong(part -> frame.path(part).asLong())
                    .sum();
            assertEquals(frame.path("workNs").asLong(), partsNs, line);
            assertEquals(1, frame.path("matches").asInt(), line);
            assertTrue(
                    frame.path("firstPosition").asLong()
                            <= frame.path("position").asLong(),
                    line);
            assertTrue(frame.path("hiccups").isArray() && frame.path("gcPauses").isArray(), line);
            assertTrue(Math.abs(System.currentTimeMillis() - frame.path("atMs").asLong()) < 3_600_000, line);
        }
    }

    @Test
    void none_is_recorded_where_none_is_wanted() throws Exception {
        play(-1);
        assertEquals(List.of(), lines());
    }

    @Test
    void a_file_that_has_grown_to_its_bound_becomes_the_one_before() throws Exception {
        play(-1);
        final Path folder = Files.createDirectories(parent.resolve("data/engines/0/latency"));
        Files.write(folder.resolve(SlowFrameLog.FILE), new byte[(int) SlowFrameLog.MOST_BYTES]);
        Files.writeString(folder.resolve(SlowFrameLog.BEFORE), "older");
        play(1);
        assertEquals(SlowFrameLog.MOST_BYTES, Files.size(folder.resolve(SlowFrameLog.BEFORE)));
        assertTrue(lines().get(0).startsWith("{\"atMs\""), lines().get(0));
    }
}
