package ringside.engine.ring;

import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.FramePayload;

/**
 * Publishes FRAME events at absolute deadlines. Its duty cycle needs a thread of its own, or a test's.
 *
 * <p>At most {@code maxUnconsumed} FRAMEs wait for logic, and no more than that are caught up after a delay. Beyond it
 * frames are skipped: simulated time slows down and the next FRAME says by how much, so that a bad night replays exactly.
 *
 * <p>The engine is overloaded from the fifth FRAME that tells of skipped ones, unless a second's FRAMEs came without in between,
 * until a second's FRAMEs came without. So a single bad moment, a collection or the first use of some code, shuts no door, and
 * neither opens it again at once; every FRAME carries what holds for it.
 */
public final class FrameClock {
    private static final int SIGNS_OF_OVERLOAD = 5;

    private final EventPort port;
    private final NanoClock clock;
    private final LongSupplier consumedFrames;
    private final long periodNs;
    private final int maxUnconsumed;
    private final int calmFramesWanted;
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
    private long nextDeadlineNs;
    private long publishedFrames;
    private int skippedFrames;
    private int calmFrames;
    private int signs;
    private volatile boolean overloaded;
    private volatile long totalSkippedFrames;

    /**
     * A clock whose first frame is due one period from now.
     *
     * @param consumedFrames FRAMEs that logic has completed since this clock began; read from any thread
     */
    public FrameClock(
            final EventPort port,
            final NanoClock clock,
            final LongSupplier consumedFrames,
            final int hz,
            final int maxUnconsumed) {
        this.port = port;
        this.clock = clock;
        this.consumedFrames = consumedFrames;
        this.periodNs = 1_000_000_000L / hz;
        this.maxUnconsumed = maxUnconsumed;
        this.calmFramesWanted = hz;
        this.nextDeadlineNs = clock.nanoTime() + periodNs;
    }

    /** Begins anew: the first frame is due one period from now. Before the duty cycle turns for the first time. */
    public void start() {
        nextDeadlineNs = clock.nanoTime() + periodNs;
    }

    /** Publishes a FRAME when one is due. Returns the work done: 0 or 1. */
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (nowNs - nextDeadlineNs < 0) {
            return 0;
        }
        final long due = (nowNs - nextDeadlineNs) / periodNs + 1;
        if (publishedFrames - consumedFrames.getAsLong() >= maxUnconsumed) {
            skip(due);
            return 0;
        }
        if (due > maxUnconsumed) {
            // After a freeze, however fast logic is: players would see the time that they missed at many times its
            // speed.
            skip(due - maxUnconsumed);
        }
        final int calm = skippedFrames > 0 ? 0 : calmFrames + 1;
        final int seen = calm >= calmFramesWanted ? 0 : signs + (skippedFrames > 0 ? 1 : 0);
        final boolean isOverloaded = seen >= SIGNS_OF_OVERLOAD;
        FramePayload.write(event, skippedFrames, isOverloaded);
        event.receivedNs(nextDeadlineNs);
        if (!port.offer(event)) {
            skip(Math.min(due, maxUnconsumed));
            return 0;
        }
        publishedFrames++;
        calmFrames = calm;
        signs = seen;
        overloaded = isOverloaded;
        skippedFrames = 0;
        nextDeadlineNs += periodNs;
        return 1;
    }

    /** Gives up the next deadlines. */
    private void skip(final long frames) {
        nextDeadlineNs += frames * periodNs;
        skippedFrames = (int) Math.min(Integer.MAX_VALUE, skippedFrames + frames);
        final long total = totalSkippedFrames + frames;
        totalSkippedFrames = total;
    }

    /** When the next frame is due, on the clock that was injected. */
    public long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    /** What the last FRAME said of the engine. Any thread. */
    public boolean isOverloaded() {
        return overloaded;
    }

    /** Frames given up so far; readable from any thread. */
    public long totalSkippedFrames() {
        return totalSkippedFrames;
    }
}
