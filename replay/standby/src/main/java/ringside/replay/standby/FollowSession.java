package ringside.replay.standby;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.RecordFormat;

/**
 * A connection to the primary, as the standby sees it: says who it is and what it has, checks everything that comes, hands it to its
 * engine and says how far that is. A state machine without threads: {@link #doWork} is its whole life. After its end another one
 * begins where the engine then is.
 */
public final class FollowSession {
    /** Where the connection is. Changed in one place only. */
    public enum Stage {
        /** Waits for the primary's number to prove the secret with. */
        MEETING,
        /** Has said who it is. */
        GREETED,
        /** A checkpoint comes. */
        CHECKPOINT,
        /** Records come. */
        RECORDS,
        /** Over. */
        ENDED
    }

    private static final int MOST_MESSAGES = 16;
    private static final int LEAST_RECORD_BYTES = RecordFormat.HEADER_BYTES;

    private final ReplicationChannel channel;
    private final ReplicationBounds bounds;
    private final FollowedEngine engine;
    private final FollowMeeting meeting;
    private final MessageWriter out = new MessageWriter(new MessageWriter.Numbers());
    private final MessageReader in = new MessageReader();
    private final long startedNs;

    private Stage stage = Stage.MEETING;
    private Epoch primary = Epoch.NONE;
    private @Nullable Beginning beginning;
    private long gotBytes;
    private boolean isAckDue;
    private FollowedEngine.@Nullable Wanted asked;
    private long heardPosition = -1;
    private final Nearness nearness;
    private boolean wasNear;
    private boolean hasHeard;
    private long heardNs;
    private long saidNs;
    private long nowNs;
    private boolean isMovingTold;
    private @Nullable Refused end;

    /**
     * A connection that has just been dialled, and may not be there yet.
     *
     * @param standbyId a random number of this process
     * @param nonce 32 fresh random bytes
     */
    public FollowSession(
            final ReplicationChannel channel,
            final ReplicationBounds bounds,
            final Secret secret,
            final FollowedEngine engine,
            final long standbyId,
            final byte[] nonce,
            final long nowNs) {
        this.channel = channel;
        this.bounds = bounds;
        this.engine = engine;
        meeting = new FollowMeeting(secret, engine, standbyId, nonce);
        nearness = new Nearness(bounds, nowNs);
        startedNs = nowNs;
        heardNs = nowNs;
        saidNs = nowNs;
        this.nowNs = nowNs;
    }

    /** A turn. Returns how much was done. */
    public int doWork(final long timeNs) {
        if (stage == Stage.ENDED) {
            return 0;
        }
        nowNs = timeNs;
        try {
            return turn();
        } catch (final FollowException e) {
            end(e.reason(), String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private int turn() {
        int work = 0;
        while (work < MOST_MESSAGES && stage != Stage.ENDED && channel.poll(this::onMessage)) {
            work++;
        }
        if (stage == Stage.ENDED) {
            return work;
        }
        if (work == 0 && !channel.isOpen()) {
            over(new Refused(Reason.SILENT, false, engine.epoch(), channel.peer() + ": the connection broke"));
            return 1;
        }
        requireTimely();
        if (stage == Stage.RECORDS || stage == Stage.CHECKPOINT) {
            lookHowNear();
            acknowledge();
            askForState();
        }
        channel.flush();
        return work;
    }

    private void requireTimely() {
        final boolean isMeeting = stage == Stage.MEETING || stage == Stage.GREETED;
        if (isMeeting && nowNs - startedNs > bounds.handshakeNs()) {
            throw new FollowException(Reason.SILENT, "the primary did not take this standby on in time");
        }
        if (nowNs - heardNs > bounds.silenceNs()) {
            throw new FollowException(
                    Reason.SILENT, "the primary said nothing for " + (nowNs - heardNs) / 1_000_000 + " ms");
        }
    }

    // ---- what comes

    private void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final MessageType type = in.read(buffer, offset, lengthBytes);
        heardNs = nowNs;
        hasHeard = true;
        if (type == MessageType.REFUSED) {
            final Reason reason = Reason.of(in.get16());
            final Epoch theirs = in.epoch();
            over(new Refused(reason, true, theirs, in.text()));
            return;
        }
        switch (stage) {
            case MEETING -> {
                require(type, MessageType.CHALLENGE);
                onChallenge();
            }
            case GREETED -> {
                if (type == MessageType.FORK) {
                    end(Reason.SET_ASIDE, meeting.fork(in));
                } else {
                    require(type, MessageType.WELCOME);
                    onWelcome();
                }
            }
            case CHECKPOINT -> onBeginning(type);
            case RECORDS -> onFollowing(type);
            case ENDED -> throw new IllegalStateException("a message after the end");
        }
    }

    private void require(final MessageType type, final MessageType wanted) {
        if (type != wanted) {
            throw new FollowException(Reason.MALFORMED, "a " + type + " while " + stage);
        }
    }

    private void onChallenge() {
        if (!meeting.hello(in, out).send(channel)) {
            throw new FollowException(Reason.TOO_SLOW, "there is no room for the first words");
        }
        state(Stage.GREETED);
    }

    private void onWelcome() {
        final FollowMeeting.Welcome welcome = meeting.welcome(in);
        primary = welcome.epoch();
        beginning = welcome.beginning();
        heard(welcome.appended());
        nearness.begin(bounds.behindNs(), welcome.appended(), nowNs);
        state(beginning == null ? Stage.RECORDS : Stage.CHECKPOINT);
    }

    private void onBeginning(final MessageType type) {
        final Beginning comes = beginning;
        if (type == MessageType.HEARTBEAT) {
            onHeartbeat();
        } else if (comes != null) {
            got(comes.take(type, in));
            if (comes.isWhole()) {
                beginning = null;
                comes.giveTo(engine);
                state(Stage.RECORDS);
            }
        }
    }

    private void got(final int bytes) {
        gotBytes += bytes;
        isAckDue = true;
    }

    private void onFollowing(final MessageType type) {
        switch (type) {
            case RECORDS -> onRecords();
            case HEARTBEAT -> onHeartbeat();
            case STATE -> onState();
            case MOVING -> {
                in.requireEnd();
                isMovingTold = true;
            }
            default -> throw new FollowException(Reason.MALFORMED, "a " + type + " while " + stage);
        }
    }

    private void onRecords() {
        while (in.remaining() > 0) {
            final int length =
                    in.remaining() < LEAST_RECORD_BYTES ? 0 : RecordFormat.lengthBytes(in.buffer(), in.offset());
            if (length < LEAST_RECORD_BYTES || length > in.remaining()) {
                throw new FollowException(
                        Reason.DAMAGED, "a record of " + length + " bytes where " + in.remaining() + " are left");
            }
            final int number = RecordFormat.epoch(in.buffer(), in.offset());
            if (number > primary.number()) {
                throw new FollowException(
                        Reason.OTHER_WRITER,
                        "a record of epoch " + number + " from whoever serves under epoch " + primary);
            }
            engine.record(in.buffer(), in.offset(), length);
            in.skip(length);
            got(length);
        }
        heard(Math.max(heardPosition, engine.nextPosition() - 1));
    }

    private void onHeartbeat() {
        final long appended = in.get64();
        final long safe = in.get64();
        final int lastMatch = in.get32();
        in.requireEnd();
        engine.heard(appended, safe, lastMatch);
        heard(appended);
    }

    private void heard(final long appended) {
        heardPosition = Math.max(heardPosition, appended);
    }

    private void onState() {
        final int match = in.get32();
        final int frame = in.get32();
        final int length = in.get32();
        final FollowedEngine.Wanted wanted = asked;
        if (wanted == null || wanted.match() != match || wanted.frame() != frame || length != in.remaining()) {
            throw new FollowException(Reason.MALFORMED, "a state that was not asked for");
        }
        asked = null;
        engine.state(match, frame, length == 0 ? null : new UnsafeBuffer(in.bytes(length)));
    }

    // ---- what goes

    private void lookHowNear() {
        if (nearness.look(engine.position(), heardPosition, nowNs)) {
            wasNear |= nearness.isNear(nowNs);
        }
    }

    private void acknowledge() {
        if (!isAckDue && nowNs - saidNs < bounds.heartbeatNs()) {
            return;
        }
        out.begin(MessageType.ACK)
                .put64(Math.max(-1, engine.nextPosition() - 1))
                .put64(engine.appliedPosition())
                .put64(engine.framesCompared())
                .put64(gotBytes);
        if (out.send(channel)) {
            isAckDue = false;
            saidNs = nowNs;
        }
    }

    private void askForState() {
        final FollowedEngine.Wanted wanted = engine.wanted();
        if (wanted != null && asked == null && stage == Stage.RECORDS) {
            out.begin(MessageType.STATE_WANTED).put32(wanted.match()).put32(wanted.frame());
            if (out.send(channel)) {
                asked = wanted;
            }
        }
    }

    /** Tells the primary that this standby is about to be promoted. False when that is of no use now: it is not followed live. */
    public boolean sayMoving() {
        if (stage != Stage.RECORDS || !wasNear) {
            return false;
        }
        isMovingTold = false;
        out.begin(MessageType.MOVING);
        return out.send(channel);
    }

    /** Whether the primary answered that its players were told. */
    public boolean isMovingTold() {
        return isMovingTold;
    }

    // ---- the end

    /** Ends it and tells the primary why. */
    public void end(final Reason reason, final String text) {
        if (stage == Stage.ENDED) {
            return;
        }
        final Epoch ours = engine.highestEpoch();
        out.begin(MessageType.REFUSED)
                .put16(reason.code())
                .put(ours)
                .putText(text)
                .sendLast(channel);
        over(new Refused(reason, false, ours, text));
    }

    private void over(final Refused why) {
        end = why;
        state(Stage.ENDED);
        channel.close();
    }

    private void state(final Stage next) {
        stage = next;
    }

    public Stage stage() {
        return stage;
    }

    /** Why it is over; null while it is not. */
    public @Nullable Refused ended() {
        return end;
    }

    /** Under which the primary serves. */
    public Epoch primary() {
        return primary;
    }

    /** The last position that the primary was heard to have. */
    public long heardPosition() {
        return heardPosition;
    }

    /** Whether the primary took this standby on. */
    public boolean wasWelcomed() {
        return !primary.equals(Epoch.NONE);
    }

    /** Whether all that there was has been applied at least once over this connection. */
    public boolean wasNear() {
        return wasNear;
    }

    /** For how long it has been behind what the primary had. */
    public long lagNs() {
        return nearness.behindNs(nowNs);
    }

    /** Whether anything came at all. */
    public boolean hasHeard() {
        return hasHeard;
    }

    /** When something came last, or it was begun. */
    public long heardNs() {
        return heardNs;
    }
}
