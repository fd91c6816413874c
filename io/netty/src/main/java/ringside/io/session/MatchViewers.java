package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.logic.MatchTables;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.RecordType;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * The clients of one event loop that look at one match. For each new safe frame: what each may see, its effects, its view.
 */
final class MatchViewers {
    private final HostedMatch match;
    private final EngineTables tables;
    private final EdgeCounters counters;
    private final State state;
    private final RowSet visible;
    private final List<Connection> viewers = new ArrayList<>();
    private final int[] newEffects;
    private int newEffectCount;
    private int lastEffectSeq = -1;
    private int shownFrame = SnapshotRing.NO_FRAME;
    private boolean over;

    MatchViewers(final HostedMatch match, final EdgeCounters counters) {
        this.match = match;
        this.tables = match.game().tables();
        this.counters = counters;
        this.state = new State(match.layout());
        this.visible = new RowSet(match.layout());
        this.newEffects = new int[tables.effects.capacity()];
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
        state.wrap(ring.block(frame), 0);
        collectEffects();
        for (int i = viewers.size() - 1; i >= 0; i--) {
            final Connection viewer = viewers.get(i);
            try {
                show(viewer, frame, scratch, nowNs);
            } catch (final RuntimeException e) {
                if (ring.isIntact(frame)) {
                    viewer.failed(e);
                } else {
                    counters.increment(EdgeCounter.VIEWS_TORN);
                }
            }
        }
    }

    private void show(final Connection viewer, final int frame, final ViewScratch scratch, final long nowNs) {
        final ClientView view = viewer.view();
        if (view == null) {
            return;
        }
        visible.clear();
        match.game().type().game().visible(view.viewer(state), state, visible);
        offerEffects(view);
        final Outlet outlet = viewer.outlet();
        if (!outlet.isWritable()) {
            counters.increment(EdgeCounter.VIEWS_SKIPPED);
            return;
        }
        if (!view.send(frame, state, visible, outlet, scratch, nowNs)) {
            counters.increment(EdgeCounter.VIEWS_TORN);
            return;
        }
        viewer.flush();
        counters.increment(EdgeCounter.VIEWS_SENT);
        counters.add(EdgeCounter.PARTS_SENT, scratch.count());
        counters.add(EdgeCounter.VIEW_BYTES_SENT, scratch.bytes());
    }

    /** The live effects, in the order of their sequences: the table's rows are reused out of order. */
    private void collectEffects() {
        newEffectCount = 0;
        int highest = lastEffectSeq;
        for (int row = state.first(tables.effects); row != Rows.NONE; row = state.next(tables.effects, row)) {
            final int seq = state.get(row, tables.effectSeq);
            highest = Math.max(highest, seq);
            int at = newEffectCount++;
            while (at > 0 && state.get(newEffects[at - 1], tables.effectSeq) > seq) {
                newEffects[at] = newEffects[at - 1];
                at--;
            }
            newEffects[at] = row;
        }
        lastEffectSeq = highest;
    }

    private void offerEffects(final ClientView view) {
        for (int i = 0; i < newEffectCount; i++) {
            final int row = newEffects[i];
            if (isFor(view, row)) {
                final RecordType type = match.layout().effects().get(state.get(row, tables.effectType));
                view.offer(
                        state.get(row, tables.effectSeq),
                        state.get(row, tables.effectFrame),
                        type,
                        state.block(),
                        state.rowOffset(tables.effects, row) + tables.effectRecord.offset());
            }
        }
    }

    private boolean isFor(final ClientView view, final int effect) {
        final int target = state.get(effect, tables.effectTarget);
        return switch (state.get(effect, tables.effectAudience)) {
            case MatchTables.TO_ALL -> true;
            case MatchTables.TO_SEAT -> target == view.seat();
            default -> {
                final Table table = match.layout().tables().get(state.get(effect, tables.effectTargetTable));
                yield state.isAlive(table, target) && visible.contains(table, target);
            }
        };
    }
}
