package ringside.io.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.snapshot.codec.PartHeader;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.WireLayout;

/**
 * A session's seat in a match, from the first WELCOME across all resumes: views in, inputs, commands and acknowledgements
 * out. Not thread-safe; times in nanoseconds.
 */
final class Play {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long FIRST_PINGS_NS = SECOND_NS / 5;
    private static final int FIRST_PINGS = 5;
    private static final int REPEAT_FRAMES = 4;
    /** Between two pings where the way may have changed: the server lets ten a second through. */
    private static final long SOON_NS = SECOND_NS / 5;
    /** Between two repetitions to a match that stands still. */
    private static final long STANDING_REPEAT_NS = SECOND_NS / 4;

    private static final int NONE_SHOWN = -1;

    private final ClientSession session;
    private final SessionListener listener;
    private final ClientStatistics statistics;
    private final Outbox outbox;
    private final Limits limits;
    private final long frameNs;
    private final int hz;
    private final int inputsPerSecond;
    private final ClientView view;
    private final PendingInputs pending;
    private final PendingCommands commands = new PendingCommands();
    private final AckBatch acks;
    private final InputClock clock = new InputClock();
    private final RecordView input;
    private final ConsumedInput consumed = new ConsumedInput();

    /** How the match is computed here; null where views are shown. */
    private final @Nullable LockstepPlay lockstep;

    private final @Nullable Picture picture;
    private final ExpectedEffects expected;

    private WelcomeMessage.Seat seat;
    private int answeredFrame = NONE_SHOWN;
    private int lastConsumed;
    private int pictureFrame = NONE_SHOWN;
    private int pictureFraction;
    private boolean followsViews = true;
    private long inputsSentNs;
    private long nextPingNs;
    private long pingedNs;
    private int pings;
    private int newestFrame;
    private long newestFrameNs;
    private boolean isTimed;
    /** The match refuses inputs until a view shows a later frame than {@link #standingFrame}. */
    private boolean isStanding;

    private int standingFrame;

    Play(
            final ClientSession session,
            final WelcomeMessage welcome,
            final WireLayout wire,
            final long roundTripNs,
            final long nowNs) {
        this.session = session;
        listener = session.listener();
        statistics = session.statistics();
        outbox = session.outbox();
        limits = welcome.limits();
        hz = welcome.hz();
        frameNs = SECOND_NS / hz;
        inputsPerSecond = session.settings().inputsPerSecond();
        seat = welcome.seat();
        view = new ClientView(wire, seat, this::shownEffect);
        final Layout layout = wire.layout();
        final int recordBytes = layout.input().lengthBytes();
        pending = new PendingInputs(recordBytes, InputsMessage.mostFor(recordBytes, limits.maxInputsPerMessage()));
        acks = new AckBatch(limits.maxAcksPerMessage());
        input = new RecordView(layout.input()).wrap(new UnsafeBuffer(new byte[recordBytes]), 0);
        lockstep = lockstepOf(welcome);
        picture = lockstep == null ? Picture.of(session, this) : null;
        expected = new ExpectedEffects(layout, statistics);
        begin(welcome, roundTripNs, nowNs);
    }

    private @Nullable LockstepPlay lockstepOf(final WelcomeMessage welcome) {
        if (welcome.lockstepDelay() == 0) {
            return null;
        }
        final GameType game = session.settings().game();
        if (game == null) {
            throw new ProtocolException(DisconnectReason.LOCKSTEP_ONLY);
        }
        return new LockstepPlay(session, this, game, welcome);
    }

    /** The same seat, on a new connection. */
    void resumed(final WelcomeMessage welcome, final long roundTripNs, final long nowNs) {
        final boolean sameEpoch = welcome.seat().epoch() == seat.epoch();
        seat = welcome.seat();
        view.resumed(seat);
        acks.clear();
        final WelcomeMessage.Held held = seat.held();
        final int lastInput = held == null ? 0 : held.lastInputSeq();
        statistics.inputsDropped += pending.resumed(lastInput, welcome.frame(), sameEpoch);
        final int lastCommand = held == null ? 0 : held.lastCommand();
        for (int unheard = commands.takeUnheard(lastCommand);
                unheard != 0;
                unheard = commands.takeUnheard(lastCommand)) {
            listener.commandAnswered(session, unheard, SessionListener.CommandAnswer.TAKEN_UNHEARD, null);
        }
        commands.resumed(lastCommand);
        begin(welcome, roundTripNs, nowNs);
    }

    private void begin(final WelcomeMessage welcome, final long roundTripNs, final long nowNs) {
        answeredFrame = NONE_SHOWN;
        statistics.viewed(NONE_SHOWN);
        expected.begin();
        if (picture != null) {
            picture.begin(seat.number());
        }
        lastConsumed = 0;
        pictureFrame = NONE_SHOWN;
        followsViews = true;
        pings = 0;
        nextPingNs = nowNs;
        inputsSentNs = nowNs - REPEAT_FRAMES * frameNs;
        newestFrame = welcome.frame();
        newestFrameNs = nowNs;
        // A handshake is a poor guess at the way: inputs fall due once a ping has measured it.
        isTimed = statistics.roundTrip().count() > 0;
        isStanding = false;
        clock.start(newestFrame, hz, inputsPerSecond, roundTripNs, nowNs);
        if (lockstep != null) {
            lockstep.begin(nowNs);
        }
    }

    ClientView view() {
        return view;
    }

    InputClock clock() {
        return clock;
    }

    PendingInputs pending() {
        return pending;
    }

    @Nullable
    Picture picture() {
        return picture;
    }

    void expect(final int inputSeq, final RecordView effect) {
        expected.expect(inputSeq, effect);
    }

    WelcomeMessage.Seat seat() {
        return seat;
    }

    int hz() {
        return hz;
    }

    boolean isSeatOf(final WelcomeMessage welcome) {
        // Who watches begins anew: what is sent first may be older than what was seen.
        return !seat.isSpectator()
                && welcome.seat().match() == seat.match()
                && welcome.seat().player() == seat.player()
                && welcome.layoutHash() == view.layout().hash()
                && welcome.hz() == hz;
    }

    // ---- what the player wants

    void pictureShows(final int frame, final int fraction) {
        followsViews = false;
        pictureFrame = frame;
        pictureFraction = fraction;
    }

    /** Sends an input at once; returns its number, 0 when too many wait or the match stands still. */
    int input(final DirectBuffer record, final int offset, final long nowNs) {
        if (pending.isFull() || isStanding || seat.isSpectator()) {
            statistics.inputsDropped++;
            return 0;
        }
        final int target = lockstep == null ? clock.targetAt(nowNs) : lockstep.target();
        if (target < 0) {
            return 0;
        }
        final int seq = add(target, nowNs, record, offset);
        sendInputs(nowNs);
        outbox.send(acks.writeMessage(outbox.scratch(), 0));
        outbox.flush();
        return seq;
    }

    /** Keeps a command until it can be sent; returns its sequence, 0 when too many wait. */
    int command(final RecordType type, final DirectBuffer record, final int offset) {
        final int sequence = seat.isSpectator() ? 0 : commands.add(type, record, offset);
        statistics.commands += sequence == 0 ? 0 : 1;
        return sequence;
    }

    void sendCommands(final long nowNs) {
        outbox.send(commands.writeDue(outbox.scratch(), 0, nowNs));
        outbox.flush();
    }

    // ---- time passes

    void doWork(final long nowNs) {
        final boolean inputsMade = lockstep == null && makeDueInputs(nowNs);
        if (!session.isPlaying()) {
            return;
        }
        if (inputsMade || nowNs >= repeatDueNs()) {
            sendInputs(nowNs);
        }
        if (inputsMade || nowNs >= acksDueNs()) {
            outbox.send(acks.writeMessage(outbox.scratch(), 0));
        }
        if (lockstep != null) {
            lockstep.doWork(outbox, nowNs);
        }
        outbox.send(commands.writeDue(outbox.scratch(), 0, nowNs));
        if (nowNs >= nextPingNs) {
            outbox.ping(nowNs);
            pingedNs = nowNs;
            nextPingNs = nowNs + (++pings < FIRST_PINGS ? FIRST_PINGS_NS : SECOND_NS);
        }
        outbox.flush();
    }

    long deadlineNs() {
        final long playNs =
                lockstep != null ? lockstep.deadlineNs() : makesInputs() ? clock.nextDueNs() : Long.MAX_VALUE;
        final long own = Math.min(nextPingNs, playNs);
        return Math.min(Math.min(own, commands.dueNs()), Math.min(acksDueNs(), repeatDueNs()));
    }

    private long acksDueNs() {
        return acks.isEmpty() ? Long.MAX_VALUE : acks.oldestNs() + frameNs;
    }

    private long repeatDueNs() {
        if (!pending.hasRepeated()) {
            return Long.MAX_VALUE;
        }
        return inputsSentNs + (isStanding ? STANDING_REPEAT_NS : REPEAT_FRAMES * frameNs);
    }

    private boolean makesInputs() {
        return isTimed && !isStanding && !seat.isSpectator();
    }

    private boolean makeDueInputs(final long nowNs) {
        if (!makesInputs()) {
            return false;
        }
        boolean made = false;
        clock.leaveOutOverdue(nowNs);
        statistics.inputsLeftOut = clock.leftOut();
        for (long dueNs = clock.nextDueNs(); dueNs <= nowNs && session.isPlaying(); dueNs = clock.nextDueNs()) {
            final int target = clock.nextTarget();
            clock.advance();
            if (listener.inputDue(session, target, dueNs, input.reset())) {
                if (pending.isFull()) {
                    statistics.inputsDropped++;
                } else {
                    add(target, dueNs, input.buffer(), 0);
                    made = true;
                }
            }
        }
        return made;
    }

    private int add(final int target, final long dueNs, final DirectBuffer record, final int offset) {
        statistics.inputs++;
        final int seq = pending.add(target, pictureFrame, pictureFraction, dueNs, record, offset);
        if (picture != null) {
            picture.inputMade();
        }
        return seq;
    }

    private void sendInputs(final long nowNs) {
        inputsSentNs = nowNs;
        outbox.send(pending.writeMessage(outbox.scratch(), 0));
    }

    // ---- what the server says

    void received(
            final MessageType type,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        switch (type) {
            case VIEW -> part(message, offset, lengthBytes, nowNs);
            case PONG -> pong(message, offset, lengthBytes, nowNs);
            case REFUSED -> refused(message, offset, lengthBytes, nowNs);
            case COMMAND_APPLIED -> commandApplied(message, offset, lengthBytes);
            default -> {
                if (lockstep == null) {
                    throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, type.name());
                }
                lockstep.received(type, message, offset, lengthBytes, nowNs);
            }
        }
    }

    // ---- what lockstep leads to

    /** A frame was computed here: what went into it is known. */
    void consumed(final int frame, final int lastInput, final long nowNs) {
        newestFrame = frame;
        newestFrameNs = nowNs;
        isStanding = isStanding && frame <= standingFrame;
        if (followsViews) {
            pictureFrame = frame;
        }
        consumed.view(frame, 0, nowNs);
        takeConsumed(lastInput);
    }

    /** Asks for the input of a frame and sends it with the next acknowledgement, which is due at once. */
    void inputDue(final int target, final long nowNs) {
        if (!listener.inputDue(session, target, nowNs, input.reset())) {
            return;
        }
        if (pending.isFull()) {
            statistics.inputsDropped++;
        } else {
            add(target, nowNs, input.buffer(), 0);
            sendInputs(nowNs);
        }
    }

    private void part(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        final int at = offset + Wire.TYPE_BYTES;
        final ViewDecoder decoder = view.decoder();
        final ViewDecoder.Outcome outcome = decoder.apply(message, at, lengthBytes - Wire.TYPE_BYTES);
        statistics.parts++;
        if (outcome.isToBeAcknowledged()
                && acks.add(PartHeader.frame(message, at), PartHeader.part(message, at), nowNs)) {
            outbox.send(acks.writeMessage(outbox.scratch(), 0));
            outbox.flush();
        }
        if (outcome != ViewDecoder.Outcome.APPLIED) {
            return;
        }
        if (decoder.frame() > answeredFrame) {
            answeredFrame = decoder.frame();
            answered(decoder, nowNs);
        }
        if (decoder.isComplete() && session.isPlaying()) {
            if (followsViews) {
                pictureFrame = decoder.frame();
            }
            statistics.viewed(decoder.frame());
            if (picture != null) {
                picture.viewed(nowNs);
            }
            listener.viewed(session, view);
        }
    }

    private void answered(final ViewDecoder decoder, final long nowNs) {
        newestFrame = decoder.frame();
        newestFrameNs = nowNs;
        if (isStanding && newestFrame > standingFrame) {
            isStanding = false;
            clock.goOn(newestFrame, hz, inputsPerSecond, statistics.roundTrip().usualNs(), nowNs);
        }
        final int lastInput = decoder.lastInput();
        expected.shown(decoder.frame(), lastInput);
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

    private void takeConsumed(final int lastInput) {
        while (pending.takeConsumed(lastInput, consumed)) {
            statistics.inputsConsumed++;
            listener.inputConsumed(session, consumed);
        }
    }

    private void pong(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        ControlMessages.requireLength(MessageType.PONG, lengthBytes, ControlMessages.PING_BYTES);
        final long roundTripNs = nowNs - ControlMessages.echo(message, offset);
        if (roundTripNs < 0) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "PONG");
        }
        statistics.roundTrip.measured(roundTripNs);
        if (!isTimed) {
            isTimed = true;
            clock.start(serverFrame(nowNs), hz, inputsPerSecond, roundTripNs, nowNs);
        }
    }

    /** Where the server stood when it wrote what arrives at this moment. */
    private double serverFrame(final long nowNs) {
        return newestFrame + (nowNs - newestFrameNs) / (double) frameNs;
    }

    private void refused(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        ControlMessages.requireLength(MessageType.REFUSED, lengthBytes, ControlMessages.REFUSED_BYTES);
        final int sequence = ControlMessages.refusedSequence(message, offset);
        final RefusalReason reason = RefusalReason.of(ControlMessages.refusedReason(message, offset));
        if (ControlMessages.refusedWhat(message, offset) == ControlMessages.COMMAND) {
            commandRefused(sequence, reason, nowNs);
        } else if (ControlMessages.refusedWhat(message, offset) == ControlMessages.INPUT) {
            inputRefused(sequence, reason, nowNs);
        } else if (lockstep != null) {
            lockstep.reportRefused(sequence, reason);
        }
    }

    private void commandRefused(final int sequence, final @Nullable RefusalReason reason, final long nowNs) {
        if (reason == RefusalReason.TOO_MANY_COMMANDS || reason == RefusalReason.RING_FULL) {
            commands.again(sequence, limits, nowNs);
        } else if (commands.answered(sequence)) {
            listener.commandAnswered(session, sequence, SessionListener.CommandAnswer.REFUSED, reason);
        }
    }

    private void inputRefused(final int seq, final @Nullable RefusalReason reason, final long nowNs) {
        if (!pending.holds(seq)) {
            return;
        }
        if (reason == RefusalReason.RING_FULL) {
            pending.metFullRing(seq);
            return;
        }
        pending.refused(seq);
        final long roundTripNs = statistics.roundTrip().usualNs();
        if (reason == RefusalReason.INPUT_TOO_LATE) {
            clock.tooLate(pending.target(seq), pending.dueNs(seq), serverFrame(nowNs), roundTripNs, nowNs);
            nextPingNs = Math.min(nextPingNs, pingedNs + SOON_NS);
        } else if (reason == RefusalReason.INPUT_TOO_EARLY) {
            clock.tooEarly(pending.target(seq), pending.dueNs(seq), serverFrame(nowNs), roundTripNs, nowNs);
            nextPingNs = Math.min(nextPingNs, pingedNs + SOON_NS);
        } else if (reason == RefusalReason.MATCH_PAUSED && lockstep == null) {
            isStanding = true;
            standingFrame = newestFrame;
        }
        statistics.inputsRefused++;
        listener.inputRefused(session, seq, reason);
    }

    private void commandApplied(final DirectBuffer message, final int offset, final int lengthBytes) {
        ControlMessages.requireLength(MessageType.COMMAND_APPLIED, lengthBytes, ControlMessages.COMMAND_APPLIED_BYTES);
        final int sequence = ControlMessages.appliedSequence(message, offset);
        if (commands.answered(sequence)) {
            listener.commandAnswered(session, sequence, SessionListener.CommandAnswer.APPLIED, null);
        }
    }

    private void shownEffect(final int frame, final RecordType type, final DirectBuffer record, final int offset) {
        expected.shown(view.decoder().frame(), view.decoder().lastInput());
        effect(frame, type, record, offset);
    }

    void effect(final int frame, final RecordType type, final DirectBuffer record, final int offset) {
        statistics.effects++;
        final int confirmed = expected.confirm(frame, type, record, offset);
        if (confirmed == 0) {
            listener.effect(session, frame, type, record, offset);
        } else {
            listener.effectConfirmed(session, confirmed, frame, type, record, offset);
        }
    }
}
