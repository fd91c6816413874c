package ringside.perf.scale;

import org.HdrHistogram.Histogram;

/**
 * When each frame was due, published by the clock, begun and completed by logic. Filled without allocation, each array by
 * one thread; read when those threads have ended.
 */
final class FrameTimes {
    private final long[] dueNs;
    private final long[] clockNs;
    private final long[] beganNs;
    private final long[] doneNs;
    private int clockFrames;

    FrameTimes(final int mostFrames) {
        dueNs = new long[mostFrames];
        clockNs = new long[mostFrames];
        beganNs = new long[mostFrames];
        doneNs = new long[mostFrames];
    }

    int mostFrames() {
        return doneNs.length;
    }

    /** Clock thread: the next frame was published. */
    void published(final long nowNs) {
        clockFrames++;
        put(clockNs, clockFrames, nowNs);
    }

    /** Logic thread: all events before that frame were applied. */
    void began(final int frame, final long nowNs) {
        put(beganNs, frame, nowNs);
    }

    /** Logic thread: the last match was published. */
    void done(final int frame, final long frameDueNs, final long nowNs) {
        put(dueNs, frame, frameDueNs);
        put(doneNs, frame, nowNs);
    }

    private static void put(final long[] into, final int frame, final long value) {
        if (frame < into.length) {
            into[frame] = value;
        }
    }

    long dueNs(final int frame) {
        return dueNs[frame];
    }

    /** From due to the last match published. */
    Histogram frame(final int first, final int endExclusive) {
        return between(dueNs, doneNs, first, endExclusive);
    }

    /** From due to the clock's offer. */
    Histogram clockLate(final int first, final int endExclusive) {
        return between(dueNs, clockNs, first, endExclusive);
    }

    /** From the clock's offer to logic's first step: the ring, the journal, and what else logic had to do. */
    Histogram queued(final int first, final int endExclusive) {
        return between(clockNs, beganNs, first, endExclusive);
    }

    /** All matches stepped, hashed and published. */
    Histogram stepped(final int first, final int endExclusive) {
        return between(beganNs, doneNs, first, endExclusive);
    }

    /** From due to a moment that another thread wrote down. */
    Histogram until(final long[] atNs, final int first, final int endExclusive) {
        return between(dueNs, atNs, first, endExclusive);
    }

    private static Histogram between(final long[] from, final long[] to, final int first, final int endExclusive) {
        final Histogram histogram = new Histogram(3);
        for (int frame = first; frame < Math.min(endExclusive, to.length); frame++) {
            if (to[frame] != 0 && from[frame] != 0) {
                histogram.recordValue(Math.max(0, to[frame] - from[frame]));
            }
        }
        return histogram;
    }
}
