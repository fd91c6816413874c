package ringside.perf.scale;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.RowSet;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.WireLayout;

/**
 * The views of all players of one match, made as the server's edge makes them, for clients that acknowledge every part a
 * fixed number of frames later. All use of the codec is here. Belongs to one thread.
 */
final class MatchViews {
    private static final int NO_EFFECT_YET = -1;

    /** What the matches of one thread share. */
    static final class Shared {
        private final GameType type;
        private final WireLayout wire;
        private final ViewLimits limits;
        private final int acknowledgeFrames;
        private final MatchSnapshot snapshot;
        private final RowSet visible;
        private final UnsafeBuffer part;

        Shared(final GameType type, final ScalePlan plan) {
            this.type = type;
            wire = new WireLayout(type.layout());
            limits = limits(plan);
            acknowledgeFrames = plan.acknowledgeFrames();
            snapshot = new MatchSnapshot(type);
            visible = new RowSet(type.layout());
            part = new UnsafeBuffer(new byte[limits.maxPartBytes()]);
        }
    }

    private final Shared shared;
    private final SnapshotRing ring;
    private final MatchHistory history;
    private final ViewEncoder[] encoders;
    private final byte[][] partsSent;
    private final int[] nextEffect;
    private final @Nullable ViewTape[] tapes;
    private int shownFrame;
    private int acknowledgedFrame;
    private long bytes;
    private long parts;
    private long torn;

    MatchViews(final Shared shared, final MatchSlot match) {
        this.shared = shared;
        ring = match.snapshots();
        history = new MatchHistory(ring);
        final int seats = shared.type.layout().seats();
        encoders = new ViewEncoder[seats];
        Arrays.setAll(encoders, seat -> new ViewEncoder(shared.wire, history, shared.limits));
        partsSent = new byte[seats][Integer.highestOneBit(shared.acknowledgeFrames) << 1];
        nextEffect = new int[seats];
        Arrays.fill(nextEffect, NO_EFFECT_YET);
        tapes = new ViewTape[seats];
    }

    /** The limits of a server, with a history that fits the snapshots kept. */
    static ViewLimits limits(final ScalePlan plan) {
        final ViewLimits defaults = ViewLimits.DEFAULT;
        final int history = Math.min(defaults.historyFrames(), plan.heldFrames());
        return new ViewLimits(
                defaults.maxPartBytes(),
                defaults.maxPartsPerView(),
                history,
                history * defaults.maxPartsPerView(),
                defaults.pendingSure(),
                defaults.pendingMomentary(),
                defaults.momentaryFrames());
    }

    /** Keeps everything that a seat is sent from now on. */
    void record(final int seat, final ViewTape tape) {
        tapes[seat] = tape;
    }

    SnapshotRing snapshots() {
        return ring;
    }

    /** The last frame for which views were made; 0 before the first. */
    int shownFrame() {
        return shownFrame;
    }

    /** Makes everybody's view of a frame that the ring holds. */
    void encode(final int frame) {
        shownFrame = frame;
        acknowledgeUpTo(frame - shared.acknowledgeFrames);
        shared.snapshot.wrap(ring.block(frame), 0);
        for (int seat = 0; seat < encoders.length; seat++) {
            encode(seat, frame);
        }
    }

    private void encode(final int seat, final int frame) {
        final ViewEncoder encoder = encoders[seat];
        final MatchSnapshot snapshot = shared.snapshot;
        final int newest = ring.newestFrame();
        final Viewer viewer = snapshot.viewer(seat);
        shared.visible.clear();
        shared.type.game().visible(viewer, snapshot.state(), shared.visible);
        offerEffects(seat, snapshot);
        final ViewTape tape = tapes[seat];
        if (tape != null && tape.isFull()) {
            // A client that comes back: what follows stands for itself.
            encoder.reset();
            tape.clear();
        }
        encoder.begin(frame, shared.visible, seat, viewer.team() < 0 ? ViewEncoder.NO_TEAM : viewer.team());
        encoder.answer(snapshot.consumedSeq(seat), snapshot.depth(seat), 0);
        int count = 0;
        for (int length = encoder.encodePart(shared.part, 0); length > 0; length = encoder.encodePart(shared.part, 0)) {
            bytes += length;
            count++;
            if (tape != null) {
                tape.add(shared.part, length);
            }
        }
        parts += count;
        partsSent[seat][frame & partsSent[seat].length - 1] = (byte) count;
        if (!history.isIntact(newest) || !ring.isIntact(frame)) {
            encoder.reset();
            torn++;
        }
    }

    private void acknowledgeUpTo(final int last) {
        final int oldestKept = shownFrame - partsSent[0].length + 1;
        for (int frame = Math.max(acknowledgedFrame + 1, oldestKept); frame <= last; frame++) {
            for (int seat = 0; seat < encoders.length; seat++) {
                acknowledge(seat, frame);
            }
        }
        acknowledgedFrame = last;
    }

    private void acknowledge(final int seat, final int frame) {
        final byte[] sent = partsSent[seat];
        final int slot = frame & sent.length - 1;
        for (int part = 0; part < sent[slot]; part++) {
            encoders[seat].acknowledge(frame, part);
        }
        sent[slot] = 0;
    }

    private void offerEffects(final int seat, final MatchSnapshot snapshot) {
        final int end = snapshot.nextEffect();
        final int oldest = snapshot.oldestEffect();
        final int from = nextEffect[seat] == NO_EFFECT_YET ? end : Math.max(nextEffect[seat], oldest);
        for (int seq = from; seq < end; seq++) {
            final int row = snapshot.effectRow(seq);
            if (snapshot.isEffectShown(row, seat, shared.visible)) {
                encoders[seat].offer(
                        seq,
                        snapshot.effectFrame(row),
                        snapshot.effectType(row),
                        snapshot.state().block(),
                        snapshot.effectRecordOffset(row));
            }
        }
        nextEffect[seat] = end;
    }

    long bytes() {
        return bytes;
    }

    long parts() {
        return parts;
    }

    /** Views for which logic overwrote what they were made from. */
    long torn() {
        return torn;
    }
}
