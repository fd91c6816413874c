package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code latency report} writes, made by the jar and opened in a real browser. */
final class LatencyReportIT {
    private static final double BEGIN_SECONDS = 1_795_417_200;
    private static final int PAUSE_AT = 47;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> WAY = List.of("journalled", "applied", "frameEnd", "inputToView");

    @TempDir
    private Path folder;

    /** What a test does with a page. */
    @FunctionalInterface
    private interface Visit {
        void see(Browser browser) throws Exception;
    }

    private Path log(final String name, final int seconds, final double slowness) throws IOException {
        final Path file = folder.resolve(name);
        final Random random = new Random(1);
        final HistogramLogWriter lines = new HistogramLogWriter(file.toFile());
        lines.outputComment("[Ringside test on <two> processors]");
        lines.outputLogFormatVersion();
        lines.outputLegend();
        for (int second = 0; second < seconds; second++) {
            final double pause = second == PAUSE_AT ? 80_000_000 : 0;
            double ns = 0;
            for (final String tag : WAY) {
                ns = ns * 3 + 20_000 * slowness;
                interval(lines, tag, second, random, ns, tag.equals("inputToView") ? pause : 0);
            }
            interval(lines, "frame", second, random, 900_000 * slowness, 0);
            interval(lines, "ringDepth", second, random, 12, 0);
            interval(lines, "hiccup", second, random, 60_000, pause);
            if (pause > 0) {
                interval(lines, "gcPause", second, random, 1_000_000, pause);
            }
        }
        lines.close();
        return file;
    }

    private static void interval(
            final HistogramLogWriter lines,
            final String tag,
            final int second,
            final Random random,
            final double usual,
            final double peak) {
        final Histogram values = new Histogram(900_000_000_000L, 2);
        for (int i = 0; i < 60; i++) {
            values.recordValue((long) (usual * Math.exp(random.nextGaussian() / 4)));
        }
        if (peak > 0) {
            values.recordValue((long) peak);
        }
        values.setTag(tag);
        lines.outputIntervalHistogram(BEGIN_SECONDS + second, BEGIN_SECONDS + second + 1, values, 1e6);
    }

    private void visit(final int exitCode, final Visit visit, final String... words) throws Exception {
        final Path chromium = Browser.find();
        if (Boolean.getBoolean("ringside.requireBrowser")) {
            assertNotNull(chromium, "no Chromium was found, and this run requires one");
        }
        assumeTrue(chromium != null, "no Chromium was found: install the package chromium to run this test");
        final Path page = folder.resolve("report.html");
        final List<String> all = new ArrayList<>(List.of("latency", "report", "-o", page.toString()));
        all.addAll(List.of(words));
        RingsideProcess.run(all.toArray(String[]::new)).require(exitCode);
        try (Browser browser = Browser.start(chromium, Files.createDirectory(folder.resolve("profile")))) {
            browser.open(page.toUri().toString());
            browser.await("document.documentElement.dataset.ready === 'yes'");
            visit.see(browser);
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void a_person_reads_a_run_with_keys_alone_and_finds_what_was_behind_its_worst_moment() throws Exception {
        final Path run = log("run.hlog", 120, 1.5);
        final Path baseline = log("baseline.hlog", 60, 1);
        slowFrames();
        visit(
                0,
                browser -> {
                    assertEquals("Mine", text(browser, "h1"));
                    assertTrue(text(browser, ".machine").contains("<two> processors"));
                    assertEquals(
                            2 * WAY.size(),
                            number(browser, "document.querySelectorAll('#curves path.curve').length"),
                            "a curve and a dashed one for each stage");
                    theWorstMomentLeadsToTheTimeline(browser);
                    aSlowFrameLeadsToTheTimelineToo(browser);
                    percentilesAreReadWithTheArrowKeys(browser);
                    theSmallestWindowNeedsNoScrollingSideways(browser);
                },
                run.toString(),
                "--baseline",
                baseline.toString(),
                "--title",
                "Mine");
    }

    private static void theWorstMomentLeadsToTheTimeline(final Browser browser) throws Exception {
        final String first = text(browser, "#worst tbody tr");
        assertTrue(first.contains("07:00:" + PAUSE_AT), first);
        assertTrue(first.contains("gcPause 8") && first.contains("highest"), first);
        browser.screenshot(SCREENSHOTS.resolve("latency-report.png"));
        browser.evaluate("document.querySelector('#worst tbody button').click()");
        browser.await("document.activeElement.classList.contains('timeline')");
        browser.keyDown("ArrowRight", "ArrowRight");
        browser.await("document.getElementById('live').textContent.includes('07:00:" + (PAUSE_AT + 1) + "')");
        browser.keyDown("ArrowLeft", "ArrowLeft");
        browser.await("document.getElementById('tip').textContent.includes('gcPause, largest')");
        browser.screenshot(SCREENSHOTS.resolve("latency-report-moment.png"));
        browser.keyDown("Escape", "Escape");
        browser.await("document.getElementById('tip').hidden");
    }

    private void slowFrames() throws IOException {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            lines.append("{\"atMs\":")
                    .append((long) ((BEGIN_SECONDS + PAUSE_AT) * 1_000) + 300L * i)
                    .append(",\"engine\":0,\"frame\":")
                    .append(4_000 + i)
                    .append(",\"position\":8000,\"totalNs\":")
                    .append(21_000_000L + 9_000_000L * i)
                    .append(",\"latenessNs\":")
                    .append(9_000_000L * i)
                    .append(",\"workNs\":21000000,\"inputsNs\":900000,\"stepNs\":17000000,\"hashNs\":1500000,")
                    .append("\"copyNs\":900000,\"otherNs\":700000,\"skippedFrames\":")
                    .append(i)
                    .append(",\"matches\":12,\"slowestMatch\":{\"match\":7,\"frame\":900,\"tookNs\":16000000},")
                    .append(
                            "\"events\":{\"input\":120,\"join\":1},\"hiccups\":[{\"fromNs\":-100,\"lengthNs\":8000000}],")
                    .append("\"gcPauses\":[]}\n");
        }
        Files.writeString(folder.resolve("slow-frames.jsonl"), lines);
    }

    private static void aSlowFrameLeadsToTheTimelineToo(final Browser browser) throws Exception {
        final String first = text(browser, "#slow tbody tr");
        assertTrue(first.contains("4002") && first.contains("39.0") && first.contains("hiccup 8.00"), first);
        browser.evaluate("document.querySelector('#slow').scrollIntoView()");
        browser.screenshot(SCREENSHOTS.resolve("latency-report-slow.png"));
        browser.evaluate("document.querySelector('#slow tbody button').click()");
        browser.await("document.getElementById('tip').textContent.includes('frame, largest')");
        browser.keyDown("Escape", "Escape");
    }

    private static void percentilesAreReadWithTheArrowKeys(final Browser browser) throws Exception {
        browser.evaluate("document.getElementById('theme').click()");
        browser.evaluate("document.querySelector('#curves .chart').focus()");
        browser.keyDown("Home", "Home");
        browser.await("document.getElementById('live').textContent.startsWith('0 %: inputToView')");
        browser.keyDown("End", "End");
        browser.await(
                "/^99.* %: inputToView .*8\\d\\.\\d.ms \\(was/.test(document.getElementById('live').textContent)");
        browser.evaluate("document.querySelector('#curves').scrollIntoView()");
        browser.screenshot(SCREENSHOTS.resolve("latency-report-curves.png"));
        browser.evaluate("document.querySelectorAll('#curves .tabs button')[1].click()");
        browser.await("document.querySelectorAll('#curves path.curve').length === 2");
        browser.evaluate("document.querySelector('#curves .legend button').click()");
        browser.await("document.querySelectorAll('#curves path.curve').length === 0");
    }

    private static void theSmallestWindowNeedsNoScrollingSideways(final Browser browser) throws Exception {
        for (final int width : new int[] {1920, 800, 400}) {
            browser.resize(width, 800);
            browser.await("innerWidth === " + width + " && document.documentElement.scrollWidth <= innerWidth");
        }
        browser.screenshot(SCREENSHOTS.resolve("latency-report-small.png"));
    }

    @Test
    void lines_that_could_not_be_read_stand_on_the_page() throws Exception {
        final Path run = log("run.hlog", 20, 1);
        Files.writeString(run, "<b>no line</b>\n", StandardOpenOption.APPEND);
        visit(
                1,
                browser -> {
                    assertTrue(text(browser, "#trouble").contains("<b>no line</b>"));
                    assertEquals(0, number(browser, "document.querySelectorAll('#trouble b').length"));
                },
                run.toString());
    }

    private static String text(final Browser browser, final String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    private static int number(final Browser browser, final String expression) throws Exception {
        return browser.evaluate(expression).asInt();
    }
}
