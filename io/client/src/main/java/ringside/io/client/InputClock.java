package ringside.io.client;

/**
 * Says when an input is due and which frame it aims at, so that it arrives just before the server computes that frame.
 *
 * <p>The clock is a straight line from local time to frames. Each view tells by how many frames the newest input that had
 * arrived was ahead of it, the lead. The line's slope changes by at most 5 % to bring the mean lead to between one and
 * two frames, more where leads scatter, as they do on a network with jitter; a lead that is far off moves the line at
 * once. Not thread-safe; times in nanoseconds; allocates nothing.
 */
final class InputClock {
    /** The most that the clock runs fast or slow. */
    static final double MAX_SPEED = 0.05;

    /** The mean lead in frames where all inputs take equally long. */
    static final double CALM_LEAD = 1.5;

    /** The server refuses what is further ahead than 8 frames. */
    private static final double MOST_LEAD = 5.0;

    private static final double JUMP_BEYOND = 4.0;
    private static final double FIRST_MARGIN = 1.0 + CALM_LEAD;
    private static final double LEAD_SHARE = 1.0 / 8;
    private static final double SCATTER_SHARE = 1.0 / 32;
    private static final double SCATTERS_AHEAD = 2.0;

    /** Due inputs that a client which was held up still sends; those before are left out. */
    private static final int MOST_OVERDUE = 8;

    private static final double CORRECTION_SECONDS = 1.0;

    private double frameNs = 1;
    private int stepFrames = 1;
    private double anchorFrame;
    private long anchorNs;
    private double speed;
    private int nextTarget;
    private double meanLead;
    private double scatter;
    private boolean measured;
    private int holdUntilSeq;
    private long jumps;
    private long leftOut;

    /**
     * Begins anew.
     *
     * @param serverFrame where the server stood when it wrote what arrives at this moment
     * @param roundTripNs a guess at the way there and back
     * @param firstSeq the number of the next input
     */
    void start(
            final double serverFrame,
            final int hz,
            final int inputsPerSecond,
            final long roundTripNs,
            final int firstSeq,
            final long nowNs) {
        frameNs = 1e9 / hz;
        stepFrames = inputsPerSecond == 0 ? 1 : Math.max(1, Math.round((float) hz / inputsPerSecond));
        anchorFrame = serverFrame + roundTripNs / frameNs + FIRST_MARGIN;
        anchorNs = nowNs;
        speed = 0;
        nextTarget = Math.max(0, (int) Math.ceil(anchorFrame));
        measured = false;
        meanLead = CALM_LEAD;
        scatter = 0;
        holdUntilSeq = firstSeq;
    }

    /** The frame that the next input aims at. */
    int nextTarget() {
        return nextTarget;
    }

    /** When the next input is due. */
    long nextDueNs() {
        return anchorNs + Math.round((nextTarget - anchorFrame) * frameNs / (1 + speed));
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
        final int steps = (newest - nextTarget) / stepFrames;
        if (steps > MOST_OVERDUE) {
            nextTarget += (steps - MOST_OVERDUE) * stepFrames;
            leftOut += steps - MOST_OVERDUE;
        }
    }

    /**
     * A view showed for the first time that an input was consumed.
     *
     * @param leadFrames from the view's frame to the target of the newest input that had arrived
     * @param consumedSeq the input's number; those from before the clock last jumped say nothing
     * @param nextSeq the number of the next input
     */
    void observe(final int leadFrames, final int consumedSeq, final int nextSeq, final long nowNs) {
        if (consumedSeq < holdUntilSeq) {
            return;
        }
        if (!measured) {
            measured = true;
            meanLead = leadFrames;
        }
        scatter += (Math.abs(leadFrames - meanLead) - scatter) * SCATTER_SHARE;
        meanLead += (leadFrames - meanLead) * LEAD_SHARE;
        final double error = wantedLead() - meanLead;
        if (Math.abs(error) > JUMP_BEYOND) {
            jump(error, nextSeq, nowNs);
        } else {
            run(error * frameNs / (CORRECTION_SECONDS * 1e9), nowNs);
        }
    }

    /** An input was refused because its frame was past, as {@code serverFrame} and all before it are. */
    void tooLate(
            final int inputSeq, final int serverFrame, final long roundTripNs, final int nextSeq, final long nowNs) {
        if (inputSeq >= holdUntilSeq) {
            final double wanted = serverFrame + roundTripNs / frameNs + 1 + wantedLead();
            jump(Math.max(1, wanted - frameAt(nowNs)), nextSeq, nowNs);
        }
    }

    /** An input was refused because its frame was too far ahead of {@code serverFrame}, the newest that is known. */
    void tooEarly(
            final int inputSeq, final int serverFrame, final long roundTripNs, final int nextSeq, final long nowNs) {
        if (inputSeq >= holdUntilSeq) {
            final double wanted = serverFrame + roundTripNs / frameNs + 1 + wantedLead();
            jump(Math.min(-JUMP_BEYOND, wanted - frameAt(nowNs)), nextSeq, nowNs);
        }
    }

    /**
     * Takes back targets of inputs that were refused, so that the frames they aimed at are not waited for.
     *
     * @param newestTarget of the inputs that may still be taken; the next one aims beyond it
     */
    void aimBeyond(final int newestTarget, final long nowNs) {
        final int beyond = Math.max(newestTarget + stepFrames, (int) Math.ceil(frameAt(nowNs)));
        nextTarget = Math.max(0, Math.min(nextTarget, beyond));
    }

    double speed() {
        return speed;
    }

    double meanLead() {
        return meanLead;
    }

    /** The mean lead that is aimed at. */
    double wantedLead() {
        return Math.min(MOST_LEAD, CALM_LEAD + Math.max(0, scatter - 0.5) * SCATTERS_AHEAD);
    }

    long jumps() {
        return jumps;
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

    private void jump(final double frames, final int nextSeq, final long nowNs) {
        run(0, nowNs);
        anchorFrame += frames;
        if (frames > 0) {
            nextTarget = Math.max(nextTarget, (int) Math.ceil(anchorFrame));
        }
        measured = false;
        holdUntilSeq = nextSeq;
        jumps++;
    }
}
