package ringside.io.session;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.Event;
import ringside.engine.event.InputPayload;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.RecordGuard;
import ringside.io.protocol.RefusalReason;
import ringside.layout.Column;

/**
 * One seated player's inputs and commands on their way to the ring: checked, without repetitions, no faster than allowed.
 * Belongs to one connection; allocates nothing but for text and for what ends the connection.
 */
final class Intake {
    private final Connection connection;
    private final Edge edge;
    private final HostedMatch match;
    private final ClientFeed feed;
    private final InputsMessage inputs;
    private final CommandMessage command;
    private final UnsafeBuffer record;
    private final TokenBucket inputRate;
    private final TokenBucket commandRate;
    private int highestInputSeq;
    private int lastCommand;
    private int answeredCommand;
    /** What {@link #answeredCommand} was refused for; 0 when it was applied. */
    private int answeredCode;

    Intake(
            final Connection connection,
            final Edge edge,
            final HostedMatch match,
            final ClientFeed feed,
            final Handshake.@Nullable Before before) {
        this.connection = connection;
        this.edge = edge;
        this.match = match;
        this.feed = feed;
        inputs = edge.messages().inputs(match.layout().input().lengthBytes());
        command = edge.messages().command();
        record = edge.messages().record();
        final Limits limits = edge.settings().limits();
        // Who comes back has what was left: a new connection is no way around a limit.
        inputRate = new TokenBucket(limits.maxInputsPerFrame() * edge.settings().hz(), match.inputRates(), feed.seat());
        commandRate = new TokenBucket(limits.maxCommandsPerSecond(), match.commandRates(), feed.seat());
        if (before == null) {
            inputRate.fill();
            commandRate.fill();
        } else {
            highestInputSeq = before.lastInputSeq();
            lastCommand = before.lastCommand();
        }
    }

    /** Takes an INPUTS message: what is new in it goes to the ring, up to the first that does not. */
    void inputs(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        inputs.wrap(message, offset, lengthBytes, edge.settings().limits().maxInputsPerMessage());
        int before = 0;
        int repeated = 0;
        boolean taking = true;
        for (int i = 0; i < inputs.count(); i++) {
            final int seq = inputs.inputSeq(i);
            requireRange(seq >= 1, "inputSeq");
            if (seq <= before) {
                throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "inputSeq");
            }
            before = seq;
            if (seq <= highestInputSeq) {
                repeated++;
            } else if (taking) {
                taking = input(i, seq, nowNs);
            }
        }
        edge.counters().add(EdgeCounter.INPUTS_REPEATED, repeated);
    }

    /** False when the ring is full: a later input must not overtake this one. */
    private boolean input(final int index, final int seq, final long nowNs) {
        requireRange(inputs.targetFrame(index) >= 0, "targetFrame");
        requireRange(inputs.seenFrame(index) >= -1, "seenFrame");
        guard(match.game().input(), inputs.buffer(), inputs.recordOffset(index));
        if (!inputRate.take(nowNs)) {
            highestInputSeq = seq;
            connection.refused(ControlMessages.INPUT, seq, RefusalReason.TOO_MANY_INPUTS.code());
            return true;
        }
        final Event event = edge.eventScratch();
        InputPayload.write(
                event,
                match.id(),
                feed.player(),
                seq,
                inputs.targetFrame(index),
                record,
                0,
                match.layout().input().lengthBytes());
        InputPayload.writeSeen(
                event, inputs.seenFrame(index), feed.newestSentFrame(), inputs.fraction(index), rewindBoundFrames());
        event.receivedNs(nowNs);
        if (!edge.offer(event)) {
            connection.refused(ControlMessages.INPUT, seq, RefusalReason.RING_FULL.code());
            return false;
        }
        highestInputSeq = seq;
        feed.inputTimes().received(seq, nowNs);
        final InputLatency latency = edge.latency();
        if (latency.follows(match.id(), feed.player(), seq)) {
            latency.claimed(match.id(), feed.player(), seq, nowNs);
        }
        edge.counters().increment(EdgeCounter.INPUTS_OFFERED);
        return true;
    }

    /** How far what was seen may lie behind what was sent: round trip and interpolation in frames, rounded up. */
    private int rewindBoundFrames() {
        final long boundNs = feed.roundTrip().believedNs() + edge.settings().interpolationMs() * 1_000_000L;
        final long frameNs = 1_000_000_000L / edge.settings().hz();
        return (int) Math.min(0xFFFF, (boundNs + frameNs - 1) / frameNs);
    }

    /** Whether a command that is refused so was numbered for good: it is not to be sent again. */
    static boolean usesUpNumber(final @Nullable RefusalReason reason) {
        return reason == RefusalReason.COMMAND_REJECTED || reason == RefusalReason.OVERLOADED;
    }

    /**
     * Logic judged a command, perhaps one that came over the connection before this one.
     *
     * @param reasonCode 0 when it was applied
     */
    void commandAnswered(final int sequence, final int reasonCode) {
        if (sequence >= lastCommand) {
            lastCommand = sequence;
            answeredCommand = sequence;
            answeredCode = reasonCode;
        }
    }

    /**
     * Takes a COMMAND message. One that was taken before changes nothing; if it is the last and was answered, the answer
     * is given again, for it may have been lost.
     */
    void command(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        command.wrap(message, offset, lengthBytes);
        final int sequence = command.sequence();
        requireRange(sequence >= 1, "sequence");
        requireRange(command.commandId() < match.game().commands().size(), "commandId");
        final RecordGuard guard = match.game().commands().get(command.commandId());
        if (command.recordBytes() != guard.type().lengthBytes()) {
            throw new ProtocolException(
                    DisconnectReason.BAD_LENGTH, "COMMAND " + guard.type().name());
        }
        guard(guard, command.buffer(), CommandMessage.RECORD);
        if (sequence <= lastCommand) {
            answerAgain(sequence);
            return;
        }
        final RefusalReason refusal = offer(sequence, guard, nowNs);
        if (refusal != null) {
            connection.refused(ControlMessages.COMMAND, sequence, refusal.code());
        }
    }

    private void answerAgain(final int sequence) {
        if (sequence != answeredCommand) {
            return;
        }
        if (answeredCode == 0) {
            connection.commandApplied(sequence);
        } else {
            connection.refused(ControlMessages.COMMAND, sequence, answeredCode);
        }
    }

    private @Nullable RefusalReason offer(final int sequence, final RecordGuard guard, final long nowNs) {
        if (sequence != lastCommand + 1) {
            return RefusalReason.COMMAND_OUT_OF_ORDER;
        }
        if (!commandRate.take(nowNs)) {
            return RefusalReason.TOO_MANY_COMMANDS;
        }
        final Event event = edge.eventScratch();
        CommandPayload.write(
                event,
                match.id(),
                feed.player(),
                sequence,
                guard.type().id(),
                record,
                0,
                guard.type().lengthBytes());
        event.receivedNs(nowNs);
        if (!edge.offer(event)) {
            return RefusalReason.RING_FULL;
        }
        lastCommand = sequence;
        edge.counters().increment(EdgeCounter.COMMANDS_OFFERED);
        return null;
    }

    private void guard(final RecordGuard guard, final DirectBuffer from, final int offset) {
        final Column wrong = guard.copyCanonical(from, offset, record, 0);
        if (wrong != null) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, wrong.qualifiedName());
        }
    }

    private static void requireRange(final boolean good, final String field) {
        if (!good) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, field);
        }
    }
}
