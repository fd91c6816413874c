package ringside.io.session;

import java.util.List;
import ringside.snapshot.codec.ViewLimits;

/**
 * Those of one event loop who only watch one match: all are sent the same {@link Broadcast}, some time after it was made.
 * They are no part of the match, and nobody waits for them. Who does not read goes on at a later view that shows all.
 *
 * <p>When the last of them has left, recording goes on for a while: whoever comes by then is shown something at once.
 */
final class SpectatorViewers extends Viewers {
    private static final long NEVER_NS = Long.MIN_VALUE;

    private final EdgeCounters counters;
    private final Broadcast broadcast;
    private final ViewTape tape;
    private long emptySinceNs = NEVER_NS;
    private boolean isEnding;
    private boolean isOver;
    private boolean hasFailed;

    SpectatorViewers(
            final HostedMatch match,
            final EdgeCounters counters,
            final SpectatorSettings settings,
            final ViewLimits limits,
            final int hz) {
        super(match.id());
        this.counters = counters;
        broadcast = new Broadcast(match, counters, settings, limits, hz);
        tape = new ViewTape(settings.delayMs() * 1_000_000L);
    }

    @Override
    void show(final long safePosition, final ViewScratch scratch, final long nowNs) {
        if (!isOver) {
            record(safePosition, scratch, nowNs);
            // Where logic wrote over the last frame while it was read, it is read again.
            isOver = isEnding && broadcast.isUpToDate();
        }
        play(nowNs);
    }

    /** A game that throws when it is asked what they may see ends their connections, and nobody else's. */
    private void record(final long safePosition, final ViewScratch scratch, final long nowNs) {
        try {
            broadcast.record(safePosition, scratch, tape, nowNs);
        } catch (final RuntimeException e) {
            hasFailed = true;
            for (int i = count() - 1; i >= 0; i--) {
                connection(i).failed(e);
            }
        }
    }

    /** Sends what has become due; also when there is no new frame. */
    void play(final long nowNs) {
        if (!isEmpty()) {
            emptySinceNs = NEVER_NS;
        } else if (emptySinceNs == NEVER_NS) {
            emptySinceNs = nowNs;
        }
        tape.moveOn(nowNs);
        for (int i = count() - 1; i >= 0; i--) {
            final Connection connection = connection(i);
            final SpectatorPlace place = connection.spectating();
            if (place != null) {
                serve(connection, place);
            }
        }
        tape.played();
    }

    private void serve(final Connection connection, final SpectatorPlace place) {
        final Outlet outlet = connection.outlet();
        final long due = tape.due();
        if (place.next() < tape.first()) {
            // New, or so far behind that what comes next was dropped.
            final boolean skips = place.isStarted() && tape.start() > place.next();
            counters.add(EdgeCounter.VIEWS_SKIPPED, skips ? tape.start() - place.next() : 0);
            place.beginAt(tape.start());
        }
        if (!place.isStarted() || place.next() > due) {
            return;
        }
        while (place.next() <= due && outlet.isWritable()) {
            tape.sendTo(outlet, place.next(), place.isBeginning());
            counters.increment(EdgeCounter.VIEWS_SENT);
            place.sent();
        }
        connection.flush();
    }

    /** Whether nobody watches, and nobody is expected back. */
    boolean isForgotten(final long nowNs) {
        if (!isEmpty()) {
            return false;
        }
        final boolean isLongEmpty =
                emptySinceNs != NEVER_NS && nowNs - emptySinceNs >= SpectatorSettings.KEPT_MS * 1_000_000L;
        return isOver || hasFailed || isLongEmpty;
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
