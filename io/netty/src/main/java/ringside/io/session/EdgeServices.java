package ringside.io.session;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import ringside.engine.event.EventPort;

/**
 * What the edge needs from the rest of a server. Everything is shared by all event loops and safe for them.
 *
 * @param port where events go in
 * @param matches that can be joined
 * @param admission who may join
 * @param safePosition the last position that may be shown
 * @param random fills arrays with unpredictable bytes, for resume secrets
 * @param counters that count everything
 * @param latency takes the times of inputs
 * @param failures hears of our own errors
 */
public record EdgeServices(
        EventPort port,
        MatchDirectory matches,
        Admission admission,
        LongSupplier safePosition,
        Consumer<byte[]> random,
        EdgeCounters counters,
        InputLatency latency,
        EdgeFailures failures) {}
