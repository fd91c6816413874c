package ringside.io.session;

import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.RowSet;
import ringside.snapshot.codec.RowHistory;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;

/**
 * What a match looks like to those who only watch it, encoded once however many they are. Each view is made against the one
 * before, as if that had arrived, for those who watch are sent all of them in order; from time to time one stands for
 * itself, so that one can begin there. Belongs to one event loop.
 */
final class Broadcast {
    /** Who begins to watch, or fell behind, begins at a view that stands for itself. */
    private static final int ALONE_EVERY_SECONDS = 2;

    private static final Viewer SPECTATOR = new Viewer(-1, -1);
    private static final int UNKNOWN = -1;

    private final HostedMatch match;
    private final EdgeCounters counters;
    private final MatchSnapshot snapshot;
    private final RowHistory changes;
    private final ViewEncoder encoder;
    private final RowSet visible;
    private final int framesPerView;
    private final int framesPerStart;
    private final long delayNs;
    private int lastFrame = SnapshotRing.NO_FRAME;
    private int nextFrame;
    private int nextStart;
    private int nextEffect = UNKNOWN;
    private boolean standsAlone;

    Broadcast(
            final HostedMatch match,
            final EdgeCounters counters,
            final SpectatorSettings settings,
            final ViewLimits limits,
            final int hz) {
        this.match = match;
        this.counters = counters;
        snapshot = new MatchSnapshot(match.game().type());
        changes = new RowHistory(match.game().wire(), match.history());
        encoder = new ViewEncoder(match.game().wire(), match.history(), limits.withBudget(0));
        visible = new RowSet(match.layout());
        framesPerView = Math.max(1, (hz + settings.hz() - 1) / settings.hz());
        framesPerStart = Math.max(framesPerView, ALONE_EVERY_SECONDS * hz);
        delayNs = settings.delayMs() * 1_000_000L;
    }

    /** The next frame is recorded, whenever it comes. */
    void hurry() {
        nextFrame = lastFrame + 1;
    }

    /** Records the newest safe frame, when it is time for another view. */
    void record(final long safePosition, final ViewScratch scratch, final ViewTape tape, final long nowNs) {
        final SnapshotRing ring = match.snapshots();
        final int frame = ring.newestSafeFrame(safePosition);
        if (frame == SnapshotRing.NO_FRAME || frame < nextFrame) {
            return;
        }
        final int newest = ring.newestFrame();
        try {
            encode(frame, scratch);
        } catch (final RuntimeException e) {
            if (match.history().isIntact(newest) && ring.isIntact(frame)) {
                throw e;
            }
        }
        if (!match.history().isIntact(newest) || !ring.isIntact(frame)) {
            // The next one will stand for itself: what was made of this one never leaves.
            nextStart = 0;
            counters.increment(EdgeCounter.VIEWS_TORN);
            return;
        }
        for (int part = 0; part < scratch.count(); part++) {
            encoder.acknowledge(frame, part);
        }
        tape.begin(standsAlone, nowNs + delayNs, scratch.storedBytes());
        scratch.storeTo(tape);
        tape.end();
        lastFrame = frame;
        nextFrame = frame + framesPerView;
    }

    private void encode(final int frame, final ViewScratch scratch) {
        snapshot.wrap(match.snapshots().block(frame), 0);
        visible.clear();
        match.game().type().game().visible(SPECTATOR, snapshot.state(), visible);
        offerEffects();
        standsAlone = frame >= nextStart;
        if (standsAlone) {
            encoder.reset();
            nextStart = frame + framesPerStart;
        }
        final SharedRows rows = scratch.rows(match.game().wire());
        rows.begin(changes, frame);
        encoder.begin(rows, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
        scratch.encode(encoder);
    }

    private void offerEffects() {
        final int end = snapshot.nextEffect();
        if (nextEffect == UNKNOWN) {
            nextEffect = end;
        }
        counters.add(EdgeCounter.EFFECTS_MISSED, Math.max(0, snapshot.oldestEffect() - nextEffect));
        for (int seq = Math.max(nextEffect, snapshot.oldestEffect()); seq < end; seq++) {
            final int row = snapshot.effectRow(seq);
            if (snapshot.isEffectShown(row, SPECTATOR.seat(), visible)) {
                encoder.offer(
                        seq,
                        snapshot.effectFrame(row),
                        snapshot.effectType(row),
                        snapshot.state().block(),
                        snapshot.effectRecordOffset(row));
            }
        }
        nextEffect = end;
    }
}
