package ringside.io.session;

import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.HelloMessage;
import ringside.layout.RowSet;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;

/**
 * One player's views: what the client holds, and the parts that take it further. Belongs to one event loop.
 *
 * <p>A view that cannot be sent is skipped, never queued: the next one is made against what the client holds.
 */
final class ClientView implements ClientFeed {
    /** See {@link #offerEffects}. */
    static final int TORN = ViewMaker.TORN;

    private final HostedMatch match;
    private final int player;
    private final int seat;
    private final InputLatency latency;
    private final ViewMaker maker;
    private final ViewNotes notes;
    private final RoundTrip roundTrip = new RoundTrip();
    private final InputTimes inputTimes = new InputTimes();
    private int lastFrame = -1;
    private int newestSentFrame = -1;
    private int lastMeasuredSeq;
    private boolean seesEverything;

    /**
     * @param held what the player was shown by the connection before, or null
     * @param resume what the client said of the connection before; null for a new player
     */
    ClientView(
            final HostedMatch match,
            final int player,
            final @Nullable ClientView held,
            final HelloMessage.@Nullable Resume resume,
            final ViewLimits limits,
            final InputLatency latency) {
        this.match = match;
        this.player = player;
        this.seat = match.game().seatOf(player);
        this.latency = latency;
        if (held == null) {
            maker = new ViewMaker(seat, new ViewEncoder(match.game().wire(), match.history(), limits), resume);
            notes = new ViewNotes(match.viewLog());
        } else {
            maker = held.maker;
            maker.resumed(resume);
            notes = held.notes;
            lastFrame = held.lastFrame;
        }
        notes.began(held == null, match.id(), player, match.reignsFrom(), resume);
    }

    @Override
    public int player() {
        return player;
    }

    @Override
    public int seat() {
        return seat;
    }

    @Override
    public int newestSentFrame() {
        return newestSentFrame;
    }

    @Override
    public InputTimes inputTimes() {
        return inputTimes;
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }

    /** Whether the game is asked what this player may see; a server in development may show the rest as well. */
    void showEverything(final boolean everything) {
        seesEverything = everything;
    }

    boolean seesEverything() {
        return seesEverything;
    }

    /** False for a snapshot from before the player joined, or that the connection before was shown. */
    boolean isDue(final MatchSnapshot snapshot) {
        return snapshot.player(seat) == player && snapshot.frame() > lastFrame;
    }

    /**
     * True when this client was shown nothing yet, and the match stands still: no newer snapshot will come soon, so the last one
     * is shown, although a new player is not in it yet, and one who came back saw it before.
     */
    boolean isDueStanding(final MatchSnapshot snapshot) {
        final boolean isOthers = snapshot.isSeated(seat) && snapshot.player(seat) != player;
        return newestSentFrame < 0 && snapshot.frame() >= lastFrame && !isOthers;
    }

    void acknowledged(final AcksMessage acks, final long nowNs) {
        notes.acknowledged(acks, newestSentFrame);
        for (int i = 0; i < acks.count(); i++) {
            final int frame = acks.frame(i);
            if (frame >= 0 && frame <= newestSentFrame) {
                roundTrip.acknowledged(frame, nowNs);
                maker.encoder().acknowledge(frame, acks.part(i));
            }
        }
    }

    /**
     * Hands over the effects that this client may see and was not offered: see {@link ViewMaker#offerEffects}. For whoever holds
     * the view while its player is away, too.
     *
     * @param isShownEverything whether {@code visible} is all there is
     */
    int offerEffects(
            final MatchSnapshot snapshot,
            final int frame,
            final RowSet visible,
            final SnapshotEffects effects,
            final boolean isShownEverything) {
        final int missed = maker.offerEffects(snapshot, frame, visible, effects, match.snapshots(), match.reignsFrom());
        if (missed != TORN) {
            notes.tookEffects(frame, isShownEverything);
        }
        return missed;
    }

    /** Says that this view is one of those that will be made of what {@code rows} has begun. */
    void expectedBy(final SharedRows rows) {
        rows.expect(maker.encoder());
    }

    /**
     * Makes and sends the view of the frame that {@code rows} has begun. Returns false, with nothing sent, when logic
     * overwrote what it was made from.
     *
     * @param newest the newest frame of the match before {@code rows} was begun
     */
    boolean send(
            final MatchSnapshot snapshot,
            final SharedRows rows,
            final int newest,
            final Viewer viewer,
            final RowSet visible,
            final Outlet outlet,
            final ViewScratch scratch,
            final long nowNs) {
        final int frame = rows.frame();
        lastFrame = frame;
        final int consumed = snapshot.consumedSeq(seat);
        final int micros = receiptToFrameMicros(frame, consumed);
        try {
            follow(snapshot, frame, consumed, scratch.input());
            maker.encode(snapshot, rows, viewer, visible, micros, scratch);
        } catch (final RuntimeException e) {
            if (match.history().isIntact(newest)) {
                throw e;
            }
        }
        if (!match.history().isIntact(newest) || !match.snapshots().isIntact(frame)) {
            maker.encoder().reset();
            notes.torn(frame);
            lastFrame = frame - 1;
            return false;
        }
        notes.sent(frame, micros, rows.missingAges(), scratch);
        if (scratch.input().isFollowed()) {
            latency.encoded(scratch.input());
        }
        scratch.sendTo(outlet);
        newestSentFrame = frame;
        roundTrip.sent(frame, nowNs);
        lastMeasuredSeq = Math.max(lastMeasuredSeq, consumed);
        return true;
    }

    /** What {@link #send} made has been handed to the network. */
    void handedOver(final ViewScratch scratch) {
        if (scratch.input().isFollowed()) {
            latency.shown(scratch.input());
        }
    }

    private int receiptToFrameMicros(final int frame, final int consumedSeq) {
        final long dueNs = match.snapshots().dueNs(frame);
        if (dueNs == 0 || !inputTimes.isKnown(consumedSeq)) {
            return 0;
        }
        final long micros = (dueNs - inputTimes.receivedNs(consumedSeq)) / 1_000;
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, micros));
    }

    /** An input is followed by the first view that shows it as consumed. */
    private void follow(final MatchSnapshot snapshot, final int frame, final int consumedSeq, final InputWay input) {
        input.none();
        if (consumedSeq > lastMeasuredSeq
                && inputTimes.isKnown(consumedSeq)
                && latency.follows(match.id(), player, consumedSeq)) {
            input.begin(match.id(), player, consumedSeq, inputTimes.receivedNs(consumedSeq));
            input.shownBy(
                    frame, match.snapshots().position(frame), match.snapshots().dueNs(frame), snapshot.depth(seat));
        }
    }
}
