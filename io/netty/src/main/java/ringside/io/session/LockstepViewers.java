package ringside.io.session;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.Turns;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.State;

/**
 * The clients of one event loop that compute one lockstep match. Reads each frame's turn once it is safe, and has every
 * client sent what it lacks; nobody is waited for.
 */
final class LockstepViewers extends Viewers {
    /** An image so many frames old serves others too: the turns since are few. */
    private static final int SHARED_FRAMES = 16;

    private final HostedMatch match;
    private final EdgeCounters counters;
    private final int hz;
    private final TurnLog log;
    private @Nullable MatchImage image;

    LockstepViewers(final HostedMatch match, final EdgeCounters counters, final int hz) {
        super(match.id());
        this.match = match;
        this.counters = counters;
        this.hz = hz;
        log = new TurnLog(match.game().type(), match.snapshots());
    }

    @Override
    void show(final long safePosition, final ViewScratch scratch, final long nowNs) {
        counters.add(EdgeCounter.TURNS_MISSED, log.advance(safePosition));
        for (int i = count() - 1; i >= 0; i--) {
            serve(connection(i), nowNs);
        }
    }

    /** Sends one client what it lacks. A failure is that connection's alone. */
    void serve(final Connection connection, final long nowNs) {
        final TurnSender sender = connection.turns();
        if (sender == null || !log.isStarted()) {
            return;
        }
        try {
            sender.serve(this, connection, nowNs);
        } catch (final RuntimeException e) {
            connection.failed(e);
        }
    }

    TurnLog log() {
        return log;
    }

    EdgeCounters counters() {
        return counters;
    }

    /** An image from which the log leads on, or null when logic went over the snapshot meanwhile: ask again. */
    @Nullable
    MatchImage image() {
        final MatchImage known = image;
        if (known != null && leadsOn(known)) {
            return known;
        }
        image = imageOf(log.newest());
        return image;
    }

    private boolean leadsOn(final MatchImage known) {
        return known.frame() == log.newest()
                || (log.has(known.frame() + 1) && log.newest() - known.frame() < SHARED_FRAMES);
    }

    /** The image of a frame, or null when its snapshot is no longer kept. */
    @Nullable
    MatchImage imageOf(final int frame) {
        final SnapshotRing ring = match.snapshots();
        if (!ring.isIntact(frame)) {
            return null;
        }
        final GameType type = match.game().type();
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Turns.imageBytes(type)]);
        final State state = new State(type.layout());
        try {
            state.wrap(ring.block(frame), 0);
            Turns.writeImage(type, match.id(), hz, state, bytes, 0);
        } catch (final RuntimeException e) {
            if (ring.isIntact(frame)) {
                throw e;
            }
            return null;
        }
        return ring.isIntact(frame) ? new MatchImage(frame, bytes) : null;
    }
}
