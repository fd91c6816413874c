package ringside.server.rules;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.output.Refusal;

/** The way of an operator's events to logic, and of its answers back. */
@FunctionalInterface
public interface RuleRequests {
    /**
     * Offers an event.
     *
     * @param answered told once, on any thread: null when it was done, else why not
     * @return false when it cannot be taken now, and nobody will be told
     */
    boolean send(Event event, Consumer<@Nullable Refusal> answered);
}
