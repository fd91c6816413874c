package ringside.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.output.Refusal;

/**
 * Brings an operator's events to logic and logic's answers back, by the number that each request gets. Safe for many threads;
 * the answers come on one, once they are safe.
 */
final class Operators implements AnswerSink {
    /** How long an answer is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Requests that may wait for their answers at once. */
    private static final int MOST_WAITING = 65_536;

    private final Engines engines;
    private final AtomicInteger lastRequest = new AtomicInteger();
    private final Map<Integer, Consumer<@Nullable Refusal>> waiting = new ConcurrentHashMap<>();

    Operators(final Engines engines) {
        this.engines = engines;
    }

    /**
     * Offers an event under a request number of its own.
     *
     * @param answered told once, on the thread that brings answers: null when it was done, else why not. Never told when the
     *     answer is lost
     * @return the request's number; 0, and nothing is told, when the engine takes no event now
     */
    int send(final Event event, final Consumer<@Nullable Refusal> answered) {
        if (waiting.size() >= MOST_WAITING) {
            return 0;
        }
        final int request = lastRequest.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
        waiting.put(request, answered);
        if (!engines.offer(event.inputSeq(request))) {
            waiting.remove(request);
            return 0;
        }
        return request;
    }

    /** Offers an event and waits until logic has done what it says. */
    void carryOut(final Event event) throws OperatorException, InterruptedException {
        final CompletableFuture<@Nullable Refusal> answer = new CompletableFuture<>();
        final int request = send(event, answer::complete);
        if (request == 0) {
            throw new OperatorException(
                    OperatorException.Why.BUSY, "the engine takes no more events now; try again in a moment");
        }
        try {
            final Refusal refusal = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (refusal != null) {
                throw refused(event.match(), refusal);
            }
        } catch (final TimeoutException e) {
            waiting.remove(request);
            throw new OperatorException(
                    OperatorException.Why.UNKNOWN,
                    "no answer came within " + PATIENCE.toSeconds() + " s; look at the match before trying again");
        } catch (final ExecutionException e) {
            throw new IllegalStateException("nobody fails an answer", e);
        }
    }

    private static OperatorException refused(final int match, final Refusal refusal) {
        final OperatorException.Why why = switch (refusal) {
            case NO_SUCH_MATCH -> OperatorException.Why.NOT_FOUND;
            case NO_ROOM, OVERLOADED -> OperatorException.Why.BUSY;
            default -> OperatorException.Why.REFUSED;
        };
        return new OperatorException(why, "match " + match + ": " + refusal.text());
    }

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        final Consumer<@Nullable Refusal> answered = waiting.remove(sequence);
        if (answered != null) {
            answered.accept(kind == AnswerKind.OPERATOR_DONE ? null : refusal(detail));
        }
    }

    private static Refusal refusal(final int code) {
        final Refusal refusal = Refusal.of(code);
        if (refusal == null) {
            throw new IllegalStateException("logic refused a request with the unknown code " + code);
        }
        return refusal;
    }
}
