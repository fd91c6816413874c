package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.EventConsumer;

/** Has what the journal released applied, in order: by logic, or by a shipper. A duty cycle without a thread of its own. */
final class ApplyStage implements Stage {
    static final String LOGIC = "logic";
    static final String SHIPPER = "shipper";

    private final String name;
    private final RingReader reader;
    private final EventConsumer consumer;
    private final FailStop failStop;
    private final int maxBatchEvents;
    private final @Nullable BatchTimes times;

    /** @param times null: nobody wants to know */
    ApplyStage(
            final String name,
            final RingReader reader,
            final EventConsumer consumer,
            final FailStop failStop,
            final int maxBatchEvents,
            final @Nullable BatchTimes times) {
        this.name = name;
        this.reader = reader;
        this.consumer = consumer;
        this.failStop = failStop;
        this.maxBatchEvents = maxBatchEvents;
        this.times = times;
    }

    @Override
    public int doWork() {
        final int events = reader.take(maxBatchEvents);
        if (events > 0) {
            try {
                reader.applyTo(consumer);
            } catch (final RuntimeException | Error e) {
                throw failStop.stop(name, reader.event(), e);
            }
            if (times != null) {
                times.done(reader);
            }
            reader.release();
        }
        return events;
    }
}
