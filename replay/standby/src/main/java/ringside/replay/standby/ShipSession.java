package ringside.replay.standby;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.JournalException;
import ringside.layout.State;

/**
 * One standby of one engine, as the primary sees it: lets it in, sends it a checkpoint when it has nothing, then all records from
 * where it is, as fast as it takes them. A state machine without threads: {@link #doWork} is its whole life.
 */
public final class ShipSession {
    /** Where the connection is. Changed in one place only. */
    public enum Stage {
        /** Waits to hear who it is. */
        MEETING,
        /** A checkpoint is on its way. */
        CHECKPOINT,
        /** Records are on their way, and it has yet to come near the end. */
        CATCHING_UP,
        /** It has what there is, but for what has just been appended. */
        LIVE,
        /** Over. */
        ENDED
    }

    private static final int MOST_MESSAGES = 64;
    private static final Member NOBODY = new Member(0, "");

    private final ReplicationChannel channel;
    private final ReplicationBounds bounds;
    private final Consumer<ShipSession> met;
    private final MessageWriter out;
    private final ShipMeeting meeting;
    private final MessageReader in = new MessageReader();
    private final long startedNs;

    private Stage stage = Stage.MEETING;
    private boolean isChallenged;
    private ShipMeeting.@Nullable Guest guest;
    private @Nullable ShippedEngine engine;
    private @Nullable Shipment shipment;
    private long ackedPosition = -1;
    private long appliedPosition = -1;
    private long framesCompared;
    private long heardNs;
    private long saidNs;
    private final Nearness nearness;
    private long toldPosition = Long.MIN_VALUE;
    private boolean isHurried;
    private long nowNs;
    private @Nullable Refused end;

    /**
     * A connection that has just been taken on.
     *
     * @param nonce 32 fresh random bytes
     * @param engines this server's, by number; null for one that is not there
     * @param met told when the standby is known, before it is welcomed; may throw {@link FollowException} to send it away
     */
    public ShipSession(
            final ReplicationChannel channel,
            final ReplicationBounds bounds,
            final Secret secret,
            final byte[] nonce,
            final IntFunction<@Nullable ShippedEngine> engines,
            final Consumer<ShipSession> met,
            final long nowNs) {
        this.channel = channel;
        this.bounds = bounds;
        this.met = met;
        final MessageWriter.Numbers numbers = new MessageWriter.Numbers();
        out = new MessageWriter(numbers);
        meeting = new ShipMeeting(channel, bounds, secret, nonce, engines, numbers);
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
        } catch (final JournalException e) {
            end(
                    e.code() == JournalException.Code.NO_SUCH_POSITION ? Reason.DIVERGED : Reason.FAILED,
                    "the journal here: " + e.getMessage());
        }
        return 1;
    }

    private int turn() {
        int work = 0;
        if (!isChallenged) {
            isChallenged = meeting.challenge();
            work++;
        }
        while (work < MOST_MESSAGES && stage != Stage.ENDED && channel.poll(this::onMessage)) {
            work++;
        }
        if (stage == Stage.ENDED) {
            return work;
        }
        if (!channel.isOpen()) {
            over(new Refused(Reason.SILENT, false, Epoch.NONE, channel.peer() + ": the connection broke"));
            return work;
        }
        requireTimely();
        final ShippedEngine shipped = engine;
        final Shipment sending = shipment;
        if (shipped != null && sending != null) {
            work += send(shipped, sending);
            sayHeartbeat(shipped, sending);
            isHurried = work > 0 && !sending.isAtEnd();
        } else {
            isHurried = work > 0;
        }
        channel.flush();
        return work;
    }

    /** Whether there is more to be done at once; else a rest gathers more of it, and costs the primary less. */
    boolean isHurried() {
        return isHurried;
    }

    private void requireTimely() {
        if (stage == Stage.MEETING && nowNs - startedNs > bounds.handshakeNs()) {
            throw new FollowException(Reason.SILENT, "no hello came in time");
        }
        if (nowNs - heardNs > bounds.silenceNs()) {
            final long onTheWay = shipment == null ? 0 : shipment.unacknowledgedBytes();
            throw new FollowException(
                    onTheWay == 0 ? Reason.SILENT : Reason.TOO_SLOW,
                    "nothing was heard for " + (nowNs - heardNs) / 1_000_000 + " ms, " + onTheWay
                            + " bytes are not acknowledged");
        }
        if (stage == Stage.LIVE && lagNs() > bounds.behindNs()) {
            throw new FollowException(
                    Reason.TOO_SLOW,
                    "behind without a pause for " + lagNs() / 1_000_000 + " ms, by " + lag() + " events");
        }
    }

    // ---- what comes

    private void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final MessageType type = in.read(buffer, offset, lengthBytes);
        heardNs = nowNs;
        if (type == MessageType.REFUSED) {
            onRefused();
        } else if (stage == Stage.MEETING && type == MessageType.HELLO) {
            onHello();
        } else if (stage != Stage.MEETING && type == MessageType.ACK) {
            onAck();
        } else if (stage != Stage.MEETING && type == MessageType.STATE_WANTED) {
            onStateWanted();
        } else if (stage != Stage.MEETING && type == MessageType.MOVING) {
            in.requireEnd();
            onMoving();
        } else {
            throw new FollowException(Reason.MALFORMED, "a " + type + " while " + stage);
        }
    }

    private void onMoving() {
        final ShippedEngine shipped = engine;
        if (shipped != null && stage == Stage.LIVE) {
            shipped.moving();
            out.begin(MessageType.MOVING).send(channel);
        }
    }

    private void onHello() {
        final ShipMeeting.Guest came = meeting.read(in);
        guest = came;
        meeting.requireFit(came);
        met.accept(this);
        final Shipment sending = meeting.shipment(came);
        final ShippedEngine shipped = came.engine();
        ackedPosition = came.isNew() ? -1 : came.nextPosition() - 1;
        shipment = sending;
        engine = shipped;
        nearness.begin(bounds.behindNs(), shipped.appendedPosition(), nowNs);
        state(sending.hasBegun() ? Stage.CATCHING_UP : Stage.CHECKPOINT);
        meeting.welcome(came, sending);
        saidNs = nowNs;
    }

    private void onAck() {
        final long position = in.get64();
        final long applied = in.get64();
        final long compared = in.get64();
        final long bytes = in.get64();
        in.requireEnd();
        final Shipment sending = shipment;
        // What was sent counts, not the appended position: a record is read from the file before its writer says that
        // it is there.
        if (sending == null
                || position < ackedPosition
                || position > sending.sentPosition()
                || !sending.acknowledged(bytes)) {
            throw new FollowException(
                    Reason.MALFORMED, "position " + position + " and " + bytes + " bytes cannot be acknowledged");
        }
        ackedPosition = position;
        appliedPosition = applied;
        framesCompared = compared;
    }

    private void onStateWanted() {
        final int match = in.get32();
        final int frame = in.get32();
        in.requireEnd();
        final State state = engine == null ? null : engine.state(match, frame);
        out.begin(MessageType.STATE).put32(match).put32(frame);
        if (state == null || state.layout().snapshotBytes() > MessageFormat.MAX_BYTES / 2) {
            out.put32(0);
        } else {
            out.put32(state.layout().snapshotBytes())
                    .put(state.block(), 0, state.layout().snapshotBytes());
        }
        if (!out.send(channel)) {
            throw new FollowException(Reason.TOO_SLOW, "there is no room for a state");
        }
    }

    private void onRefused() {
        final Reason reason = Reason.of(in.get16());
        final Epoch theirs = in.epoch();
        final String text = in.text();
        final ShippedEngine shipped = engine;
        if (shipped != null && theirs.beats(shipped.epoch())) {
            shipped.overruled(theirs, "a standby says: " + text);
        }
        over(new Refused(reason, true, theirs, text));
    }

    // ---- what goes

    private int send(final ShippedEngine shipped, final Shipment sending) {
        final int sent = sending.doWork();
        if (sent > 0) {
            saidNs = nowNs;
        }
        if (sending.hasBegun()) {
            if (stage == Stage.CHECKPOINT) {
                state(Stage.CATCHING_UP);
            }
            lookHowNear(shipped);
        }
        return sent;
    }

    private void lookHowNear(final ShippedEngine shipped) {
        nearness.look(ackedPosition, shipped.appendedPosition(), nowNs);
        if (stage == Stage.CATCHING_UP && isNear()) {
            state(Stage.LIVE);
        }
    }

    /** Whether it had all there was a moment ago. */
    boolean isNear() {
        return nearness.isNear(nowNs);
    }

    /**
     * Speaks of nothing that was not sent before, unless the standby is behind: a kill between the two would leave one that has
     * everything and cannot know it.
     */
    private void sayHeartbeat(final ShippedEngine shipped, final Shipment sending) {
        final long appended = shipped.appendedPosition();
        final long told = stage == Stage.LIVE && isNear() ? Math.min(appended, sending.sentPosition()) : appended;
        if (nowNs - saidNs < bounds.heartbeatNs() && (told == toldPosition || stage != Stage.LIVE)) {
            return;
        }
        out.begin(MessageType.HEARTBEAT)
                .put64(told)
                .put64(Math.min(told, shipped.safePosition()))
                .put32(shipped.lastMatch());
        if (out.send(channel)) {
            toldPosition = told;
            saidNs = nowNs;
        }
    }

    // ---- the end

    /** Ends it and tells the standby why. */
    public void end(final Reason reason, final String text) {
        if (stage == Stage.ENDED) {
            return;
        }
        final ShippedEngine shipped = engine;
        final Epoch ours = shipped == null ? Epoch.NONE : shipped.epoch();
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
        if (shipment != null) {
            shipment.close();
        }
        shipment = null;
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

    /** The engine that is followed; -1 while it is not known. */
    public int engineNumber() {
        final ShipMeeting.Guest known = guest;
        return known == null ? -1 : known.engineNumber();
    }

    /** Random number that tells the standby from others. */
    public long standbyId() {
        final ShipMeeting.Guest known = guest;
        return known == null ? 0 : known.standbyId();
    }

    /** As which member of an in-sync set it counts. */
    public Member member() {
        final ShipMeeting.Guest known = guest;
        return known == null ? NOBODY : known.member();
    }

    /** Whether it only tries a build: it is not taken on as a member. */
    public boolean isShadow() {
        final ShipMeeting.Guest known = guest;
        return known != null && known.isShadow();
    }

    /** The engine that is followed; null while it is not known. */
    @Nullable
    ShippedEngine engine() {
        return engine;
    }

    public String peer() {
        return channel.peer();
    }

    /** Up to where the standby has appended. */
    public long ackedPosition() {
        return ackedPosition;
    }

    /** Up to where the standby has applied. */
    public long appliedPosition() {
        return appliedPosition;
    }

    /** Frames whose hashes the standby found equal. */
    public long framesCompared() {
        return framesCompared;
    }

    /** Events that the standby has not acknowledged. */
    public long lag() {
        return engine == null ? 0 : Math.max(0, engine.appendedPosition() - ackedPosition);
    }

    /** For how long the standby has been behind without a pause. */
    public long lagNs() {
        return nearness.behindNs(nowNs);
    }

    /** For a log. */
    @Override
    public String toString() {
        return (isShadow() ? "shadow " : "standby ") + member().name() + " (" + channel.peer() + ") of engine "
                + engineNumber() + ", " + stage;
    }
}
