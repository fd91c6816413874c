package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.EventDescriber;

/** Operators over the admin port of a whole server. */
@Timeout(120)
final class AdminPortTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path parent;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path directory;
    private ServerSettings settings;
    private RingsideServer server;

    @BeforeEach
    void start() {
        directory = parent.resolve("data");
        settings = Running.settings(directory, "admin-test")
                .with(ServerSetting.ENGINES, 2)
                .with(ServerSetting.MATCHES, 2)
                .with(ServerSetting.ADMIN, 0);
        server = RingsideServer.startInProcess(settings);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Answer(int status, JsonNode body) {
        String error() {
            return body.path("error").asText();
        }
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path));
    }

    private Answer answer(final HttpRequest request) throws IOException, InterruptedException {
        final HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private Answer get(final String path) throws IOException, InterruptedException {
        return answer(request(path).build());
    }

    private Answer post(final String path, final String body) throws IOException, InterruptedException {
        return answer(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    @Test
    void matches_are_listed_in_match_order_whatever_their_engine() throws Exception {
        final JsonNode matches = get("/matches").body().path("matches");
        assertEquals(2, matches.size());
        assertEquals(1, matches.get(0).path("match").asInt());
        assertEquals(0, matches.get(0).path("engine").asInt());
        assertEquals(2, matches.get(1).path("match").asInt());
        assertEquals(1, matches.get(1).path("engine").asInt());
        assertEquals("errand", matches.get(1).path("game").asText());
        assertEquals("running", matches.get(1).path("state").asText());
        assertEquals(0, matches.get(1).path("players").asInt());
        assertTrue(matches.get(1).path("frame").isInt());
    }

    @Test
    void a_match_is_created_paused_resumed_and_ended_and_the_journal_says_by_whom_and_why() throws Exception {
        final Answer created =
                post("/matches", "{\"rules\": {\"pace\": 7}, \"who\": \"ann\", \"why\": \"a tournament\"}");
        assertEquals(201, created.status());
        final int match = created.body().path("match").asInt();
        assertEquals(3, match);
        assertEquals("running", created.body().path("state").asText());
        final Answer paused = post("/matches/3/pause", "{\"who\": \"bob\"}");
        assertEquals("paused", paused.body().path("state").asText());
        final int frame = paused.body().path("frame").asInt();
        Running.awaitFrames(server, 5);
        assertEquals(frame, get("/matches/3").body().path("frame").asInt());
        assertEquals(409, post("/matches/3/pause", "{}").status());
        assertEquals(
                "running", post("/matches/3/resume", "").body().path("state").asText());
        final Answer again = post("/matches/3/resume", "");
        assertEquals(409, again.status());
        assertEquals("match 3: the match is not paused", again.error());
        assertEquals(
                200,
                post("/matches/3/end", "{\"who\": \"ann\", \"why\": \"over\"}").status());
        Running.await(server, () -> Running.results(directory).size() == 1);
        assertTrue(
                Running.results(directory).get(0).contains("\"end\":\"aborted\""),
                Running.results(directory)::toString);
        server.close();
        final List<String> events = described();
        assertTrue(contains(events, "CREATE", "ann", "a tournament"), events::toString);
        assertTrue(contains(events, "PAUSE", "bob", ""), events::toString);
        assertTrue(contains(events, "END", "ann", "over"), events::toString);
        Running.verified(directory);
    }

    /** What operators did in the first engine, as the journal has it. */
    private List<String> described() {
        final List<String> events = new ArrayList<>();
        final EventDescriber describer = new EventDescriber();
        try (JournalReader reader = EngineRecording.allOf(directory).get(0).read(0)) {
            reader.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    describer.follow(event);
                    if (event.type() != EventType.FRAME) {
                        events.add(event.type() + " " + describer.fields(event));
                    }
                }

                @Override
                public void onEpoch(final EpochStart start) {
                    describer.epoch(EngineIdentity.parse(start.identityJson()));
                }
            });
        }
        return events;
    }

    private static boolean contains(final List<String> events, final String type, final String who, final String why) {
        return events.stream()
                .anyMatch(event ->
                        event.startsWith(type) && event.contains("who=" + who) && event.contains("why=" + why));
    }

    @Test
    void rules_are_changed_one_by_one_if_the_game_takes_them() throws Exception {
        assertEquals(
                200, post("/matches/1/rules", "{\"rules\": {\"pace\": 20}}").status());
        final Answer refused = post("/matches/1/rules", "{\"rules\": {\"pace\": 60}}");
        assertEquals(409, refused.status());
        assertTrue(refused.error().contains("keeps its rules"), refused::error);
        final Answer wrong = post("/matches/1/rules", "{\"rules\": {\"pace\": 600}}");
        assertEquals(400, wrong.status());
        assertTrue(wrong.error().contains("pace = 600"), wrong::error);
        assertTrue(
                post("/matches/1/rules", "{\"rules\": {\"speed\": 1}}").error().contains("'speed'"));
    }

    @Test
    void what_cannot_be_is_answered_with_its_reason() throws Exception {
        assertEquals(404, post("/matches/99/pause", "{}").status());
        assertEquals(404, get("/matches/99").status());
        assertEquals(404, post("/matches/1/sing", "{}").status());
        assertEquals(404, get("/nothing").status());
        assertEquals(405, get("/matches/1/pause").status());
        assertEquals(405, post("/status", "{}").status());
        assertEquals(409, post("/matches/1/kick", "{\"player\": 1}").status());
        assertEquals(400, post("/matches/1/kick", "{\"player\": \"ann\"}").status());
        assertEquals(
                400, post("/matches/1/kick", "{\"player\": 1, \"plaxer\": 2}").status());
        assertEquals(400, post("/matches/1/kick", "{\"player\": ").status());
        assertEquals(400, post("/matches/1/kick", "[1]").status());
        assertEquals(400, post("/matches", "{\"game\": \"chess\"}").status());
        assertEquals(400, post("/matches", "{\"rules\": {\"endsAt\": -1}}").status());
        assertEquals(
                400, post("/matches", "{\"who\": \"" + "x".repeat(65) + "\"}").status());
        assertEquals(
                413,
                post("/matches", "{\"why\": \"" + "x".repeat(70_000) + "\"}").status());
        assertEquals(2, server.matches());
    }

    @Test
    void a_full_server_says_so() throws Exception {
        for (int match = 3; match <= 32; match++) {
            assertEquals(201, post("/matches", "{}").status());
        }
        final Answer full = post("/matches", "{}");
        assertEquals(503, full.status());
        assertTrue(full.error().contains("no engine has room"), full::error);
    }

    @Test
    void the_status_tells_of_all_engines() throws Exception {
        final JsonNode status = get("/status").body();
        assertEquals("primary", status.path("role").asText());
        assertEquals(1, status.path("epoch").asLong());
        assertTrue(status.path("position").asLong() >= 0);
        assertEquals(2, status.path("matches").asInt());
        assertEquals(2, status.path("engines").size());
        assertEquals(1, status.path("engines").get(1).path("engine").asInt());
        assertTrue(status.path("overloaded").isBoolean());
    }

    @Test
    void a_web_page_of_elsewhere_cannot_act() throws Exception {
        final Answer page = answer(request("/matches/1/end")
                .header("Origin", "http://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertEquals(403, page.status());
        assertEquals("running", get("/matches/1").body().path("state").asText());
    }

    @Test
    void with_a_secret_nothing_is_told_without_it() throws Exception {
        server.close();
        server = RingsideServer.startInProcess(settings.with(ServerSetting.ADMIN_SECRET, "open sesame"));
        assertEquals(401, get("/status").status());
        assertEquals(
                401,
                answer(request("/status").header("Authorization", "Bearer open").build())
                        .status());
        assertEquals(
                200,
                answer(request("/status")
                                .header("Authorization", "Bearer open sesame")
                                .build())
                        .status());
    }

    @Test
    void a_port_in_use_is_named_and_everything_is_given_back() throws IOException {
        server.close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final ServerSettings other = settings.with(ServerSetting.ADMIN, taken.getLocalPort());
            final ServerException e = assertThrows(ServerException.class, () -> RingsideServer.startInProcess(other));
            assertTrue(e.isConfiguration());
            assertTrue(
                    String.valueOf(e.getMessage()).startsWith("admin = " + taken.getLocalPort() + ": "), e::getMessage);
        }
        server = RingsideServer.startInProcess(settings);
    }

    @Test
    void the_connections_of_a_match_are_told_and_of_no_other() throws Exception {
        final Answer nobody = get("/matches/1/connections");
        assertEquals(200, nobody.status());
        assertTrue(nobody.body().path("connections").isArray());
        assertEquals(0, nobody.body().path("connections").size());
        assertEquals(404, get("/matches/77/connections").status());
        assertEquals(405, post("/matches/1/connections", "{}").status());
    }
}
