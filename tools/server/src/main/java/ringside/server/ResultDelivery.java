package ringside.server;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.NanoClock;
import ringside.journal.DataDirectory;
import ringside.server.results.MatchResult;
import ringside.server.results.MatchResults;
import ringside.server.results.ResultLines;
import ringside.server.results.ResultPost;

/**
 * Brings the results of matches to where results go, at least once each, and then tells logic, which may forget the match. A
 * result leaves only when its end is safe; what fails is tried again, each time twice as late, up to a bound, and holds up no
 * other. One is on its way at a time; the others wait in their engines, which take no new matches when they are full of them.
 *
 * <p>A duty cycle without a thread of its own; {@link #ended} alone is called by others.
 */
final class ResultDelivery {
    static final long FIRST_RETRY_NS = 250_000_000;
    static final long LAST_RETRY_NS = 30_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger("ringside.results");

    private final MatchResults results;
    private final Journals journals;
    private final NanoClock clock;
    private final Queue<Ended> fresh = new ConcurrentLinkedQueue<>();
    private final List<Ended> waiting = new ArrayList<>();
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
    private boolean failing;

    /** The engines, as far as they matter here. */
    interface Journals {
        /** The last safe position of the engine that runs the match. */
        long safePosition(int match);

        /** Offers an event to the engine of its match. */
        boolean offer(Event event);
    }

    /** A match whose result is to be delivered. */
    private static final class Ended {
        private final MatchSlot slot;
        private final long position;
        private boolean arrived;
        private long dueNs;
        private long retryNs = FIRST_RETRY_NS;

        Ended(final MatchSlot slot, final long position, final long dueNs) {
            this.slot = slot;
            this.position = position;
            this.dueNs = dueNs;
        }
    }

    ResultDelivery(final MatchResults results, final Journals journals, final NanoClock clock) {
        this.results = results;
        this.journals = journals;
        this.clock = clock;
    }

    /** Where results go, as it is set. */
    static MatchResults sink(final ServerSettings settings, final DataDirectory data) {
        final String where = settings.text(ServerSetting.RESULTS);
        return isAddress(where)
                ? new ResultPost(URI.create(where))
                : new ResultLines(data.path().resolve(where));
    }

    /** True for what is posted rather than written. */
    static boolean isAddress(final String where) {
        return where.startsWith("http://") || where.startsWith("https://");
    }

    /** Any thread: a match is over; its state stands still. Counts once the position is safe. */
    void ended(final MatchSlot slot, final long position) {
        fresh.add(new Ended(slot, position, clock.nanoTime()));
    }

    /** Delivers what is due. Returns how many arrived. */
    int doWork() throws InterruptedException {
        for (Ended next = fresh.poll(); next != null; next = fresh.poll()) {
            waiting.add(next);
        }
        int arrived = 0;
        for (final Iterator<Ended> each = waiting.iterator(); each.hasNext(); ) {
            final Ended ended = each.next();
            if (!ended.arrived && isDue(ended)) {
                deliver(ended);
                arrived += ended.arrived ? 1 : 0;
            }
            if (ended.arrived && journals.offer(event.begin(EventType.DELIVERED, ended.slot.id(), 0, 0))) {
                each.remove();
            }
        }
        return arrived;
    }

    private boolean isDue(final Ended ended) {
        return clock.nanoTime() - ended.dueNs >= 0 && journals.safePosition(ended.slot.id()) >= ended.position;
    }

    private void deliver(final Ended ended) throws InterruptedException {
        final MatchResult result = ResultReader.read(ended.slot);
        try {
            results.deliver(result);
            ended.arrived = true;
            if (failing) {
                failing = false;
                LOG.info("results arrive again at {}", results);
            }
        } catch (final IOException e) {
            ended.dueNs = clock.nanoTime() + ended.retryNs;
            ended.retryNs = Math.min(2 * ended.retryNs, LAST_RETRY_NS);
            if (!failing) {
                failing = true;
                LOG.warn(
                        "the result of match {} did not arrive at {}: {}; {} wait, and are tried until they do",
                        result.match(),
                        results,
                        e.toString(),
                        waiting.size());
            }
        }
    }

    /** Results that have not arrived. The thread of the duty cycle only. */
    int waiting() {
        return waiting.size();
    }
}
