package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.replay.EngineRecording;

/**
 * io/PROTOCOL.md is enough to write a client from: the one in {@code src/test/node} was, and shares no code with the others. It
 * plays with fog, through a network that swallows a fifth of what goes either way, is cut off and resumes. What it says that
 * it was shown is compared with the match as its journal has it.
 */
final class ProtocolPageIT {
    private static final int FRAMES = 600;
    private static final int LEFT = 49;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void a_client_written_from_the_page_is_shown_what_the_journal_has() throws Exception {
        assumeTrue(hasNode() || System.getenv("CI") != null, "no node on the PATH");
        final Path key = folder.resolve("key.json");
        RingsideProcess.run("token", "key", "--id", "k1", "--out", key.toString())
                .require(0);
        final Path config = Files.writeString(folder.resolve("server.toml"), """
                production = true
                [rules]
                bots = 6
                fog = true
                damage = 100
                respawnMs = 200
                roundSeconds = 5
                """);
        final Path shown = folder.resolve("shown.jsonl");
        final JsonNode said;
        try (Served server =
                Served.start(folder.resolve("data"), "--config", config.toString(), "--token-key", key.toString())) {
            said = play(server.tcpPort(), token(key), shown);
            server.stop();
        }
        assertEquals(LEFT, said.path("reason").asInt(), said.toString());
        assertEquals(1, said.path("resumes").asInt(), "a connection that broke was resumed");
        assertEquals(2, said.path("pongs").asInt(), said.toString());
        assertEquals("[1,2]", said.path("applied").toString(), "each command once, and both were answered");
        assertEquals(0, said.path("refused").size(), said.path("refused").toString());

        final Map<Integer, JsonNode> frames = new HashMap<>();
        for (final String line : Files.readAllLines(shown)) {
            final JsonNode frame = JSON.readTree(line);
            frames.put(frame.path("frame").asInt(), frame);
        }
        final ShownFrames compared = new ShownFrames(said, frames);
        compared.run(EngineRecording.allOf(folder.resolve("data")).get(0));
        compared.requireGood();
    }

    private static String token(final Path key) throws InterruptedException {
        return RingsideProcess.run(
                        "token",
                        "issue",
                        "--json",
                        "--key",
                        key.toString(),
                        "--player",
                        "ann",
                        "--match",
                        "1",
                        "--join",
                        "name=stranger")
                .require(0)
                .json()
                .path("token")
                .asText();
    }

    private JsonNode play(final int port, final String token, final Path shown) throws Exception {
        final Path out = folder.resolve("out.json");
        final Path err = folder.resolve("err.txt");
        final Process node = new ProcessBuilder(
                        "node",
                        Path.of("src/test/node/play.mjs").toAbsolutePath().toString(),
                        String.valueOf(port),
                        token,
                        String.valueOf(FRAMES),
                        shown.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!node.waitFor(120, TimeUnit.SECONDS)) {
            node.destroyForcibly().waitFor();
        }
        assertEquals(0, node.exitValue(), Files.readString(err) + Files.readString(out));
        return JSON.readTree(Files.readString(out));
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException e) {
            return false;
        }
    }
}
