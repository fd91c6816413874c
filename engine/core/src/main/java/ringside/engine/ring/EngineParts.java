package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;
import ringside.latency.LatencyRecorders;

/**
 * What the graph of an engine connects. All of it belongs to the graph until that is closed.
 *
 * @param engine its number, in the names of its threads
 * @param journal counts its positions on from {@link EventAppender#appendedPosition()}
 * @param logic what events are applied to
 * @param output where logic's hashes come from
 * @param shipper is handed every event that the journal has committed, in order, beside logic, which does not wait for it; or
 *     null. What it has not been handed is not overwritten, so a shipper that lags for long fills the ring
 * @param latency what the graph's threads record; any other one takes it
 */
public record EngineParts(
        int engine,
        EventAppender journal,
        EventConsumer logic,
        LiveOutput output,
        @Nullable EventConsumer shipper,
        LatencyRecorders latency) {
    /** An engine that ships to nobody. */
    public EngineParts(
            final int engine, final EventAppender journal, final EventConsumer logic, final LiveOutput output) {
        this(engine, journal, logic, output, null, new LatencyRecorders());
    }

    /** The same with a shipper. */
    public EngineParts withShipper(final EventConsumer other) {
        return new EngineParts(engine, journal, logic, output, other, latency);
    }

    /** The same whose times go to these recorders. */
    public EngineParts withLatency(final LatencyRecorders other) {
        return new EngineParts(engine, journal, logic, output, shipper, other);
    }
}
