package ringside.io.client;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.io.protocol.BookmarkMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
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
    /** Between two pings where the way may have changed: the server lets ten a second through. */
    private static final long SOON_NS = SECOND_NS / 5;

    private static final long MOST_ROUND_TRIP_NS = 60 * SECOND_NS;
    private static final int NONE_SHOWN = -1;
    /** Fewer frames left out, of a slow match, are no sign of anything. */
    private static final int SLOW_FRAMES = 3;

    private final ClientSession session;
    private final SessionListener listener;
    private final ClientStatistics statistics;
    private final Outbox outbox;
    private final Limits limits;
    private final long frameNs;
    private final int hz;
    private final ClientView view;
    private final OwnInputs inputs;
    private final PendingCommands commands = new PendingCommands();
    private final AckBatch acks;

    /** How the match is computed here; null where views are shown. */
    private final @Nullable LockstepPlay lockstep;

    private final @Nullable Picture picture;
    private final ExpectedEffects expected;

    private WelcomeMessage.Seat seat;
    /** That of the connection before; null when there is none. */
    private @Nullable Bytes secretBefore;

    private final SureEffectsHeard heard = new SureEffectsHeard();
    private long shownNs;
    private int answeredFrame = NONE_SHOWN;
    private int shownFrame = NONE_SHOWN;
    private int bookmarks;
    private long nextPingNs;
    private long pingedNs;
    private int pings;

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
        seat = welcome.seat();
        view = new ClientView(wire, seat, this::shownEffect);
        final Layout layout = wire.layout();
        inputs = new OwnInputs(session, welcome, layout, this::inputMade);
        acks = new AckBatch(limits.maxAcksPerMessage());
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

    /** The same seat, on a new connection; what changed when it was given by another reign, else null. */
    @Nullable
    Takeover resumed(final WelcomeMessage welcome, final long roundTripNs, final long nowNs) {
        final long epochBefore = seat.epoch();
        final boolean sameEpoch = welcome.seat().epoch() == epochBefore;
        final int frameBefore = Math.max(shownFrame, view.frame());
        secretBefore = seat.resumeSecret();
        seat = welcome.seat();
        view.resumed(seat);
        acks.clear();
        final WelcomeMessage.Held held = seat.held();
        final int lastInput = held == null ? 0 : held.lastInputSeq();
        final int again = inputs.resumed(lastInput, welcome.frame(), sameEpoch);
        final int lastCommand = held == null ? 0 : held.lastCommand();
        for (int unheard = commands.takeUnheard(lastCommand);
                unheard != 0;
                unheard = commands.takeUnheard(lastCommand)) {
            listener.commandAnswered(session, unheard, SessionListener.CommandAnswer.TAKEN_UNHEARD, null);
        }
        commands.resumed(lastCommand);
        begin(welcome, roundTripNs, nowNs);
        return sameEpoch ? null : new Takeover(epochBefore, seat.epoch(), frameBefore, welcome.frame(), again);
    }

    /** How to come back to the seat; by the secret before the newest one if it has to be. */
    HelloMessage.Resume resume(final boolean bySecretBefore) {
        final Bytes before = secretBefore;
        return new HelloMessage.Resume(
                seat.player(),
                bySecretBefore && before != null ? before : seat.resumeSecret(),
                seat.epoch(),
                view.decoder().nextSureEffect(),
                heard.frame(),
                heard.count());
    }

    boolean hasSecretBefore() {
        return secretBefore != null;
    }

    /** When it is to be suspected that the server is gone, {@code afterNs} without what it should show. */
    long suspectNs(final long afterNs, final long receivedNs) {
        // A match that stands still shows nothing, but pings are answered.
        return inputs.isStanding()
                ? receivedNs + SECOND_NS + afterNs
                : shownNs + Math.max(afterNs, SLOW_FRAMES * frameNs);
    }

    /** Asks whether the server is there. */
    void pingSoon() {
        nextPingNs = Math.min(nextPingNs, pingedNs + SOON_NS);
    }

    private void shown(final long nowNs) {
        shownNs = nowNs;
        session.shown();
    }

    private void begin(final WelcomeMessage welcome, final long roundTripNs, final long nowNs) {
        answeredFrame = NONE_SHOWN;
        shownNs = nowNs;
        statistics.viewed(NONE_SHOWN);
        expected.begin();
        if (picture != null) {
            picture.begin(seat.number());
        }
        pings = 0;
        nextPingNs = nowNs;
        inputs.begin(welcome.frame(), roundTripNs, nowNs);
        if (lockstep != null) {
            lockstep.begin(nowNs);
        }
    }

    ClientView view() {
        return view;
    }

    InputClock clock() {
        return inputs.clock();
    }

    PendingInputs pending() {
        return inputs.pending();
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
        inputs.pictureShows(frame, fraction);
    }

    /** Sends an input at once; returns its number, 0 when too many wait or the match stands still. */
    int input(final DirectBuffer record, final int offset, final long nowNs) {
        if (!inputs.isTaken()) {
            statistics.inputsDropped++;
            return 0;
        }
        final int target = lockstep == null ? clock().targetAt(nowNs) : lockstep.target();
        if (target < 0) {
            return 0;
        }
        final int seq = inputs.add(target, nowNs, record, offset);
        inputs.send(nowNs);
        outbox.send(acks.writeMessage(outbox.scratch(), 0));
        outbox.flush();
        return seq;
    }

    private void inputMade() {
        if (picture != null) {
            picture.inputMade();
        }
    }

    /** Keeps a command until it can be sent; returns its sequence, 0 when too many wait. */
    int command(final RecordType type, final DirectBuffer record, final int offset) {
        final int sequence = seat.isSpectator() ? 0 : commands.add(type, record, offset);
        statistics.commands += sequence == 0 ? 0 : 1;
        return sequence;
    }

    int bookmark(final String text) {
        final int length = new BookmarkMessage(bookmarks + 1, shownFrame, text).write(outbox.scratch(), 0);
        bookmarks++;
        outbox.send(length);
        outbox.flush();
        return bookmarks;
    }

    void sendCommands(final long nowNs) {
        outbox.send(commands.writeDue(outbox.scratch(), 0, nowNs));
        outbox.flush();
    }

    // ---- time passes

    void doWork(final long nowNs) {
        final boolean inputsMade = inputs.makeDue(nowNs);
        if (!session.isPlaying()) {
            return;
        }
        if (inputsMade || nowNs >= inputs.repeatDueNs()) {
            inputs.send(nowNs);
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
        final long playNs = lockstep != null ? lockstep.deadlineNs() : inputs.nextDueNs();
        final long own = Math.min(nextPingNs, playNs);
        return Math.min(Math.min(own, commands.dueNs()), Math.min(acksDueNs(), inputs.repeatDueNs()));
    }

    private long acksDueNs() {
        return acks.isEmpty() ? Long.MAX_VALUE : acks.oldestNs() + frameNs;
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
            case BOOKMARKED -> bookmarked(message, offset, lengthBytes);
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
    void computed(final int frame, final int lastInput, final long nowNs) {
        shown(nowNs);
        inputs.computed(frame, lastInput, nowNs);
    }

    /** Asks for the input of a frame and sends it with the next acknowledgement, which is due at once. */
    void inputDue(final int target, final long nowNs) {
        inputs.makeFor(target, nowNs);
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
            expected.shown(decoder.frame(), decoder.lastInput());
            inputs.shown(decoder, nowNs);
        }
        if (decoder.isComplete() && session.isPlaying()) {
            shownFrame = decoder.frame();
            shown(nowNs);
            inputs.shows(decoder.frame());
            statistics.viewed(decoder.frame());
            if (picture != null) {
                picture.viewed(nowNs);
            }
            listener.viewed(session, view);
        }
    }

    private void pong(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        ControlMessages.requireLength(MessageType.PONG, lengthBytes, ControlMessages.PING_BYTES);
        final long roundTripNs = nowNs - ControlMessages.echo(message, offset);
        if (roundTripNs < 0 || roundTripNs > MOST_ROUND_TRIP_NS) {
            // No ping of this connection says so.
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "PONG");
        }
        statistics.roundTrip.measured(roundTripNs);
        inputs.measured(roundTripNs, nowNs);
    }

    private void refused(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        ControlMessages.requireLength(MessageType.REFUSED, lengthBytes, ControlMessages.REFUSED_BYTES);
        final int sequence = ControlMessages.refusedSequence(message, offset);
        final RefusalReason reason = RefusalReason.of(ControlMessages.refusedReason(message, offset));
        if (ControlMessages.refusedWhat(message, offset) == ControlMessages.COMMAND) {
            commandRefused(commands.meantBy(sequence), reason, nowNs);
        } else if (ControlMessages.refusedWhat(message, offset) == ControlMessages.INPUT) {
            if (inputs.refused(sequence, reason, nowNs)) {
                pingSoon();
            }
        } else if (ControlMessages.refusedWhat(message, offset) == ControlMessages.BOOKMARK) {
            listener.bookmarkRefused(session, sequence, reason);
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

    private void commandApplied(final DirectBuffer message, final int offset, final int lengthBytes) {
        ControlMessages.requireLength(MessageType.COMMAND_APPLIED, lengthBytes, ControlMessages.COMMAND_APPLIED_BYTES);
        final int sequence = commands.meantBy(ControlMessages.appliedSequence(message, offset));
        if (commands.answered(sequence)) {
            listener.commandAnswered(session, sequence, SessionListener.CommandAnswer.APPLIED, null);
        }
    }

    private void bookmarked(final DirectBuffer message, final int offset, final int lengthBytes) {
        ControlMessages.requireLength(MessageType.BOOKMARKED, lengthBytes, ControlMessages.BOOKMARKED_BYTES);
        listener.bookmarked(
                session,
                ControlMessages.bookmarkedNumber(message, offset),
                ControlMessages.bookmarkedFrame(message, offset));
    }

    private void shownEffect(final int frame, final RecordType type, final DirectBuffer record, final int offset) {
        expected.shown(view.decoder().frame(), view.decoder().lastInput());
        effect(frame, type, record, offset);
    }

    void effect(final int frame, final RecordType type, final DirectBuffer record, final int offset) {
        statistics.effects++;
        heard.told(frame, type);
        final int confirmed = expected.confirm(frame, type, record, offset);
        if (confirmed == 0) {
            listener.effect(session, frame, type, record, offset);
        } else {
            listener.effectConfirmed(session, confirmed, frame, type, record, offset);
        }
    }
}
