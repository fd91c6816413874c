package ringside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input that was kept, and every seed, without a fuzzer. */
class CorpusFuzzTest {
    private static final long MOST_CORPUS_BYTES = 300_000;

    static List<Decoder> decoders() {
        return Decoders.all();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void what_was_found_once_is_judged_well_ever_after(final Decoder decoder) {
        final Judge judge = new Judge(decoder);
        Corpus.read(decoder).forEach((name, input) -> {
            try {
                judge.judge(input);
            } catch (final RuntimeException | Error e) {
                throw new AssertionError(Corpus.of(decoder).resolve(name) + ": " + e, e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("decoders")
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void seeds_lead_somewhere(final Decoder decoder) {
        final Judge judge = new Judge(decoder);
        int taken = 0;
        int refused = 0;
        for (final byte[] seed : decoder.good()) {
            taken += judge.judge(seed).isTaken() ? 1 : 0;
            // Cut off somewhere it is mostly none.
            refused += judge.judge(Arrays.copyOf(seed, seed.length / 2)).isTaken() ? 0 : 1;
        }
        assertTrue(taken > 0, "no seed is taken");
        assertTrue(taken + refused > 0);
    }

    @Test
    void the_corpus_is_small_and_each_of_its_folders_is_some_decoders() throws IOException {
        assertTrue(Corpus.sizeBytes() < MOST_CORPUS_BYTES, Corpus.sizeBytes() + " bytes");
        assertEquals(List.of(), Corpus.strays());
        final List<String> names = Decoders.all().stream().map(Decoder::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
    }
}
