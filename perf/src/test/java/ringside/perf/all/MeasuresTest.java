package ringside.perf.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ringside.perf.Machine;
import ringside.perf.Main;

class MeasuresTest {
    private static final String RESULT = "{\"eventsPerSecond\":9000000,\"ratioToBaseline\":1.5,\"ratioRingToQueue\":2,"
            + "\"note\":\"</script><b>\",\"claims\":[{\"what\":\"rate\",\"reported\":\"2 x\",\"reportedRatio\":2,\"peer\":10,"
            + "\"ours\":15,\"unit\":\"a second\",\"ratio\":1.5,\"bar\":2,\"beaten\":false}]}";

    private static Measure named(final String name) {
        return Measures.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(final String result) throws IOException {
        final JsonNode read = new ObjectMapper().readTree(result);
        return new Outcome(named("pipeline"), read, 0, 12.5, "java -jar perf pipeline", "");
    }

    private static RunFacts facts() {
        return new RunFacts("2026-11-23T00:00:00Z", "abc", "1", Machine.current(), false);
    }

    @Test
    void every_measure_has_a_name_of_its_own_and_options_that_its_verb_knows() {
        final CommandLine line = Main.commandLine();
        final Set<String> verbs = line.getSubcommands().keySet();
        final List<Measure> known = Measures.known(verbs);
        assertEquals(
                Measures.all().size(),
                Measures.all().stream()
                        .map(Measure::name)
                        .collect(Collectors.toSet())
                        .size());
        assertTrue(known.size() >= 14, known.toString());
        for (final Measure measure : known) {
            final String[] full = measure.command().toArray(String[]::new);
            line.parseArgs(full);
            final String[] quick = Stream.of(measure.command(), measure.quick(), List.of("--json"))
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            line.parseArgs(quick);
        }
    }

    @Test
    void what_a_measure_needs_of_java_is_known() {
        assertEquals(21, named("pauses").leastJava());
        assertEquals(0, named("scale").leastJava());
    }

    @Test
    void every_verb_is_a_measure_or_a_collection_of_them() {
        final Set<String> measured = Measures.all().stream().map(Measure::verb).collect(Collectors.toSet());
        for (final String verb : Main.commandLine().getSubcommands().keySet()) {
            assertTrue(
                    measured.contains(verb) || Set.of("all", "claims").contains(verb),
                    verb + " is not registered in Measures, so that all leaves it out");
        }
    }

    @Test
    void figures_below_their_bars_and_claims_that_are_not_beaten_are_missed() throws IOException {
        final Outcome outcome = outcome(RESULT);
        assertTrue(outcome.isDone());
        assertEquals(
                List.of(
                        "pipeline: events journalled and applied",
                        "pipeline: ring against ArrayBlockingQueue",
                        "pipeline: rate"),
                outcome.missed());
        assertFalse(new Outcome(named("pipeline"), null, 1, 1, "", "it fell over").isDone());
    }

    @Test
    void a_truth_value_can_be_a_bar() throws IOException {
        final Figure agrees = Figure.holds("they agree", "/agrees");
        assertTrue(agrees.isMet(new ObjectMapper().readTree("{\"agrees\":true}")));
        assertFalse(agrees.isMet(new ObjectMapper().readTree("{\"agrees\":false}")));
        assertFalse(agrees.isIn(new ObjectMapper().readTree("{}")));
    }

    @Test
    void the_page_stands_alone_and_no_text_of_a_result_ends_its_script() throws IOException {
        final String page = ResultPage.html(facts(), List.of(outcome(RESULT)));
        assertEquals(2, page.split("</script>", -1).length - 1);
        assertFalse(page.contains("src="), "nothing is loaded");
        assertFalse(page.contains("/*data*/"));
        assertTrue(page.contains("--halo"), "the style of the report of latency");
        assertTrue(page.contains("\\u003c/script>\\u003cb>"));
    }

    @Test
    void results_are_kept_with_the_machine_and_what_became_of_all(@TempDir final Path folder) throws IOException {
        final Outcome failed = new Outcome(named("journal"), null, 1, 3, "java -jar perf journal", "no room");
        new ResultFolder(folder, facts()).write(List.of(outcome(RESULT), failed));
        final JsonNode summary =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertEquals("abc", summary.path("commit").asText());
        assertTrue(summary.path("machine").has("processors"));
        assertEquals(2, summary.path("measures").size());
        assertEquals("no room", summary.path("measures").path(1).path("words").asText());
        assertFalse(summary.path("measures").path(1).path("done").asBoolean());
        assertEquals(3, summary.path("missed").size());
        assertTrue(Files.size(folder.resolve("index.html")) > 10_000);
    }
}
