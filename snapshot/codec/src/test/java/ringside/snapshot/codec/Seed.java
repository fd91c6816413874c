package ringside.snapshot.codec;

import java.util.SplittableRandom;

/** Where random tests get their randomness: printed, and taken from the system property ringside.seed. */
final class Seed {
    private Seed() {}

    static long of(final String test) {
        final long seed = Long.getLong("ringside.seed", new SplittableRandom().nextLong());
        System.out.println(test + ": -Dringside.seed=" + seed);
        return seed;
    }
}
