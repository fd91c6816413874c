package ringside.simulator;

import java.util.SplittableRandom;

/** Random decisions from one seed. Each part of a simulation has a stream of its own, so that a change in one leaves the others alone. */
public final class Chance {
    private final SplittableRandom random;

    public Chance(final long seed) {
        this(new SplittableRandom(seed));
    }

    private Chance(final SplittableRandom random) {
        this.random = random;
    }

    /** A stream of its own. */
    public Chance split() {
        return new Chance(random.split());
    }

    /** True once in so many times; never for 0. */
    public boolean oneIn(final int times) {
        return times > 0 && random.nextInt(times) == 0;
    }

    public boolean percent(final int part) {
        return part > 0 && random.nextInt(100) < part;
    }

    /** From low to high, both included. */
    public int between(final int low, final int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** From low to high, both included. */
    public long between(final long low, final long high) {
        return low + random.nextLong(high - low + 1);
    }

    public long next() {
        return random.nextLong();
    }

    public void fill(final byte[] bytes) {
        random.nextBytes(bytes);
    }

    public int of(final int... values) {
        return values[random.nextInt(values.length)];
    }
}
