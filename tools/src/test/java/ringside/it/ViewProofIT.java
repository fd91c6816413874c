package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What players were shown by a real server is made again, byte for byte, across a kill. */
final class ViewProofIT {
    @TempDir
    private Path folder;

    private void play(final Served server) throws InterruptedException {
        final RingsideProcess.Result bots = RingsideProcess.run(
                "bots", "--connect", server.url(), "--players", "4", "--matches", "1", "--seconds", "2", "--json");
        assertEquals(0, bots.exitCode(), bots.err());
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/engines/0/views"))) {
            return files.sorted().toList();
        }
    }

    private JsonNode verify(final int exitCode) throws Exception {
        final RingsideProcess.Result result =
                RingsideProcess.run("replay", "verify", folder.resolve("data").toString(), "--views", "--json");
        assertEquals(exitCode, result.exitCode(), result.out() + result.err());
        return result.json();
    }

    @Test
    void every_view_is_made_again_across_a_kill_and_a_torn_log_counts_up_to_its_good_end() throws Exception {
        final Path config = folder.resolve("server.toml");
        Files.writeString(config, "viewLogMiB = 16\n");
        final Path data = folder.resolve("data");
        try (Served server = Served.start(data, "--config", config.toString())) {
            play(server);
            server.kill();
        }
        try (Served server = Served.start(data, "--config", config.toString())) {
            play(server);
            server.stop();
        }
        final JsonNode good = verify(0);
        final long views = good.path("viewsVerified").asLong();
        assertTrue(views > 200, good.toString());
        assertTrue(good.path("viewDifference").isNull(), good.toString());
        assertEquals(2, logs().size(), "a file for each epoch");

        final Path first = logs().get(0);
        final byte[] whole = Files.readAllBytes(first);
        Files.write(first, Arrays.copyOf(whole, whole.length - 5));
        final JsonNode torn = verify(0);
        assertTrue(torn.path("viewsVerified").asLong() < views, torn.toString());
        assertTrue(torn.path("viewNotes").get(0).asText().contains("is good up to byte"), torn.toString());
    }
}
