package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start meets after a process died in an unusual moment, or after somebody put back what was not the newest. */
final class StartAgainIT {
    private static final int KILLS = Boolean.getBoolean("ringside.deep") ? 30 : 5;

    /** The JVM's own start is over when the first word is said. */
    private static final double MOST_OF_IT = 0.6;

    private final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @Test
    void a_recovery_that_is_killed_at_any_moment_can_be_repeated() throws Exception {
        System.out.println("StartAgainIT seed " + seed);
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        // All of it is replayed at each start, which makes recovery as long as it can be.
        Recorded.delete(Recorded.checkpoints(data));
        final String recorded = verify(data).get("finalHash").asText();
        final long startNs = System.nanoTime();
        try (Served whole = Served.start(copy(data, "whole"))) {
            assertTrue(whole.err().contains("checkpoint at -1"), whole.err());
        }
        final long readyNs = System.nanoTime() - startNs;
        int recovering = 0;
        for (int i = 1; i <= KILLS; i++) {
            try (RingsideProcess server =
                    RingsideProcess.start(Served.arguments(data).toArray(new String[0]))) {
                server.awaitError("settings:");
                // Somewhere between the first byte read and the moment when it would have served.
                TimeUnit.NANOSECONDS.sleep((long) (random.nextDouble() * readyNs * MOST_OF_IT));
                server.kill();
                recovering += server.err().contains("recovered") ? 0 : 1;
            }
            final JsonNode verified = verify(data);
            assertTrue(verified.get("ok").asBoolean(), "seed " + seed + ", kill " + i + ": " + verified);
            if (recovering == i) {
                assertEquals(recorded, verified.get("finalHash").asText(), "seed " + seed + ", kill " + i);
            }
        }
        System.out.println("StartAgainIT: " + recovering + " of " + KILLS + " were killed before they had recovered");
        try (Served server = Served.start(data)) {
            final String finalHash = server.stop();
            assertEquals(finalHash, verify(data).get("finalHash").asText(), "seed " + seed);
        }
    }

    @Test
    void an_old_backup_of_the_journal_is_refused_and_left_alone() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final Path backup = folder.resolve("backup");
        Recorded.copy(Recorded.journal(data), backup);
        try (Served server = Served.start(data)) {
            server.stop();
        }
        final Path newer = folder.resolve("newer");
        Recorded.copy(Recorded.journal(data), newer);
        Recorded.delete(Recorded.journal(data));
        Recorded.copy(backup, Recorded.journal(data));
        final SortedMap<String, String> before = Recorded.contents(data);
        final RingsideProcess.Result refused = Served.refused(data).require(2);
        assertTrue(refused.err().contains("OLD BACKUP: journal " + Recorded.journal(data)), refused.err());
        assertFalse(refused.err().contains("\tat "), refused.err());
        assertEquals(before, Recorded.contents(data));

        Recorded.delete(Recorded.journal(data));
        Recorded.copy(newer, Recorded.journal(data));
        try (Served server = Served.start(data)) {
            final String finalHash = server.stop();
            assertEquals(finalHash, verify(data).get("finalHash").asText());
        }
    }

    @Test
    void a_clean_stop_ends_on_a_checkpoint_so_that_the_next_start_replays_nothing() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final JsonNode checked = RingsideProcess.run("checkpoint", "check", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(checked.get("ok").asBoolean(), checked.toString());
        assertEquals(0, checked.get("engines").get(0).get("eventsToReplay").asLong(), checked.toString());
        try (Stream<Path> files = Files.list(Recorded.checkpoints(data))) {
            assertTrue(files.allMatch(file -> file.toString().endsWith(".checkpoint")));
        }
        try (Served server = Served.start(data)) {
            assertTrue(server.err().contains(", 0 events after it"), server.err());
        }
    }

    /** Frames are due faster than logic takes them, so that more than one waits when the end comes. */
    @Test
    void a_clean_stop_ends_on_a_checkpoint_however_far_behind_logic_is() throws Exception {
        final Path config = Files.writeString(
                folder.resolve("server.toml"),
                "game = \"drill\"\nmatches = 1\nhttp = -1\ntcp = -1\n[rules]\ntoilsTo = 1000000\ntoil = 50000000\n");
        final Path data = folder.resolve("data");
        try (RingsideProcess server =
                RingsideProcess.startWithTests("serve", "--config", config.toString(), "--dir", data.toString())) {
            server.awaitLine("ready");
            final RingsideProcess.Result stopped = server.stop();
            assertTrue(stopped.err().contains("stopped after"), stopped.err());
        }
        final JsonNode checked = RingsideProcess.run("checkpoint", "check", data.toString(), "--json")
                .require(0)
                .json();
        assertEquals(0, checked.get("engines").get(0).get("eventsToReplay").asLong(), checked.toString());
    }

    private Path copy(final Path data, final String name) throws Exception {
        Recorded.copy(data, folder.resolve(name));
        return folder.resolve(name);
    }

    private static JsonNode verify(final Path data) throws InterruptedException {
        return RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
    }
}
