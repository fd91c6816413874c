package ringside.it;

import java.util.SplittableRandom;

/** Where faults between processes get their numbers: {@code -Dringside.seed=N} repeats what was drawn. */
final class FaultSeed {
    private FaultSeed() {}

    static SplittableRandom random(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
