package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.RowSet;
import ringside.snapshot.codec.RowHistory;
import ringside.snapshot.codec.SharedRows;

/**
 * The clients of one event loop that look at one match. For each new safe frame: what each may see, its effects, its view.
 */
final class MatchViewers extends Viewers {
    /** Effects are kept in a match for 32 frames. */
    private static final int FRAMES_PER_ABSENT = 8;

    private final HostedMatch match;
    private final EdgeCounters counters;
    private final MatchSnapshot snapshot;
    private final RowHistory changes;
    /** The newest frame when what views share was begun, or NO_FRAME before that. */
    private int newest = SnapshotRing.NO_FRAME;

    private int shownFrame = SnapshotRing.NO_FRAME;
    private boolean hasNewcomers;
    private boolean isStanding;
    private int absentFrame;
    private int sentViews;
    private int sentParts;
    private long sentBytes;

    /** Players whose connections broke, until they come back or lose their seats. */
    private final List<HeldView> absent = new ArrayList<>();

    MatchViewers(final HostedMatch match, final EdgeCounters counters) {
        super(match.id());
        this.match = match;
        this.counters = counters;
        this.snapshot = new MatchSnapshot(match.game().type());
        this.changes = new RowHistory(match.game().wire(), match.history());
    }

    @Override
    void add(final Connection viewer) {
        super.add(viewer);
        hasNewcomers = true;
    }

    /** Takes effects in for a player who is away. */
    void hold(final HeldView held) {
        absent.add(held);
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && absent.isEmpty();
    }

    @Override
    void over() {
        super.over();
        absent.clear();
    }

    /** Shows the newest safe frame to everyone who was not shown it. */
    @Override
    void show(final long safePosition, final ViewScratch scratch, final long nowNs) {
        final SnapshotRing ring = match.snapshots();
        final int frame = ring.newestSafeFrame(safePosition);
        if (frame < shownFrame || (frame == shownFrame && !hasNewcomers) || frame == SnapshotRing.NO_FRAME) {
            return;
        }
        shownFrame = frame;
        match.seen(nowNs);
        match.history().settle(frame);
        snapshot.wrap(ring.block(frame), 0);
        hasNewcomers = false;
        isStanding = match.isPaused() || snapshot.isWaiting();
        final SharedRows rows = scratch.rows(match.game().wire());
        final Sights sights = scratch.sights(match.game().type());
        look(sights);
        holdFor(frame, sights, scratch.effects());
        newest = SnapshotRing.NO_FRAME;
        for (int i = count() - 1; i >= 0; i--) {
            final Connection viewer = connection(i);
            try {
                show(viewer, frame, rows, sights, scratch, nowNs);
            } catch (final RuntimeException e) {
                if (ring.isIntact(frame)) {
                    newest = SnapshotRing.NO_FRAME;
                    viewer.failed(e);
                } else {
                    torn();
                }
            }
        }
        countSent();
    }

    /** Now and then, before effects expire. Where logic writes over the snapshot there is another time. */
    private void holdFor(final int frame, final Sights sights, final SnapshotEffects effects) {
        if (absent.isEmpty() || (frame >= absentFrame && frame < absentFrame + FRAMES_PER_ABSENT)) {
            return;
        }
        absentFrame = frame;
        for (int i = absent.size() - 1; i >= 0; i--) {
            try {
                if (!absent.get(i).takeEffects(snapshot, frame, sights, effects, counters)
                        && match.snapshots().isIntact(frame)) {
                    absent.remove(i);
                }
            } catch (final RuntimeException e) {
                if (match.snapshots().isIntact(frame)) {
                    // The game threw: the player finds out on coming back.
                    absent.remove(i);
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
        final Viewer viewer = snapshot.viewer(view.seat());
        final RowSet visible = view.seesEverything() ? sights.everything() : sights.of(viewer, snapshot.state());
        final int missed = view.offerEffects(snapshot, frame, visible, scratch.effects(), view.seesEverything());
        if (missed == ClientView.TORN) {
            torn();
            return;
        }
        counters.add(EdgeCounter.EFFECTS_MISSED, missed);
        final Outlet outlet = connection.outlet();
        if (!outlet.isWritable()) {
            counters.increment(EdgeCounter.VIEWS_SKIPPED);
            return;
        }
        if (newest == SnapshotRing.NO_FRAME) {
            newest = match.snapshots().newestFrame();
            rows.begin(changes, frame);
            expectViews(rows);
        }
        if (!view.send(snapshot, rows, newest, viewer, visible, outlet, scratch, nowNs)) {
            torn();
            return;
        }
        connection.flush();
        view.handedOver(scratch);
        sentViews++;
        sentParts += scratch.count();
        sentBytes += scratch.bytes();
    }

    /** Once for all views of a frame: counters are shared by threads. */
    private void countSent() {
        counters.add(EdgeCounter.VIEWS_SENT, sentViews);
        counters.add(EdgeCounter.PARTS_SENT, sentParts);
        counters.add(EdgeCounter.VIEW_BYTES_SENT, sentBytes);
        sentViews = 0;
        sentParts = 0;
        sentBytes = 0;
    }

    /** What was shared may come from what logic wrote over; should there be no newer frame, this one is tried again. */
    private void torn() {
        newest = SnapshotRing.NO_FRAME;
        hasNewcomers = true;
        counters.increment(EdgeCounter.VIEWS_TORN);
    }

    private boolean isDue(final ClientView view) {
        return view.isDue(snapshot) || (isStanding && view.isDueStanding(snapshot));
    }

    /** Where this goes wrong, whoever it went wrong for finds out alone, and the others do not suffer for it. */
    private void look(final Sights sights) {
        sights.clear();
        try {
            for (int i = count() - 1; i >= 0; i--) {
                final ClientView view = connection(i).view();
                if (view != null && isDue(view)) {
                    sights.add(snapshot.viewer(view.seat()));
                }
            }
            sights.look(snapshot.state());
        } catch (final RuntimeException e) {
            sights.clear();
        }
    }

    private void expectViews(final SharedRows rows) {
        for (int i = count() - 1; i >= 0; i--) {
            final ClientView view = connection(i).view();
            if (view != null && view.isDue(snapshot)) {
                view.expectedBy(rows);
            }
        }
    }
}
