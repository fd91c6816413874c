package ringside.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.event.Event;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.NanoClock;
import ringside.io.session.EdgePump;
import ringside.io.session.HostedMatch;
import ringside.io.session.MatchDirectory;
import ringside.server.results.MatchResults;
import ringside.server.rules.PublishedMatch;
import ringside.server.rules.RulesReloader;

/** Connects what the engines tell to whom it concerns: the edge, the results, and whoever waits for a failure. */
final class ServerNews implements EngineListener, ResultDelivery.Journals {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    private final MatchDirectory matches;
    private final ResultDelivery delivery;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Engines engines;
    private volatile @Nullable EdgePump pump;
    private volatile Runnable wakePump = () -> {};
    private volatile Runnable whenOverruled = () -> {};
    private volatile Runnable whenMoving = () -> {};
    private volatile @Nullable RulesReloader rules;

    ServerNews(final MatchDirectory matches, final MatchResults results, final NanoClock clock) {
        this.matches = matches;
        this.delivery = new ResultDelivery(results, this, clock);
    }

    /** The engines are open: until now nothing of them was safe. */
    void engines(final Engines opened) {
        engines = opened;
    }

    /**
     * There is an edge to be told.
     *
     * @param wake ends its rest; neither blocks nor allocates
     */
    void pump(final EdgePump started, final Runnable wake) {
        wakePump = wake;
        pump = started;
    }

    /**
     * What is to be done at once when another server reigns, before anything else.
     *
     * @param sendAway neither blocks nor throws
     */
    void whenOverruled(final Runnable sendAway) {
        whenOverruled = sendAway;
    }

    /** Another server is about to reign: players may look for it already. Any thread. */
    void moving() {
        whenMoving.run();
    }

    /**
     * What is to be done when another server is about to reign.
     *
     * @param announce neither blocks nor throws
     */
    void whenMoving(final Runnable announce) {
        whenMoving = announce;
    }

    /** Another server reigns: its players shall look for it. Any thread. */
    void overruled() {
        whenOverruled.run();
    }

    /** Somebody follows the rules of running matches. */
    void rules(final RulesReloader reloader) {
        rules = reloader;
    }

    ResultDelivery delivery() {
        return delivery;
    }

    @Override
    public void matchCreated(final int engine, final MatchSlot match) {
        matches.add(match);
        final HostedMatch hosted = matches.find(match.id());
        if (hosted != null) {
            hosted.paused(MatchColumns.isPaused(match));
        }
        final RulesReloader following = rules;
        if (following != null) {
            following.met(new PublishedMatch(match));
        }
    }

    @Override
    public void matchEnded(final int engine, final MatchSlot match, final long position) {
        delivery.ended(match, position);
        final RulesReloader following = rules;
        if (following != null) {
            following.gone(match.id());
        }
    }

    @Override
    public void matchDisposed(final MatchSlot match) {
        matches.remove(match.id());
    }

    @Override
    public void frameDone(final int engine, final long position) {
        final EdgePump waking = pump;
        if (waking != null) {
            waking.frameDone(engine, position);
            wakePump.run();
        }
    }

    /** {@inheritDoc} What fails first is told, in one line and its trace; what fails because of that is not. */
    @Override
    public void engineFailed(final String what, final Throwable cause) {
        if (told.getAndSet(true)) {
            failed.countDown();
            return;
        }
        boolean isSaid = false;
        try {
            LOG.error("{}: {}: the server stops", what, cause.toString());
            isSaid = true;
            LOG.error("where that was", cause);
        } finally {
            // Even if there is no memory left to say so.
            failed.countDown();
            if (!isSaid) {
                LastWords.say();
            }
        }
    }

    /** An engine's game does not return. */
    void engineStuck(final String what) {
        LOG.error("the server stops: {}", what);
        failed.countDown();
    }

    boolean awaitFailure(final long time, final TimeUnit unit) throws InterruptedException {
        return failed.await(time, unit);
    }

    boolean isFailed() {
        return failed.getCount() == 0;
    }

    @Override
    public long safePosition(final int match) {
        final Engines opened = engines;
        return opened == null ? -1 : opened.safePosition(match);
    }

    @Override
    public boolean offer(final Event event) {
        final Engines opened = engines;
        return opened != null && opened.offer(event);
    }
}
