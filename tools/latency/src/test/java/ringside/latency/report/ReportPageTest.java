package ringside.latency.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportPageTest {
    private static final long MOST_BYTES = 3_000_000;
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static JsonNode data(final String page) throws IOException {
        final Matcher data = DATA.matcher(page);
        assertTrue(data.find(), "no data");
        return new ObjectMapper().readTree(data.group(1));
    }

    private Run made(final String tag, final long... values) {
        final Path file = folder.resolve("made.hlog");
        try (MadeLog log = new MadeLog(file)) {
            log.interval(tag, 0, values);
        }
        return new RunReader().read(List.of(file));
    }

    @Test
    void a_run_of_ten_minutes_stays_below_three_megabytes() throws IOException {
        final Random random = new Random(1);
        final Path file = folder.resolve("long.hlog");
        try (MadeLog log = new MadeLog(file)) {
            for (int second = 0; second < 600; second++) {
                for (final Stage stage : Stage.KNOWN.subList(0, 17)) {
                    // Values of six decades, so that the picture has as many cells as it ever will.
                    log.interval(
                            stage.tag(),
                            second,
                            random.doubles(60, 2, 8)
                                    .mapToLong(each -> (long) Math.pow(10, each))
                                    .toArray());
                }
            }
        }
        final Path page = folder.resolve("report.html");
        final long bytes = ReportPage.write(page, "ten minutes", new RunReader().read(List.of(file)), null);
        assertEquals(Files.size(page), bytes);
        assertTrue(bytes < MOST_BYTES, "the page has " + bytes + " bytes");
        assertEquals(
                600,
                data(Files.readString(page)).at("/run/stages/0/spans/fromMs").size());
        try (var left = Files.list(folder)) {
            assertEquals(2, left.count(), "nothing else is left in the folder");
        }
    }

    @Test
    void names_in_a_log_are_data_and_can_end_no_script() throws IOException {
        final String hostile = "</script><img src=x onerror=alert(1)>";
        final String page = ReportPage.html("a </script> title", made(hostile, 5), null);
        assertFalse(page.contains("<img"), "a tag became an element");
        assertEquals("a </script> title", data(page).get("title").asText());
        assertEquals(hostile, data(page).at("/run/stages/0/tag").asText());
    }

    @Test
    void a_page_loads_nothing_and_holds_no_place_that_was_not_filled() {
        final String page = ReportPage.html("t", made("frame", 5), made("frame", 6));
        assertTrue(page.contains("default-src 'none'"));
        assertFalse(Pattern.compile("(src|href)=\"[^#]").matcher(page).find(), "something is loaded");
        assertFalse(
                Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)")
                        .matcher(page)
                        .find(),
                "an address");
        for (final String place : List.of("/*style*/", "/*script*/", "/*data*/")) {
            assertFalse(page.contains(place), place);
        }
    }

    @Test
    void the_data_holds_every_figure_and_the_other_run() throws IOException {
        final Run run = made("inputToView", 1_000_000, 2_000_000, 30_000_000);
        final Run other = made("inputToView", 1_000_000, 2_000_000, 15_000_000);
        final JsonNode data = data(ReportPage.html("t", run, other));
        final Distribution values = run.foremost().values();
        final JsonNode stage = data.at("/run/stages/0");
        assertEquals(3, stage.get("count").asLong());
        assertEquals(values.p50(), stage.get("p50").asLong());
        assertEquals(values.p999(), stage.get("p999").asLong());
        assertEquals(values.max(), stage.get("max").asLong());
        assertEquals(
                3,
                stage.at("/spans/heat/0")
                        .valueStream()
                        .mapToLong(JsonNode::asLong)
                        .sum());
        assertEquals(
                other.foremost().values().max(),
                data.at("/baseline/stages/0/max").asLong());
        assertTrue(data.at("/baseline/stages/0/spans").isMissingNode(), "the other run's course is not needed");
    }

    @Test
    void a_page_that_cannot_be_written_is_refused_by_name() {
        final Run run = made("frame", 5);
        for (final Path file : List.of(folder, folder.resolve("missing").resolve("report.html"))) {
            final LatencyLogException refused =
                    assertThrows(LatencyLogException.class, () -> ReportPage.write(file, "t", run, null));
            assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
        }
    }
}
