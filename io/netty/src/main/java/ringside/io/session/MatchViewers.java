package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.RowSet;

/**
 * The clients of one event loop that look at one match. For each new safe frame: what each may see, its effects, its view.
 */
final class MatchViewers {
    private final HostedMatch match;
    private final EdgeCounters counters;
    private final MatchSnapshot snapshot;
    private final RowSet visible;
    private final List<Connection> viewers = new ArrayList<>();
    private int shownFrame = SnapshotRing.NO_FRAME;
    private boolean over;

    MatchViewers(final HostedMatch match, final EdgeCounters counters) {
        this.match = match;
        this.counters = counters;
        this.snapshot = new MatchSnapshot(match.game().type());
        this.visible = new RowSet(match.layout());
    }

    void add(final Connection viewer) {
        viewers.add(viewer);
    }

    void remove(final Connection viewer) {
        viewers.remove(viewer);
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** The match came to its end: its last frame is shown, then {@link #takeOver} hands the clients out. */
    void over() {
        over = true;
    }

    /** The clients of a match that is over, else nobody. */
    List<Connection> takeOver() {
        if (!over) {
            return List.of();
        }
        over = false;
        return new ArrayList<>(viewers);
    }

    /** Shows the newest safe frame to everyone who was not shown it. */
    void show(final long safePosition, final ViewScratch scratch, final long nowNs) {
        final SnapshotRing ring = match.snapshots();
        final int frame = ring.newestSafeFrame(safePosition);
        if (frame <= shownFrame) {
            return;
        }
        shownFrame = frame;
        snapshot.wrap(ring.block(frame), 0);
        for (int i = viewers.size() - 1; i >= 0; i--) {
            final Connection viewer = viewers.get(i);
            try {
                show(viewer, scratch, nowNs);
            } catch (final RuntimeException e) {
                if (ring.isIntact(frame)) {
                    viewer.failed(e);
                } else {
                    counters.increment(EdgeCounter.VIEWS_TORN);
                }
            }
        }
    }

    private void show(final Connection connection, final ViewScratch scratch, final long nowNs) {
        final ClientView view = connection.view();
        if (view == null || !view.isDue(snapshot)) {
            return;
        }
        final Viewer viewer = snapshot.viewer(view.seat());
        visible.clear();
        match.game().type().game().visible(viewer, snapshot.state(), visible);
        counters.add(EdgeCounter.EFFECTS_MISSED, view.offerEffects(snapshot, visible));
        final Outlet outlet = connection.outlet();
        if (!outlet.isWritable()) {
            counters.increment(EdgeCounter.VIEWS_SKIPPED);
            return;
        }
        if (!view.send(snapshot, viewer, visible, outlet, scratch, nowNs)) {
            counters.increment(EdgeCounter.VIEWS_TORN);
            return;
        }
        connection.flush();
        counters.increment(EdgeCounter.VIEWS_SENT);
        counters.add(EdgeCounter.PARTS_SENT, scratch.count());
        counters.add(EdgeCounter.VIEW_BYTES_SENT, scratch.bytes());
    }
}
