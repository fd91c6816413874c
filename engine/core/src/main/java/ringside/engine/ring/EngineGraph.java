package ringside.engine.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventPort;

/**
 * The live engine: a ring of preallocated events, the journal behind it, and logic behind the journal.
 *
 * <pre>
 * many threads -> ring -> journal (one record a batch) -> logic (apply, one by one)
 * </pre>
 *
 * The journal stage never passes an event on before its record is appended, so what logic applies is always in the
 * journal. A stage that throws stops the engine: no event is skipped, offers are refused from then on.
 */
public final class EngineGraph implements EventPort, AutoCloseable {
    private static final long CLOSE_PARK_NS = 50_000;

    private final EventRing ring;
    private final EventAppender journal;
    private final HashQueue hashes;
    private final EngineStopped onStop;
    private final BatchEventProcessor<Event> journalStage;
    private final BatchEventProcessor<Event> logicStage;
    private final Thread journalThread;
    private final Thread logicThread;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stopped;

    /** Wires and starts the graph. The journal and logic belong to it until it is closed. */
    public EngineGraph(
            final RingSettings settings,
            final EventAppender journal,
            final EventConsumer logic,
            final LiveOutput output,
            final EngineStopped onStop,
            final ThreadFactory threads) {
        this.journal = journal;
        this.hashes = output.hashes();
        this.onStop = onStop;
        ring = new EventRing(settings);
        final RingBuffer<Event> slots = ring.slots();
        final BatchEventProcessorBuilder batches =
                new BatchEventProcessorBuilder().setMaxBatchSize(settings.maxBatchEvents());

        journalStage = batches.build(slots, slots.newBarrier(), journal(journal, hashes));
        logicStage = batches.build(slots, slots.newBarrier(journalStage.getSequence()), logic(logic));
        journalStage.setExceptionHandler(failStop("journal"));
        logicStage.setExceptionHandler(failStop("logic"));
        slots.addGatingSequences(logicStage.getSequence());

        journalThread = threads.newThread(journalStage);
        logicThread = threads.newThread(logicStage);
        journalThread.start();
        logicThread.start();
    }

    private static EventHandler<Event> journal(final EventAppender journal, final HashQueue hashes) {
        return (event, sequence, endOfBatch) -> {
            journal.add(event);
            if (endOfBatch) {
                hashes.drainTo(journal);
                journal.commit();
            }
        };
    }

    private static EventHandler<Event> logic(final EventConsumer logic) {
        return (event, sequence, endOfBatch) -> logic.apply(event);
    }

    private ExceptionHandler<Event> failStop(final String stage) {
        return new ExceptionHandler<>() {
            @Override
            public void handleEventException(final Throwable cause, final long sequence, final @Nullable Event event) {
                // No event is in hand when waiting for one failed.
                fail(
                        stage,
                        event == null ? EventRing.NO_POSITION : event.position(),
                        event == null ? "none" : event.toString(),
                        cause);
                // A handler that returns would have the event skipped. The stage dies here, and nothing passes it.
                throw new EngineStoppedException(stage, cause);
            }

            @Override
            public void handleOnStartException(final Throwable cause) {
                fail(stage, EventRing.NO_POSITION, "at start", cause);
                throw new EngineStoppedException(stage, cause);
            }

            @Override
            public void handleOnShutdownException(final Throwable cause) {
                fail(stage, EventRing.NO_POSITION, "at shutdown", cause);
            }
        };
    }

    /** Refuses all further offers and tells of the first failure; a second one only follows from it. */
    private void fail(final String stage, final long position, final String event, final Throwable cause) {
        stopped = true;
        if (failed.compareAndSet(false, true)) {
            onStop.stopped(stage, position, event, cause);
        }
    }

    /**
     * Copies a finished event into the ring. False when the ring is full or the engine has stopped. Throws {@link
     * IllegalArgumentException} when the event can never fit: its caller has not kept to {@link #slotBytes}.
     */
    @Override
    public boolean offer(final Event event) {
        return !stopped && ring.offer(event);
    }

    /**
     * Copies several finished events into the ring with one claim: all or none, see {@link EventRing#offerAll}. False, too, when
     * the engine has stopped.
     */
    public boolean offerAll(final Event[] events, final int count) {
        return !stopped && ring.offerAll(events, count);
    }

    /** Events that the ring can take now. */
    public long remainingCapacity() {
        return ring.remainingCapacity();
    }

    /** The largest event that {@link #offer} takes. */
    public int slotBytes() {
        return ring.slotBytes();
    }

    /** True when everything offered so far was applied. */
    public boolean isDrained() {
        return logicStage.getSequence().get() >= ring.slots().getCursor();
    }

    public boolean isStopped() {
        return stopped;
    }

    /** The thread that runs logic: for allocation probes and pinning. */
    public Thread logicThread() {
        return logicThread;
    }

    /**
     * Lets everything offered so far pass through both stages, then ends them. Offers are refused from the first moment; one
     * that another thread is in the middle of may still be taken and not pass. Returns, too, when a stage fails meanwhile.
     * Safe to call twice, from any thread.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopped = true;
        final long last = ring.slots().getCursor();
        while (!failed.get() && logicStage.getSequence().get() < last) {
            LockSupport.parkNanos(CLOSE_PARK_NS);
        }
        journalStage.halt();
        logicStage.halt();
        join(journalThread);
        join(logicThread);
        if (!failed.get()) {
            commitLastHashes();
        }
    }

    private void commitLastHashes() {
        try {
            hashes.drainTo(journal);
            journal.commit();
        } catch (final RuntimeException | Error e) {
            fail("journal", EventRing.NO_POSITION, "at close", e);
        }
    }

    private static void join(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
