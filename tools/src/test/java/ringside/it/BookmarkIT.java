package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import ringside.io.protocol.RefusalReason;
import ringside.replay.file.MatchFile;

/** Who plays marks a moment, by a key or a call; the recording has it in its frame, by its player, with its text. */
final class BookmarkIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int LONGEST_SECONDS = 60;

    @TempDir
    private Path folder;

    /** Marks what it is shown once it has seen a little, twice in one breath. */
    private static final class Marker implements SessionListener {
        private static final int VIEWS = 30;

        private final String text;
        private final CompletableFuture<Integer> shown = new CompletableFuture<>();
        private final CompletableFuture<Integer> marked = new CompletableFuture<>();
        private final CompletableFuture<RefusalReason> refused = new CompletableFuture<>();
        private volatile int player;
        private int views;

        Marker(final String text) {
            this.text = text;
        }

        @Override
        public void viewed(final ClientSession session, final ClientView view) {
            if (++views == VIEWS) {
                player = view.player();
                shown.complete(view.frame());
                assertEquals(1, session.bookmark(text));
                assertEquals(2, session.bookmark("once more"));
            }
        }

        @Override
        public void bookmarked(final ClientSession session, final int number, final int frame) {
            assertEquals(1, number);
            marked.complete(frame);
        }

        @Override
        public void bookmarkRefused(final ClientSession session, final int number, final RefusalReason reason) {
            assertEquals(2, number);
            refused.complete(reason);
        }
    }

    private static <T> T soon(final CompletableFuture<T> future) throws Exception {
        return future.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    private static JsonNode find(final Path data, final String text) throws Exception {
        final JsonNode found = RingsideProcess.run("replay", "find", data.toString(), "--bookmark=" + text, "--json")
                .require(0)
                .json();
        assertEquals(1, found.get("found").asInt(), found::toString);
        return found.get("findings").get(0);
    }

    @Test
    void a_java_client_marks_what_it_is_shown_and_a_file_opens_there() throws Exception {
        final Path data = folder.resolve("data");
        final Marker marker = new Marker("shot through a Wall ½");
        try (Served server = Served.start(data);
                ClientLoops loops = new ClientLoops(1)) {
            final GameClient client = new GameClient(loops.next(), ClientSettings.of(server.url()), marker);
            client.join();
            assertEquals(soon(marker.shown), soon(marker.marked));
            assertEquals(RefusalReason.TOO_MANY_BOOKMARKS, soon(marker.refused), "one a second is taken");
            client.leave();
            client.ended().get(LONGEST_SECONDS, TimeUnit.SECONDS);
            server.stop();
        }
        final JsonNode mark = find(data, "wall");
        assertEquals(marker.marked.join(), mark.get("frame").asInt());
        assertEquals(marker.player, mark.get("player").asInt());
        assertEquals("shot through a Wall ½", mark.get("text").asText());

        final Path file = folder.resolve("bug.match");
        final String match = mark.get("match").asText();
        RingsideProcess.run("replay", "export", data.toString(), "--match", match, "-o", file.toString())
                .require(0);
        assertEquals(marker.marked.join(), MatchFile.open(file).header().openingFrame());
        assertEquals(mark.get("frame"), find(file, "").get("frame"));
    }

    @Test
    void the_key_on_the_page_marks_the_picture_of_the_moment_in_which_it_was_pressed() throws Exception {
        final Path chromium = Browser.require();
        final Path data = folder.resolve("data");
        final int frame;
        final int pressedAfter;
        final int pressedBefore;
        try (Served server = Served.start(data);
                Browser browser = Browser.start(chromium, Files.createDirectory(folder.resolve("profile")))) {
            browser.open("http://127.0.0.1:" + server.httpPort() + "/?name=Tester&lab=0");
            browser.await("ringside.stats().views > 30");
            drops(browser);

            pressedAfter = shownFrame(browser);
            browser.press("KeyB", "b");
            browser.await("document.activeElement.id === 'bookmark-text'");
            pressedBefore = shownFrame(browser);
            // The game goes on behind the line, and takes nothing of what is typed for its own keys.
            browser.press("KeyL", "l");
            browser.type("stuck in the wall");
            browser.await("ringside.client.view.frame > " + pressedBefore + " + 30");
            browser.screenshot(SCREENSHOTS.resolve("bookmark-typing.png"));
            assertEquals(
                    true,
                    browser.evaluate("document.getElementById('latency').hidden")
                            .asBoolean());
            browser.enter();
            browser.await("/^marked at frame \\d+$/.test(document.getElementById('bookmark-said').textContent)");
            frame = Integer.parseInt(browser.evaluate("document.getElementById('bookmark-said').textContent")
                    .asText()
                    .replaceAll("\\D", ""));
            browser.screenshot(SCREENSHOTS.resolve("bookmark-said.png"));
            assertEquals(
                    true,
                    browser.evaluate("document.getElementById('bookmark').hidden")
                            .asBoolean());
            assertEquals(List.of(), browser.consoleErrors());
            server.stop();
        }
        assertTrue(
                pressedAfter <= frame && frame <= pressedBefore,
                frame + " is not of " + pressedAfter + " to " + pressedBefore);
        final JsonNode mark = find(data, "wall");
        assertEquals(frame, mark.get("frame").asInt());
        assertTrue(mark.get("text").asText().endsWith("stuck in the wall"), mark::toString);
    }

    /** Escape drops what was begun, and nothing is sent. */
    private static void drops(final Browser browser) throws Exception {
        browser.press("KeyB", "b");
        browser.await("document.activeElement.id === 'bookmark-text'");
        browser.type("never mind");
        browser.press("Escape", "Escape");
        browser.await("document.getElementById('bookmark').hidden");
    }

    private static int shownFrame(final Browser browser) throws Exception {
        return browser.evaluate("ringside.client.view.frame").asInt();
    }
}
