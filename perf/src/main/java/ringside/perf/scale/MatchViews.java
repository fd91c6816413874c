package ringside.perf.scale;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Lookout;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.session.MatchHistory;
import ringside.layout.RowSet;
import ringside.snapshot.codec.RowHistory;
import ringside.snapshot.codec.SharedRows;
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
        private final Lookout lookout;
        private final Viewer[] viewers;
        private final RowSet[] visible;
        private final SharedRows rows;
        private final UnsafeBuffer parts;
        private final int[] lengths;

        Shared(final GameType type, final ScalePlan plan) {
            this.type = type;
            wire = new WireLayout(type.layout());
            limits = limits(plan);
            acknowledgeFrames = plan.acknowledgeFrames();
            snapshot = new MatchSnapshot(type);
            lookout = type.game().lookout();
            viewers = new Viewer[type.layout().seats()];
            visible = new RowSet[viewers.length];
            Arrays.setAll(visible, seat -> new RowSet(type.layout()));
            rows = new SharedRows(wire);
            lengths = new int[limits.maxPartsPerView()];
            parts = new UnsafeBuffer(new byte[limits.maxPartBytes() * lengths.length]);
        }

        /** Returns the number of parts. They stand side by side until the next view. */
        private int encodeParts(final ViewEncoder encoder) {
            int count = 0;
            int length = encoder.encodePart(parts, 0);
            while (length > 0) {
                lengths[count] = length;
                count++;
                length = count == lengths.length ? 0 : encoder.encodePart(parts, count * limits.maxPartBytes());
            }
            return count;
        }

        private int lengths(final int count) {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                sum += lengths[i];
            }
            return sum;
        }

        private void copyTo(final ViewTape tape, final int count) {
            for (int i = 0; i < count; i++) {
                tape.add(parts, i * limits.maxPartBytes(), lengths[i]);
            }
        }
    }

    private final Shared shared;
    private final SnapshotRing ring;
    private final MatchHistory history;
    private final RowHistory changes;
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
        changes = new RowHistory(shared.wire, history);
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

    /**
     * Makes everybody's view of a frame that the ring holds. Where logic overwrote meanwhile what views are made from, those
     * of the seats that are left are dropped and counted.
     */
    void encode(final int frame) {
        shownFrame = frame;
        history.settle(frame);
        acknowledgeUpTo(frame - shared.acknowledgeFrames);
        final int newest = ring.newestFrame();
        int seat = 0;
        try {
            shared.snapshot.wrap(ring.block(frame), 0);
            shared.rows.begin(changes, frame);
            for (final ViewEncoder encoder : encoders) {
                shared.rows.expect(encoder);
            }
            look(shared.snapshot);
            while (seat < encoders.length && encode(seat, frame, newest)) {
                seat++;
            }
        } catch (final RuntimeException e) {
            if (history.isIntact(newest) && ring.isIntact(frame)) {
                throw e;
            }
        }
        for (; seat < encoders.length; seat++) {
            encoders[seat].reset();
            torn++;
        }
    }

    private void look(final MatchSnapshot snapshot) {
        for (int seat = 0; seat < encoders.length; seat++) {
            shared.viewers[seat] = snapshot.viewer(seat);
        }
        shared.lookout.see(snapshot.state(), shared.viewers, encoders.length, shared.visible);
    }

    /** Returns false, with nothing sent, when what the view was made from is gone. */
    private boolean encode(final int seat, final int frame, final int newest) {
        final ViewEncoder encoder = encoders[seat];
        final MatchSnapshot snapshot = shared.snapshot;
        final Viewer viewer = shared.viewers[seat];
        final RowSet visible = shared.visible[seat];
        offerEffects(seat, snapshot);
        final ViewTape tape = tapes[seat];
        if (tape != null && tape.isFull()) {
            // A client that comes back: what follows stands for itself.
            encoder.reset();
            tape.clear();
        }
        encoder.begin(shared.rows, visible, seat, viewer.team() < 0 ? ViewEncoder.NO_TEAM : viewer.team());
        encoder.answer(snapshot.consumedSeq(seat), snapshot.depth(seat), 0);
        final int count = shared.encodeParts(encoder);
        if (!history.isIntact(newest) || !ring.isIntact(frame)) {
            return false;
        }
        bytes += shared.lengths(count);
        parts += count;
        partsSent[seat][frame & partsSent[seat].length - 1] = (byte) count;
        if (tape != null) {
            shared.copyTo(tape, count);
        }
        return true;
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
            if (snapshot.isEffectShown(row, seat, shared.visible[seat])) {
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
