package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A match of a server's recording as a file of its own, through the verbs that people use. */
final class MatchFileIT {
    @TempDir
    private Path folder;

    @Test
    void a_match_is_exported_verified_shown_and_compared() throws Exception {
        final String dir = Recorded.get().copyTo(folder.resolve("data")).toString();
        final String file = folder.resolve("one.match").toString();
        final JsonNode exported = RingsideProcess.run("replay", "export", dir, "--match", "1", "-o", file, "--json")
                .require(0)
                .json();
        final int lastFrame = exported.get("lastFrame").asInt();
        assertTrue(lastFrame > 10 && exported.get("framesHashed").asInt() > 10, exported.toString());
        assertEquals(Files.size(Path.of(file)), exported.get("bytes").asLong());

        final JsonNode verified = RingsideProcess.run("replay", "verify", file, "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean());
        assertEquals(
                exported.get("framesHashed").asInt(),
                verified.get("framesVerified").asInt());
        assertEquals(exported.get("fileHash").asText(), verified.get("fileHash").asText());

        final String frame = String.valueOf(lastFrame / 2);
        final JsonNode ofFile = RingsideProcess.run("replay", "show", file, "--frame", frame, "--all", "--json")
                .require(0)
                .json();
        final JsonNode ofDirectory = RingsideProcess.run(
                        "replay", "show", dir, "--match", "1", "--frame", frame, "--all", "--json")
                .require(0)
                .json();
        assertEquals(ofDirectory, ofFile);

        final JsonNode compared = RingsideProcess.run("replay", "compare", dir, file, "--match", "1", "--json")
                .require(0)
                .json();
        assertTrue(compared.get("ok").asBoolean());
        assertEquals(lastFrame + 1, compared.get("framesCompared").asInt());
    }

    @Test
    void what_cannot_be_done_is_said_in_a_line() throws Exception {
        final String dir = Recorded.get().copyTo(folder.resolve("data")).toString();
        final Path file = folder.resolve("one.match");
        final String name = file.toString();
        RingsideProcess.run("replay", "export", dir, "--match", "1", "-o", name).require(0);
        requireSaid(2, "is there already", "replay", "export", dir, "--match", "1", "-o", name);
        requireSaid(2, "holds match 1", "replay", "show", name, "--match", "2", "--frame", "3");
        requireSaid(2, "say which with --match", "replay", "show", dir, "--frame", "3");
        requireSaid(2, "no frames lie there", "replay", "export", dir, "--match", "1", "--from", "9", "--to", "3");

        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        requireSaid(1, "is damaged or cut off", "replay", "verify", name);
        Files.writeString(file, "something else");
        requireSaid(2, "is no match file", "replay", "verify", name);
    }

    private static void requireSaid(final int status, final String said, final String... verb) throws Exception {
        final RingsideProcess.Result result = RingsideProcess.run(verb);
        assertEquals(status, result.exitCode(), result::toString);
        assertTrue(result.err().contains(said), () -> "'" + said + "' is not in " + result);
        assertFalse(result.err().contains("\tat "), result::toString);
    }
}
