package ringside.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** The seeds that every build runs. */
final class SeedsTest {
    /** The first of them is {@code -Dringside.simulatorSeed}. */
    private static final long FIRST = Long.getLong("ringside.simulatorSeed", 1);

    private static final int SEEDS = Integer.getInteger("ringside.simulatorSeeds", 300);

    @Test
    void nothing_that_must_not_happen_happens_and_each_seed_runs_twice_the_same() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            final Outcome outcome = Simulation.run(seed);
            assertNull(outcome.violation(), outcome + "\n" + outcome.faults());
            assertEquals(outcome.trace(), Simulation.run(seed).trace(), "seed " + seed + " ran otherwise again");
        }
    }
}
