package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.layout.XxHash64;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.page.ReplayPage;

/** What the server of the page answers: a browser is not needed for that. */
final class ReplayPageTest {
    private static final int FRAMES = 4_000;
    private static final int MATCH = 1;

    private final Events events = new Events(new Skirmish("skirmish", 1));
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private record Shown(int frame, String hash, int flags, int tables, int effects) {}

    /** Two players, one of whom fires in each tenth frame, is late once, and says something. */
    private Server played() {
        final Server server = Server.open(folder.resolve("data"), events.type);
        server.feed(events.create(MATCH, 5, 0))
                .feed(events.join(MATCH, 10L, "ann"))
                .feed(events.join(MATCH, 11L, "bob"));
        for (int seq = 1; seq <= FRAMES; seq++) {
            final int next = server.slot(MATCH).frame() + 1;
            server.feed(events.input(MATCH, 1, seq, next, seq % 9));
            server.feed(events.input(MATCH, 2, seq, seq == 2_000 ? next - 20 : next, 1));
            if (seq == 1_000) {
                server.feed(events.say(MATCH, 1, 1, 77));
            }
            server.frames(events, 1);
        }
        return server;
    }

    private ReplayPage open() throws IOException {
        final Path file = folder.resolve("one.match");
        MatchExport.run(
                Server.recording(folder.resolve("data")),
                Server.typesOf(events.type),
                MATCH,
                0,
                Integer.MAX_VALUE,
                List.of("a note"),
                file,
                part -> {});
        return ReplayPage.start(
                MatchFile.open(file), () -> Server.typesOf(new Events(new Skirmish("skirmish", 1)).type), 0);
    }

    private <T> HttpResponse<T> get(final ReplayPage page, final String path, final HttpResponse.BodyHandler<T> body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + path))
                        .build(),
                body);
    }

    private JsonNode json(final ReplayPage page, final String path) throws Exception {
        final HttpResponse<String> answer = get(page, path, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        return new ObjectMapper().readTree(answer.body());
    }

    private ByteBuffer bytes(final ReplayPage page, final String path) throws Exception {
        final HttpResponse<byte[]> answer = get(page, path, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        return ByteBuffer.wrap(answer.body()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private List<Shown> frames(final ReplayPage page, final String query) throws Exception {
        final ByteBuffer in = bytes(page, "/api/frames?" + query);
        final List<Shown> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            final int end = in.getInt() + in.position();
            final int frame = in.getInt();
            final String hash = XxHash64.hex(in.getLong());
            final int flags = in.get();
            in.get();
            frames.add(new Shown(frame, hash, flags, in.getShort(), in.getInt()));
            in.position(end);
        }
        return frames;
    }

    @Test
    void frames_of_any_order_have_the_hashes_that_they_had_live() throws Exception {
        try (Server server = played();
                ReplayPage page = open()) {
            for (final int from : new int[] {3_990, 0, 3_598, 17, 3_601, 16}) {
                for (final Shown shown : frames(page, "from=" + from + "&count=5")) {
                    assertEquals(
                            XxHash64.hex(server.hashOf(MATCH, shown.frame())), shown.hash(), "frame " + shown.frame());
                }
            }
            assertEquals(
                    List.of(100, 164, 228),
                    frames(page, "from=100&count=3&step=64").stream()
                            .map(Shown::frame)
                            .toList());
            assertEquals(1, frames(page, "from=" + FRAMES + "&count=9").size(), "no more than there are");
            final Shown own = frames(page, "from=50&player=2").get(0);
            assertEquals(6, own.flags(), "a player looks, and has a seat");
            assertEquals(2, frames(page, "from=50&player=3").get(0).flags(), "who was never there has none");
            assertTrue(frames(page, "from=50&engine=1").get(0).tables() > own.tables());
        }
    }

    @Test
    void the_survey_compares_every_hash_and_marks_what_happened() throws Exception {
        try (Server server = played();
                ReplayPage page = open()) {
            server.stop();
            page.awaitVerified();
            final JsonNode survey = json(page, "/api/survey?after=0");
            assertTrue(survey.get("done").asBoolean());
            assertTrue(survey.get("divergence").isNull());
            assertTrue(survey.get("framesVerified").asInt() >= FRAMES - 64, survey.get("framesVerified")::asText);
            assertEquals("ann", survey.get("stays").get(0).get("name").asText());
            assertEquals(2, survey.get("stays").get(1).get("player").asInt());
            final JsonNode log = json(page, "/api/log?from=990&to=2010");
            final List<String> said = new ArrayList<>();
            for (final JsonNode line : log.get("lines")) {
                if (!line.get("group").asText().equals("effect")) {
                    said.add(line.get("frame").asText() + " " + line.get("name").asText() + " " + line.get("fields"));
                }
            }
            assertEquals(
                    List.of(
                            "1000 say {\"word\":77}",
                            "2000 input refused {\"sequence\":2000,\"reason\":\"the input's frame is past\"}"),
                    said);
            assertEquals(
                    0,
                    json(page, "/api/survey?after=" + survey.get("known").asInt())
                            .get("marks")
                            .size());
        }
    }

    @Test
    void lanes_tell_what_became_of_each_input() throws Exception {
        try (Server server = played();
                ReplayPage page = open()) {
            final ByteBuffer in = bytes(page, "/api/inputs?from=1980&to=1981");
            // One for each frame and player, and the one that came twenty frames late.
            final int count = in.getInt();
            int refused = 0;
            for (int i = 0; i < count; i++) {
                final int player = in.getInt();
                final int sequence = in.getInt();
                final int target = in.getInt();
                final int came = in.getInt();
                final boolean isRefused = in.getInt() != 0;
                refused += isRefused ? 1 : 0;
                assertEquals(isRefused, player == 2 && sequence == 2_000);
                assertEquals(isRefused, came >= target, "who came late was refused");
                in.position((in.position()
                                + server.slot(MATCH).type().layout().input().lengthBytes()
                                + 3)
                        & ~3);
            }
            assertFalse(in.hasRemaining());
            assertEquals(4, count - refused);
        }
    }

    @Test
    void a_recording_of_a_game_that_is_not_here_is_refused_before_anything_is_served() throws Exception {
        try (Server server = played();
                ReplayPage page = open()) {
            assertTrue(page.link(3, 2).endsWith("&match=1&frame=3&player=2"), page.link(3, 2));
            final MatchFile file = MatchFile.open(folder.resolve("one.match"));
            final ReplayException e = assertThrows(
                    ReplayException.class,
                    () -> ReplayPage.start(file, () -> Server.typesOf(new Events(new Skirmish("another", 1)).type), 0));
            assertTrue(e.getMessage().contains("recorded by"), e.getMessage());
            assertEquals(FRAMES, server.slot(MATCH).frame());
        }
    }

    @Test
    void what_an_input_claimed_to_have_been_seen_is_told_with_where_logic_looked() throws Exception {
        try (Server server = played();
                ReplayPage page = open()) {
            assertTrue(server.slot(MATCH).frame() >= FRAMES);
            final JsonNode answer = json(page, "/api/claims?player=1&from=100&to=102");
            final JsonNode claims = answer.get("claims");
            assertEquals(3, claims.size());
            final JsonNode claim = claims.get(1);
            assertEquals(101, claim.get("frame").asInt());
            assertEquals(4, claim.get("sentFrame").asInt());
            assertEquals(6, claim.get("boundFrames").asInt());
            assertEquals(3 + 5 / 65_536.0, claim.get("claimed").asDouble());
            // Frame 3 is far beyond the longest rewind.
            assertEquals(
                    101 - answer.get("maxRewindFrames").asInt(),
                    claim.get("rewound").asDouble());
            assertEquals(
                    0,
                    json(page, "/api/claims?player=9&from=1&to=50")
                            .get("claims")
                            .size());
        }
    }

    @Test
    void bookmarks_are_marks_at_the_frames_that_they_mean_and_lines_of_the_log() throws Exception {
        try (Server server = played()) {
            server.feed(events.bookmark(MATCH, 1, 1, 1_234, "through the wall"));
            server.frames(events, 1);
            try (ReplayPage page = open()) {
                page.awaitVerified();
                final JsonNode survey = json(page, "/api/survey?after=0");
                assertEquals(1_234, survey.get("bookmarks").get(0).get("frame").asInt());
                assertEquals(
                        "through the wall",
                        survey.get("bookmarks").get(0).get("text").asText());
                assertTrue(survey.get("kinds").findValuesAsText("name").contains("bookmark"));
                final JsonNode lines = json(page, "/api/log?from=1230&to=1240").get("lines");
                assertTrue(lines.findValuesAsText("text").contains("through the wall"), lines.toString());
                assertEquals(1_234, json(page, "/api/recording").get("opensAt").asInt());
            }
        }
    }
}
