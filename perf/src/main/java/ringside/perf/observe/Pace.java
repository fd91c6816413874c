package ringside.perf.observe;

import java.util.Arrays;

/**
 * When inputs are due. Frames pass on a straight line of local time; an input is due some lead before its frame on that line. The
 * lead follows what views tell of how long inputs waited, so that nearly all wait for 1.5 frames, or for as much longer as their
 * scatter asks for: what the protocol's page says, and the project's own clients do. Not thread-safe.
 */
final class Pace {
    private static final double CALM_FRAMES = 1.5;
    private static final double LEAST_FRAMES = 0.5;
    private static final double REPEATED_FRAMES = 1.0;
    private static final double BEYOND_FRAMES = 1.7;
    private static final double SCATTER_SHARE = 1.5;
    private static final double MOST_FRAMES = 6;
    private static final double MOST_NS = 150e6;
    private static final int KEPT = 512;
    private static final int SETTLES_WITH = 8;
    private static final double SLOWEST_SHARE = 0.01;
    private static final double TENTH = 0.1;

    /** The lead changes by no more than this share of a frame from one input to the next. */
    private static final double STEP = 0.05;

    /** It moves towards what it should be by this share of the difference: half a second or so. */
    private static final double SMOOTHING = 1.0 / 30;

    private final double frameNs;
    private final long frameZeroNs;
    private final double[] waits = new double[KEPT];
    private int samples;
    private double leadNs;

    /**
     * A pace that guesses.
     *
     * @param frame that the server was at, as what came at {@code nowNs} says
     */
    Pace(final int hz, final int frame, final long nowNs) {
        frameNs = 1e9 / hz;
        frameZeroNs = nowNs - Math.round(frame * frameNs);
        leadNs = CALM_FRAMES * frameNs;
    }

    long dueNs(final int target) {
        return frameZeroNs + Math.round(target * frameNs - leadNs);
    }

    /** The first frame that can still be aimed at. */
    int nextTarget(final long nowNs) {
        return (int) Math.ceil((nowNs - frameZeroNs + leadNs) / frameNs);
    }

    double frameNs() {
        return frameNs;
    }

    /**
     * An input was consumed.
     *
     * @param waitNs for its own frame, at the server
     * @param itsLeadNs with which it was due
     */
    void consumed(final double waitNs, final double itsLeadNs) {
        waits[samples % KEPT] = waitNs - itsLeadNs;
        samples++;
        if (samples < SETTLES_WITH) {
            return;
        }
        final double[] sorted = Arrays.copyOf(waits, Math.min(samples, KEPT));
        Arrays.sort(sorted);
        final double usual = sorted[sorted.length / 2];
        final double low = sorted[(int) (sorted.length * SLOWEST_SHARE)];
        final double tenth = sorted[(int) (sorted.length * TENTH)];
        final double wanted = wantedWaitNs(usual - low, usual - tenth) - usual;
        leadNs = samples == SETTLES_WITH ? wanted : leadNs + change(wanted - leadNs);
    }

    private double change(final double byNs) {
        return Math.max(-STEP * frameNs, Math.min(STEP * frameNs, byNs * SMOOTHING));
    }

    private double wantedWaitNs(final double longest, final double scatter) {
        final double repeated =
                Math.min(SCATTER_SHARE * scatter + BEYOND_FRAMES * frameNs, longest + REPEATED_FRAMES * frameNs);
        final double needed = Math.max(repeated, longest + LEAST_FRAMES * frameNs);
        return Math.max(CALM_FRAMES * frameNs, Math.min(Math.min(MOST_FRAMES * frameNs, MOST_NS), needed));
    }

    double leadNs() {
        return leadNs;
    }
}
