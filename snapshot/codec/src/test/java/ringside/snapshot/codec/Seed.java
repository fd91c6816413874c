package ringside.snapshot.codec;

/** Where random tests get their randomness: printed, and taken from the system property ringside.seed. */
final class Seed {
    private Seed() {}

    static long of(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return seed;
    }
}
