package ringside.engine.math;

/**
 * The generator of random numbers in a match state: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", 2014). Its whole state is one long, so the caller keeps it in a column.
 */
public final class SplitMix64 {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix64() {}

    /** The state that follows {@code state}. */
    public static long advance(final long state) {
        return state + GAMMA;
    }

    /** The 64 random bits that an advanced state stands for. */
    public static long mix(final long state) {
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Brings 64 random bits into 0 to {@code bound} - 1, with a bias below {@code bound} / 2^32. */
    public static int below(final long bits, final int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("a random number below " + bound);
        }
        return (int) (((bits >>> 32) * bound) >>> 32);
    }
}
