package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.layout.XxHash64;

/** A match without a screen, run again: the first thing that a newcomer tries. */
final class DemoReplayIT {
    private static final Path JDKS = Path.of("/usr/lib/jvm");

    @TempDir
    private Path folder;

    @Test
    void a_demo_replays_to_the_hash_it_ended_with_and_its_journal_is_whole() throws Exception {
        final String data = folder.resolve("data").toString();
        final JsonNode demo = demo(data).require(0).json();
        assertTrue(demo.get("inputs").asLong() > 0, demo.toString());
        assertEquals(1, demo.get("matches").asInt(), demo.toString());

        final JsonNode check = RingsideProcess.run("journal", "check", data, "--json")
                .require(0)
                .json();
        assertTrue(check.get("ok").asBoolean(), check.toString());
        assertEquals("", check.get("problem").asText());

        final List<JsonNode> events = RingsideProcess.run("journal", "dump", data, "--json")
                .require(0)
                .jsonLines();
        final Counted counted = requireDescribed(events);
        assertEquals(check.get("events").asLong(), events.size());
        assertEquals(demo.get("frames").asLong(), counted.frames);
        assertEquals(demo.get("inputs").asLong(), counted.inputs);

        final JsonNode verified = requireVerified(data, demo.get("finalHash").asText());
        assertEquals(events.size(), verified.get("eventsApplied").asLong());
        assertEquals(counted.framesOfMatch, verified.get("framesVerified").asLong(), "every frame that was run");
    }

    @Test
    void another_jdk_replays_to_the_same_hash() throws Exception {
        final Optional<Path> other = otherJdk();
        assumeTrue(other.isPresent(), "no JDK of another version in " + JDKS + ": nothing to compare with");
        final Recorded recorded = Recorded.get();
        final Path data = recorded.copyTo(folder.resolve("data"));
        try (RingsideProcess replay =
                RingsideProcess.startOn(other.get(), "replay", "verify", data.toString(), "--json")) {
            final JsonNode verified = replay.await(60).require(0).json();
            assertTrue(verified.get("ok").asBoolean(), verified.toString());
            assertEquals(recorded.finalHash(), verified.get("finalHash").asText(), "on " + other.get());
        }
    }

    @Test
    void a_frame_shows_the_recorded_hash_whether_it_is_found_from_a_checkpoint_or_from_the_beginning()
            throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final List<JsonNode> checkpoints = RingsideProcess.run("checkpoint", "list", data.toString(), "--json")
                .require(0)
                .json()
                .get("checkpoints")
                .findParents("position");
        assertFalse(checkpoints.isEmpty());
        for (final JsonNode checkpoint : checkpoints) {
            assertTrue(checkpoint.get("ok").asBoolean(), checkpoint.toString());
            assertTrue(checkpoint.get("bytes").asLong() > 0, checkpoint.toString());
        }
        final Map<Integer, Long> annotated = annotations(data, 1);
        final int last =
                annotated.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        final int frame = last - new Random(seed).nextInt(20);

        final JsonNode fromCheckpoint = show(data, frame, seed);
        assertEquals(
                XxHash64.hex(annotated.get(frame)), fromCheckpoint.get("hash").asText(), "seed " + seed);
        Recorded.delete(Recorded.checkpoints(data));
        final JsonNode fromBeginning = show(data, frame, seed);
        assertEquals(fromBeginning, fromCheckpoint, "seed " + seed);
    }

    private static RingsideProcess.Result demo(final String data) throws InterruptedException {
        try (RingsideProcess demo =
                RingsideProcess.start("demo", "--headless", "--seconds", "5", "--json", "--dir", data)) {
            return demo.await(60);
        }
    }

    private static JsonNode show(final Path data, final int frame, final long seed) throws InterruptedException {
        final JsonNode shown = RingsideProcess.run(
                        "replay", "show", data.toString(), "--match", "1", "--frame", "" + frame, "--json")
                .require(0)
                .json();
        assertEquals(frame, shown.get("frame").asInt());
        final JsonNode players = shown.get("tables").get("players");
        assertTrue(players.size() > 0, "seed " + seed + ": " + shown);
        for (final JsonNode player : players) {
            assertTrue(player.get("x").isNumber() && player.get("alive").isBoolean(), player.toString());
        }
        return shown;
    }

    private static JsonNode requireVerified(final String data, final String finalHash) throws InterruptedException {
        final JsonNode verified = RingsideProcess.run("replay", "verify", data, "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean(), verified.toString());
        assertEquals(finalHash, verified.get("finalHash").asText());
        assertEquals(0, verified.get("framesUnhashed").asLong(), verified.toString());
        assertTrue(verified.get("divergence").isNull(), verified.toString());
        return verified;
    }

    /** What a dump held. */
    private static final class Counted {
        private long frames;
        private long framesOfMatch;
        private long inputs;
    }

    private static Counted requireDescribed(final List<JsonNode> events) {
        final Counted counted = new Counted();
        int players = 0;
        boolean runs = false;
        for (int i = 0; i < events.size(); i++) {
            final JsonNode event = events.get(i);
            assertEquals(i, event.get("position").asLong(), event.toString());
            final JsonNode fields = event.get("fields");
            switch (event.get("type").asText()) {
                case "FRAME" -> {
                    counted.frames++;
                    // A match without players waits, from the frame on that tells so.
                    counted.framesOfMatch += runs ? 1 : 0;
                    runs = players > 0;
                }
                case "JOIN" -> {
                    players++;
                    runs = true;
                }
                case "LEAVE" -> players--;
                case "CREATE" -> {
                    // The frame in which a match comes to be is its frame 0.
                    counted.framesOfMatch++;
                    assertTrue(fields.get("roundSeconds").isNumber(), event.toString());
                }
                case "INPUT" -> {
                    counted.inputs++;
                    assertTrue(fields.get("moveX").isNumber(), event.toString());
                    assertTrue(fields.get("fire").isBoolean(), event.toString());
                    assertTrue(event.get("inputSeq").asLong() > 0, event.toString());
                    assertTrue(event.get("player").asLong() > 0, event.toString());
                }
                default -> assertTrue(fields.isObject(), event.toString());
            }
        }
        return counted;
    }

    private static Map<Integer, Long> annotations(final Path data, final int wanted) {
        final Map<Integer, Long> hashes = new HashMap<>();
        try (JournalReader reader = JournalReader.open(Recorded.journal(data), 0)) {
            reader.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    // Only hashes are wanted.
                }

                @Override
                public void onAnnotation(final int match, final int frame, final long hash) {
                    if (match == wanted) {
                        hashes.put(frame, hash);
                    }
                }
            });
        }
        return hashes;
    }

    /** A JDK of another major version than this one. */
    private static Optional<Path> otherJdk() throws IOException {
        if (!Files.isDirectory(JDKS)) {
            return Optional.empty();
        }
        try (Stream<Path> jdks = Files.list(JDKS)) {
            return jdks.filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
                    .filter(jdk -> feature(jdk) >= 17
                            && feature(jdk) != Runtime.version().feature())
                    .sorted()
                    .findFirst();
        }
    }

    private static int feature(final Path jdk) {
        final Properties release = new Properties();
        try (var reader = Files.newBufferedReader(jdk.resolve("release"))) {
            release.load(reader);
        } catch (final IOException e) {
            return 0;
        }
        final String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]", 2)[0]);
    }
}
