package ringside.journal.support;

/** The seed of a random test: {@code -Dringside.seed=N}, or a fresh one, printed so that a failure can be run again. */
public final class Seed {
    private Seed() {}

    public static long of(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return seed;
    }
}
