package ringside.io.session;

import java.util.List;
import ringside.snapshot.codec.ViewLimits;

/**
 * Those of one event loop who only watch one match: all are sent the same {@link Broadcast}, some time after it was made.
 * They are no part of the match, and nobody waits for them. Who does not read goes on at a later view that stands for itself.
 */
final class SpectatorViewers extends Viewers {
    private final EdgeCounters counters;
    private final Broadcast broadcast;
    private final ViewTape tape = new ViewTape();
    private boolean isEnding;
    private boolean isOver;

    SpectatorViewers(
            final HostedMatch match,
            final EdgeCounters counters,
            final SpectatorSettings settings,
            final ViewLimits limits,
            final int hz) {
        super(match.id());
        this.counters = counters;
        broadcast = new Broadcast(match, counters, settings, limits, hz);
    }

    @Override
    void show(final long safePosition, final ViewScratch scratch, final long nowNs) {
        if (!isOver) {
            record(safePosition, scratch, nowNs);
            isOver = isEnding;
        }
        play(nowNs);
    }

    /** A game that throws when it is asked what they may see ends their connections, and nobody else's. */
    private void record(final long safePosition, final ViewScratch scratch, final long nowNs) {
        try {
            broadcast.record(safePosition, scratch, tape, nowNs);
        } catch (final RuntimeException e) {
            for (int i = count() - 1; i >= 0; i--) {
                connection(i).failed(e);
            }
        }
    }

    /** Sends what has become due; also when there is no new frame. */
    void play(final long nowNs) {
        final long due = tape.lastDue(nowNs);
        if (due == ViewTape.NONE) {
            return;
        }
        final long start = tape.lastAlone(due);
        for (int i = count() - 1; i >= 0; i--) {
            final Connection connection = connection(i);
            final SpectatorPlace place = connection.spectating();
            if (place != null) {
                serve(connection, place, start, due);
            }
        }
        tape.played(nowNs);
    }

    private void serve(final Connection connection, final SpectatorPlace place, final long start, final long due) {
        final Outlet outlet = connection.outlet();
        if (place.next() < tape.first()) {
            // New, or so far behind that what comes next was dropped.
            final boolean skips = place.isStarted() && start > place.next();
            counters.add(EdgeCounter.VIEWS_SKIPPED, skips ? start - place.next() : 0);
            place.goTo(start);
        }
        long next = place.next();
        if (next == ViewTape.NONE || next > due) {
            return;
        }
        while (next <= due && outlet.isWritable()) {
            tape.sendTo(outlet, next);
            counters.increment(EdgeCounter.VIEWS_SENT);
            next++;
        }
        place.goTo(next);
        connection.flush();
    }

    /** The last frame was made: it is shown when its time has come, then everyone is let go. */
    @Override
    void over() {
        isEnding = true;
        broadcast.hurry();
    }

    @Override
    List<Connection> takeOver() {
        if (isOver && isPlayed()) {
            super.over();
        }
        return super.takeOver();
    }

    private boolean isPlayed() {
        if (tape.first() == tape.next()) {
            return true;
        }
        for (int i = count() - 1; i >= 0; i--) {
            final SpectatorPlace place = connection(i).spectating();
            if (place != null && place.next() < tape.next()) {
                return false;
            }
        }
        return true;
    }
}
