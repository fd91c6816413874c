package ringside.perf.pipeline;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.perf.RunFailedException;

/**
 * The threads that offer a round's events, and the clock around them. They start together; when there is no room they spin
 * a little and then sleep for as long as the kernel sleeps at least, which leaves the cores to those who make room.
 */
final class Producers {
    /** Takes several events at once, or none. */
    @FunctionalInterface
    interface Intake {
        boolean offerAll(Event[] events, int count);
    }

    /** What one producer does until its share is offered. */
    @FunctionalInterface
    interface Share {
        void offer(int producer, int events);
    }

    private static final int SPINS = 20;
    private static final int SLOT_BYTES = 64;
    private static final long LOOK_FOR_FAILURE_MS = 100;

    private Producers() {}

    /** Offers all events of a round through that intake and waits until {@code done} opens. */
    static long run(
            final PipelineSettings settings,
            final Intake intake,
            final CountDownLatch done,
            final BooleanSupplier failed) {
        return run(settings, intake, done, done, failed);
    }

    /** The same until both latches are open. */
    static long run(
            final PipelineSettings settings,
            final Intake intake,
            final CountDownLatch done,
            final CountDownLatch safe,
            final BooleanSupplier failed) {
        final long startNs = System.nanoTime();
        final long doneNs = runShares(
                settings,
                (producer, events) -> offer(settings.claimEvents(), producer, events, intake, failed),
                done,
                failed);
        final long preparedNs = System.nanoTime() - startNs - doneNs;
        await(safe, failed);
        return System.nanoTime() - startNs - preparedNs;
    }

    /** Runs every producer's share and waits until {@code done} opens. Returns the nanoseconds from start to then. */
    static long runShares(
            final PipelineSettings settings,
            final Share share,
            final CountDownLatch done,
            final BooleanSupplier failed) {
        final CountDownLatch ready = new CountDownLatch(PipelineSettings.PRODUCERS);
        final CountDownLatch start = new CountDownLatch(1);
        final int events = settings.eventsPerRound() / PipelineSettings.PRODUCERS;
        for (int i = 0; i < PipelineSettings.PRODUCERS; i++) {
            final int producer = i;
            final Thread thread = new Thread(
                    () -> {
                        ready.countDown();
                        await(start, failed);
                        share.offer(producer, events);
                    },
                    "perf-producer");
            thread.setDaemon(true);
            thread.start();
        }
        await(ready, failed);
        final long startNs = System.nanoTime();
        start.countDown();
        await(done, failed);
        return System.nanoTime() - startNs;
    }

    private static void offer(
            final int claimEvents,
            final int producer,
            final int events,
            final Intake intake,
            final BooleanSupplier failed) {
        final Event[] claim = new Event[claimEvents];
        for (int i = 0; i < claimEvents; i++) {
            claim[i] = event(producer);
        }
        int offered = 0;
        while (offered < events) {
            final int count = Math.min(claimEvents, events - offered);
            for (int i = 0; i < count; i++) {
                claim[i].inputSeq(offered + i);
            }
            for (int tries = 0; !intake.offerAll(claim, count); tries++) {
                if (failed.getAsBoolean()) {
                    return;
                }
                waitForRoom(tries);
            }
            offered += count;
        }
    }

    private static void waitForRoom(final int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(1);
        }
    }

    private static Event event(final int producer) {
        final Event event = new Event().wrap(new UnsafeBuffer(ByteBuffer.allocateDirect(SLOT_BYTES)), 0, SLOT_BYTES);
        event.begin(EventType.INPUT, 1, producer + 1, PipelineSettings.PAYLOAD_BYTES);
        for (int at = Event.HEADER_BYTES; at < PipelineSettings.EVENT_BYTES; at++) {
            event.buffer().putByte(at, (byte) (at * 37 + producer));
        }
        return event;
    }

    private static void await(final CountDownLatch latch, final BooleanSupplier failed) {
        try {
            while (!latch.await(LOOK_FOR_FAILURE_MS, TimeUnit.MILLISECONDS)) {
                if (failed.getAsBoolean() && latch.getCount() > 0) {
                    throw new RunFailedException("the round ended before all events got through");
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted in the middle of a round", e);
        }
    }
}
