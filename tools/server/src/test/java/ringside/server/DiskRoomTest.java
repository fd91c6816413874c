package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on a disk that is below its watermark: no disk has as much room as is asked for here. */
@Timeout(60)
final class DiskRoomTest {
    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void no_new_match_begins_and_the_reason_is_told_while_running_ones_go_on() throws Exception {
        final ServerSettings roomy = Running.settings(directory, "room-test").with(ServerSetting.ADMIN, 0);
        // The match is there before room runs short: it was created in an earlier run.
        try (RingsideServer server = RingsideServer.startInProcess(roomy)) {
            Running.awaitFrames(server, 2);
        }
        final ServerSettings settings = roomy.with(ServerSetting.WATERMARK_MIB, Integer.MAX_VALUE);
        try (RingsideServer server = RingsideServer.startInProcess(settings)) {
            Running.await(server, () -> {
                try {
                    return post(server).body().contains("watermark");
                } catch (final IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            final HttpResponse<String> refused = post(server);
            assertEquals(503, refused.statusCode());
            final JsonNode answer = new ObjectMapper().readTree(refused.body());
            final String why = answer.path("error").asText();
            assertTrue(why.contains("are free on its disk, below the watermark of 2147483647 MiB; make room"), why);
            assertTrue(why.contains(directory.toString()), why);
            Running.awaitFrames(server, 10);
            server.stop();
        }
        assertFalse(Running.verified(directory).isEmpty());
    }

    private HttpResponse<String> post(final RingsideServer server) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + "/matches"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
