package ringside.io.session;

import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import ringside.engine.event.EventPort;
import ringside.engine.output.AnswerSink;

/**
 * What the edge needs from the rest of a server. Everything is shared by all event loops and safe for them.
 *
 * @param port where events go in, whichever engine runs their match
 * @param matches that can be joined
 * @param demand makes matches for players who find none
 * @param admission who may join
 * @param safePosition the last position that may be shown, in the journal of the engine that runs the match of that number
 * @param operators hears what logic answers to operators, once that is safe
 * @param random fills arrays with unpredictable bytes, for resume secrets
 * @param counters that count everything
 * @param latency takes the times of inputs
 * @param failures hears of our own errors
 */
public record EdgeServices(
        EventPort port,
        MatchDirectory matches,
        MatchDemand demand,
        Admission admission,
        IntToLongFunction safePosition,
        AnswerSink operators,
        Consumer<byte[]> random,
        EdgeCounters counters,
        InputLatency latency,
        EdgeFailures failures) {}
