package ringside.arena;

/** The seed of a random test: printed, so that a failure can be run again with {@code -Dringside.seed=...}. */
final class Seeds {
    private Seeds() {}

    static long of(final Class<?> test, final long usual) {
        final long seed = Long.getLong("ringside.seed", usual);
        System.out.println(test.getSimpleName() + " seed " + seed);
        return seed;
    }
}
