package ringside.perf.scale;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.InputPayload;
import ringside.engine.ring.EngineGraph;
import ringside.perf.TraceRecords;

/**
 * All players' inputs on one thread: one each a frame, in claims of 16, spread evenly over the frame's period. An input comes
 * one to two periods before its frame is due, as from a client that keeps one in the server's buffer.
 */
final class InputLoad implements Runnable {
    private static final long LONGEST_NS = 600_000_000_000L;
    private static final int CLAIM_EVENTS = 16;
    private static final int EVENT_BYTES = 64;
    private static final long REST_NS = 150_000;
    private static final long FULL_RING_REST_NS = 20_000;
    private static final long ARRIVAL_SEED = 7;
    private static final int MOST_PERIODS_BEHIND = 4;

    /** What the players see is behind their inputs' frame: a round trip of 100 ms and interpolation, at 60 frames a second. */
    private static final int VIEW_AGE_FRAMES = 8;

    private static final int SENT_AGE_FRAMES = 2;
    private static final int REWIND_BOUND_FRAMES = 12;
    private static final int HALF_A_FRAME = 0x8000;

    private final ScalePlan plan;
    private final TraceRecords trace;
    private final EngineGraph graph;
    private final LongSupplier skippedFrames;
    private final Event[][] claims;
    private final int[] order;
    private final long firstDueNs;
    private volatile boolean running = true;
    private volatile long offered;
    private volatile long fullRing;
    private volatile long droppedPeriods;
    private final SingleWriterRecorder lateness = new SingleWriterRecorder(LONGEST_NS, 3);

    /**
     * @param seats the numbers of match and player of each player of the trace
     * @param firstDueNs when the clock's first frame is due
     */
    InputLoad(
            final ScalePlan plan,
            final TraceRecords trace,
            final EngineGraph graph,
            final Seats seats,
            final long firstDueNs,
            final LongSupplier skippedFrames) {
        this.plan = plan;
        this.trace = trace;
        this.graph = graph;
        this.skippedFrames = skippedFrames;
        this.firstDueNs = firstDueNs;
        order = order(plan);
        claims = new Event[(order.length + CLAIM_EVENTS - 1) / CLAIM_EVENTS][];
        for (int claim = 0; claim < claims.length; claim++) {
            claims[claim] = new Event[Math.min(CLAIM_EVENTS, order.length - claim * CLAIM_EVENTS)];
            for (int i = 0; i < claims[claim].length; i++) {
                final int player = order[claim * CLAIM_EVENTS + i];
                claims[claim][i] = event(seats.match(player), seats.player(player));
            }
        }
    }

    private Event event(final int match, final int player) {
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[EVENT_BYTES]), 0, EVENT_BYTES);
        return InputPayload.write(event, match, player, 0, 0, trace.buffer(), 0, trace.recordBytes());
    }

    private static int[] order(final ScalePlan plan) {
        final int[] order = new int[plan.players()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (plan.arrival() == ScalePlan.Arrival.SCATTERED) {
            final Random random = new Random(ARRIVAL_SEED);
            for (int i = order.length - 1; i > 0; i--) {
                final int j = random.nextInt(i + 1);
                final int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
        return order;
    }

    @Override
    public void run() {
        final long periodNs = plan.periodNs();
        final long startNs = firstDueNs - periodNs;
        for (long period = 0; running; period++) {
            final long behind = (System.nanoTime() - startNs) / periodNs - period;
            if (behind > MOST_PERIODS_BEHIND) {
                // What players did while this machine stood still came too late for any frame.
                period += behind;
                final long dropped = droppedPeriods + behind;
                droppedPeriods = dropped;
            }
            final long beginNs = startNs + period * periodNs;
            for (int claim = 0; claim < claims.length && running; claim++) {
                final long dueNs = beginNs + periodNs * claim / claims.length;
                final long lateNs = awaitDue(dueNs);
                lateness.recordValue(Math.max(0, Math.min(LONGEST_NS, lateNs)));
                offer(claim, period);
            }
        }
    }

    /** Returns how late it is already. */
    private static long awaitDue(final long dueNs) {
        long nowNs = System.nanoTime();
        while (nowNs < dueNs) {
            // What falls due meanwhile is offered together: a wake-up costs more than a claim.
            LockSupport.parkNanos(Math.max(REST_NS, dueNs - nowNs));
            nowNs = System.nanoTime();
        }
        return nowNs - dueNs;
    }

    private void offer(final int claim, final long period) {
        final Event[] events = claims[claim];
        final int target = (int) (period + 2 - skippedFrames.getAsLong());
        for (int i = 0; i < events.length; i++) {
            final int player = order[claim * CLAIM_EVENTS + i];
            events[i].inputSeq((int) period + 1).targetFrame(target);
            InputPayload.writeSeen(
                    events[i],
                    Math.max(0, target - VIEW_AGE_FRAMES),
                    Math.max(0, target - SENT_AGE_FRAMES),
                    HALF_A_FRAME,
                    REWIND_BOUND_FRAMES);
            events[i]
                    .buffer()
                    .putBytes(
                            InputPayload.RECORD_OFFSET,
                            trace.buffer(),
                            trace.offset(player, period),
                            trace.recordBytes());
        }
        while (running && !graph.offerAll(events, events.length)) {
            if (graph.isStopped()) {
                return;
            }
            final long times = fullRing + 1;
            fullRing = times;
            LockSupport.parkNanos(FULL_RING_REST_NS);
        }
        final long all = offered + events.length;
        offered = all;
    }

    void stop() {
        running = false;
    }

    long offered() {
        return offered;
    }

    /** How often the ring had no room for a claim. */
    long fullRing() {
        return fullRing;
    }

    /** Periods for which nobody's input was offered, because this thread was not run for so long. */
    long droppedPeriods() {
        return droppedPeriods;
    }

    /** How long after its moment each claim was offered, since the last time that this was asked for. Any one thread. */
    Histogram takeLateness() {
        return lateness.getIntervalHistogram();
    }
}
