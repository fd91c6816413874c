package ringside.replay;

import java.util.SplittableRandom;

/** Where random tests get their numbers: {@code -Dringside.seed=N} repeats a run. */
final class Seed {
    private Seed() {}

    static SplittableRandom random(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
