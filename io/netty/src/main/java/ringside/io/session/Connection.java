package ringside.io.session;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.EventType;
import ringside.engine.output.Refusal;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.Wire;

/**
 * The server's side of one client's connection: a {@link ConnectionState} that is changed in {@link #state} only.
 *
 * <p>Nothing that a client sends gets past this class unchecked, and nothing here throws to its caller: what is wrong ends
 * this connection, with a numbered reason, and no other. Belongs to one event loop; time is passed in.
 */
public final class Connection {
    private static final long MS = 1_000_000L;

    /** Answers, which are not skipped as views are, may make this much wait for a client; then it is disconnected. */
    private static final long MAX_PENDING_BYTES = 1 << 20;

    /** After so long without a seat a match is asked for again: others may have taken the seats of the one made. */
    private static final long DEMAND_AGAIN_NS = 1_000 * MS;

    /** So long whoever comes back to a seat waits at a standby for its promotion. */
    private static final long STAND_BY_NS = 500 * MS;

    private long number;
    private final Edge edge;
    private final Outlet outlet;
    private final long openedNs;
    private final RateLimit messages;
    private final RateLimit pings;
    private ConnectionState state = ConnectionState.AWAITING_HELLO;
    private long helloNs;
    private long lastMessageNs;
    private long stuckSinceNs;
    private long stuckBytes;
    private @Nullable HostedMatch match;
    private @Nullable Seated seated;
    /** That of {@link #seated}, within reach: it is asked for in each frame. */
    private @Nullable ClientView view;

    private @Nullable SpectatorPlace spectating;
    private @Nullable HelloMessage asked;
    private Admission.Admitted admitted = Admission.Admitted.OPEN;
    private long demandedNs;
    private @Nullable Bytes secret;
    private HelloMessage.@Nullable Resume resume;
    private @Nullable Bookmarking bookmarking;
    private boolean unflushed;
    private boolean hearsMoving;

    /** What exists while a seat is taken. */
    private record Seated(
            int player,
            ClientFeed feed,
            Intake intake,
            @Nullable DesyncReports reports) {}

    Connection(final long number, final Edge edge, final Outlet outlet, final long nowNs) {
        this.number = number;
        this.edge = edge;
        this.outlet = outlet;
        openedNs = nowNs;
        lastMessageNs = nowNs;
        final Limits limits = edge.settings().limits();
        messages = new RateLimit(limits.maxMessagesPerSecond());
        pings = new RateLimit(limits.maxPingsPerSecond());
        edge.counters().increment(EdgeCounter.CONNECTIONS_OPENED);
    }

    // ---- what the carrier tells

    /** Takes one whole message. The bytes are not kept. */
    public void receive(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        edge.counters().increment(EdgeCounter.MESSAGES_RECEIVED);
        try {
            if (lengthBytes < Wire.TYPE_BYTES || lengthBytes > Wire.MAX_CLIENT_MESSAGE_BYTES) {
                throw new ProtocolException(DisconnectReason.BAD_LENGTH, "message");
            }
            if (!messages.take(nowNs)) {
                throw new ProtocolException(DisconnectReason.FLOOD, "messages");
            }
            lastMessageNs = nowNs;
            take(message, offset, lengthBytes, nowNs);
        } catch (final ProtocolException e) {
            close(e.reason(), e.field());
        } catch (final RuntimeException e) {
            failed(e);
        }
    }

    /** The carrier found something wrong before there was a message. */
    public void refuse(final DisconnectReason reason, final String field) {
        close(reason, field);
    }

    /** The network's connection is gone. */
    public void peerClosed() {
        if (state != ConnectionState.CLOSED) {
            state(ConnectionState.CLOSED, null);
        }
    }

    /** Hands over what was queued since the last flush. */
    public void flush() {
        unflushed = false;
        outlet.flush();
    }

    /** Hands over what was queued, if anything was: for after a batch of messages was received. */
    public void flushIfNeeded() {
        if (unflushed && state != ConnectionState.CLOSED) {
            flush();
        }
    }

    /** Looks at the deadlines; a few times a second. */
    void tick(final long nowNs) {
        final Limits limits = edge.settings().limits();
        if (state == ConnectionState.AWAITING_HELLO && nowNs - openedNs > limits.handshakeDeadlineMs() * MS) {
            close(DisconnectReason.HANDSHAKE_DEADLINE, "");
        } else if (state == ConnectionState.JOINING && !edge.isServing() && nowNs - helloNs > STAND_BY_NS) {
            close(DisconnectReason.NOT_SERVING, "");
        } else if (state == ConnectionState.JOINING && nowNs - helloNs > limits.joinDeadlineMs() * MS) {
            close(DisconnectReason.OVERLOADED, "");
        } else if (state == ConnectionState.PLAYING && nowNs - lastMessageNs > limits.idleTimeoutMs() * MS) {
            close(DisconnectReason.IDLE, "");
        } else if (state != ConnectionState.CLOSED && isStuck(nowNs, limits)) {
            close(DisconnectReason.SLOW_CLIENT, "");
        }
    }

    private boolean isStuck(final long nowNs, final Limits limits) {
        final long pending = outlet.pendingBytes();
        if (outlet.isWritable() || pending < stuckBytes || stuckBytes == 0) {
            stuckSinceNs = nowNs;
        }
        stuckBytes = pending;
        return nowNs - stuckSinceNs > limits.slowClientMs() * MS;
    }

    // ---- what the client says

    private void take(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        final MessageType type = MessageType.of(message.getByte(offset));
        if (type == null || !type.isClients()) {
            throw new ProtocolException(DisconnectReason.UNKNOWN_MESSAGE, "type " + (message.getByte(offset) & 0xFF));
        }
        if (type == MessageType.PING) {
            ping(message, offset, lengthBytes, nowNs);
            return;
        }
        final ConnectionState expected =
                type == MessageType.HELLO ? ConnectionState.AWAITING_HELLO : ConnectionState.PLAYING;
        if (state != expected) {
            throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, type.name());
        }
        final Seated at = seated;
        if (type == MessageType.HELLO) {
            hello(HelloMessage.read(message, offset, lengthBytes), nowNs);
        } else if (at != null) {
            play(type, at, message, offset, lengthBytes, nowNs);
        } else {
            watch(type, message, offset, lengthBytes, nowNs);
        }
    }

    /** Who only watches has nothing to say to the match: what is acknowledged is not asked for. */
    private void watch(
            final MessageType type,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        switch (type) {
            case BOOKMARK -> bookmarking().take(message, offset, lengthBytes, nowNs);
            case ACKS -> {
                // Everything is sent in order, whatever arrived.
            }
            case LEAVE -> {
                ControlMessages.requireLength(type, lengthBytes, ControlMessages.LEAVE_BYTES);
                close(DisconnectReason.LEFT, "");
            }
            default -> throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, type.name());
        }
    }

    private void play(
            final MessageType type,
            final Seated at,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        switch (type) {
            case INPUTS -> at.intake().inputs(message, offset, lengthBytes, nowNs);
            case COMMAND -> at.intake().command(message, offset, lengthBytes, nowNs);
            case ACKS -> {
                if (!(at.feed() instanceof final ClientView shown)) {
                    throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, type.name());
                }
                final AcksMessage acks = edge.messages()
                        .acks()
                        .wrap(
                                message,
                                offset,
                                lengthBytes,
                                edge.settings().limits().maxAcksPerMessage());
                edge.counters().add(EdgeCounter.PARTS_ACKNOWLEDGED, acks.count());
                shown.acknowledged(acks, nowNs);
            }
            case BOOKMARK -> bookmarking().take(message, offset, lengthBytes, nowNs);
            case SIGHT -> sight(at, message, offset, lengthBytes);
            case TURN_ACK, DESYNC -> lockstep(type, at, message, offset, lengthBytes, nowNs);
            case LEAVE -> {
                ControlMessages.requireLength(type, lengthBytes, ControlMessages.LEAVE_BYTES);
                edge.tellOfSeat(EventType.LEAVE, requireMatch().id(), at.player(), number);
            }
            default -> throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, type.name());
        }
    }

    private Bookmarking bookmarking() {
        Bookmarking made = bookmarking;
        if (made == null) {
            made = new Bookmarking(this, edge, requireMatch());
            bookmarking = made;
        }
        return made;
    }

    private void sight(final Seated at, final DirectBuffer message, final int offset, final int lengthBytes) {
        ControlMessages.requireLength(MessageType.SIGHT, lengthBytes, ControlMessages.SIGHT_BYTES);
        if (!(at.feed() instanceof final ClientView shown)) {
            throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, MessageType.SIGHT.name());
        }
        final boolean everything = ControlMessages.wantsEverything(message, offset);
        if (everything && !edge.settings().development()) {
            refused(ControlMessages.SIGHT, 0, RefusalReason.NOT_IN_DEVELOPMENT.code());
        } else {
            shown.showEverything(everything);
        }
    }

    private void lockstep(
            final MessageType type,
            final Seated at,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        final LockstepViewers viewers = edge.lockstepViewers(requireMatch());
        final DesyncReports reports = at.reports();
        if (viewers == null || reports == null || !(at.feed() instanceof final TurnSender turns)) {
            throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, type.name());
        }
        if (type == MessageType.TURN_ACK) {
            turns.acknowledged(message, offset, lengthBytes, nowNs);
            viewers.serve(this, nowNs);
        } else {
            reports.take(message, offset, lengthBytes, viewers, this, nowNs);
        }
    }

    private void ping(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        ControlMessages.requireLength(MessageType.PING, lengthBytes, ControlMessages.PING_BYTES);
        if (!pings.take(nowNs)) {
            throw new ProtocolException(DisconnectReason.FLOOD, "pings");
        }
        final UnsafeBuffer out = edge.messageScratch();
        send(out, ControlMessages.writeEcho(out, 0, MessageType.PONG, ControlMessages.echo(message, offset)));
    }

    private void hello(final HelloMessage hello, final long nowNs) {
        helloNs = nowNs;
        resume = hello.resume();
        hearsMoving = hello.hearsMoving();
        if (edge.isServing()) {
            admit(hello, nowNs);
        } else if (resume == null) {
            throw new ProtocolException(DisconnectReason.NOT_SERVING);
        } else {
            asked = hello;
            state(ConnectionState.JOINING, null);
            edge.waits();
        }
    }

    /** The server has begun to serve: who waited for that goes on. */
    void served(final long nowNs) {
        final HelloMessage hello = asked;
        if (state == ConnectionState.JOINING && hello != null) {
            try {
                helloNs = nowNs;
                admit(hello, nowNs);
            } catch (final ProtocolException e) {
                close(e.reason(), e.field());
            } catch (final RuntimeException e) {
                failed(e);
            }
        }
    }

    private void admit(final HelloMessage hello, final long nowNs) {
        final Admission.Admitted pass = edge.handshake().admit(hello);
        admitted = pass;
        if (pass.role() == Role.SPECTATOR) {
            admitToWatch(pass.match() == 0 ? hello : hello.withMatch(pass.match()), nowNs);
            return;
        }
        ask(pass.match() == 0 ? hello : hello.withMatch(pass.match()), true, nowNs);
        state(ConnectionState.JOINING, null);
    }

    /** Logic is not asked: who watches is no part of the match. */
    private void admitToWatch(final HelloMessage hello, final long nowNs) {
        final HostedMatch watched = edge.handshake().watchedBy(hello);
        try {
            watched.spectatorPlaces()
                    .take(admitted, edge.settings().spectators().mostPerMatch());
        } catch (final ProtocolException e) {
            edge.counters().increment(EdgeCounter.SPECTATORS_REFUSED);
            throw e;
        }
        edge.counters().increment(EdgeCounter.SPECTATORS_ADMITTED);
        match = watched;
        spectating = new SpectatorPlace();
        state(ConnectionState.PLAYING, null);
        sendAnswer(edge.handshake().welcomeToWatch(watched, nowNs));
    }

    /** Asks logic for a seat, or waits for a match that has one. */
    private void ask(final HelloMessage hello, final boolean isFirst, final long nowNs) {
        asked = hello;
        final HostedMatch found = edge.handshake().matchFor(hello, isFirst);
        match = found;
        if (found != null) {
            secret = edge.handshake().ask(hello, admitted, found, number);
            return;
        }
        if (isFirst) {
            demandedNs = nowNs;
        }
        edge.seeking(this);
    }

    /** Looks again for a match with a free seat. */
    void seek(final long nowNs) {
        final HelloMessage hello = asked;
        if (state != ConnectionState.JOINING || hello == null) {
            return;
        }
        try {
            ask(hello, nowNs - demandedNs > DEMAND_AGAIN_NS, nowNs);
        } catch (final ProtocolException e) {
            close(e.reason(), e.field());
        } catch (final RuntimeException e) {
            failed(e);
        }
    }

    // ---- what logic answers, once it is safe

    /** The seat is ours. */
    void joined(final int player, final Handshake.@Nullable Before before, final long nowNs) {
        final HostedMatch at = requireMatch();
        final Bytes disclosed = secret;
        if (state != ConnectionState.JOINING || disclosed == null) {
            return;
        }
        final ClientFeed feed = edge.feedFor(at, player, resume);
        final DesyncReports reports = feed instanceof final TurnSender turns
                ? new DesyncReports(at, turns, edge.settings().hz())
                : null;
        seated = new Seated(player, feed, new Intake(this, edge, at, feed, before), reports);
        view = feed instanceof final ClientView shown ? shown : null;
        final byte[] welcome = edge.handshake().welcome(at, player, before, disclosed);
        secret = null;
        resume = null;
        asked = null;
        state(ConnectionState.PLAYING, null);
        send(new UnsafeBuffer(welcome), welcome.length);
    }

    /** No seat: for whoever asked to be given a match, another one may have it. */
    void joinRefused(final int refusalCode, final long nowNs) {
        final Refusal refusal = Refusal.of(refusalCode);
        final HelloMessage hello = asked;
        final boolean isElsewhere =
                refusal == Refusal.MATCH_FULL || refusal == Refusal.MATCH_OVER || refusal == Refusal.NO_SUCH_MATCH;
        if (state == ConnectionState.JOINING && hello != null && hello.match() == 0 && isElsewhere) {
            requireMatch().refused();
            demandedNs = nowNs - DEMAND_AGAIN_NS - 1;
            seek(nowNs);
        } else {
            close(Handshake.reasonOf(refusal), "");
        }
    }

    /** What this client computed differs from the match. */
    void desynced(final String difference) {
        edge.failures().desynced(number, difference);
    }

    void countRefused(final RefusalReason reason) {
        edge.counters().refused(reason);
    }

    /** Sends a whole message that answers one of the client's. */
    void sendAnswer(final byte[] message) {
        send(new UnsafeBuffer(message), message.length);
    }

    /** Logic did not take an input or command. */
    void refused(final int what, final int sequence, final int reasonCode) {
        final RefusalReason reason = RefusalReason.of(reasonCode);
        if (reason != null) {
            edge.counters().refused(reason);
        }
        if (what == ControlMessages.COMMAND && Intake.usesUpNumber(reason)) {
            commandAnswered(sequence, reasonCode);
        }
        final UnsafeBuffer out = edge.messageScratch();
        send(out, ControlMessages.writeRefused(out, 0, what, sequence, reasonCode));
    }

    void commandApplied(final int sequence) {
        commandAnswered(sequence, 0);
        final UnsafeBuffer out = edge.messageScratch();
        send(out, ControlMessages.writeCommandApplied(out, 0, sequence));
    }

    void bookmarked(final int number, final int frame) {
        final UnsafeBuffer out = edge.messageScratch();
        send(out, ControlMessages.writeBookmarked(out, 0, number, frame));
    }

    /** Another server is about to take over. */
    void moving() {
        if (hearsMoving && seated != null) {
            final UnsafeBuffer out = edge.messageScratch();
            send(out, ControlMessages.writeMoving(out, 0));
        }
    }

    private void commandAnswered(final int sequence, final int reasonCode) {
        final Seated at = seated;
        if (at != null) {
            at.intake().commandAnswered(sequence, reasonCode);
        }
    }

    // ---- the end

    /** Something of ours, not of the client's, went wrong. */
    void failed(final RuntimeException cause) {
        edge.failures().failed(number, cause);
        close(DisconnectReason.SERVER_ERROR, "");
    }

    /** Says why, and ends the connection. */
    void close(final DisconnectReason reason, final String field) {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        final byte[] message = DisconnectMessage.of(reason, field).write();
        outlet.send(new UnsafeBuffer(message), 0, message.length);
        state(ConnectionState.CLOSED, reason);
        outlet.close(reason);
    }

    /** The one place where the state changes. A reason is given when the server ends the connection. */
    private void state(final ConnectionState next, final @Nullable DisconnectReason reason) {
        state = next;
        if (next == ConnectionState.PLAYING) {
            edge.playing(this);
        } else if (next == ConnectionState.CLOSED) {
            edge.counters().increment(EdgeCounter.CONNECTIONS_CLOSED);
            if (reason != null) {
                edge.counters().disconnected(reason);
            }
            edge.closed(this, isSeatOurs(reason));
        }
    }

    /** False when logic took the seat away itself. */
    private static boolean isSeatOurs(final @Nullable DisconnectReason reason) {
        return reason != DisconnectReason.LEFT
                && reason != DisconnectReason.RESUMED_ELSEWHERE
                && reason != DisconnectReason.MATCH_OVER;
    }

    private void send(final DirectBuffer message, final int lengthBytes) {
        if (outlet.pendingBytes() > MAX_PENDING_BYTES) {
            close(DisconnectReason.SLOW_CLIENT, "");
        } else if (state != ConnectionState.CLOSED) {
            outlet.send(message, 0, lengthBytes);
            if (!unflushed) {
                unflushed = true;
                edge.unflushed(this);
            }
        }
    }

    private HostedMatch requireMatch() {
        final HostedMatch at = match;
        if (at == null) {
            throw new IllegalStateException("connection " + number + " has no match in state " + state);
        }
        return at;
    }

    // ---- to look at

    public ConnectionState state() {
        return state;
    }

    /** Unique across event loops, restarts and takeovers. */
    public long number() {
        return number;
    }

    /** Numbers it anew: no reign has heard of it yet. */
    void number(final long another) {
        number = another;
    }

    /** The player whose seat this is, or 0. */
    public int player() {
        final Seated at = seated;
        return at == null ? 0 : at.player();
    }

    /** The match asked for or played, or null. */
    public @Nullable HostedMatch match() {
        return match;
    }

    /** What the seat is fed, or null before there is one. */
    @Nullable
    ClientFeed feed() {
        final Seated at = seated;
        return at == null ? null : at.feed();
    }

    /** How far who only watches has been shown the match, or null for others. */
    @Nullable
    SpectatorPlace spectating() {
        return spectating;
    }

    /** What the client was let in by. */
    Admission.Admitted admitted() {
        return admitted;
    }

    /** The views of this client, or null. */
    @Nullable
    ClientView view() {
        return view;
    }

    /** The turns of this client, or null. */
    @Nullable
    TurnSender turns() {
        return feed() instanceof final TurnSender turns ? turns : null;
    }

    Outlet outlet() {
        return outlet;
    }

    ConnectionFigures figures(final long nowNs) {
        final ClientFeed at = feed();
        return new ConnectionFigures(
                player(),
                number,
                at == null ? 0 : at.roundTrip().meanNs(),
                outlet.pendingBytes(),
                outlet.kernel(nowNs));
    }
}
