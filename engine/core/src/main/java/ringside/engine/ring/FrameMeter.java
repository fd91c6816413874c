package ringside.engine.ring;

import java.util.Arrays;
import ringside.engine.logic.FrameParts;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/**
 * Tells the parts of a frame's work apart. Looking at the clock for each match would cost more than a small match does: of many, so
 * many are measured in each frame, others in the next, and what they took stands for all. The logic thread; allocates nothing.
 */
final class FrameMeter implements FrameParts {
    /** Of so many matches each is measured in each frame. */
    static final int MEASURED_MATCHES = 32;

    private static final Part[] PARTS = Part.values();

    private final StageRecorder[] recorders = new StageRecorder[PARTS.length];
    private final NanoClock clock;
    private final long[] sumsNs = new long[PARTS.length];
    private int matches;
    private int measured;
    private int stride = 1;
    private int nextPlace;
    private int round;
    private int tick;
    private long beganNs;
    private long lastNs;
    private long allNs;
    private int match;
    private int frame;
    private long matchBeganNs;
    private int slowestMatch;
    private int slowestFrame;
    private long slowestNs;

    FrameMeter(final LatencyRecorders latency, final NanoClock clock) {
        this.clock = clock;
        recorders[Part.INPUTS.index()] = latency.of(LatencyStage.FRAME_INPUTS);
        recorders[Part.STEP.index()] = latency.of(LatencyStage.FRAME_STEP);
        recorders[Part.HASH.index()] = latency.of(LatencyStage.FRAME_HASH);
        recorders[Part.COPY.index()] = latency.of(LatencyStage.FRAME_COPY);
    }

    @Override
    public void begin(final int count) {
        matches = count;
        measured = 0;
        Arrays.fill(sumsNs, 0);
        stride = Math.max(1, (count + MEASURED_MATCHES - 1) / MEASURED_MATCHES);
        round++;
        nextPlace = Math.floorMod(round, stride);
        slowestNs = -1;
        slowestMatch = 0;
        slowestFrame = 0;
        match = 0;
        beganNs = clock.nanoTime();
    }

    @Override
    public boolean wants(final int place) {
        if (place < nextPlace) {
            return false;
        }
        nextPlace = place + stride;
        return true;
    }

    @Override
    public void match(final int begun, final int itsFrame) {
        final long nowNs = clock.nanoTime();
        matchDone(lastNs);
        match = begun;
        frame = itsFrame;
        measured++;
        matchBeganNs = nowNs;
        lastNs = nowNs;
    }

    @Override
    public void done(final Part part) {
        final long nowNs = clock.nanoTime();
        sumsNs[part.index()] += nowNs - lastNs;
        lastNs = nowNs;
    }

    private void matchDone(final long endNs) {
        if (match != 0 && endNs - matchBeganNs > slowestNs) {
            slowestNs = endNs - matchBeganNs;
            slowestMatch = match;
            slowestFrame = frame;
        }
    }

    @Override
    public void end(final int ended) {
        tick = ended;
        allNs = clock.nanoTime() - beganNs;
        matchDone(lastNs);
        for (final Part part : PARTS) {
            recorders[part.index()].record(ns(part));
        }
    }

    /** What a part took for all matches together: the whole, shared out as it was for those that were measured. */
    long ns(final Part part) {
        long sumNs = 0;
        for (final long each : sumsNs) {
            sumNs += each;
        }
        if (sumNs == 0) {
            return 0;
        }
        return stride == 1 ? sumsNs[part.index()] : Math.round((double) allNs * sumsNs[part.index()] / sumNs);
    }

    int tick() {
        return tick;
    }

    int matches() {
        return matches;
    }

    int measured() {
        return measured;
    }

    /** The match that took longest of those measured, and its frame; 0 when none was. */
    int slowestMatch() {
        return slowestMatch;
    }

    int slowestFrame() {
        return slowestFrame;
    }

    long slowestNs() {
        return Math.max(0, slowestNs);
    }
}
