package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientView;
import ringside.io.client.GameClient;
import ringside.io.client.SessionListener;
import ringside.layout.BoolColumn;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;

/** A recorded match in a real browser, on the page of {@code replay open}. */
final class ReplayPageIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    private Path folder;

    /** A match file with players and bots, and what was said of it. */
    private JsonNode export(final Path file) throws Exception {
        final String dir = Recorded.get().copyTo(folder.resolve("data")).toString();
        return RingsideProcess.run(
                        "replay",
                        "export",
                        dir,
                        "--match",
                        "1",
                        "-o",
                        file.toString(),
                        "--note",
                        "shot through a wall",
                        "--json")
                .require(0)
                .json();
    }

    private static String address(final RingsideProcess replay) throws Exception {
        return replay.awaitLine("open ").split(" ", -1)[1];
    }

    @Test
    void a_recording_is_scrubbed_stepped_and_looked_at_as_a_player() throws Exception {
        final Path chromium = Browser.require();
        final Path file = folder.resolve("one.match");
        final JsonNode exported = export(file);
        final int last = exported.get("lastFrame").asInt();
        try (RingsideProcess replay = RingsideProcess.start("replay", "open", file.toString());
                Browser browser = Browser.start(chromium, Files.createDirectory(folder.resolve("profile")))) {
            final String address = address(replay);
            browser.resize(1280, 800);
            browser.open(address);
            browser.await("document.getElementById('proof').dataset.state === 'good'");
            assertEquals(
                    exported.get("framesHashed").asInt(),
                    browser.evaluate("replay.proof.framesVerified").asInt(),
                    "every recorded hash was compared");

            seesTheStateThatTheVerbShows(browser, file, last / 2);
            steps(browser, last / 2);
            scrubs(browser, last);
            looksAsAPlayer(browser, last / 2);
            plays(browser);
            readsTheLog(browser);
            goesWhereALinkSays(browser, address, last);
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    private static void awaitFrame(final Browser browser, final int frame) throws Exception {
        browser.await("document.body.dataset.frame === '" + frame + "'");
    }

    private static void seesTheStateThatTheVerbShows(final Browser browser, final Path file, final int frame)
            throws Exception {
        browser.evaluate("replay.seek(" + frame + ")");
        awaitFrame(browser, frame);
        final JsonNode shown = RingsideProcess.run(
                        "replay", "show", file.toString(), "--frame", String.valueOf(frame), "--json")
                .require(0)
                .json();
        assertEquals(
                shown.get("hash").asText(),
                browser.evaluate("document.body.dataset.hash").asText());
        for (final JsonNode row : shown.get("tables").get("players")) {
            final String cell = "document.querySelector('[data-table=players] tr[data-row=\""
                    + row.get("row").asInt() + "\"] td[data-column=%s]').textContent";
            assertEquals(
                    row.get("hp").asText(),
                    browser.evaluate(cell.formatted("hp")).asText());
            assertEquals(
                    row.get("x").asDouble(),
                    browser.evaluate("Number(" + cell.formatted("x") + ")").asDouble(),
                    0.0006);
        }
        // Players of a busy machine stand still for a while before their first inputs come: a frame in which somebody
        // moves.
        int at = frame;
        while (browser.evaluate("document.querySelectorAll('#state td.changed').length")
                        .asInt()
                == 0) {
            at++;
            assertTrue(at < 2 * frame, "nothing changes up to the end");
            browser.evaluate("replay.seek(" + at + ")");
            awaitFrame(browser, at);
        }
        browser.screenshot(SCREENSHOTS.resolve("replay-open.png"));
        tellsChangesOfTheFirstFrameThatWasFetched(browser, at);
        browser.evaluate("replay.seek(" + frame + ")");
        awaitFrame(browser, frame);
    }

    private static void tellsChangesOfTheFirstFrameThatWasFetched(final Browser browser, final int frame)
            throws Exception {
        browser.evaluate("replay.seek(" + (frame + 6) + ")");
        awaitFrame(browser, frame + 6);
        // Other tables are wanted, and then not: what was fetched is fetched anew, from some frames before the one that
        // is shown.
        browser.evaluate("document.getElementById('engine').click(); document.getElementById('engine').click()");
        browser.await("replay.tape.at(" + frame + ") && !replay.tape.at(" + (frame - 1) + ")");
        browser.evaluate("replay.seek(" + frame + ")");
        awaitFrame(browser, frame);
        browser.await("document.querySelectorAll('#state td.changed').length > 0");
    }

    private static void steps(final Browser browser, final int frame) throws Exception {
        browser.press("ArrowRight", "ArrowRight");
        awaitFrame(browser, frame + 1);
        browser.evaluate("document.getElementById('step-back').click()");
        awaitFrame(browser, frame);
        browser.press("Home", "Home");
        awaitFrame(browser, 0);
        browser.press("Period", ".");
        browser.await("Number(document.body.dataset.frame) > 0");
        browser.await("replay.marks.kinds.some(kind => kind.isShown"
                + " && kind.frames.includes(Number(document.body.dataset.frame)))");
    }

    private static void scrubs(final Browser browser, final int last) throws Exception {
        browser.evaluate("(() => { const box = document.getElementById('timeline').getBoundingClientRect();"
                + " for (const [type, part] of [['pointerdown', 0.4], ['pointermove', 0.8], ['pointerup', 0.8]])"
                + " document.getElementById('timeline').dispatchEvent(new PointerEvent(type, { pointerId: 1,"
                + " clientX: box.left + box.width * part, clientY: box.top + 5, bubbles: true })); })()");
        browser.await("replay.player.frame > " + last / 4
                + " && document.body.dataset.frame === String(replay.player.frame)");
        assertEquals(
                browser.evaluate("replay.player.frame").asInt(),
                browser.evaluate("Number(document.getElementById('timeline').getAttribute('aria-valuenow'))")
                        .asInt());
    }

    private static void looksAsAPlayer(final Browser browser, final int frame) throws Exception {
        browser.evaluate("replay.seek(" + frame + ")");
        browser.press("Digit1", "1");
        browser.await("document.getElementById('eyes').textContent.startsWith('as ')"
                + " && replay.shown.isLookedAt && replay.shown.frame === " + frame);
        final int player = browser.evaluate("replay.camera").asInt();
        assertTrue(player > 0);
        assertEquals(
                "true",
                browser.evaluate("String([...replay.shown.shown('players').values()].some(row => row.seat === "
                                + "(replay.camera - 1) % replay.layout.seats))")
                        .asText(),
                "a player sees himself");
        browser.await(
                "document.querySelectorAll('[data-table=bots] td.unseen, [data-table=players] td.unseen').length > 0");
        browser.await("location.hash.endsWith('&player=" + player + "')");
        browser.screenshot(SCREENSHOTS.resolve("replay-as-player.png"));
        disputes(browser, frame);
        browser.press("Digit0", "0");
        browser.await("!replay.shown.isLookedAt");
    }

    private static void disputes(final Browser browser, final int frame) throws Exception {
        browser.press("KeyD", "d");
        browser.await("document.getElementById('dispute-words').textContent !== ''");
        // Not in every frame a new input counts: the next one in which it does.
        for (int at = frame;
                browser.evaluate("document.getElementById('dispute-words').textContent.startsWith('No new input')")
                        .asBoolean();
                at++) {
            browser.evaluate("replay.seek(" + (at + 1) + ")");
            browser.await("document.body.dataset.frame === '" + (at + 1) + "'");
            browser.await("document.getElementById('dispute-words').textContent.startsWith('Input ')"
                    + " || document.getElementById('dispute-words').textContent.includes('frame "
                    + String.format(Locale.ROOT, "%,d", at + 1) + ".')");
        }
        browser.await("document.getElementById('dispute-words').textContent.includes('logic looked at frame')");
        browser.await("document.querySelectorAll('#dispute-rows tbody tr').length > 0");
        browser.screenshot(SCREENSHOTS.resolve("replay-dispute.png"));
        browser.press("KeyD", "d");
        browser.await("document.getElementById('dispute').hidden");
    }

    private static void plays(final Browser browser) throws Exception {
        browser.evaluate("replay.seek(0); replay.setSpeed(1 / 8)");
        browser.press("Space", " ");
        browser.await("document.body.classList.contains('playing') && Number(document.body.dataset.frame) >= 2");
        browser.evaluate("replay.setSpeed(4)");
        browser.await("Number(document.body.dataset.frame) > 60");
        browser.screenshot(SCREENSHOTS.resolve("replay-playing.png"));
        browser.evaluate("replay.setSpeed(64)");
        browser.await("!replay.player.isPlaying && replay.player.frame === replay.info.lastFrame"
                + " && document.body.dataset.frame === String(replay.info.lastFrame)");
    }

    private static void readsTheLog(final Browser browser) throws Exception {
        browser.evaluate("replay.seek(30)");
        browser.press("KeyG", "g");
        browser.await("document.querySelector('#log li[data-name=join]') !== null");
        browser.screenshot(SCREENSHOTS.resolve("replay-log.png"));
        browser.press("KeyS", "s");
        browser.await("document.getElementById('log').hidden");
    }

    private static void goesWhereALinkSays(final Browser browser, final String address, final int last)
            throws Exception {
        final String place = address.substring(0, address.indexOf("&frame="));
        browser.evaluate("location.hash = '" + place.substring(place.indexOf('#')) + "&frame=" + last / 3 + "'");
        awaitFrame(browser, last / 3);
        browser.open("about:blank");
        browser.open(place + "&frame=" + (last / 3 + 7) + "&player=1");
        awaitFrame(browser, last / 3 + 7);
        assertEquals(1, browser.evaluate("replay.camera").asInt());
        browser.evaluate("location.hash = '#file=0123456789abcdef&match=1&frame=3'");
        browser.await("!document.getElementById('trouble').hidden"
                + " && document.getElementById('trouble-text').textContent.includes('0123456789abcdef')");
        browser.screenshot(SCREENSHOTS.resolve("replay-other-file.png"));
    }

    /** Walks to and fro and picks what is ripe; marks a moment. */
    private static final class Picker implements SessionListener {
        private static final int MARKS_AT = 60;

        private final CompletableFuture<Integer> marked = new CompletableFuture<>();
        private int due;
        private int views;

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            due++;
            input.set((IntColumn) input.type().column("walk"), due % 20 == 0 ? 1 : due % 20 == 10 ? -1 : 0);
            input.set((BoolColumn) input.type().column("pick"), due % 15 == 0);
            return true;
        }

        @Override
        public void viewed(final ClientSession session, final ClientView view) {
            if (++views == MARKS_AT) {
                session.bookmark("nothing ripe here?");
            }
        }

        @Override
        public void bookmarked(final ClientSession session, final int number, final int frame) {
            marked.complete(frame);
        }
    }

    /** A recording of a game that nobody has drawn, and the frame that a player marked in it. */
    private int recordOrchard(final Path data) throws Exception {
        try (Served server = Served.startWithTests(data, "--game", "orchard");
                ClientLoops loops = new ClientLoops(1)) {
            final Picker picker = new Picker();
            final Picker other = new Picker();
            for (final Picker each : List.of(picker, other)) {
                new GameClient(loops.next(), ClientSettings.of(server.url()), each).join();
            }
            other.marked.get(60, TimeUnit.SECONDS);
            final int marked = picker.marked.get(60, TimeUnit.SECONDS);
            server.stop();
            return marked;
        }
    }

    @Test
    void a_game_that_brings_no_drawing_is_shown_by_its_layout_alone() throws Exception {
        final Path chromium = Browser.require();
        final Path data = folder.resolve("data");
        final int marked = recordOrchard(data);
        try (RingsideProcess replay =
                        RingsideProcess.startWithTests("replay", "open", data.toString(), "--match", "1");
                Browser browser = Browser.start(chromium, Files.createDirectory(folder.resolve("profile")))) {
            browser.resize(1280, 800);
            browser.open(address(replay));
            browser.await("document.getElementById('proof').dataset.state === 'good'");
            // It begins where somebody marked a moment; both did.
            final int first = browser.evaluate("replay.player.frame").asInt();
            assertTrue(first <= marked && first > 0, "opened at " + first + ", marked at " + marked);
            browser.await("document.body.classList.contains('bare')");
            assertEquals(
                    "[12,2]",
                    browser.evaluate("JSON.stringify(['trees', 'players'].map(table =>"
                                    + " document.querySelectorAll(`[data-table=${table}] tr[data-row]`).length))")
                            .asText());
            assertEquals(
                    "[\"walk\",\"pick\"]",
                    browser.evaluate("JSON.stringify(replay.layout.input.columns.map(column => column.name))")
                            .asText());
            browser.await("replay.marks.kinds.some(kind => kind.name === 'picked' && kind.frames.length > 2)");
            browser.await("replay.marks.kinds.some(kind => kind.name === 'bookmark' && kind.frames.length === 2)");
            browser.screenshot(SCREENSHOTS.resolve("replay-no-drawing.png"));

            // What fog hides of the trees is greyed for who looks as a player.
            browser.press("Digit1", "1");
            browser.await("replay.shown.isLookedAt"
                    + " && document.querySelectorAll('[data-table=trees] td.unseen').length > 0");
            browser.await("document.querySelectorAll('[data-table=players] tr.own').length === 1");
            browser.screenshot(SCREENSHOTS.resolve("replay-no-drawing-player.png"));
            browser.press("Digit0", "0");

            browser.evaluate("replay.setSpeed(1)");
            browser.press("Space", " ");
            browser.await("Number(document.body.dataset.frame) > " + first + " + 10"
                    + " && document.querySelectorAll('#state td.changed').length > 0");
            browser.press("KeyG", "g");
            browser.await("document.querySelector('#log li[data-name=picked]') !== null");
            browser.screenshot(SCREENSHOTS.resolve("replay-no-drawing-log.png"));
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void a_link_opens_the_file_that_it_names_in_a_folder_of_files() throws Exception {
        final Path recordings = Files.createDirectory(folder.resolve("recordings"));
        final JsonNode exported = export(recordings.resolve("one.match"));
        RingsideProcess.run(
                        "replay",
                        "export",
                        folder.resolve("data").toString(),
                        "--match",
                        "2",
                        "-o",
                        recordings.resolve("another.match").toString())
                .require(0);
        final String link = "#file=" + exported.get("fileHash").asText() + "&match=1&frame=5&player=1";
        try (RingsideProcess replay =
                RingsideProcess.startBrief("replay", "open", recordings.toString(), "--link", link)) {
            assertTrue(address(replay).endsWith(link), link);
            final RingsideProcess.Result ended = replay.stop();
            assertFalse(ended.err().contains("\tat "), ended::toString);
        }
        final RingsideProcess.Result refused = RingsideProcess.run(
                        "replay", "open", recordings.toString(), "--link", "#file=0123456789abcdef&frame=5")
                .require(2);
        assertTrue(refused.err().contains("none of the 2 match files"), refused::toString);
    }

    @Test
    void a_match_of_a_data_directory_opens_and_only_this_machine_may_ask() throws Exception {
        final String dir = Recorded.get().copyTo(folder.resolve("data")).toString();
        try (RingsideProcess replay = RingsideProcess.startBrief("replay", "open", dir, "--match", "2")) {
            final String base = address(replay).replaceAll("#.*", "");
            final HttpResponse<String> recording = get(base + "api/recording", "Accept", "*/*");
            assertEquals(200, recording.statusCode());
            assertTrue(recording
                    .headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("")
                    .startsWith("default-src 'none'"));
            assertEquals(
                    403,
                    get(base + "api/recording", "Sec-Fetch-Site", "cross-site").statusCode());
            assertEquals(200, get(base, "Sec-Fetch-Site", "cross-site").statusCode(), "a link may be followed");
            assertEquals(
                    404, get(base + "page/..%2f..%2fsecret.js", "Accept", "*/*").statusCode());
            final HttpResponse<String> wrong = get(base + "api/frames?from=9&count=100000", "Accept", "*/*");
            assertEquals(400, wrong.statusCode());
            assertTrue(wrong.body().contains("count: a whole number of 1 to 600"), wrong.body());
        }
        assertTrue(RingsideProcess.run("replay", "open", dir).require(2).err().contains("--match"));
    }

    private static HttpResponse<String> get(final String address, final String header, final String value)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header(header, value)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
