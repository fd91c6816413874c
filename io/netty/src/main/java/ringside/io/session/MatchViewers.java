package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MatchTables;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.IntColumn;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.codec.SharedRows;

/**
 * The clients of one event loop that look at one match. For each new safe frame: what each may see, its effects, its view.
 */
final class MatchViewers implements Viewers {
    private static final int NO_TEAM = -1;

    private final HostedMatch match;
    private final EdgeCounters counters;
    private final MatchSnapshot snapshot;
    private final List<Connection> viewers = new ArrayList<>();
    private final Table[] tablesWithTeams;
    private final IntColumn status;
    private final @Nullable Viewer[] viewerOfSeat;
    /** The newest frame when what views share was begun, or NO_FRAME before that. */
    private int newest = SnapshotRing.NO_FRAME;

    private int shownFrame = SnapshotRing.NO_FRAME;
    private boolean hasNewcomers;
    private boolean isStanding;
    private boolean over;

    MatchViewers(final HostedMatch match, final EdgeCounters counters) {
        this.match = match;
        this.counters = counters;
        this.snapshot = new MatchSnapshot(match.game().type());
        tablesWithTeams = match.layout().tables().stream()
                .filter(table -> table.ownerColumn() != null && table.teamColumn() != null)
                .toArray(Table[]::new);
        viewerOfSeat = new Viewer[match.layout().seats()];
        status = (IntColumn) match.layout().table("$match").column("status");
    }

    @Override
    public int id() {
        return match.id();
    }

    @Override
    public void add(final Connection viewer) {
        viewers.add(viewer);
        hasNewcomers = true;
    }

    @Override
    public void remove(final Connection viewer) {
        viewers.remove(viewer);
    }

    @Override
    public boolean isEmpty() {
        return viewers.isEmpty();
    }

    @Override
    public void over() {
        over = true;
    }

    @Override
    public List<Connection> takeOver() {
        if (!over) {
            return List.of();
        }
        over = false;
        return new ArrayList<>(viewers);
    }

    /** Shows the newest safe frame to everyone who was not shown it. */
    @Override
    public void show(final long safePosition, final ViewScratch scratch, final long nowNs) {
        final SnapshotRing ring = match.snapshots();
        final int frame = ring.newestSafeFrame(safePosition);
        if (frame < shownFrame || (frame == shownFrame && !hasNewcomers) || frame == SnapshotRing.NO_FRAME) {
            return;
        }
        shownFrame = frame;
        snapshot.wrap(ring.block(frame), 0);
        hasNewcomers = false;
        isStanding = match.isPaused() || snapshot.state().get(status) == MatchTables.WAITING;
        final SharedRows rows = scratch.rows(match.game().wire());
        final Sights sights = scratch.sights(match.game().type());
        look(sights);
        newest = SnapshotRing.NO_FRAME;
        for (int i = viewers.size() - 1; i >= 0; i--) {
            final Connection viewer = viewers.get(i);
            try {
                show(viewer, frame, rows, sights, scratch, nowNs);
            } catch (final RuntimeException e) {
                newest = SnapshotRing.NO_FRAME;
                if (ring.isIntact(frame)) {
                    viewer.failed(e);
                } else {
                    counters.increment(EdgeCounter.VIEWS_TORN);
                }
            }
        }
    }

    private void show(
            final Connection connection,
            final int frame,
            final SharedRows rows,
            final Sights sights,
            final ViewScratch scratch,
            final long nowNs) {
        final ClientView view = connection.view();
        if (view == null || !isDue(view)) {
            return;
        }
        final Viewer viewer = viewer(view.seat());
        final RowSet visible = sights.of(viewer, snapshot.state());
        counters.add(EdgeCounter.EFFECTS_MISSED, view.offerEffects(snapshot, visible));
        final Outlet outlet = connection.outlet();
        if (!outlet.isWritable()) {
            counters.increment(EdgeCounter.VIEWS_SKIPPED);
            return;
        }
        if (newest == SnapshotRing.NO_FRAME) {
            newest = match.snapshots().newestFrame();
            rows.begin(match.history(), frame);
            expectViews(rows);
        }
        if (!view.send(snapshot, rows, newest, viewer, visible, outlet, scratch, nowNs)) {
            // What was shared may come from what logic wrote over.
            newest = SnapshotRing.NO_FRAME;
            counters.increment(EdgeCounter.VIEWS_TORN);
            return;
        }
        connection.flush();
        counters.increment(EdgeCounter.VIEWS_SENT);
        counters.add(EdgeCounter.PARTS_SENT, scratch.count());
        counters.add(EdgeCounter.VIEW_BYTES_SENT, scratch.bytes());
    }

    private boolean isDue(final ClientView view) {
        return view.isDue(snapshot) || (isStanding && view.isDueStanding(snapshot));
    }

    /** Where this goes wrong, whoever it went wrong for finds out alone, and the others do not suffer for it. */
    private void look(final Sights sights) {
        sights.clear();
        try {
            for (int i = viewers.size() - 1; i >= 0; i--) {
                final ClientView view = viewers.get(i).view();
                if (view != null && isDue(view)) {
                    sights.add(viewer(view.seat()));
                }
            }
            sights.look(snapshot.state());
        } catch (final RuntimeException e) {
            sights.clear();
        }
    }

    private void expectViews(final SharedRows rows) {
        for (int i = viewers.size() - 1; i >= 0; i--) {
            final ClientView view = viewers.get(i).view();
            if (view != null && view.isDue(snapshot)) {
                view.expectedBy(rows);
            }
        }
    }

    /** The viewer of a seat, as {@link MatchSnapshot#viewer} has it; a new one only when the team is another. */
    private Viewer viewer(final int seat) {
        final int team = teamOf(seat);
        Viewer viewer = viewerOfSeat[seat];
        if (viewer == null || viewer.team() != team) {
            viewer = new Viewer(seat, team);
            viewerOfSeat[seat] = viewer;
        }
        return viewer;
    }

    private int teamOf(final int seat) {
        final State state = snapshot.state();
        for (final Table table : tablesWithTeams) {
            final IntColumn owner = table.ownerColumn();
            final IntColumn team = table.teamColumn();
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                if (owner != null && team != null && state.get(row, owner) == seat) {
                    return state.get(row, team);
                }
            }
        }
        return NO_TEAM;
    }
}
