package ringside.engine.math;

/**
 * Angles in 1/65,536ths of a turn, counted from the x axis towards the y axis. They wrap by masking with {@link #MASK}.
 * Sines are Q16.16, off by at most 1.2/65,536; atan2 by at most 0.7/65,536 of a turn.
 */
public final class Angle {
    /** A whole turn. */
    public static final int TURN = 1 << 16;

    /** A quarter of a turn. */
    public static final int QUARTER = TURN / 4;

    /** Brings any angle into 0 to TURN - 1. */
    public static final int MASK = TURN - 1;

    private static final int STEPS = 256;
    private static final int ATAN_SCALE_BITS = 8;
    private static final int[] SIN = new int[STEPS + 2];
    private static final int[] ATAN = new int[STEPS + 2];

    static {
        for (int i = 0; i <= STEPS; i++) {
            SIN[i] = (int) StrictMath.rint(StrictMath.sin(i * StrictMath.PI / 2 / STEPS) * Fixed.ONE);
            final double turns = StrictMath.atan(i / (double) STEPS) / (2 * StrictMath.PI);
            ATAN[i] = (int) StrictMath.rint(turns * TURN * (1 << ATAN_SCALE_BITS));
        }
        // One more entry, so that the last interval needs no special case.
        SIN[STEPS + 1] = SIN[STEPS];
        ATAN[STEPS + 1] = ATAN[STEPS];
    }

    private Angle() {}

    /** The sine, Q16.16. */
    public static int sin(final int angle) {
        final int quadrant = (angle >> 14) & 3;
        final int within = angle & (QUARTER - 1);
        final int value = quarterSin((quadrant & 1) == 0 ? within : QUARTER - within);
        return quadrant < 2 ? value : -value;
    }

    /** The cosine, Q16.16. */
    public static int cos(final int angle) {
        return sin(angle + QUARTER);
    }

    private static int quarterSin(final int within) {
        final int step = within >> 6;
        final int rest = within & 63;
        return SIN[step] + (((SIN[step + 1] - SIN[step]) * rest + 32) >> 6);
    }

    /** The angle of the vector (x, y), 0 to TURN - 1; 0 for the zero vector. */
    public static int atan2(final int y, final int x) {
        final long ax = Math.abs((long) x);
        final long ay = Math.abs((long) y);
        if (ax == 0 && ay == 0) {
            return 0;
        }
        final boolean steep = ay > ax;
        final int ratio = (int) (((steep ? ax : ay) << 16) / (steep ? ay : ax));
        final int step = ratio >> 8;
        final int rest = ratio & 255;
        final int scaled = ATAN[step] + (((ATAN[step + 1] - ATAN[step]) * rest + 128) >> 8);
        int angle = (scaled + (1 << (ATAN_SCALE_BITS - 1))) >> ATAN_SCALE_BITS;
        if (steep) {
            angle = QUARTER - angle;
        }
        if (x < 0) {
            angle = TURN / 2 - angle;
        }
        return (y < 0 ? -angle : angle) & MASK;
    }

    /** The shorter way from one angle to another, -TURN/2 to TURN/2 - 1. */
    public static int difference(final int from, final int to) {
        return (short) (to - from);
    }

    /** A copy of the table of sines of a quarter turn, for the twin in other languages. */
    public static int[] sinTable() {
        return SIN.clone();
    }

    /** A copy of the table of arc tangents of 0 to 1, scaled by 256, for the twin in other languages. */
    public static int[] atanTable() {
        return ATAN.clone();
    }
}
