package ringside.io.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.Layout;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewDecoder;

/**
 * The player's inputs of one {@link Play}: made when they fall due, or when the game says, sent until they are consumed or
 * refused, and timed so that they come just in time. Not thread-safe; times in nanoseconds.
 */
final class OwnInputs {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int REPEAT_FRAMES = 4;
    /** Between two repetitions to a match that stands still. */
    private static final long STANDING_REPEAT_NS = SECOND_NS / 4;

    private static final int NONE_SHOWN = -1;

    private final ClientSession session;
    private final SessionListener listener;
    private final ClientStatistics statistics;
    private final Outbox outbox;
    private final Runnable made;
    private final boolean isPaced;
    private final boolean isAllowed;
    private final int hz;
    private final long frameNs;
    private final int inputsPerSecond;
    private final PendingInputs pending;
    private final InputClock clock = new InputClock();
    private final RecordView input;
    private final ConsumedInput consumed = new ConsumedInput();

    private int lastConsumed;
    private int pictureFrame = NONE_SHOWN;
    private int pictureFraction;
    private boolean followsViews = true;
    private long sentNs;
    private int newestFrame;
    private long newestFrameNs;
    private boolean isTimed;
    /** The match refuses inputs until a view shows a later frame than {@link #standingFrame}. */
    private boolean isStanding;

    private int standingFrame;

    /** @param made called when an input was made */
    OwnInputs(final ClientSession session, final WelcomeMessage welcome, final Layout layout, final Runnable made) {
        this.session = session;
        this.made = made;
        listener = session.listener();
        statistics = session.statistics();
        outbox = session.outbox();
        isPaced = welcome.lockstepDelay() == 0;
        isAllowed = !welcome.seat().isSpectator();
        hz = welcome.hz();
        frameNs = SECOND_NS / hz;
        inputsPerSecond = session.settings().inputsPerSecond();
        final int recordBytes = layout.input().lengthBytes();
        pending = new PendingInputs(
                recordBytes, InputsMessage.mostFor(recordBytes, welcome.limits().maxInputsPerMessage()));
        input = new RecordView(layout.input()).wrap(new UnsafeBuffer(new byte[recordBytes]), 0);
    }

    /** The same seat on a new connection, before {@link #begin}. Returns how many are sent again. */
    int resumed(final int lastInput, final int frame, final boolean sameEpoch) {
        statistics.inputsDropped += sameEpoch ? pending.resumed(lastInput, frame) : pending.takenOver(lastInput, frame);
        return pending.repeated();
    }

    /** Whether the match refuses inputs until it shows a later frame. */
    boolean isStanding() {
        return isStanding;
    }

    /** A connection begins, at that frame. */
    void begin(final int frame, final long roundTripNs, final long nowNs) {
        lastConsumed = 0;
        pictureFrame = NONE_SHOWN;
        followsViews = true;
        sentNs = nowNs - REPEAT_FRAMES * frameNs;
        newestFrame = frame;
        newestFrameNs = nowNs;
        // A handshake is a poor guess at the way: inputs fall due once a ping has measured it.
        isTimed = statistics.roundTrip().count() > 0;
        isStanding = false;
        clock.start(frame, hz, inputsPerSecond, roundTripNs, nowNs);
    }

    InputClock clock() {
        return clock;
    }

    PendingInputs pending() {
        return pending;
    }

    /** What the player's picture shows, from now on by what the game says. */
    void pictureShows(final int frame, final int fraction) {
        followsViews = false;
        pictureFrame = frame;
        pictureFraction = fraction;
    }

    /** A frame is shown: that is what the player sees unless the game says otherwise. */
    void shows(final int frame) {
        if (followsViews) {
            pictureFrame = frame;
        }
    }

    // ---- making and sending

    boolean isTaken() {
        return !pending.isFull() && !isStanding && isAllowed;
    }

    /** Makes an input, to be sent with the next message; returns its number. */
    int add(final int target, final long dueNs, final DirectBuffer record, final int offset) {
        statistics.inputs++;
        final int seq = pending.add(target, pictureFrame, pictureFraction, dueNs, record, offset);
        made.run();
        return seq;
    }

    /** Asks for those that are due; true when any was made. */
    boolean makeDue(final long nowNs) {
        if (!isMade()) {
            return false;
        }
        boolean any = false;
        clock.leaveOutOverdue(nowNs);
        statistics.inputsLeftOut = clock.leftOut();
        for (long dueNs = clock.nextDueNs(); dueNs <= nowNs && session.isPlaying(); dueNs = clock.nextDueNs()) {
            final int target = clock.nextTarget();
            clock.advance();
            any |= make(target, dueNs);
        }
        return any;
    }

    /** Asks for the input of a frame and sends it, in a match played in lockstep. */
    void makeFor(final int target, final long nowNs) {
        if (make(target, nowNs)) {
            send(nowNs);
        }
    }

    private boolean make(final int target, final long dueNs) {
        if (!listener.inputDue(session, target, dueNs, input.reset())) {
            return false;
        }
        if (pending.isFull()) {
            statistics.inputsDropped++;
            return false;
        }
        add(target, dueNs, input.buffer(), 0);
        return true;
    }

    private boolean isMade() {
        return isPaced && isTimed && !isStanding && isAllowed;
    }

    void send(final long nowNs) {
        sentNs = nowNs;
        outbox.send(pending.writeMessage(outbox.scratch(), 0));
    }

    /** When the next one is to be made; {@link Long#MAX_VALUE} for never. */
    long nextDueNs() {
        return isMade() ? clock.nextDueNs() : Long.MAX_VALUE;
    }

    /** When those that wait are to be sent again; {@link Long#MAX_VALUE} for never. */
    long repeatDueNs() {
        if (!pending.hasRepeated()) {
            return Long.MAX_VALUE;
        }
        return sentNs + (isStanding ? STANDING_REPEAT_NS : REPEAT_FRAMES * frameNs);
    }

    // ---- what became of them

    /** A newer view says what its frame had consumed. */
    void shown(final ViewDecoder decoder, final long nowNs) {
        newestFrame = decoder.frame();
        newestFrameNs = nowNs;
        if (isStanding && newestFrame > standingFrame) {
            isStanding = false;
            clock.goOn(newestFrame, hz, inputsPerSecond, statistics.roundTrip().usualNs(), nowNs);
        }
        final int lastInput = decoder.lastInput();
        if (lastInput > lastConsumed && lastInput < pending.nextSeq()) {
            lastConsumed = lastInput;
            if (pending.holds(lastInput)) {
                clock.consumed(
                        pending.target(lastInput),
                        pending.dueNs(lastInput),
                        decoder.frame(),
                        receiptToFrameNs(decoder),
                        nowNs);
            }
        }
        consumed.view(decoder.frame(), decoder.receiptToFrameMicros(), nowNs);
        takeConsumed(lastInput);
    }

    /** As the view says; else as many whole frames as inputs wait behind it, and about half a frame. */
    private long receiptToFrameNs(final ViewDecoder decoder) {
        final int micros = decoder.receiptToFrameMicros();
        return micros == 0 ? decoder.bufferDepth() * frameNs + frameNs / 2 : micros * 1_000L;
    }

    /** A frame of a match in lockstep was computed here: what went into it is known. */
    void computed(final int frame, final int lastInput, final long nowNs) {
        newestFrame = frame;
        newestFrameNs = nowNs;
        isStanding = isStanding && frame <= standingFrame;
        shows(frame);
        consumed.view(frame, 0, nowNs);
        takeConsumed(lastInput);
    }

    private void takeConsumed(final int lastInput) {
        while (pending.takeConsumed(lastInput, consumed)) {
            statistics.inputsConsumed++;
            listener.inputConsumed(session, consumed);
        }
    }

    /** The way was measured. */
    void measured(final long roundTripNs, final long nowNs) {
        if (!isTimed) {
            isTimed = true;
            clock.start(serverFrame(nowNs), hz, inputsPerSecond, roundTripNs, nowNs);
        }
    }

    /** Where the server stood when it wrote what arrives at this moment. */
    private double serverFrame(final long nowNs) {
        return newestFrame + (nowNs - newestFrameNs) / (double) frameNs;
    }

    /** One was not taken; true when the way is to be measured soon. */
    boolean refused(final int seq, final @Nullable RefusalReason reason, final long nowNs) {
        if (!pending.holds(seq)) {
            return false;
        }
        if (reason == RefusalReason.RING_FULL) {
            pending.metFullRing(seq);
            return false;
        }
        pending.refused(seq);
        final long roundTripNs = statistics.roundTrip().usualNs();
        if (reason == RefusalReason.INPUT_TOO_LATE) {
            clock.tooLate(pending.target(seq), pending.dueNs(seq), serverFrame(nowNs), roundTripNs, nowNs);
        } else if (reason == RefusalReason.INPUT_TOO_EARLY) {
            clock.tooEarly(pending.target(seq), pending.dueNs(seq), serverFrame(nowNs), roundTripNs, nowNs);
        } else if (reason == RefusalReason.MATCH_PAUSED && isPaced) {
            isStanding = true;
            standingFrame = newestFrame;
        }
        statistics.inputsRefused++;
        listener.inputRefused(session, seq, reason);
        return reason == RefusalReason.INPUT_TOO_LATE || reason == RefusalReason.INPUT_TOO_EARLY;
    }
}
