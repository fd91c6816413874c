package ringside.io.client;

import java.util.Arrays;

/**
 * Says which moment of the match is drawn: so late that the frame after it has come, as a rule, and no later.
 *
 * <p>Before a newer view comes, the one before it has to last. How late a moment would have to be drawn for that is measured
 * at each arrival, and takes in jitter, lost views and frames that the server left out alike. The second largest of the last
 * {@value #BLOCKS} times {@value #BLOCK} of these is what is wanted: about one in 250 is larger. The clock nears it by going
 * up to {@value #MOST_DRIFT} of its pace faster or slower, and jumps only where that would take too long. Not thread-safe;
 * times in nanoseconds; a constant cost for each view; allocates at construction only.
 */
final class PlayoutClock {
    /** The most that the clock runs fast or slow. */
    static final double MOST_DRIFT = 0.1;

    private static final int BLOCK = 64;
    private static final int BLOCKS = 8;

    /** Off by more than that, the clock jumps. */
    private static final long JUMP_NS = 300_000_000;

    /** An error is made good within about that. */
    private static final double CORRECTION_NS = 250_000_000;

    /** While so few are known, there is this much to spare, in frames. */
    private static final int FEW = BLOCK;

    private static final double SPARE_WHILE_FEW = 1;

    private final double frameNs;
    private final long mostDelayNs;
    private final long[] largest = new long[BLOCKS];
    private final long[] second = new long[BLOCKS];
    private final long[] least = new long[BLOCKS];
    private int block;
    private int inBlock;
    private int samples;

    private int newestFrame;
    private boolean hasFrame;
    private double time;
    private long timeNs;
    private boolean isRunning;

    PlayoutClock(final int hz, final int mostDelayMs) {
        frameNs = 1e9 / hz;
        mostDelayNs = mostDelayMs * 1_000_000L;
        clear();
    }

    /** A connection begins: nothing is known of the way. */
    void clear() {
        Arrays.fill(largest, Long.MIN_VALUE);
        Arrays.fill(second, Long.MIN_VALUE);
        Arrays.fill(least, Long.MAX_VALUE);
        block = 0;
        inBlock = 0;
        samples = 0;
        hasFrame = false;
        isRunning = false;
    }

    /** A newer view came. */
    void arrived(final int frame, final long nowNs) {
        if (hasFrame) {
            sample(nowNs - Math.round(newestFrame * frameNs));
        }
        hasFrame = true;
        newestFrame = frame;
    }

    private void sample(final long neededNs) {
        if (neededNs > largest[block]) {
            second[block] = largest[block];
            largest[block] = neededNs;
        } else {
            second[block] = Math.max(second[block], neededNs);
        }
        least[block] = Math.min(least[block], neededNs);
        samples++;
        if (++inBlock == BLOCK) {
            block = (block + 1) % BLOCKS;
            inBlock = 0;
            largest[block] = Long.MIN_VALUE;
            second[block] = Long.MIN_VALUE;
            least[block] = Long.MAX_VALUE;
        }
    }

    /** How long after its own time on a line with frame 0 at local time 0 a moment is to be drawn. */
    private long wantedNs() {
        long first = Long.MIN_VALUE;
        long wanted = Long.MIN_VALUE;
        long low = Long.MAX_VALUE;
        for (int i = 0; i < BLOCKS; i++) {
            wanted = Math.max(wanted, Math.max(second[i], Math.min(first, largest[i])));
            first = Math.max(first, largest[i]);
            low = Math.min(low, least[i]);
        }
        if (samples < FEW) {
            wanted = first + Math.round(SPARE_WHILE_FEW * frameNs);
        }
        return Math.min(wanted, low + mostDelayNs);
    }

    /** Moves the clock on. Returns false when it had to stop at the newest frame: what is drawn ran dry. */
    boolean advance(final long nowNs) {
        if (samples == 0) {
            time = newestFrame;
            return true;
        }
        final double wanted = (nowNs - wantedNs()) / frameNs;
        final double step = Math.max(0, nowNs - timeNs) / frameNs;
        final double error = wanted - (time + step);
        if (!isRunning || Math.abs(error) * frameNs > JUMP_NS) {
            time = wanted;
            isRunning = true;
        } else {
            final double drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, error * frameNs / CORRECTION_NS));
            time += step * (1 + drift);
        }
        timeNs = nowNs;
        if (time <= newestFrame) {
            return true;
        }
        time = newestFrame;
        return false;
    }

    /** The moment to draw, in frames. */
    double time() {
        return time;
    }

    /** How far the moment to draw lies behind the newest view, in frames. */
    double delayFrames() {
        return hasFrame ? newestFrame - time : 0;
    }
}
