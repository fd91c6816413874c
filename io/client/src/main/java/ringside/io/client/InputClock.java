package ringside.io.client;

/**
 * Says when an input is due and which frame it aims at, so that it arrives just before the server computes that frame.
 *
 * <p>The clock is a straight line from local time to frames. Views tell how long inputs waited for their frames ({@link
 * #consumed}); the line's slope changes by at most 5 % so that they wait for {@link #CALM_WAIT} frames, or for longer where
 * that is needed for nearly all of them to arrive in time, as on a network with jitter. The line itself moves in two cases
 * only: once within the first {@link #SETTLING_NS} after {@link #start}, when the first few inputs have shown how wrong the
 * guess was that it began with; and whenever it is wrong by more than {@link #STEP_BEYOND_NS}. Not thread-safe; times in
 * nanoseconds; allocates nothing after construction.
 */
final class InputClock {
    /** The most that the clock runs fast or slow. */
    static final double MAX_SPEED = 0.05;

    /** How long an input waits for its frame where all take equally long, in frames: one may be lost without harm. */
    static final double CALM_WAIT = 1.5;

    /** The clock steps only when it is off by more than this, but see {@link #SETTLING_NS}. */
    static final long STEP_BEYOND_NS = 250_000_000;

    /** Within this time from a start, one step of any size is made. */
    static final long SETTLING_NS = 2_000_000_000;

    /** Inputs whose waits decide on the settling step. */
    private static final int SETTLES_WITH = 8;
    /** Less than that takes no half second to correct. */
    private static final long GLIDES_WITHIN_NS = 25_000_000;

    /** What those that take the longest still wait, in frames. */
    private static final double LEAST_WAIT = 0.5;

    /** What they are to wait for: if a message is lost, the next one, which repeats its inputs, is in time as well. */
    private static final double REPEAT_WAIT = 1.0;

    /** So much of the scatter of nine in ten is that of messages which were not lost. */
    private static final double SCATTER_SHARE = 1.5;

    /** For the sake of what is lost nobody waits for longer than this beyond that scatter, in frames: players feel it, too. */
    private static final double MOST_BEYOND = 1.7;

    /** Inputs are not made earlier than that for the sake of those that take longer: the server has 8 slots. */
    private static final double MOST_WAIT = 6.0;

    private static final long MOST_WAIT_NS = 150_000_000;

    private static final double CORRECTION_NS = 500_000_000;

    /** The server refuses inputs from so many frames ahead on. */
    private static final int TOO_EARLY_FRAMES = 32;

    /** Due inputs that a client which was held up still sends; those before are left out. */
    private static final int MOST_OVERDUE = 8;

    /** An input that waited for less was not moved to the last slot for being too far ahead. */
    private static final double SURELY_IN_PLACE = 6.0;

    /** Inputs in a row that came before their frames, until one is left out to have the server put them back. */
    private static final int MOVED_UP_FOR = 32;

    private static final double HARDLY_CORRECTS = 0.01;

    private final ArrivalEstimate arrivals = new ArrivalEstimate();
    private double frameNs = 1;
    private int stepFrames = 1;
    private double anchorFrame;
    private long anchorNs;
    private double speed;
    private int nextTarget;
    private long startNs;
    private boolean isSettled;
    private int movedUp;
    private long steps;
    private long leftOut;

    /**
     * Begins anew.
     *
     * @param serverFrame where the server stood when it wrote what arrives at this moment
     * @param roundTripNs a guess at the way there and back
     */
    void start(
            final double serverFrame,
            final int hz,
            final int inputsPerSecond,
            final long roundTripNs,
            final long nowNs) {
        frameNs = 1e9 / hz;
        stepFrames = inputsPerSecond == 0 ? 1 : Math.max(1, Math.round((float) hz / inputsPerSecond));
        anchorFrame = serverFrame + roundTripNs / frameNs + CALM_WAIT;
        anchorNs = nowNs;
        startNs = nowNs;
        speed = 0;
        nextTarget = Math.max(0, (int) Math.ceil(anchorFrame));
        isSettled = false;
        movedUp = 0;
        arrivals.clear(frameNs);
    }

    /**
     * Goes on after a time without inputs in which the server may have stood still; begins anew if it did for long.
     *
     * @see #start
     */
    void goOn(
            final double serverFrame,
            final int hz,
            final int inputsPerSecond,
            final long roundTripNs,
            final long nowNs) {
        final double offFrames = serverFrame + roundTripNs / frameNs + CALM_WAIT - frameAt(nowNs);
        if (Math.abs(offFrames * frameNs) > STEP_BEYOND_NS) {
            start(serverFrame, hz, inputsPerSecond, roundTripNs, nowNs);
        } else {
            nextTarget = Math.max(nextTarget, (int) Math.ceil(frameAt(nowNs)));
        }
    }

    /** The frame that the next input aims at. */
    int nextTarget() {
        return nextTarget;
    }

    /** When the next input is due. */
    long nextDueNs() {
        return anchorNs + Math.round((nextTarget - anchorFrame) * frameNs / (1 + speed));
    }

    /** Frames from one input to the next. */
    int stepFrames() {
        return stepFrames;
    }

    /** The input for {@link #nextTarget} was sent, or is not wanted. */
    void advance() {
        nextTarget += stepFrames;
    }

    /** The frame to aim at for an input that is made at this moment, whatever was due. */
    int targetAt(final long nowNs) {
        final int target = Math.max(nextTarget - stepFrames, (int) Math.floor(frameAt(nowNs)));
        nextTarget = Math.max(nextTarget, target + stepFrames);
        return Math.max(0, target);
    }

    /** Leaves out what is so long overdue that it is worth nothing. */
    void leaveOutOverdue(final long nowNs) {
        final int newest = (int) Math.floor(frameAt(nowNs));
        final int overdue = (newest - nextTarget) / stepFrames;
        if (overdue > MOST_OVERDUE) {
            nextTarget += (overdue - MOST_OVERDUE) * stepFrames;
            leftOut += overdue - MOST_OVERDUE;
        }
    }

    /**
     * A view showed for the first time that an input was consumed.
     *
     * @param dueNs when it was due here
     * @param shownFrame the view's frame
     * @param receiptToFrameNs from its receipt by the server to the view's frame
     */
    void consumed(
            final int target, final long dueNs, final int shownFrame, final long receiptToFrameNs, final long nowNs) {
        final double measuredFrames = receiptToFrameNs / frameNs;
        // Where the server laid it by for another frame than it aimed at, this is how long it would have waited for its
        // own.
        sample(Math.round((measuredFrames + target - shownFrame) * frameNs), target, dueNs, nowNs);
        movedUp = target > shownFrame && measuredFrames < SURELY_IN_PLACE ? movedUp + 1 : 0;
        if (movedUp >= MOVED_UP_FOR && Math.abs(speed) < HARDLY_CORRECTS) {
            putBack();
        }
    }

    /**
     * A server that found a player's buffer too full moved all its inputs up by a frame, and does so with those to come
     * until a frame finds none. Once the clock is right this only makes the buffer too short, so one frame is given none.
     */
    private void putBack() {
        nextTarget += stepFrames;
        leftOut++;
        movedUp = 0;
    }

    /**
     * An input was refused because its frame was past.
     *
     * @param serverFrame where the server stood when it wrote what arrives at this moment
     */
    void tooLate(
            final int target, final long dueNs, final double serverFrame, final long roundTripNs, final long nowNs) {
        sample(Math.min(0, waitIfMadeNowNs(target, serverFrame, roundTripNs, dueNs, nowNs)), target, dueNs, nowNs);
    }

    /** An input was refused because its frame was too far ahead; see {@link #tooLate}. */
    void tooEarly(
            final int target, final long dueNs, final double serverFrame, final long roundTripNs, final long nowNs) {
        final long leastNs = Math.round(TOO_EARLY_FRAMES * frameNs);
        sample(
                Math.max(leastNs, waitIfMadeNowNs(target, serverFrame, roundTripNs, dueNs, nowNs)),
                target,
                dueNs,
                nowNs);
    }

    /** How long it would have waited, going by a round trip. */
    private long waitIfMadeNowNs(
            final int target, final double serverFrame, final long roundTripNs, final long dueNs, final long nowNs) {
        return Math.round((target - serverFrame) * frameNs) - roundTripNs + (nowNs - dueNs);
    }

    private void sample(final long waitNs, final int target, final long dueNs, final long nowNs) {
        arrivals.sample(waitNs - (Math.round(target * frameNs) - dueNs));
        final long errorNs = wantedLeadNs() - leadNs(nowNs);
        final boolean settles = !isSettled && arrivals.count() >= SETTLES_WITH;
        if (Math.abs(errorNs) > STEP_BEYOND_NS && arrivals.count() >= SETTLES_WITH) {
            step(errorNs, nowNs);
        } else if (settles && nowNs - startNs <= SETTLING_NS && Math.abs(errorNs) > GLIDES_WITHIN_NS) {
            step(errorNs, nowNs);
        } else {
            run(errorNs / CORRECTION_NS, nowNs);
        }
        isSettled |= settles;
    }

    /** How far the line is ahead of one that has frame 0 at local time 0. */
    private long leadNs(final long nowNs) {
        return Math.round(anchorFrame * frameNs) - anchorNs + Math.round((nowNs - anchorNs) * speed);
    }

    private long wantedLeadNs() {
        return wantedWaitNs() - arrivals.usualNs();
    }

    /** How long inputs are to wait for their frames, as a rule. */
    long wantedWaitNs() {
        final double calmNs = CALM_WAIT * frameNs;
        if (arrivals.count() == 0) {
            return Math.round(calmNs);
        }
        final double longestNs = arrivals.usualNs() - arrivals.lowNs();
        final double beyondNs = SCATTER_SHARE * (arrivals.usualNs() - arrivals.tenthNs()) + MOST_BEYOND * frameNs;
        final double repeatedNs = Math.min(beyondNs, longestNs + REPEAT_WAIT * frameNs);
        final double neededNs = Math.max(repeatedNs, longestNs + LEAST_WAIT * frameNs);
        final double mostNs = Math.min(MOST_WAIT * frameNs, MOST_WAIT_NS);
        return Math.round(Math.max(calmNs, Math.min(mostNs, neededNs)));
    }

    /** How long an input that is made at this moment will wait for its frame, as a rule; 0 while nothing is known. */
    long waitNs(final long nowNs) {
        return arrivals.count() == 0 ? 0 : leadNs(nowNs) + arrivals.usualNs();
    }

    double speed() {
        return speed;
    }

    /** How often the line moved. */
    long steps() {
        return steps;
    }

    /** Inputs that were never asked for, because this client was held up. */
    long leftOut() {
        return leftOut;
    }

    double frameAt(final long nowNs) {
        return anchorFrame + (nowNs - anchorNs) * (1 + speed) / frameNs;
    }

    private void run(final double wantedSpeed, final long nowNs) {
        anchorFrame = frameAt(nowNs);
        anchorNs = nowNs;
        speed = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, wantedSpeed));
    }

    /**
     * Moves the line. Frames that are skipped have no input; those that are aimed at a second time have two, which the
     * server merges.
     */
    private void step(final long errorNs, final long nowNs) {
        run(0, nowNs);
        anchorFrame += errorNs / frameNs;
        nextTarget = Math.max(0, (int) Math.ceil(anchorFrame));
        steps++;
    }
}
