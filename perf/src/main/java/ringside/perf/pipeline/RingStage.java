package ringside.perf.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.FatalExceptionHandler;
import ringside.engine.event.Event;
import ringside.engine.ring.EventRing;
import ringside.engine.ring.RingSettings;

/** The production ring with a single handler behind it, for what is measured without the engine. */
final class RingStage implements AutoCloseable {
    private final EventRing ring;
    private final BatchEventProcessor<Event> stage;
    private final Thread thread;

    RingStage(final RingSettings settings, final EventHandler<Event> handler) {
        ring = new EventRing(settings);
        stage = new BatchEventProcessorBuilder()
                .setMaxBatchSize(settings.maxBatchEvents())
                .build(ring.slots(), ring.slots().newBarrier(), handler);
        stage.setExceptionHandler(new FatalExceptionHandler());
        ring.slots().addGatingSequences(stage.getSequence());
        thread = new Thread(stage, "perf-stage");
        thread.start();
    }

    boolean offerAll(final Event[] events, final int count) {
        return ring.offerAll(events, count);
    }

    /** Whether the handler threw. */
    boolean isDead() {
        return !thread.isAlive();
    }

    @Override
    public void close() {
        stage.halt();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
