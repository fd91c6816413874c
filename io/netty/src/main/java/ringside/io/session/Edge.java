package ringside.io.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.AnswerQueue;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Wire;

/**
 * All connections of one event loop, and what they share. Whoever owns the loop calls {@link #open} for each new
 * connection, {@link #wake} when a new frame is safe, {@link #deliver} when only answers are, and {@link #tick} some times a
 * second; {@link #inbox} alone is filled by another thread.
 */
public final class Edge implements AnswerSink {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int INBOX_BYTES = 1 << 20;
    private static final int EVENT_BYTES = Event.lengthFor(Wire.MAX_CLIENT_MESSAGE_BYTES + 64);
    private static final int MAX_PARTS = 8;
    private static final int GUESTS_PER_LOOP = 1_000_000;

    /** How often each connection's deadlines are looked at: it is in no cache by then. */
    private static final long DEADLINES_EVERY_NS = 200_000_000L;

    private EdgeSettings settings;
    private EdgeServices services;
    private ConnectionNumbers numbers;
    private Handshake handshake;
    private boolean isServing;
    private final AtomicInteger waited = new AtomicInteger();
    private final AnswerQueue inbox = new AnswerQueue(INBOX_BYTES);
    private final Long2ObjectHashMap<Connection> connections = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Connection> seated = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Viewers> viewers = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<SpectatorViewers> spectators = new Int2ObjectHashMap<>();
    private final List<Connection> seekers = new ArrayList<>();
    private final List<Connection> unflushed = new ArrayList<>();

    /** Matches that somebody joined, or that ended, since views were shown. */
    private final List<Viewers> changed = new ArrayList<>();

    private final Deque<OwedEvent> owed = new ArrayDeque<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
    private final Event event =
            new Event().wrap(new UnsafeBuffer(ByteBuffer.allocateDirect(EVENT_BYTES)), 0, EVENT_BYTES);
    private final ViewScratch scratch;
    private final MessageScratch messages = new MessageScratch();
    private long nowNs;
    private long deadlinesNs;
    private boolean hasLooked;
    private final int loop;
    private final int firstGuest;
    private int guests;
    private boolean stopping;

    /** An event about a seat that found the ring full: the seat must not stay with a connection that is gone. */
    private record OwedEvent(EventType type, int match, int player, long connection) {}

    /** An edge that serves. */
    public Edge(final EdgeSettings settings, final EdgeServices services, final int loop) {
        this(settings, services, loop, true);
    }

    private Edge(final EdgeSettings settings, final EdgeServices services, final int loop, final boolean isServing) {
        this.settings = settings;
        this.services = services;
        this.loop = loop;
        this.isServing = isServing;
        numbers = new ConnectionNumbers(settings.epoch(), loop);
        firstGuest = loop * GUESTS_PER_LOOP;
        handshake = handshake(settings, services);
        scratch = new ViewScratch(settings.limits().maxPartBytes(), MAX_PARTS);
    }

    private static Handshake handshake(final EdgeSettings settings, final EdgeServices services) {
        return new Handshake(
                settings,
                services.port(),
                services.matches(),
                services.demand(),
                services.admission(),
                new ResumeSecrets(services.random()));
    }

    /**
     * The edge of a standby: until {@link #serve} whoever wants a new seat is told NOT_SERVING at once, and whoever comes back to one
     * is so after a moment, for it may be here that the seat is given.
     */
    public static Edge standingBy(final EdgeSettings settings, final EdgeServices services, final int loop) {
        return new Edge(settings, services, loop, false);
    }

    /** Serves from now on; who waits is asked in. The bound of parts stays as it was. Once, for an edge that stands by. */
    public void serve(final EdgeSettings under, final EdgeServices by, final long now) {
        if (isServing) {
            throw new IllegalStateException("this edge serves already, in epoch " + settings.epoch());
        }
        settings = under;
        services = by;
        numbers = new ConnectionNumbers(under.epoch(), loop);
        handshake = handshake(under, by);
        isServing = true;
        nowNs = now;
        final List<Connection> before = new ArrayList<>(connections.values());
        connections.clear();
        for (final Connection connection : before) {
            connection.number(numbers.next());
            connections.put(connection.number(), connection);
        }
        before.forEach(connection -> connection.served(now));
        flush();
    }

    /** Whether seats are given here. */
    boolean isServing() {
        return isServing;
    }

    // ---- for the owner of the event loop

    /** A new connection, of which nothing is known yet. */
    public Connection open(final Outlet outlet, final long now) {
        final Connection connection = new Connection(numbers.next(), this, outlet, now);
        connections.put(connection.number(), connection);
        if (stopping) {
            connection.close(DisconnectReason.SERVER_STOPPING, "");
        }
        return connection;
    }

    /** Where the answers to this loop's connections are put, once they are safe, by one other thread. */
    public AnswerQueue inbox() {
        return inbox;
    }

    /** Delivers answers and shows new frames. */
    public void wake(final long now) {
        nowNs = now;
        inbox.drain(Long.MAX_VALUE, this);
        seek();
        changed.clear();
        show();
        flush();
    }

    /** Delivers answers, and shows frames where that follows from them: most matches are not looked at. */
    public void deliver(final long now) {
        nowNs = now;
        inbox.drain(Long.MAX_VALUE, this);
        seek();
        for (int i = 0; i < changed.size(); i++) {
            show(changed.get(i));
        }
        changed.clear();
        flush();
    }

    /** Those who wait to be given a match look again. */
    private void seek() {
        if (seekers.isEmpty()) {
            return;
        }
        final List<Connection> looking = new ArrayList<>(seekers);
        seekers.clear();
        for (final Connection seeker : looking) {
            seeker.seek(nowNs);
        }
    }

    private void show() {
        show(viewers);
        show(spectators);
    }

    private void show(final Int2ObjectHashMap<? extends Viewers> matches) {
        if (matches.isEmpty()) {
            return;
        }
        for (final Viewers match : new ArrayList<>(matches.values())) {
            show(match);
        }
    }

    private void show(final Viewers match) {
        match.show(services.safePosition().applyAsLong(match.id()), scratch, nowNs);
        letGo(match);
    }

    private static void letGo(final Viewers match) {
        for (final Connection viewer : match.takeOver()) {
            viewer.close(DisconnectReason.MATCH_OVER, "");
        }
    }

    /** Looks at deadlines, and pays what is owed to the ring. */
    public void tick(final long now) {
        nowNs = now;
        while (!owed.isEmpty() && offerOwed(owed.peek())) {
            owed.remove();
        }
        if (!hasLooked || now - deadlinesNs >= DEADLINES_EVERY_NS) {
            hasLooked = true;
            deadlinesNs = now;
            lookAtDeadlines(now);
        }
        for (final SpectatorViewers match : new ArrayList<>(spectators.values())) {
            match.play(now);
            letGo(match);
            if (match.isForgotten(now)) {
                spectators.remove(match.id());
            }
        }
        flush();
    }

    private void lookAtDeadlines(final long now) {
        for (final Connection connection : new ArrayList<>(connections.values())) {
            connection.tick(now);
        }
        for (final Viewers match : new ArrayList<>(viewers.values())) {
            if (match.isIdle()) {
                viewers.remove(match.id());
            }
        }
    }

    /** Another server is about to take over: tells every player so, who will ask there for the seat and play on here meanwhile. */
    public void announceMoving() {
        for (final Connection connection : new ArrayList<>(connections.values())) {
            connection.moving();
        }
        flush();
    }

    /** How many have come to wait for this server to serve, of those who waited before it did. Any thread. */
    public int waited() {
        return waited.get();
    }

    void waits() {
        waited.incrementAndGet();
    }

    /** Another server serves: tells everyone so, who will ask there at once, and serves nobody any more. */
    public void sendAway() {
        isServing = false;
        for (final Connection connection : new ArrayList<>(connections.values())) {
            connection.close(DisconnectReason.NOT_SERVING, "");
        }
    }

    /** Tells everyone that the server stops, and refuses whoever comes. */
    public void stop() {
        stopping = true;
        for (final Connection connection : new ArrayList<>(connections.values())) {
            connection.close(DisconnectReason.SERVER_STOPPING, "");
        }
    }

    /** A number for people who type and have no seat yet: told apart from all others since the start. */
    int nextGuest() {
        guests++;
        return firstGuest + guests;
    }

    /** How the connections of a match's players are; of those on this loop. */
    public List<ConnectionFigures> figures(final int match, final long now) {
        final List<ConnectionFigures> figures = new ArrayList<>();
        final Viewers players = viewers.get(match);
        for (int i = 0; players != null && i < players.count(); i++) {
            figures.add(players.connection(i).figures(now));
        }
        return figures;
    }

    public int connectionCount() {
        return connections.size();
    }

    public EdgeSettings settings() {
        return settings;
    }

    public EdgeCounters counters() {
        return services.counters();
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flushIfNeeded();
        }
        unflushed.clear();
    }

    // ---- answers

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        if (kind == AnswerKind.MATCH_ENDED) {
            final Viewers ended = viewers.get(match);
            if (ended != null) {
                ended.over();
                changed.add(ended);
            }
            final Viewers watched = spectators.get(match);
            if (watched != null) {
                watched.over();
                changed.add(watched);
            }
            return;
        }
        final Connection to = connection != 0 ? connections.get(connection) : seated.get(seat(match, player));
        if (to == null) {
            undelivered(kind, connection, match, player);
            return;
        }
        switch (kind) {
            case JOINED -> to.joined(player, null, nowNs);
            case RESUMED -> to.joined(player, new Handshake.Before(sequence, detail), nowNs);
            case JOIN_REFUSED -> to.joinRefused(detail, nowNs);
            case INPUT_REFUSED -> to.refused(ControlMessages.INPUT, sequence, detail);
            case COMMAND_REFUSED -> to.refused(ControlMessages.COMMAND, sequence, detail);
            case COMMAND_APPLIED -> to.commandApplied(sequence);
            case RESUMED_ELSEWHERE -> to.close(DisconnectReason.RESUMED_ELSEWHERE, "");
            case LEFT -> to.close(DisconnectReason.LEFT, "");
            case KICKED -> to.close(DisconnectReason.KICKED, "");
            case BOOKMARKED -> to.bookmarked(sequence, detail);
            case BOOKMARK_REFUSED -> to.refused(ControlMessages.BOOKMARK, sequence, detail);
            case OPERATOR_DONE, OPERATOR_REFUSED -> counters().increment(EdgeCounter.ANSWERS_UNDELIVERED);
            case MATCH_ENDED -> throw new IllegalStateException("handled above");
        }
    }

    /**
     * The client is gone before its answer came. A seat that it took again goes on hold once more; one that is new is given back, for
     * nobody was told the secret by which it could be resumed.
     */
    private void undelivered(final AnswerKind kind, final long connection, final int match, final int player) {
        if (kind == AnswerKind.RESUMED) {
            tellOfSeat(EventType.DISCONNECT, match, player, connection);
        } else if (kind == AnswerKind.JOINED) {
            tellOfSeat(EventType.LEAVE, match, player, connection);
        }
        if (connection != 0) {
            counters().increment(EdgeCounter.ANSWERS_UNDELIVERED);
        }
    }

    // ---- for connections

    Handshake handshake() {
        return handshake;
    }

    MatchDirectory matches() {
        return services.matches();
    }

    EdgeFailures failures() {
        return services.failures();
    }

    /** Room for a message of a few bytes, until the next call. */
    UnsafeBuffer messageScratch() {
        return message;
    }

    /** What the messages of clients are read with. */
    MessageScratch messages() {
        return messages;
    }

    /** Room for an event, until the next call. */
    Event eventScratch() {
        return event;
    }

    /** Who takes the times of inputs. */
    InputLatency latency() {
        return services.latency();
    }

    boolean offer(final Event offered) {
        final boolean taken = services.port().offer(offered);
        if (!taken) {
            counters().increment(EdgeCounter.RING_FULL);
        }
        return taken;
    }

    /** Offers a DISCONNECT or LEAVE, again and again until the ring has room. */
    void tellOfSeat(final EventType type, final int match, final int player, final long connection) {
        final OwedEvent owedEvent = new OwedEvent(type, match, player, connection);
        if (!owed.isEmpty() || !offerOwed(owedEvent)) {
            owed.add(owedEvent);
        }
    }

    private boolean offerOwed(final OwedEvent owedEvent) {
        ConnectionPayload.write(event, owedEvent.type(), owedEvent.match(), owedEvent.player(), owedEvent.connection());
        event.receivedNs(nowNs);
        return offer(event);
    }

    /** The clients of a lockstep match, or null when it has none here or is none. */
    @Nullable
    LockstepViewers lockstepViewers(final HostedMatch match) {
        return viewers.get(match.id()) instanceof final LockstepViewers lockstep ? lockstep : null;
    }

    ClientFeed feedFor(final HostedMatch match, final int player, final HelloMessage.@Nullable Resume resume) {
        final int seat = match.game().seatOf(player);
        if (match.game().type().isLockstep()) {
            return new TurnSender(player, seat, SECOND_NS / settings.hz());
        }
        final HeldView held = match.takeHeldView(seat, player);
        return new ClientView(
                match,
                player,
                resume == null || held == null ? null : held.view(),
                resume,
                settings.viewLimits(),
                services.latency());
    }

    /** Has the connection called back when there may be a match with a free seat. */
    void seeking(final Connection connection) {
        seekers.add(connection);
    }

    void unflushed(final Connection connection) {
        unflushed.add(connection);
    }

    void playing(final Connection connection) {
        final HostedMatch match = connection.match();
        if (match == null) {
            return;
        }
        final Viewers joined;
        if (connection.spectating() != null) {
            joined = spectators.computeIfAbsent(match.id(), id -> spectatorsOf(match));
        } else {
            seated.put(seat(match.id(), connection.player()), connection);
            joined = viewers.computeIfAbsent(match.id(), id -> viewersOf(match));
        }
        joined.add(connection);
        changed.add(joined);
    }

    private SpectatorViewers spectatorsOf(final HostedMatch match) {
        return new SpectatorViewers(match, counters(), settings.spectators(), settings.viewLimits(), settings.hz());
    }

    private Viewers viewersOf(final HostedMatch match) {
        return match.game().type().isLockstep()
                ? new LockstepViewers(match, counters(), settings.hz())
                : new MatchViewers(match, counters());
    }

    /** @param ownsSeat when logic still thinks that the seat is this connection's */
    void closed(final Connection connection, final boolean ownsSeat) {
        connections.remove(connection.number());
        final HostedMatch match = connection.match();
        if (match != null && connection.spectating() != null) {
            match.spectatorPlaces().leave(connection.admitted());
            stopWatching(connection, match);
        }
        final ClientFeed feed = connection.feed();
        if (match == null || feed == null) {
            return;
        }
        final long seat = seat(match.id(), feed.player());
        if (seated.get(seat) == connection) {
            seated.remove(seat);
        }
        if (feed instanceof final ClientView view) {
            hold(match, new HeldView(view));
        }
        stopViewing(connection, match);
        if (ownsSeat) {
            tellOfSeat(EventType.DISCONNECT, match.id(), feed.player(), connection.number());
        }
    }

    /** What is recorded for those who watch is kept for a while when the last of them leaves. */
    private void stopWatching(final Connection connection, final HostedMatch match) {
        final Viewers others = spectators.get(match.id());
        if (others != null) {
            others.remove(connection);
        }
    }

    /** What the player was shown is kept for the next connection, and does not miss what happens meanwhile. */
    private void hold(final HostedMatch match, final HeldView held) {
        match.holdView(held.view().seat(), held);
        if (viewers.get(match.id()) instanceof final MatchViewers others) {
            others.hold(held);
        }
    }

    private void stopViewing(final Connection connection, final HostedMatch match) {
        final Viewers others = viewers.get(match.id());
        if (others != null) {
            others.remove(connection);
            if (others.isIdle()) {
                viewers.remove(match.id());
            }
        }
    }

    private static long seat(final int match, final int player) {
        return (long) match << 32 | player;
    }
}
