package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;

/**
 * What the graph of an engine connects. All of it belongs to the graph until that is closed.
 *
 * @param engine its number, in the names of its threads
 * @param journal counts its positions on from {@link EventAppender#appendedPosition()}
 * @param logic what events are applied to
 * @param output where logic's hashes come from
 * @param shipper is handed every event that the journal has committed, in order, beside logic, which does not wait for it; or
 *     null. What it has not been handed is not overwritten, so a shipper that lags for long fills the ring
 * @param times what the graph's threads record; null for nothing
 */
public record EngineParts(
        int engine,
        EventAppender journal,
        EventConsumer logic,
        LiveOutput output,
        @Nullable EventConsumer shipper,
        @Nullable EngineTimes times) {
    /** An engine that ships to nobody, and records what takes how long, though not the parts of its frames. */
    public EngineParts(
            final int engine, final EventAppender journal, final EventConsumer logic, final LiveOutput output) {
        this(engine, journal, logic, output, null, EngineTimes.of(engine));
    }

    /** The same with a shipper. */
    public EngineParts withShipper(final EventConsumer other) {
        return new EngineParts(engine, journal, logic, output, other, times);
    }

    /** The same with these instruments, or with none. */
    public EngineParts withTimes(final @Nullable EngineTimes other) {
        return new EngineParts(engine, journal, logic, output, shipper, other);
    }
}
