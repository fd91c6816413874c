package ringside.latency;

/**
 * Picks the inputs that are followed one by one. Who an input is of and its number decide alone, so that every place on its way picks
 * the same ones without being told; they are scattered, so that no rhythm of the game is met or missed each time.
 *
 * @param oneOf about one of so many is picked: a power of two
 */
public record InputSampling(int oneOf) {
    /** For histograms: enough inputs for every percentile, and clocks are looked at seldom. */
    public static final InputSampling FOR_RECORDERS = new InputSampling(8);

    private static final long PLAYERS = 0x9E37_79B9_7F4A_7C15L;
    private static final long INPUTS = 0xC2B2_AE3D_27D4_EB4FL;

    public InputSampling {
        if (oneOf < 1 || Integer.bitCount(oneOf) != 1) {
            throw new IllegalArgumentException("one input of " + oneOf + " is picked: a power of two is possible");
        }
    }

    /** Whether this input is picked. Any thread. */
    public boolean picks(final int match, final int player, final int inputSeq) {
        long mixed = ((long) match << 32 | player) * PLAYERS + inputSeq * INPUTS;
        mixed = (mixed ^ mixed >>> 32) * PLAYERS;
        return (mixed >>> 32 & oneOf - 1) == 0;
    }
}
