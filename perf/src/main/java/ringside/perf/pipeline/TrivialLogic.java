package ringside.perf.pipeline;

import java.util.concurrent.CountDownLatch;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.perf.RunFailedException;

/** Reads one field of every event and says when the last one came: the least that any logic does. */
final class TrivialLogic implements EventConsumer {
    private final CountDownLatch done = new CountDownLatch(1);
    private final long events;
    private long applied;
    private long sum;

    TrivialLogic(final long events) {
        this.events = events;
    }

    @Override
    public void apply(final Event event) {
        sum += event.inputSeq();
        if (++applied == events) {
            done.countDown();
        }
    }

    CountDownLatch done() {
        return done;
    }

    /** Throws unless the producers' numbers add up: no event was lost, doubled or altered. Only after the round. */
    void requireComplete(final int producers) {
        final long share = events / producers;
        final long expected = producers * (share * (share - 1) / 2);
        if (applied != events || sum != expected) {
            throw new RunFailedException(
                    applied + " events of " + events + " applied, with a sum of " + sum + " instead of " + expected);
        }
    }
}
