package ringside.engine.support;

import java.util.SplittableRandom;

/** Where random tests get their numbers: {@code -Dringside.seed=N} repeats a run. */
public final class Seed {
    private Seed() {}

    public static SplittableRandom random(final String test) {
        return new SplittableRandom(of(test));
    }

    public static long of(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return seed;
    }
}
