package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.latency.LatencyLog;

/** What monitoring sees of a whole server. */
@Timeout(120)
final class MonitoringTest {
    @TempDir
    private Path parent;

    private final HttpClient http = HttpClient.newHttpClient();
    private RingsideServer server;

    @BeforeEach
    void start() {
        server = RingsideServer.startInProcess(Running.settings(parent.resolve("data"), "monitoring-test")
                .with(ServerSetting.ENGINES, 2)
                .with(ServerSetting.MATCHES, 2)
                .with(ServerSetting.ADMIN, 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(final String path, final String accept) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private double value(final String line) throws Exception {
        return get("/metrics", "*/*")
                .body()
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    @Test
    void metrics_tell_of_every_engine_and_go_on() throws Exception {
        final String frames = "ringside_latency_seconds_count{engine=\"1\",stage=\"frame\"}";
        final long before = server.framesDone();
        Running.await(server, () -> {
            try {
                return value(frames) > 0;
            } catch (final Exception e) {
                throw new AssertionError(e);
            }
        });
        assertTrue(value("ringside_frames_total{engine=\"0\"}") >= before);
        assertEquals(1.0, value("ringside_running_matches{engine=\"1\"}"));
        assertTrue(value("ringside_safe_position{engine=\"0\"}") > 0);
        assertTrue(value("ringside_edge_connections_opened_total") >= 0);
        assertTrue(get("/metrics", "application/openmetrics-text").body().endsWith("# EOF\n"));
    }

    @Test
    void health_and_readiness_are_a_word_and_a_status() throws Exception {
        for (final String path : List.of("/healthz", "/readyz")) {
            final HttpResponse<String> answer = get(path, "*/*");
            assertEquals(200, answer.statusCode());
            assertEquals("ok\n", answer.body());
        }
    }

    @Test
    void what_took_how_long_stands_beside_each_journal_when_the_server_ends() throws Exception {
        Running.awaitFrames(server, 5);
        server.close();
        for (int engine = 0; engine < 2; engine++) {
            assertEquals(
                    1,
                    LatencyLog.files(parent.resolve("data/engines/" + engine + "/latency"))
                            .size());
        }
    }
}
