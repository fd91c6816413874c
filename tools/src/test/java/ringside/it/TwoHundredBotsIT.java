package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred real connections at 60 Hz, from a process of their own. */
@Tag("deep")
final class TwoHundredBotsIT {
    @TempDir
    private Path folder;

    @Test
    void two_hundred_players_see_no_error() throws Exception {
        final Path data = folder.resolve("data");
        final String finalHash;
        try (Served server = Served.start(data, "--matches", "20");
                RingsideProcess bots = RingsideProcess.start(
                        "bots",
                        "--connect",
                        server.url(),
                        "--players",
                        "200",
                        "--matches",
                        "20",
                        "--hz",
                        "60",
                        "--seconds",
                        "30",
                        "--json")) {
            final JsonNode result = bots.await(180).require(0).json();
            System.out.println("two hundred bots: inputToView " + result.get("inputToView") + ", above the frame "
                    + result.get("inputToViewAboveFrame") + ", inputs " + result.get("inputsSent") + ", views "
                    + result.get("viewsReceived"));
            assertEquals(0, result.get("errors").asLong(), result.toString());
            assertEquals(0, result.get("resumes").asLong(), result.toString());
            assertEquals(200, result.get("clients").asInt(), result.toString());
            finalHash = server.stop();
            System.out.println(server.err().lines().reduce("", (before, line) -> line));
        }
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean(), verified.toString());
        assertEquals(finalHash, verified.get("finalHash").asText());
    }
}
