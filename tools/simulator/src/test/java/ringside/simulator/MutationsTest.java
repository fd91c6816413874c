package ringside.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds nothing is worth nothing: mistakes that are made on purpose are found. */
final class MutationsTest {
    private static final int MOST_SEEDS = 500;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_mistake_is_found_within_500_seeds(final Mutation mutation) {
        long seed = 1;
        while (seed < MOST_SEEDS && Simulation.runWith(mutation, seed).isGood()) {
            seed++;
        }
        assertTrue(seed < MOST_SEEDS, mutation + " was not found");
        System.out.println(mutation + " is found by seed " + seed);
    }
}
