package ringside.io.session;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;
import ringside.layout.RowSet;
import ringside.snapshot.codec.RowHistory;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;

/**
 * What a match looks like to those who only watch it, encoded once however many they are. Each view is made against the one
 * before, as if that had arrived, for those who watch are sent all of them in order. From time to time one shows all again:
 * others can begin there, and for those who were there before no row begins anew. Belongs to one event loop.
 */
final class Broadcast {
    /** Who begins to watch, or fell behind, begins at a view that shows all. */
    private static final int ALL_EVERY_SECONDS = 2;

    private static final Viewer SPECTATOR = new Viewer(-1, -1);
    private static final int UNKNOWN = -1;
    private static final int OPENING_BYTES = 64;

    /** Effects are kept in a match for 32 frames. */
    private static final int FRAMES_PER_EFFECTS = 8;

    private final HostedMatch match;
    private final EdgeCounters counters;
    private final MatchSnapshot snapshot;
    private final RowHistory changes;
    private final ViewEncoder encoder;
    private final RowSet visible;
    private final UnsafeBuffer openings = new UnsafeBuffer(new byte[2 * OPENING_BYTES]);
    private final int framesPerView;
    private final int framesPerStart;
    private final long delayNs;
    private int lastFrame = SnapshotRing.NO_FRAME;
    private int nextFrame;
    private int nextStart;
    private int nextEffect = UNKNOWN;
    private int nextEffectsFrame;
    /** Nothing that was made before is a base: all who watch begin with the next view. */
    private boolean isAnew = true;

    /** The encoder was told of a frame that was not kept yet. */
    private boolean isBegun;

    private boolean isHurrying;
    private boolean standsAlone;
    private int beginningBytes;
    private int goingOnBytes;

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
        framesPerStart = Math.max(framesPerView, ALL_EVERY_SECONDS * hz);
        delayNs = settings.delayMs() * 1_000_000L;
    }

    /** The next frame is recorded, whenever it comes. */
    void hurry() {
        nextFrame = lastFrame + 1;
        isHurrying = true;
    }

    /** Whether the newest frame of the match was recorded. */
    boolean isUpToDate() {
        return lastFrame == match.snapshots().newestFrame();
    }

    /** Records the newest safe frame, when it is time for another view. */
    void record(final long safePosition, final ViewScratch scratch, final ViewTape tape, final long nowNs) {
        final SnapshotRing ring = match.snapshots();
        final int frame = ring.newestSafeFrame(safePosition);
        if (frame == SnapshotRing.NO_FRAME || frame < Math.min(nextFrame, nextEffectsFrame)) {
            return;
        }
        if (frame < nextFrame) {
            takeEffects(frame, scratch);
            return;
        }
        if (!isHurrying && !tape.takes(nowNs)) {
            nextFrame = frame + framesPerView;
            counters.increment(EdgeCounter.BROADCASTS_LEFT_OUT);
            return;
        }
        final int newest = ring.newestFrame();
        boolean isWhole = false;
        try {
            isWhole = encode(frame, scratch);
        } catch (final RuntimeException e) {
            if (match.history().isIntact(newest) && ring.isIntact(frame)) {
                throw e;
            }
        }
        if (!isWhole || !match.history().isIntact(newest) || !ring.isIntact(frame)) {
            // What was made of this one never leaves, and is no base for the next.
            isAnew |= isBegun;
            counters.increment(EdgeCounter.VIEWS_TORN);
            return;
        }
        keep(frame, scratch, tape, nowNs);
    }

    private void keep(final int frame, final ViewScratch scratch, final ViewTape tape, final long nowNs) {
        final int behind = standsAlone && !isAnew ? 1 : 0;
        for (int part = 0; part < scratch.count(); part++) {
            encoder.acknowledge(frame, part + behind);
        }
        tape.begin(standsAlone, nowNs + delayNs, scratch.storedBytes() + 2 * OPENING_BYTES);
        if (behind > 0) {
            tape.addOpenings(openings, 0, beginningBytes, OPENING_BYTES, goingOnBytes);
        }
        scratch.storeTo(tape);
        tape.end(nowNs);
        counters.increment(EdgeCounter.BROADCASTS_MADE);
        isAnew = false;
        lastFrame = frame;
        nextFrame = frame + framesPerView;
        nextStart = standsAlone ? frame + framesPerStart : nextStart;
    }

    /** Takes effects in before they expire, where views are few. */
    private void takeEffects(final int frame, final ViewScratch scratch) {
        try {
            readEffects(frame, scratch.effects());
        } catch (final RuntimeException e) {
            if (match.snapshots().isIntact(frame)) {
                throw e;
            }
        }
    }

    /** Hands over the effects up to a frame; false when logic wrote over its snapshot meanwhile. */
    private boolean readEffects(final int frame, final SnapshotEffects effects) {
        snapshot.wrap(match.snapshots().block(frame), 0);
        visible.clear();
        match.game().type().game().visible(SPECTATOR, snapshot.state(), visible);
        effects.wrap(snapshot);
        final int from = nextEffect == UNKNOWN ? effects.end() : nextEffect;
        effects.read(snapshot, from, SPECTATOR.seat(), visible);
        if (!match.snapshots().isIntact(frame)) {
            return false;
        }
        counters.add(EdgeCounter.EFFECTS_MISSED, Math.max(0, effects.oldest() - from));
        isAnew |= !effects.offerTo(encoder);
        nextEffect = effects.end();
        nextEffectsFrame = frame + FRAMES_PER_EFFECTS;
        return true;
    }

    /** False when logic wrote over the snapshot before its effects were read. */
    private boolean encode(final int frame, final ViewScratch scratch) {
        isBegun = false;
        if (!readEffects(frame, scratch.effects())) {
            return false;
        }
        isBegun = true;
        standsAlone = isAnew || frame >= nextStart;
        if (isAnew) {
            encoder.reset();
        } else if (standsAlone) {
            encoder.showAllAgain();
        }
        final SharedRows rows = scratch.rows(match.game().wire());
        rows.begin(changes, frame);
        encoder.begin(rows, visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
        if (standsAlone && !isAnew) {
            beginningBytes = encodeOpening(0, true);
            goingOnBytes = encodeOpening(OPENING_BYTES, false);
        }
        scratch.encode(encoder);
        return true;
    }

    private int encodeOpening(final int at, final boolean isBeginning) {
        openings.putByte(at, MessageType.VIEW.code());
        return Wire.TYPE_BYTES + encoder.encodeOpening(openings, at + Wire.TYPE_BYTES, isBeginning);
    }
}
