package ringside.io.session;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.Limits;
import ringside.layout.RecordType;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;

/**
 * One player's views: what the client holds, and the parts that take it further. Belongs to one event loop.
 *
 * <p>A view that cannot be sent is skipped, never queued: the next one is made against what the client holds.
 */
final class ClientView {
    private final HostedMatch match;
    private final int player;
    private final int seat;
    private final InputLatency latency;
    private final MatchHistory history;
    private final ViewEncoder encoder;
    private final RoundTrip roundTrip = new RoundTrip();
    private final InputTimes inputTimes = new InputTimes();
    private int newestSentFrame = -1;
    private int lastMeasuredSeq;
    private boolean beginsAnew = true;
    private Viewer viewer;

    ClientView(
            final HostedMatch match,
            final int player,
            final HostedMatch.@Nullable HeldView held,
            final int nextSureEffect,
            final Limits limits,
            final InputLatency latency) {
        this.latency = latency;
        this.match = match;
        this.player = player;
        this.seat = match.game().tables().seatOf(player);
        this.viewer = new Viewer(seat, -1);
        if (held == null) {
            history = new MatchHistory(match.snapshots());
            encoder = new ViewEncoder(match.layout(), history, viewLimits(limits));
            encoder.numberSureFrom(nextSureEffect);
        } else {
            history = held.history();
            encoder = held.encoder();
        }
    }

    private static ViewLimits viewLimits(final Limits limits) {
        final ViewLimits defaults = ViewLimits.DEFAULT;
        return new ViewLimits(
                limits.maxPartBytes(),
                defaults.maxPartsPerView(),
                defaults.historyFrames(),
                defaults.inFlightParts(),
                defaults.pendingSure(),
                defaults.pendingMomentary(),
                defaults.momentaryFrames());
    }

    int player() {
        return player;
    }

    int seat() {
        return seat;
    }

    /** The newest frame that this client was sent, -1 before the first. */
    int newestSentFrame() {
        return newestSentFrame;
    }

    InputTimes inputTimes() {
        return inputTimes;
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    HostedMatch.HeldView hold() {
        return new HostedMatch.HeldView(player, encoder, history);
    }

    /** Who looks, as the game is told. */
    Viewer viewer(final State state) {
        final int team = match.game().tables().team(state, seat);
        if (team != viewer.team()) {
            viewer = new Viewer(seat, team);
        }
        return viewer;
    }

    void acknowledged(final AcksMessage acks, final long nowNs) {
        for (int i = 0; i < acks.count(); i++) {
            roundTrip.acknowledged(acks.frame(i), nowNs);
            // Only what this connection was sent: an encoder that was held knows nothing of it before its reset.
            if (acks.frame(i) <= newestSentFrame && !beginsAnew) {
                encoder.acknowledge(acks.frame(i), acks.part(i));
            }
        }
    }

    /** Hands over an effect that this client may see; also when no view is sent, so that sure ones are not missed. */
    void offer(
            final int effectSeq,
            final int effectFrame,
            final RecordType type,
            final DirectBuffer record,
            final int at) {
        beginAnew();
        encoder.offer(effectSeq, effectFrame, type, record, at);
    }

    private void beginAnew() {
        if (beginsAnew) {
            encoder.reset();
            beginsAnew = false;
        }
    }

    /**
     * Encodes and sends the view of a frame. Returns false, with nothing sent, when logic overwrote what it was made from.
     *
     * @param state over the frame's block
     * @param scratch where the messages are made
     */
    boolean send(
            final int frame,
            final State state,
            final RowSet visible,
            final Outlet outlet,
            final ViewScratch scratch,
            final long nowNs) {
        beginAnew();
        final EngineTables tables = match.game().tables();
        final int seatRow = tables.seatRow(state, player);
        final int newest = match.snapshots().newestFrame();
        final int team = viewer.team();
        final int consumed = seatRow == Rows.NONE ? 0 : tables.consumedSeq(state, seatRow);
        final int depth = seatRow == Rows.NONE ? 0 : tables.depth(state, seatRow);
        try {
            encoder.begin(frame, visible, seat, team < 0 ? ViewEncoder.NO_TEAM : team);
            encoder.answer(consumed, depth, receiptToFrameMicros(frame, consumed));
            scratch.encode(encoder);
        } catch (final RuntimeException e) {
            if (history.isIntact(newest)) {
                throw e;
            }
        }
        if (!history.isIntact(newest) || !match.snapshots().isIntact(frame)) {
            encoder.reset();
            return false;
        }
        scratch.sendTo(outlet);
        newestSentFrame = frame;
        roundTrip.sent(frame, nowNs);
        measure(frame, consumed, nowNs);
        return true;
    }

    private int receiptToFrameMicros(final int frame, final int consumedSeq) {
        final long dueNs = match.snapshots().dueNs(frame);
        if (dueNs == 0 || !inputTimes.isKnown(consumedSeq)) {
            return 0;
        }
        final long micros = (dueNs - inputTimes.receivedNs(consumedSeq)) / 1_000;
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, micros));
    }

    private void measure(final int frame, final int consumedSeq, final long nowNs) {
        if (consumedSeq > lastMeasuredSeq && inputTimes.isKnown(consumedSeq)) {
            latency.shown(inputTimes.receivedNs(consumedSeq), match.snapshots().dueNs(frame), nowNs);
        }
        lastMeasuredSeq = Math.max(lastMeasuredSeq, consumedSeq);
    }
}
