package ringside.server;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.NanoClock;

/**
 * Looks after an engine while it is recovered: an event that a game did not return from is in the journal, so the next start does not
 * return from it either, and must say so. Made and closed by the thread that recovers.
 */
final class RecoveryWatch implements Watchdog.Watched, AutoCloseable {
    private final int engine;
    private final Thread recovering = Thread.currentThread();
    private final @Nullable DutyThread thread;
    private volatile @Nullable FrameLoop loop;

    /**
     * Begins to look.
     *
     * @param boundNs how long a game may take over one event; 0: for ever
     * @param stuck told once of a game that takes longer
     */
    RecoveryWatch(final int engine, final long boundNs, final Consumer<ServerException> stuck) {
        this.engine = engine;
        if (boundNs == 0) {
            thread = null;
            return;
        }
        final Watchdog watchdog = new Watchdog(
                List.of(this), boundNs, NanoClock.SYSTEM, (watched, match) -> stuck.accept(named(match, boundNs)));
        thread = new DutyThread(
                "ringside-recovery-watch-" + engine,
                watchdog::doWork,
                () -> Watchdog.REST_NS,
                cause -> stuck.accept(
                        ServerException.failed("engine " + engine + ": nobody watches its recovery", cause)));
    }

    /** What is being recovered. */
    void watch(final FrameLoop begun) {
        loop = begun;
    }

    private ServerException named(final int match, final long boundNs) {
        final FrameLoop watched = loop;
        final MatchSlot slot = watched == null ? null : watched.memory().find(match);
        return ServerException.failed(
                "the start is given up: "
                        + Watchdog.describe(
                                this,
                                match,
                                slot == null
                                        ? "(unknown)"
                                        : slot.type().layout().game(),
                                slot == null ? -1 : slot.snapshots().newestFrame(),
                                boundNs),
                null);
    }

    @Override
    public int engine() {
        return engine;
    }

    @Override
    public int matchInHand() {
        final FrameLoop watched = loop;
        return watched == null ? 0 : watched.matchInHand();
    }

    @Override
    public long appliedPosition() {
        final FrameLoop watched = loop;
        return watched == null ? -1 : watched.position();
    }

    @Override
    public long framesDone() {
        return 0;
    }

    @Override
    public Thread logicThread() {
        return recovering;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.close();
        }
    }
}
