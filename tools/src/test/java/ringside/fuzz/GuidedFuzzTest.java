package ringside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jazzer for {@code -Dringside.fuzzSeconds}: seconds for each group of decoders on every build, from the seed of the build; a minute or
 * more for each decoder with {@code -Pdeep}, from a fresh one. {@code -Dringside.fuzzed=NAME} runs one decoder alone.
 */
@Execution(ExecutionMode.CONCURRENT)
class GuidedFuzzTest {
    private static final long SECONDS = Long.getLong("ringside.fuzzSeconds", 5);
    private static final long LONG_SECONDS = 30;

    static List<Guided> runs() {
        final String only = System.getProperty("ringside.fuzzed", "");
        if (!only.isEmpty()) {
            return List.of(Guided.alone(only));
        }
        return SECONDS < LONG_SECONDS
                ? IntStream.range(0, Decoders.groups())
                        .mapToObj(Guided::together)
                        .toList()
                : Decoders.all().stream().map(each -> Guided.alone(each.name())).toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    @Execution(ExecutionMode.CONCURRENT)
    void takes_or_refuses_whatever_comes(final Guided guided) throws Exception {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        final Guided.Result result = guided.run(seed, SECONDS);
        System.out.println(guided + " with -Dringside.seed=" + seed + ": " + result.inputs() + " inputs in " + SECONDS
                + " s, " + result.covered() + " branches");
        assertEquals(List.of(), result.findings(), () -> told(guided, result));
        assertEquals(0, result.exitStatus(), () -> told(guided, result));
        assertTrue(result.inputs() > 0, () -> told(guided, result));
    }

    private static String told(final Guided guided, final Guided.Result result) {
        try {
            return guided + ": " + result.told();
        } catch (final IOException e) {
            return guided + ": " + e;
        }
    }
}
