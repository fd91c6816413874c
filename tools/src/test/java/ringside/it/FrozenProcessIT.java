package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.bots.Bots;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;

/** A server that stands still for five seconds and then goes on. */
final class FrozenProcessIT {
    private static final int FROZEN_SECONDS = 5;
    private static final int HZ = 60;

    @TempDir
    private Path folder;

    @Test
    void time_that_passed_while_the_process_was_frozen_is_skipped_and_the_skip_is_in_the_journal() throws Exception {
        final Path data = folder.resolve("data");
        final String finalHash;
        try (Served server = Served.start(data, "--matches", "1")) {
            signal("STOP", server.pid());
            TimeUnit.SECONDS.sleep(FROZEN_SECONDS);
            signal("CONT", server.pid());
            final BotsResult played =
                    Bots.run(BotsSettings.of(server.url()).withPlayers(4).withSeconds(2), progress -> {});
            assertTrue(played.viewsReceived() > 0, played.toString());
            finalHash = server.stop();
        }
        long skipped = 0;
        long longest = 0;
        int frames = 0;
        for (final JsonNode event : RingsideProcess.run("journal", "dump", data.toString(), "--json")
                .require(0)
                .jsonLines()) {
            if (event.path("type").asText().equals("FRAME")) {
                frames++;
                skipped += event.path("fields").path("skippedFrames").asLong();
                longest = Math.max(
                        longest, event.path("fields").path("skippedFrames").asLong());
            }
        }
        assertTrue(longest >= (FROZEN_SECONDS - 1) * HZ, "one FRAME tells of the freeze: " + longest);
        assertTrue(frames > HZ, "it went on: " + frames + " frames, " + skipped + " skipped");
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertEquals(finalHash, verified.path("finalHash").asText());
    }

    private static void signal(final String name, final long pid) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor());
    }
}
