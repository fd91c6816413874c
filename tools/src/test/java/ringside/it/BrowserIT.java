package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A player in a real browser, on the page that the server gives out. */
final class BrowserIT {
    private static final String OWN_X =
            "document.querySelector('[data-table=players] tr[data-own] td[data-column=x]').textContent";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    private Path folder;

    /** What a test does with a page. */
    @FunctionalInterface
    private interface Visit {
        void see(Browser browser, String address) throws Exception;
    }

    private void visit(final int bots, final Visit visit) throws Exception {
        final Path chromium = Browser.require();
        try (RingsideProcess server = RingsideProcess.start(
                        "serve",
                        "--dir",
                        folder.resolve("data").toString(),
                        "--http",
                        "0",
                        "--tcp",
                        "-1",
                        "--rule",
                        "bots=" + bots);
                Browser browser = Browser.start(chromium, Files.createDirectory(folder.resolve("profile")))) {
            visit.see(browser, server.awaitLine("ready").split(" ", -1)[1]);
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void a_player_moves_by_holding_a_key_and_sees_a_view_for_every_frame() throws Exception {
        visit(0, (browser, address) -> {
            browser.open(address + "?panel=1&name=Tester");
            browser.await("parseFloat(" + OWN_X + ") >= 0");

            holdTowardsTheFarSide(browser);
            seesAViewForEveryFrame(browser);

            browser.screenshot(SCREENSHOTS.resolve("panel.png"));
            browser.open(address + "?name=Tester");
            browser.await("window.ringside && window.ringside.stats().viewsPerSecond > 20");
            browser.screenshot(SCREENSHOTS.resolve("arena.png"));
        });
    }

    @Test
    void sliders_make_the_network_worse_in_both_directions() throws Exception {
        visit(0, (browser, address) -> {
            browser.open(address + "?name=Tester&lab=1");
            browser.await("ringside.stats().views > 60");
            slide(browser, "latency", 200);
            browser.await("ringside.stats().newestRoundTripMs >= 200 && ringside.stats().viewsPerSecond > 20");
            assertEquals("+ 200 ms", text(browser, "latency-value"));
            slide(browser, "jitter", 40);
            browser.await("ringside.stats().jitterMs > 3");
            slide(browser, "loss", 20);
            final int lost = browser.evaluate("ringside.stats().lostViews").asInt();
            browser.await("ringside.network.lost > 20 && ringside.stats().lostViews > " + lost + " + 5");
            assertEquals(
                    "?name=Tester&lab=1&latency=200&jitter=40&loss=20",
                    browser.evaluate("location.search").asText(),
                    "a reload has the same");
            browser.screenshot(SCREENSHOTS.resolve("bad-network.png"));
            for (final String slider : List.of("latency", "jitter", "loss")) {
                slide(browser, slider, 0);
            }
            browser.await("ringside.stats().newestRoundTripMs < 150 && ringside.stats().state === 'playing'");
            assertEquals(1, browser.evaluate("ringside.stats().connections").asInt(), "the connection held");
        });
    }

    @Test
    void with_prediction_the_own_fighter_is_ahead_of_the_server_and_right_about_it() throws Exception {
        visit(0, (browser, address) -> {
            browser.open(address + "?name=Tester&latency=250&ghost=1");
            browser.await("ringside.stats().confirmedFrames > 60");
            final boolean right = browser.evaluate("ringside.stats().own.x").asDouble() < 32;
            browser.keyDown(right ? "KeyD" : "KeyA", right ? "d" : "a");
            browser.await("Math.abs(ringside.stats().drawn.x - ringside.stats().own.x) > 0.5");
            browser.screenshot(SCREENSHOTS.resolve("prediction-on.png"));
            browser.keyDown("KeyP", "p");
            browser.keyUp("KeyP", "p");
            browser.await("ringside.stats().drawn === null && !document.getElementById('lab-prediction').checked");
            browser.screenshot(SCREENSHOTS.resolve("prediction-off.png"));
            click(browser, "prediction");
            browser.await("ringside.stats().drawn !== null && ringside.stats().predictedFrames > 5");
            browser.keyUp(right ? "KeyD" : "KeyA", right ? "d" : "a");
            browser.keyDown("KeyS", "s");
            final int confirmed =
                    browser.evaluate("ringside.stats().confirmedFrames").asInt();
            browser.await("ringside.stats().confirmedFrames > " + confirmed + " + 60");
            browser.keyUp("KeyS", "s");
            // Alone, nothing but a frame without an input of its own can come out otherwise, and what follows from it.
            final int corrections =
                    browser.evaluate("ringside.stats().corrections").asInt();
            final int missed = browser.evaluate("ringside.stats().missedFrames").asInt();
            assertTrue(corrections <= 4 * missed, corrections + " corrections, " + missed + " frames without an input");
        });
    }

    @Test
    void without_interpolation_others_are_drawn_where_the_newest_view_has_them() throws Exception {
        visit(6, (browser, address) -> {
            browser.open(address + "?name=Tester");
            browser.await("ringside.stats().viewDelayFrames >= 2");
            click(browser, "interpolation");
            browser.await("ringside.stats().viewDelayFrames === 0"
                    + " && ringside.client.interpolation.time >= ringside.client.view.frame - 1");
            click(browser, "interpolation");
            browser.await("ringside.stats().viewDelayFrames >= 2"
                    + " && ringside.client.interpolation.time < ringside.client.view.frame");
        });
    }

    @Test
    void a_developer_is_shown_what_fog_hides() throws Exception {
        visit(8, (browser, address) -> {
            final String shown = "ringside.client.view.tables.get('players').size";
            final String all = "ringside.client.view.tables.get('roster').size";
            browser.open(address + "?name=Tester");
            browser.await(all + " === 8 && " + shown + " < 8");
            click(browser, "fog");
            browser.await(shown + " === 8 && ringside.stats().sight === 'everything'");
            browser.screenshot(SCREENSHOTS.resolve("fog-off.png"));
            click(browser, "fog");
            browser.await(shown + " < 8 && ringside.stats().sight === 'own'");
            browser.open(address + "?name=Tester&fog=0");
            browser.await(all + " === 8 && " + shown + " === 8");
        });
    }

    @Test
    void a_developer_sees_what_the_server_takes_how_long_for() throws Exception {
        visit(4, (browser, address) -> {
            final String sent = "document.querySelector('#latency [data-stage=inputToView] td').textContent";
            browser.open(address + "?name=Tester&lab=0");
            browser.await("ringside.stats().views > 30");
            assertEquals(
                    true,
                    browser.evaluate("document.getElementById('latency').hidden")
                            .asBoolean());
            browser.keyDown("KeyL", "l");
            browser.keyUp("KeyL", "l");
            browser.await("/^[0-9.]+ (ns|µs|ms|s)$/.test(" + sent + ")");
            for (final String stage :
                    List.of("claim", "journalled", "safe", "applied", "frameEnd", "encoded", "frameStep")) {
                browser.await(
                        "/[0-9]/.test(document.querySelector('#latency [data-stage=" + stage + "] td').textContent)");
            }
            final long atMs = browser.evaluate("document.getElementById('latency').dataset.atMs")
                    .asLong();
            browser.await("document.getElementById('latency').dataset.atMs > " + atMs);
            browser.screenshot(SCREENSHOTS.resolve("latency.png"));
            browser.evaluate("document.getElementById('latency-close').click()");
            browser.await("document.getElementById('latency').hidden");
        });
    }

    @Test
    void the_page_fits_windows_of_many_sizes() throws Exception {
        visit(4, (browser, address) -> {
            browser.open(address + "?name=Tester&lab=1&timing=1");
            browser.await("ringside.stats().views > 30");
            for (final int[] size : new int[][] {{1920, 1080}, {1280, 800}, {1024, 700}, {800, 600}, {420, 780}}) {
                browser.resize(size[0], size[1]);
                browser.await("innerWidth === " + size[0] + " && ringside.stats().views > 0");
                browser.screenshot(SCREENSHOTS.resolve("size-" + size[0] + "x" + size[1] + ".png"));
                assertEquals(
                        "[]",
                        browser.evaluate(
                                        "JSON.stringify([...document.querySelectorAll('#stage > *, #lab *')].filter(one => {"
                                                + " const box = one.getBoundingClientRect(); return box.width > 0 && (box.left < -1"
                                                + " || box.top < -1 || box.right > innerWidth + 1); }).map(one => one.id || one.outerHTML))")
                                .asText(),
                        "outside of a window of " + size[0] + " x " + size[1]);
            }
        });
    }

    private static void slide(final Browser browser, final String slider, final int value) throws Exception {
        browser.evaluate(
                "(() => { const slider = document.getElementById('lab-" + slider + "'); slider.value = " + value
                        + "; slider.dispatchEvent(new Event('input')); slider.dispatchEvent(new Event('change')); })()");
    }

    private static void click(final Browser browser, final String toggle) throws Exception {
        browser.evaluate("document.getElementById('lab-" + toggle + "').click()");
    }

    private static String text(final Browser browser, final String id) throws Exception {
        return browser.evaluate("document.getElementById('" + id + "').textContent")
                .asText();
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
