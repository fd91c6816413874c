package ringside.perf.pipeline;

import org.agrona.concurrent.IdleStrategy;
import ringside.engine.event.Event;
import ringside.engine.ring.EventRing;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.RingReader;

/** The production ring with a single reader behind it, which waits as the engine does, for what is measured without one. */
final class RingStage implements AutoCloseable {
    /** What is done with every batch. */
    @FunctionalInterface
    interface BatchHandler {
        void onBatch(RingReader batch);
    }

    private final EventRing ring;
    private final RingReader reader;
    private final BatchHandler handler;
    private final GraphSettings settings;
    private final Thread thread;
    private volatile boolean running = true;

    RingStage(final GraphSettings settings, final BatchHandler handler) {
        this.settings = settings;
        this.handler = handler;
        ring = new EventRing(settings.ring());
        reader = RingReader.of(ring, 0).hold();
        thread = new Thread(this::turn, "perf-stage");
        thread.setDaemon(true);
        thread.start();
    }

    private void turn() {
        final IdleStrategy idle = settings.idle().newIdle();
        final int most = settings.ring().maxBatchEvents();
        while (running) {
            final int events = reader.take(most);
            if (events > 0) {
                handler.onBatch(reader);
                reader.release();
            }
            idle.idle(events);
        }
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
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
