package ringside.io.session;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.TurnAckMessage;
import ringside.io.protocol.TurnsMessage;

/**
 * What one client of a lockstep match has of it, and what it lacks. First an image, in parts, then every turn in order.
 * What is not acknowledged within a round trip is sent again; at most a window of it is on its way. Whoever falls behind
 * what is kept, or lost its state, begins again with an image. Belongs to one event loop.
 *
 * <pre>
 *            image acknowledged
 *   IMAGE ─────────────────────────> TURNS
 *     ^                                │  behind the log, or asked for an image
 *     └────────────────────────────────┘
 * </pre>
 */
final class TurnSender implements ClientFeed {
    /** Turns, or parts of an image, that may be unacknowledged: as many as TURN_ACK can speak of. */
    static final int WINDOW = Long.SIZE;

    /** Images that a client may need within a minute; then it is disconnected, for it will not keep up. */
    static final int MOST_IMAGES_A_MINUTE = 10;

    /** Without an acknowledgement of anything new while something is on its way; then the client is disconnected. */
    static final long MOST_SILENCE_NS = 5_000_000_000L;

    private static final int OVERTAKEN_BY = 3;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long FIRST_REPEAT_NS = 250_000_000L;
    private static final long LEAST_REPEAT_NS = 50_000_000L;
    private static final long MOST_REPEAT_NS = 1_000_000_000L;

    private final int player;
    private final int seat;
    private final long ackDelayNs;
    private final RoundTrip roundTrip = new RoundTrip();
    private final InputTimes inputTimes = new InputTimes();
    private final TurnsMessage turns = new TurnsMessage();
    private final UnsafeBuffer part = new UnsafeBuffer(new byte[PartMessage.MOST_MESSAGE_BYTES]);
    private final TurnAckMessage ack = new TurnAckMessage();
    private final long[] sentNs = new long[WINDOW];

    private @Nullable MatchImage image;
    private int imageNumber;
    private int imageParts;
    private boolean inImage = true;
    private boolean isAstray;
    private int newestSent = -1;
    private int acked = -1;
    private int sentUpTo;
    private long beyond;
    private int imagesThisMinute;
    private long minuteNs;
    private long progressNs;
    private boolean isMinuteBegun;
    private boolean hasSent;

    /** @param frameNs the length of a frame: clients collect acknowledgements for about as long */
    TurnSender(final int player, final int seat, final long frameNs) {
        this.player = player;
        this.seat = seat;
        ackDelayNs = 2 * frameNs;
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
        return newestSent;
    }

    @Override
    public InputTimes inputTimes() {
        return inputTimes;
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }

    // ---- what the client says

    /** Takes an acknowledgement; throws {@link ProtocolException} for what no client could have. */
    void acknowledged(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        ack.wrap(message, offset, lengthBytes);
        if (ack.frame() > newestSent || ack.image() > imageNumber) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, MessageType.TURN_ACK.name());
        }
        if (ack.image() != imageNumber) {
            return;
        }
        final MatchImage sending = image;
        if (inImage && sending != null) {
            progress(Math.min(imageParts, ack.parts()) - 1, ack.moreParts(), nowNs);
            if (acked == imageParts - 1) {
                inImage = false;
                image = null;
                begin(sending.frame(), nowNs);
            }
        }
        if (!inImage && ack.frame() >= 0) {
            progress(ack.frame(), ack.turns(), nowNs);
        } else if (!inImage && ack.parts() == imageParts) {
            // It had the whole image, began from it, and holds nothing now: what it computed differed.
            isAstray = true;
            inImage = true;
        }
    }

    /** Everything up to {@code upTo} came, and what the mask says of those behind the next one. */
    private void progress(final int upTo, final long mask, final long nowNs) {
        if (upTo < acked) {
            return;
        }
        final boolean isNew = upTo > acked || (mask & ~beyond) != 0;
        for (int number = acked + 1; number <= upTo; number++) {
            roundTrip.acknowledged(number, nowNs);
        }
        for (long bits = mask; bits != 0; bits &= bits - 1) {
            roundTrip.acknowledged(upTo + 2 + Long.numberOfTrailingZeros(bits), nowNs);
        }
        beyond = upTo > acked ? mask : beyond | mask;
        acked = upTo;
        progressNs = isNew ? nowNs : progressNs;
    }

    private void begin(final int from, final long nowNs) {
        acked = from;
        sentUpTo = from;
        beyond = 0;
        progressNs = nowNs;
    }

    // ---- what it is sent

    /** Sends what is new, and again what was lost. */
    void serve(final LockstepViewers viewers, final Connection connection, final long nowNs) {
        if (!connection.outlet().isWritable()) {
            // How long that may last is looked after by the connection.
            progressNs = nowNs;
            viewers.counters().increment(EdgeCounter.TURNS_DELAYED);
            return;
        }
        final TurnLog log = viewers.log();
        if (!inImage && acked < log.newest() && !log.has(acked + 1)) {
            inImage = true;
            isAstray = false;
        }
        if (inImage && !prepareImage(viewers, connection, nowNs)) {
            return;
        }
        if (sentUpTo > acked && nowNs - progressNs > MOST_SILENCE_NS) {
            connection.close(DisconnectReason.SLOW_CLIENT, "turns");
            return;
        }
        if (sentUpTo == acked) {
            progressNs = nowNs;
        }
        final MatchImage sending = image;
        if (sending != null) {
            sendImage(sending, viewers, connection, nowNs);
        } else {
            sendTurns(viewers, connection, nowNs);
        }
        if (hasSent) {
            hasSent = false;
            connection.flush();
        }
    }

    /** False when there is no image to send at this moment, or the client has had too many. */
    private boolean prepareImage(final LockstepViewers viewers, final Connection connection, final long nowNs) {
        if (image != null) {
            return true;
        }
        if (!isMinuteBegun || nowNs - minuteNs > MINUTE_NS) {
            isMinuteBegun = true;
            minuteNs = nowNs;
            imagesThisMinute = 0;
        }
        if (imagesThisMinute == MOST_IMAGES_A_MINUTE) {
            connection.close(
                    isAstray ? DisconnectReason.DESYNCED : DisconnectReason.SLOW_CLIENT,
                    MOST_IMAGES_A_MINUTE + " images of the match within a minute");
            return false;
        }
        final MatchImage made = viewers.image();
        if (made == null) {
            return false;
        }
        image = made;
        imageParts = PartMessage.partsOf(made.bytes().capacity());
        imagesThisMinute++;
        imageNumber++;
        newestSent = Math.max(newestSent, made.frame());
        begin(-1, nowNs);
        viewers.counters().increment(EdgeCounter.IMAGES_SENT);
        return true;
    }

    private void sendImage(
            final MatchImage sending, final LockstepViewers viewers, final Connection connection, final long nowNs) {
        final int wholeBytes = sending.bytes().capacity();
        final int last = Math.min(imageParts - 1, acked + WINDOW);
        for (int i = acked + 1; i <= last && connection.outlet().isWritable(); i++) {
            if (isDue(i, viewers, nowNs)) {
                send(MessageType.IMAGE, imageNumber, i, sending.bytes(), 0, wholeBytes, connection, viewers);
            }
        }
    }

    private void sendTurns(final LockstepViewers viewers, final Connection connection, final long nowNs) {
        final TurnLog log = viewers.log();
        final int last = Math.min(log.newest(), acked + WINDOW);
        turns.begin();
        for (int frame = acked + 1; frame <= last && connection.outlet().isWritable(); frame++) {
            if (!isDue(frame, viewers, nowNs)) {
                continue;
            }
            newestSent = Math.max(newestSent, frame);
            final int length = log.lengthBytes(frame);
            if (length > TurnsMessage.MOST_TURN_BYTES) {
                for (int i = 0; i < PartMessage.partsOf(length); i++) {
                    send(MessageType.TURN_PART, frame, i, log.buffer(), log.offset(frame), length, connection, viewers);
                }
            } else if (!turns.add(log.buffer(), log.offset(frame), length)) {
                flushTurns(connection, viewers);
                turns.add(log.buffer(), log.offset(frame), length);
            }
        }
        flushTurns(connection, viewers);
    }

    /** True when the turn or part is to be sent now; notes that it is. */
    private boolean isDue(final int number, final LockstepViewers viewers, final long nowNs) {
        final int slot = number & (WINDOW - 1);
        if (number > sentUpTo) {
            sentUpTo = number;
            roundTrip.sent(number, nowNs);
        } else if (isThere(number) || nowNs - sentNs[slot] <= (isOvertaken(number) ? overtakenNs() : repeatNs())) {
            return false;
        } else {
            roundTrip.forget(number);
            viewers.counters().increment(EdgeCounter.TURNS_REPEATED);
        }
        sentNs[slot] = nowNs;
        return true;
    }

    private boolean isThere(final int number) {
        return number > acked + 1 && (beyond >>> (number - acked - 2) & 1) != 0;
    }

    /** True when so many that were sent later came that this one is not just late. */
    private boolean isOvertaken(final int number) {
        final int first = Math.max(0, number - acked - 1);
        return first < Long.SIZE && Long.bitCount(beyond >>> first) >= OVERTAKEN_BY;
    }

    private long overtakenNs() {
        return Math.max(LEAST_REPEAT_NS, roundTrip.meanNs() + ackDelayNs);
    }

    /** How long an acknowledgement takes at the most, but for what is lost. */
    private long repeatNs() {
        final long boundNs = roundTrip.boundNs();
        return boundNs == 0
                ? FIRST_REPEAT_NS
                : Math.max(LEAST_REPEAT_NS, Math.min(MOST_REPEAT_NS, boundNs + ackDelayNs));
    }

    private void send(
            final MessageType type,
            final int of,
            final int number,
            final UnsafeBuffer whole,
            final int offset,
            final int wholeBytes,
            final Connection connection,
            final LockstepViewers viewers) {
        send(part, PartMessage.write(type, of, number, whole, offset, wholeBytes, part, 0), connection, viewers);
    }

    private void flushTurns(final Connection connection, final LockstepViewers viewers) {
        if (!turns.isEmpty()) {
            send(turns.buffer(), turns.lengthBytes(), connection, viewers);
            turns.begin();
        }
    }

    private void send(
            final UnsafeBuffer message,
            final int lengthBytes,
            final Connection connection,
            final LockstepViewers viewers) {
        connection.outlet().send(message, 0, lengthBytes);
        hasSent = true;
        viewers.counters().increment(EdgeCounter.TURN_MESSAGES_SENT);
        viewers.counters().add(EdgeCounter.TURN_BYTES_SENT, lengthBytes);
    }
}
