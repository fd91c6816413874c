package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A player in a real browser, on the page that the server gives out. */
final class BrowserIT {
    private static final String OWN_X =
            "document.querySelector('[data-table=players] tr[data-own] td[data-column=x]').textContent";

    @TempDir
    private Path folder;

    @Test
    void a_player_moves_by_holding_a_key_and_sees_a_view_for_every_frame() throws Exception {
        final Path chromium = Browser.find();
        if (Boolean.getBoolean("ringside.requireBrowser")) {
            assertNotNull(chromium, "no Chromium was found, and this run requires one");
        }
        assumeTrue(chromium != null, "no Chromium was found: install the package chromium to run this test");
        try (RingsideProcess server = RingsideProcess.start(
                        "serve",
                        "--dir",
                        folder.resolve("data").toString(),
                        "--http",
                        "0",
                        "--tcp",
                        "-1",
                        "--rule",
                        "bots=0");
                Browser browser = Browser.start(chromium, Files.createDirectory(folder.resolve("profile")))) {
            final String address = server.awaitLine("ready").split(" ", -1)[1];
            browser.open(address + "?panel=1&name=Tester");
            browser.await("parseFloat(" + OWN_X + ") >= 0");

            holdTowardsTheFarSide(browser);
            seesAViewForEveryFrame(browser);

            browser.screenshot(Path.of("target", "screenshots", "panel.png"));
            browser.open(address + "?name=Tester");
            browser.await("window.ringside && window.ringside.stats().viewsPerSecond > 20");
            browser.screenshot(Path.of("target", "screenshots", "arena.png"));
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    /** Away from the nearer end of the map, so that no wall at the spawn is in the way for long. */
    private static void holdTowardsTheFarSide(final Browser browser) throws Exception {
        final double before = browser.evaluate("parseFloat(" + OWN_X + ")").asDouble();
        final boolean right = before < 32;
        browser.keyDown(right ? "KeyD" : "KeyA", right ? "d" : "a");
        browser.await("Math.abs(parseFloat(" + OWN_X + ") - " + before + ") > 1");
        browser.keyUp(right ? "KeyD" : "KeyA", right ? "d" : "a");
        final double after = browser.evaluate("parseFloat(" + OWN_X + ")").asDouble();
        assertTrue(right == after > before, "moved from " + before + " to " + after);
    }

    private static void seesAViewForEveryFrame(final Browser browser) throws Exception {
        // A machine that is busy with other builds may be slow: two views in three frames are "about as many".
        browser.await("window.ringside.stats().viewsPerSecond >= 40 && window.ringside.stats().viewsPerSecond <= 75");
    }
}
