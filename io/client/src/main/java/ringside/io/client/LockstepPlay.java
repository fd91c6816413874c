package ringside.io.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.LockstepReplica;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.Turns;
import ringside.io.protocol.DesyncedMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartAssembly;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.TurnAckMessage;
import ringside.io.protocol.TurnsMessage;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.RowSet;

/**
 * The client's side of a match that is played in lockstep: begins from an image, computes every frame from its turn, and
 * compares each with the server's hash. One that differs is reported, and the match goes on from a new image. Not
 * thread-safe; times in nanoseconds.
 */
final class LockstepPlay {
    private static final int EVERY_PARTS = 8;
    private static final long WAITING_ACK_NS = 100_000_000;
    private static final int NO_FRAME = -1;

    private final ClientSession session;
    private final Play play;
    private final int imageBytes;
    private final int delayFrames;
    private final int stepFrames;
    private final long frameNs;
    private final int seat;
    private final LockstepReplica replica;
    private final RowSet all;
    private final TurnWindow window = new TurnWindow();
    private final PartAssembly image;
    private final PartAssembly longTurn;
    private final DesyncReport report = new DesyncReport();
    private int imageNumber;
    private int lastTarget = NO_FRAME;
    private boolean isRunning;
    private long ackDueNs;
    private int partsUnacked;

    LockstepPlay(final ClientSession session, final Play play, final GameType type, final WelcomeMessage welcome) {
        if (welcome.layoutHash() != type.layout().hash()) {
            throw new ProtocolException(DisconnectReason.LAYOUT_MISMATCH, "layout_hash");
        }
        this.session = session;
        this.play = play;
        seat = welcome.seat().number();
        delayFrames = welcome.lockstepDelay();
        stepFrames = stepFrames(welcome.hz(), session.settings().inputsPerSecond());
        frameNs = 1_000_000_000L / welcome.hz();
        imageBytes = Turns.imageBytes(type);
        replica = new LockstepReplica(type, welcome.hz());
        all = new RowSet(type.layout());
        all.addAll();
        image = new PartAssembly(MessageType.IMAGE, imageBytes);
        longTurn = new PartAssembly(MessageType.TURN_PART, Turns.mostTurnBytes(type));
    }

    private static int stepFrames(final int hz, final int inputsPerSecond) {
        return inputsPerSecond == 0 ? 1 : Math.max(1, Math.round((float) hz / inputsPerSecond));
    }

    /** A connection began: whatever was computed before, the server sends an image first. */
    void begin(final long nowNs) {
        isRunning = false;
        imageNumber = 0;
        image.clear();
        longTurn.clear();
        window.clear();
        partsUnacked = 0;
        lastTarget = NO_FRAME;
        ackDueNs = nowNs + WAITING_ACK_NS;
        if (report.isOpen()) {
            unnamed(report.frame(), null, "the connection broke before the server answered");
        }
    }

    /** The frame that an input made now is for; -1 while there is no match to act in. */
    int target() {
        return isRunning ? replica.frame() + delayFrames : NO_FRAME;
    }

    // ---- what the server says

    void received(
            final MessageType message, final DirectBuffer from, final int offset, final int length, final long nowNs) {
        switch (message) {
            case TURNS -> turns(from, offset, length, nowNs);
            case TURN_PART -> turnPart(from, offset, length, nowNs);
            case IMAGE -> imagePart(from, offset, length, nowNs);
            case DESYNCED -> desynced(DesyncedMessage.read(from, offset, length));
            default -> throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, message.name());
        }
    }

    private void turns(final DirectBuffer from, final int offset, final int lengthBytes, final long nowNs) {
        final int end = offset + lengthBytes;
        int at = TurnsMessage.first(offset);
        while (at < end) {
            final int turnBytes = TurnsMessage.requireTurn(from, at, end);
            take(from, at, turnBytes);
            at += turnBytes;
        }
        compute(nowNs);
    }

    private void turnPart(final DirectBuffer from, final int offset, final int lengthBytes, final long nowNs) {
        PartMessage.requireForm(MessageType.TURN_PART, from, offset, lengthBytes);
        final int frame = PartMessage.of(from, offset);
        if (!isRunning || frame <= replica.frame() || window.holds(frame)) {
            acknowledgeBy(nowNs + frameNs);
            return;
        }
        if (!longTurn.isOf(frame)) {
            longTurn.begin(frame, PartMessage.parts(from, offset));
        }
        if (longTurn.take(from, offset, lengthBytes) && longTurn.isWhole()) {
            TurnsMessage.requireTurn(longTurn.bytes(), 0, longTurn.lengthBytes());
            take(longTurn.bytes(), 0, longTurn.lengthBytes());
            longTurn.clear();
            compute(nowNs);
        }
    }

    private void take(final DirectBuffer from, final int offset, final int turnBytes) {
        if (isRunning) {
            window.put(replica.frame(), Turns.frame(from, offset), from, offset, turnBytes);
        }
    }

    private void imagePart(final DirectBuffer from, final int offset, final int lengthBytes, final long nowNs) {
        PartMessage.requireForm(MessageType.IMAGE, from, offset, lengthBytes);
        final int number = PartMessage.of(from, offset);
        if (number < imageNumber || number < 1) {
            return;
        }
        if (number > imageNumber) {
            imageNumber = number;
            image.begin(number, PartMessage.parts(from, offset));
        }
        if (!image.isWhole() && image.take(from, offset, lengthBytes) && image.isWhole()) {
            start(nowNs);
            return;
        }
        partsUnacked++;
        acknowledgeBy(partsUnacked >= EVERY_PARTS ? nowNs : nowNs + frameNs);
    }

    private void start(final long nowNs) {
        try {
            replica.start(image.bytes(), 0, image.lengthBytes());
        } catch (final RuntimeException e) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, MessageType.IMAGE.name());
        }
        image.release();
        longTurn.clear();
        window.clear();
        isRunning = true;
        session.statistics().images++;
        acknowledgeBy(nowNs);
    }

    // ---- computing

    private void compute(final long nowNs) {
        boolean hasComputed = false;
        while (isRunning && session.isPlaying() && window.holds(replica.frame() + 1)) {
            computeNext(nowNs);
            hasComputed = true;
        }
        acknowledgeBy(hasComputed ? nowNs : nowNs + frameNs);
    }

    private void computeNext(final long nowNs) {
        final int frame = replica.frame() + 1;
        final UnsafeBuffer turn = window.turn(frame);
        try {
            replica.apply(turn, 0, window.lengthBytes(frame));
        } catch (final IllegalArgumentException e) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "turn of frame " + frame);
        } catch (final IllegalStateException e) {
            astray(nowNs);
            unnamed(frame, null, "the game failed here: " + e.getCause());
            return;
        }
        if (replica.isOver()) {
            isRunning = false;
            return;
        }
        if (replica.sharedHash() != Turns.sharedHash(turn, 0)) {
            astray(nowNs);
            if (!report.begin(replica, imageBytes, nowNs)) {
                unnamed(frame, null, "the last difference was reported a short time ago");
            }
            return;
        }
        computed(frame, nowNs);
    }

    private void computed(final int frame, final long nowNs) {
        final MatchSnapshot now = replica.snapshot();
        session.statistics().frames++;
        play.computed(frame, now.consumedSeq(seat), nowNs);
        for (int i = replica.firstEffect(); i < now.nextEffect(); i++) {
            final int row = now.effectRow(i);
            if (now.isEffectShown(row, seat, all)) {
                play.effect(
                        now.effectFrame(row), now.effectType(row), now.state().block(), now.effectRecordOffset(row));
            }
        }
        session.listener().frameComputed(session, replica.state(), frame);
        final int target = frame + delayFrames;
        // Of a frame that the server has computed already, no input counts.
        if (session.isPlaying() && target > window.newest() && target >= lastTarget + stepFrames) {
            lastTarget = target;
            play.inputDue(target, nowNs);
        }
    }

    private void astray(final long nowNs) {
        isRunning = false;
        session.statistics().desyncs++;
        acknowledgeBy(nowNs);
    }

    private void desynced(final DesyncedMessage answer) {
        if (!report.isOpen() || report.frame() != answer.frame()) {
            return;
        }
        if (answer.place().isEmpty()) {
            unnamed(answer.frame(), null, "the server found no difference in what was reported");
            return;
        }
        report.close();
        session.listener()
                .desynced(session, Desync.named(answer.frame(), answer.place(), answer.client(), answer.server()));
    }

    /** The server did not take a report. */
    void reportRefused(final int frame, final @Nullable RefusalReason reason) {
        if (report.isOpen() && report.frame() == frame) {
            unnamed(frame, reason, reason == null ? "the server refused the report" : reason.text());
        }
    }

    private void unnamed(final int frame, final @Nullable RefusalReason reason, final String why) {
        if (report.frame() == frame) {
            report.close();
        }
        session.listener().desynced(session, Desync.unnamed(frame, reason, why));
    }

    // ---- time passes

    private void acknowledgeBy(final long ns) {
        ackDueNs = Math.min(ackDueNs, ns);
    }

    long deadlineNs() {
        return Math.min(ackDueNs, report.dueNs());
    }

    /** Sends the acknowledgement and the parts of a report that are due. */
    void doWork(final Outbox outbox, final long nowNs) {
        if (nowNs >= ackDueNs) {
            partsUnacked = 0;
            // While there is no match the server is asked for it again and again.
            ackDueNs = isRunning || replica.isOver() ? Long.MAX_VALUE : nowNs + WAITING_ACK_NS;
            final int frame = isRunning || replica.isOver() ? replica.frame() : TurnAckMessage.WANTS_IMAGE;
            final long beyond = isRunning ? window.beyond(frame) : 0;
            outbox.send(TurnAckMessage.write(
                    outbox.scratch(), 0, frame, beyond, imageNumber, image.withoutGap(), image.beyondGap()));
        }
        if (report.isGivenUp(nowNs)) {
            unnamed(report.frame(), null, "the server did not answer");
        }
        for (int i = report.partsDue(nowNs); i > 0; i--) {
            outbox.send(report.write(outbox.scratch(), nowNs));
        }
    }
}
