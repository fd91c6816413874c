package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ringside.cli.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code latency replay} on two matches of the arena among bots. */
final class LatencyReplayCommandTest {
    private static final int FRAMES = 400;

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void record() {
        data = folder.resolve("data");
        try (RecordedArena arena = new RecordedArena(data)) {
            arena.create(1, 8).create(2, 4).frames(FRAMES / 2);
            arena.join(2).frames(10).input(2, 1, 3).frames(FRAMES / 2 - 10);
        }
    }

    @Test
    void a_frame_is_run_again_so_often_and_comes_to_what_was_recorded_and_the_profile_says_where() throws Exception {
        final Path profile = folder.resolve("own.jfr");
        final Ran result =
                run("latency", "replay", data, "--frame", FRAMES / 2 + 1, "--times", 30, "-o", profile, "--json");
        assertEquals(ExitCode.OK, result.status(), result.err());
        final JsonNode json = result.json();
        assertTrue(json.path("ok").asBoolean());
        assertEquals(1, json.path("events").asInt(), "the join before it");
        assertEquals(2, json.path("matches").asInt());
        assertEquals(30, json.at("/stages/frame/count").asInt());
        for (final String stage : List.of("frame", "frameStep", "frameHash", "frameCopy")) {
            assertTrue(json.at("/stages/" + stage + "/p50Ns").asLong() > 0, stage + " in " + json);
        }
        assertEquals(2, json.path("slowestMatches").size());
        final Set<Integer> runs = new HashSet<>();
        for (final RecordedEvent event : RecordingFile.readAllEvents(profile)) {
            if (event.getEventType().getName().equals("ringside.FrameRun")) {
                runs.add(event.getInt("run"));
            }
        }
        assertEquals(30, runs.size());
        assertEquals(
                profile.toAbsolutePath().normalize().toString(),
                json.path("profile").asText());
    }

    @Test
    void for_people_it_names_what_was_live_and_where_the_profile_is() throws Exception {
        final Path logs = Files.createDirectories(data.resolve("engines/0/latency"));
        Files.writeString(
                logs.resolve("slow-frames.jsonl"),
                "{\"atMs\":1,\"engine\":0,\"frame\":7,\"position\":9,\"totalNs\":20000000,\"latenessNs\":15000000}\n");
        final Path profile = folder.resolve("frame.jfr");
        final Ran result = run("latency", "replay", data, "--frame", 7, "--times", 5, "-o", profile);
        assertEquals(ExitCode.OK, result.status(), result.err());
        assertTrue(
                result.out().contains("live    20.0 ms from due to done: 15.0 ms late, then 5.00 ms of work"),
                result.out());
        assertTrue(result.out().contains("as it did live"), result.out());
        assertTrue(
                result.out().endsWith("profile " + profile.toAbsolutePath().normalize() + System.lineSeparator()),
                result.out());
    }

    @Test
    void what_was_not_recorded_is_refused_with_what_was() {
        final Ran beyond = run("latency", "replay", data, "--frame", 100_000);
        assertTrue(beyond.status() != 0);
        assertTrue(beyond.err().contains("the last is " + FRAMES), beyond.err());
        assertEquals(
                ExitCode.USAGE, run("latency", "replay", data, "--frame", 0).status());
        assertEquals(
                ExitCode.USAGE,
                run("latency", "replay", data, "--frame", 5, "--times", 0).status());
        assertEquals(
                ExitCode.USAGE,
                run("latency", "replay", data, "--frame", 5, "--engine", 3).status());
    }
}
