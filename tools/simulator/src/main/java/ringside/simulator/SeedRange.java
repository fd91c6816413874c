package ringside.simulator;

/**
 * Seeds one after the other, both ends included.
 *
 * @param first seed
 * @param last seed
 */
record SeedRange(long first, long last) {
    /** Reads {@code A..B}. */
    static SeedRange parse(final String text) {
        final int dots = text.indexOf("..");
        if (dots < 1) {
            throw new IllegalArgumentException("seeds '" + text + "': write them as FIRST..LAST");
        }
        return new SeedRange(Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
    }

    /** What comes after a seed. */
    SeedRange after(final long seed) {
        return new SeedRange(Math.max(first, seed + 1), last);
    }
}
