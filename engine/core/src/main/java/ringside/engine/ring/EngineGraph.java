package ringside.engine.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventPort;
import ringside.engine.logic.FrameLoop;

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
    private final RingBuffer<Event> ring;
    private final EventAppender journal;
    private final HashQueue hashes;
    private final EngineStopped onStop;
    private final BatchEventProcessor<Event> journalStage;
    private final BatchEventProcessor<Event> logicStage;
    private final Thread journalThread;
    private final Thread logicThread;
    private final int slotBytes;
    private volatile boolean stopped;
    private boolean closed;

    /** Wires and starts the graph. The journal and the loop belong to it until it is closed. */
    public EngineGraph(
            final RingSettings settings,
            final EventAppender journal,
            final FrameLoop loop,
            final LiveOutput output,
            final EngineStopped onStop,
            final ThreadFactory threads) {
        this.journal = journal;
        this.hashes = output.hashes();
        this.onStop = onStop;
        this.slotBytes = settings.slotBytes();
        final WaitStrategy wait = new ParkingWait(settings.parkNs());
        ring = RingBuffer.createMultiProducer(slots(settings), settings.ringSize(), wait);
        final BatchEventProcessorBuilder batches =
                new BatchEventProcessorBuilder().setMaxBatchSize(settings.maxBatchEvents());

        journalStage = batches.build(ring, ring.newBarrier(), journal(journal, hashes));
        logicStage = batches.build(ring, ring.newBarrier(journalStage.getSequence()), logic(loop));
        journalStage.setExceptionHandler(failStop("journal"));
        logicStage.setExceptionHandler(failStop("logic"));
        ring.addGatingSequences(logicStage.getSequence());

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

    private static EventHandler<Event> logic(final FrameLoop loop) {
        return (event, sequence, endOfBatch) -> loop.apply(event);
    }

    private static EventFactory<Event> slots(final RingSettings settings) {
        final UnsafeBuffer memory = new UnsafeBuffer(
                ByteBuffer.allocateDirect(Math.multiplyExact(settings.ringSize(), settings.slotBytes())));
        final int[] next = {0};
        return () -> {
            final Event event = new Event().wrap(memory, next[0], settings.slotBytes());
            next[0] += settings.slotBytes();
            return event;
        };
    }

    private ExceptionHandler<Event> failStop(final String stage) {
        return new ExceptionHandler<>() {
            @Override
            public void handleEventException(final Throwable cause, final long sequence, final Event event) {
                stopped = true;
                onStop.stopped(stage, event.position(), event.toString(), cause);
                // A handler that returns would have the event skipped. The stage dies here, and nothing passes it.
                throw new EngineStoppedException(stage, cause);
            }

            @Override
            public void handleOnStartException(final Throwable cause) {
                stopped = true;
                onStop.stopped(stage, -1, "at start", cause);
                throw new EngineStoppedException(stage, cause);
            }

            @Override
            public void handleOnShutdownException(final Throwable cause) {
                onStop.stopped(stage, -1, "at shutdown", cause);
            }
        };
    }

    @Override
    public boolean offer(final Event event) {
        if (stopped || event.lengthBytes() > slotBytes) {
            return false;
        }
        final long sequence;
        try {
            sequence = ring.tryNext();
        } catch (final InsufficientCapacityException full) {
            return false;
        }
        // Nothing between claim and publish can fail: a slot that is never published would stall everyone.
        ring.get(sequence).copyFrom(event);
        ring.publish(sequence);
        return true;
    }

    /** Events that the ring can take now. */
    public long remainingCapacity() {
        return ring.remainingCapacity();
    }

    /** The largest event that {@link #offer} takes. */
    public int slotBytes() {
        return slotBytes;
    }

    public boolean isStopped() {
        return stopped;
    }

    /** The thread that runs logic: for allocation probes and pinning. */
    public Thread logicThread() {
        return logicThread;
    }

    /**
     * Lets everything offered so far pass through both stages, then ends them. Offers are refused from the first moment. Safe
     * to call twice.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        final boolean failed = stopped;
        stopped = true;
        final long last = ring.getCursor();
        while (!failed && logicThread.isAlive() && logicStage.getSequence().get() < last) {
            Thread.onSpinWait();
        }
        journalStage.halt();
        logicStage.halt();
        join(journalThread);
        join(logicThread);
        if (!failed) {
            hashes.drainTo(journal);
            journal.commit();
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
