package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.WaitKind;

final class GraphChoiceTest {
    private static String refusal(final ServerSetting setting, final String value) {
        final ServerException e = assertThrows(
                ServerException.class, () -> ServerSettings.defaults().with(setting, value));
        assertTrue(e.isConfiguration());
        return String.valueOf(e.getMessage());
    }

    @Test
    void without_a_word_the_cores_decide() {
        assertEquals(
                GraphSettings.forCores(Runtime.getRuntime().availableProcessors()),
                GraphChoice.of(ServerSettings.defaults(), 0));
    }

    @ParameterizedTest
    @CsvSource({"fused, spin, FUSED, SPIN", "split, yield, SPLIT, YIELD", "fused, park, FUSED, PARK"})
    void words_choose(final String graph, final String wait, final GraphKind kind, final WaitKind waits) {
        final GraphSettings chosen = GraphChoice.of(
                ServerSettings.defaults().with(ServerSetting.GRAPH, graph).with(ServerSetting.WAIT, wait), 0);
        assertEquals(kind, chosen.kind());
        assertEquals(waits, chosen.idle().kind());
        assertEquals(List.of(), chosen.pins());
    }

    @Test
    void cores_are_given_to_threads_in_order() {
        final ServerSettings settings =
                ServerSettings.defaults().with(ServerSetting.GRAPH, "split").with(ServerSetting.PIN, "3, 1");
        settings.requireTogether();
        assertEquals(List.of(3, 1), GraphChoice.of(settings, 0).pins());
    }

    @ParameterizedTest
    @CsvSource({"fused, '2,3', 2 cores, 1 thread", "split, 2, 1 cores, 2 threads"})
    void every_thread_needs_its_core(final String graph, final String pin, final String cores, final String threads) {
        final ServerSettings settings =
                ServerSettings.defaults().with(ServerSetting.GRAPH, graph).with(ServerSetting.PIN, pin);
        final String message = String.valueOf(
                assertThrows(ServerException.class, settings::requireTogether).getMessage());
        assertTrue(message.contains(cores), message);
        assertTrue(message.contains(threads), message);
    }

    @Test
    void what_means_nothing_is_refused_with_what_would() {
        assertEquals("graph = both: one of auto, fused, split is wanted", refusal(ServerSetting.GRAPH, "both"));
        assertEquals("wait = FAST: one of auto, spin, yield, park is wanted", refusal(ServerSetting.WAIT, "FAST"));
        for (final String pin : List.of("x", "1,", "-1", "1;2", "4096", "99999999999")) {
            assertEquals(
                    "pin = " + pin + ": none, or numbers of cores such as 2,3 are wanted",
                    refusal(ServerSetting.PIN, pin));
        }
    }
}
