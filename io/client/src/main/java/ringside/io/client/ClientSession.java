package ringside.io.client;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewFormatException;
import ringside.snapshot.codec.WireLayout;

/**
 * A player's conversation with servers: joins, plays, and comes back after a loss, by itself, to whichever of its
 * addresses serves the match.
 *
 * <pre>
 *                 start             connected           WELCOME            leave
 *          NEW ──────────> CONNECTING ──────> JOINING ──────────> PLAYING ──────> LEAVING
 *                              ^  └──── failed ──┴─────┐             │ lost          │ DISCONNECT, deadline
 *                              │                       v             v               v
 *                              └───────────────────── WAITING <──────┘            CLOSED  (and from any state, when
 *                                                                                          refused, given up or closed)
 * </pre>
 *
 * With several addresses it does not wait for a connection to break: when nothing is shown for {@link
 * ReconnectPolicy#suspectMs} it asks the others for its seat, and plays on over the connection it has until one of them gives
 * it. Whoever serves a lower epoch than it has heard of is not listened to.
 *
 * <p>A plain state machine: it owns no thread, reads no clock and opens no connection. Whoever drives it calls {@link
 * #doWork} at {@link #deadlineNs}, hands over what becomes of its {@link Line}s, and passes the time, in nanoseconds of any
 * origin, with each call. Not thread-safe.
 */
public final class ClientSession {
    private static final long MS = 1_000_000;
    private static final long LEAVE_DEADLINE_NS = 5_000 * MS;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long UNKNOWN_ROUND_TRIP_NS = 100 * MS;

    /** So long after MOVING the other servers are asked; where none has taken over by then, play goes on as before. */
    private static final long MOVING_NS = 2_000 * MS;

    /** Where a session stands. */
    public enum State {
        NEW,
        CONNECTING,
        JOINING,
        PLAYING,
        LEAVING,
        /** Between two attempts. */
        WAITING,
        CLOSED
    }

    private final ClientSettings settings;
    private final Layouts layouts;
    private final SessionListener listener;
    private final ClientStatistics statistics = new ClientStatistics();
    private final Outbox outbox = new Outbox(statistics);
    private final AddressBook book;
    private final ServerSearch search;

    private State state = State.NEW;
    private @Nullable Play play;
    /** The connection that plays. */
    private @Nullable Attempt serving;

    private long highestEpoch = Long.MIN_VALUE;
    private long leaveDeadlineNs = NEVER;
    private long seatlessSinceNs;
    private long receivedNs;
    /** Nothing was shown for too long: the other servers are being asked. */
    private boolean isSuspicious;
    /** Until when another server is about to take over; in the past, mostly. */
    private long movingUntilNs = Long.MIN_VALUE;
    /** The newest secret was refused: the one before may be what an older state of the match knows. */
    private boolean presentsSecretBefore;

    private @Nullable DisconnectMessage lastWord;
    private String lastCause = "";

    public ClientSession(
            final ClientSettings settings,
            final Layouts layouts,
            final Carrier carrier,
            final SessionListener listener) {
        this.settings = settings;
        this.layouts = layouts;
        this.listener = listener;
        book = new AddressBook(settings.addresses(), settings.reconnect(), new SplittableRandom(settings.seed()));
        search = new ServerSearch(this, carrier, book, settings.reconnect());
    }

    // ---- verbs

    /** Begins to join. Once. */
    public void start(final long nowNs) {
        if (state != State.NEW) {
            throw new IllegalStateException("a session starts once; this one is " + state);
        }
        seatlessSinceNs = nowNs;
        book.reset(nowNs);
        state = State.WAITING;
        search(nowNs);
    }

    /**
     * Sends an input, aimed at the frame that the server will be at when it arrives. Returns its number, or 0 when it was
     * not taken: there is no connection, or {@code 256} wait already.
     *
     * @param record the layout's input record in canonical form, its values within their ranges; copied
     */
    public int input(final DirectBuffer record, final int offset, final long nowNs) {
        final Play at = play;
        return at != null && isPlaying() ? at.input(record, offset, nowNs) : 0;
    }

    /**
     * Says what the player's picture of others shows, for the inputs that follow: a frame, and how far beyond it towards
     * the next in 1/65,536. Unless it is said, that is the newest view.
     */
    public void pictureShows(final int frame, final int fraction) {
        final Play at = play;
        if (at != null) {
            at.pictureShows(frame, fraction);
        }
    }

    /** The number that the next input will have, for {@link #expect} before it is made; 0 without a seat. */
    public int nextInputSeq() {
        final Play at = play;
        return at == null ? 0 : at.pending().nextSeq();
    }

    /**
     * Says that an effect was shown ahead of the server, as what the input of that number leads to. When the server shows an
     * effect like it in the frame that consumed the input, {@link SessionListener#effectConfirmed} is told of it instead of
     * {@link SessionListener#effect}. Of at most 64 at a time.
     *
     * @param effect a record of one of the layout's effects, all of its fields as the server will show them; references and
     *     hidden fields do not count. Copied
     */
    public void expect(final int inputSeq, final RecordView effect) {
        final Play at = play;
        if (at != null) {
            at.expect(inputSeq, effect);
        }
    }

    /** What to draw, from the first {@link SessionListener#joined} on; null before, and unless the settings ask for it. */
    public @Nullable Picture picture() {
        final Play at = play;
        return at == null ? null : at.picture();
    }

    /**
     * Sends a command, now or as soon as the ones before it are answered; it survives a lost connection. Returns its
     * sequence, or 0 when it was not taken: there was no seat yet, or {@code 64} wait already.
     */
    public int command(final RecordType type, final DirectBuffer record, final int offset, final long nowNs) {
        final Play at = play;
        if (at == null || state == State.LEAVING || state == State.CLOSED) {
            return 0;
        }
        final int sequence = at.command(type, record, offset);
        if (isPlaying()) {
            at.sendCommands(nowNs);
        }
        return sequence;
    }

    /**
     * Marks what is shown at this moment, for whoever looks at the recording. Returns a number for it, which {@link
     * SessionListener#bookmarked} or {@link SessionListener#bookmarkRefused} says again; 0, with nothing sent, while there is no
     * connection. One whose answer is lost with the connection is not repeated. The server takes one a second.
     *
     * @param text 1 to 200 bytes of UTF-8 without control characters
     * @throws IllegalArgumentException for any other text
     */
    public int bookmark(final String text) {
        final Play at = play;
        return at == null || !isPlaying() ? 0 : at.bookmark(text);
    }

    /** Gives up the seat; the session ends when the server says so. */
    public void leave(final long nowNs) {
        if (isPlaying()) {
            search.endAll();
            leaveDeadlineNs = nowNs + LEAVE_DEADLINE_NS;
            state = State.LEAVING;
            outbox.send(ControlMessages.writeLeave(outbox.scratch(), 0));
            outbox.flush();
        } else if (state != State.LEAVING) {
            end(SessionEnd.Kind.CLOSED, "left while there was no connection");
        }
    }

    /** Replaces the connection by a new one, for a network that changed. */
    public void resume(final long nowNs) {
        final Attempt at = serving;
        if (isPlaying() && at != null) {
            lost(at, "asked to resume", nowNs);
        }
    }

    /** Ends the session without leaving: the server holds the seat for a while. */
    public void close() {
        end(SessionEnd.Kind.CLOSED, "closed");
    }

    /** Ends the session because the listener threw, which is what the player's own code does not survive. */
    void fail(final RuntimeException cause) {
        end(SessionEnd.Kind.FAILED, "the listener failed: " + cause);
    }

    // ---- what its lines report

    /** A connection stands. */
    void connected(final long nowNs) {
        search(nowNs);
    }

    /** Asks for the seat over a connection that stands. */
    void ask(final Attempt attempt, final long nowNs) {
        final Play at = play;
        final JoinRequest join = settings.join();
        final HelloMessage hello = at == null || at.seat().isSpectator()
                ? join.hello()
                : join.hello(at.seat().match(), at.resume(presentsSecretBefore));
        final GameType game = settings.game();
        final HelloMessage whole =
                (game == null ? hello : hello.ofGame(game.layout().hash())).hearingMoving();
        attempt.ask(new UnsafeBuffer(whole.write()), nowNs);
        statistics.messagesSent++;
        searching();
    }

    /** A connection broke, or could not be made, or is of no use any more. */
    void lost(final Attempt attempt, final String cause, final long nowNs) {
        attempt.end();
        if (attempt != serving) {
            search.remove(attempt);
            book.giveBack(attempt.index());
            failed(attempt, cause, 0, nowNs);
        } else if (state == State.LEAVING) {
            end(SessionEnd.Kind.CLOSED, "left, and the connection broke before the server answered");
        } else {
            unseated(attempt, nowNs);
            book.reset(nowNs);
            interrupted(cause, nowNs);
        }
    }

    /** A whole message came. */
    void received(
            final Attempt attempt,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        statistics.messagesReceived++;
        try {
            if (lengthBytes < 1) {
                throw new ProtocolException(DisconnectReason.BAD_LENGTH);
            }
            dispatch(attempt, MessageType.of(message.getByte(offset)), message, offset, lengthBytes, nowNs);
        } catch (final ProtocolException | ViewFormatException e) {
            statistics.faults++;
            lost(attempt, "the server sent what it should not: " + e.getMessage(), nowNs);
        }
    }

    private void dispatch(
            final Attempt attempt,
            final @Nullable MessageType type,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        final Play at = play;
        if (type == MessageType.DISCONNECT) {
            disconnected(attempt, DisconnectMessage.read(message, offset, lengthBytes), nowNs);
        } else if (attempt != serving) {
            if (type != MessageType.WELCOME || !attempt.is(Attempt.Stage.ASKED)) {
                throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, "before WELCOME");
            }
            welcomed(attempt, WelcomeMessage.read(message, offset, lengthBytes), nowNs);
        } else if (type == null || at == null) {
            throw new ProtocolException(DisconnectReason.UNKNOWN_MESSAGE);
        } else if (type == MessageType.MOVING) {
            receivedNs = nowNs;
            ControlMessages.requireLength(type, lengthBytes, ControlMessages.MOVING_BYTES);
            moving(nowNs);
        } else {
            receivedNs = nowNs;
            at.received(type, message, offset, lengthBytes, nowNs);
        }
    }

    /** Another server is about to take over: the others are asked for the seat, while play goes on here. */
    private void moving(final long nowNs) {
        if (!book.hasAlternatives() || !isSeatHeld() || state != State.PLAYING) {
            return;
        }
        movingUntilNs = nowNs + MOVING_NS;
        isSuspicious = true;
        book.reset(nowNs);
        search(nowNs);
    }

    // ---- time

    /** Does what is due, and returns when to call again at the latest. */
    public long doWork(final long nowNs) {
        switch (state) {
            case CONNECTING, JOINING, WAITING -> search(nowNs);
            case PLAYING -> playOn(nowNs);
            case LEAVING -> {
                if (nowNs >= leaveDeadlineNs) {
                    end(SessionEnd.Kind.CLOSED, "left, and the server did not answer");
                }
            }
            default -> {}
        }
        return deadlineNs();
    }

    private void playOn(final long nowNs) {
        final Attempt at = serving;
        final Play played = play;
        if (at == null || played == null) {
            return;
        }
        if (nowNs - receivedNs > settings.reconnect().silenceMs() * MS) {
            lost(at, "nothing came for " + settings.reconnect().silenceMs() + " ms", nowNs);
            return;
        }
        played.doWork(nowNs);
        if (isPlaying() && (isSuspicious || nowNs >= suspectNs(played))) {
            if (!isSuspicious) {
                isSuspicious = true;
                statistics.suspicions++;
                played.pingSoon();
                book.reset(nowNs);
            }
            search(nowNs);
        }
    }

    /** When it is to be asked of others whether they serve; never where there are none. */
    private long suspectNs(final Play played) {
        return book.hasAlternatives() ? played.suspectNs(settings.reconnect().suspectMs() * MS, receivedNs) : NEVER;
    }

    /** A whole view came, or another sign that the match goes on here. */
    void shown() {
        if (isSuspicious && receivedNs >= movingUntilNs) {
            isSuspicious = false;
            // To whom HELLO was said already may give the seat: that is waited for.
            search.endUnasked();
        }
    }

    /** When {@link #doWork} has something to do; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        final Play at = play;
        return switch (state) {
            case CONNECTING, JOINING, WAITING -> search.deadlineNs(isSeatHeld());
            case PLAYING -> {
                if (at == null) {
                    yield NEVER;
                }
                final long ownNs = Math.min(
                        at.deadlineNs(), receivedNs + settings.reconnect().silenceMs() * MS + 1);
                yield Math.min(ownNs, isSuspicious ? search.deadlineNs(isSeatHeld()) : suspectNs(at));
            }
            case LEAVING -> leaveDeadlineNs;
            default -> NEVER;
        };
    }

    // ---- changes of state

    /** Whether other servers are to be dialled and asked. */
    boolean isSearching() {
        return state == State.CONNECTING
                || state == State.JOINING
                || state == State.WAITING
                || (state == State.PLAYING && isSuspicious);
    }

    /** Whether there is a seat to come back to: then asking twice does no harm. */
    private boolean isSeatHeld() {
        final Play at = play;
        return at != null && !at.seat().isSpectator();
    }

    private void search(final long nowNs) {
        search.doWork(isSeatHeld(), nowNs);
        searching();
    }

    /** The state follows the search, while there is no seat. */
    private void searching() {
        if (state == State.CONNECTING || state == State.JOINING || state == State.WAITING) {
            state = search.isAsked() ? State.JOINING : search.isTrying() ? State.CONNECTING : State.WAITING;
        }
    }

    private void unseated(final Attempt attempt, final long nowNs) {
        serving = null;
        outbox.goOver(null);
        book.giveBack(attempt.index());
        isSuspicious = false;
        seatlessSinceNs = nowNs;
        state = State.WAITING;
        searching();
    }

    private void welcomed(final Attempt attempt, final WelcomeMessage welcome, final long nowNs) {
        if (welcome.seat().epoch() < highestEpoch) {
            statistics.lowerEpochs++;
            lost(
                    attempt,
                    attempt.address() + " serves epoch " + welcome.seat().epoch() + ", older than " + highestEpoch,
                    nowNs);
            return;
        }
        final WireLayout wire = layouts.read(welcome.layout(), welcome.layoutHash());
        highestEpoch = welcome.seat().epoch();
        goOver(attempt, nowNs);
        // A handshake takes longer than a ping, but is all there is to begin with.
        final long guessNs = Math.min(UNKNOWN_ROUND_TRIP_NS, Math.min(attempt.connectNs(), nowNs - attempt.askedNs()));
        final RoundTrip measured = statistics.roundTrip();
        final long roundTripNs = measured.count() > 0 ? measured.averageNs() : guessNs;
        final Play before = play;
        Takeover takeover = null;
        if (before != null && before.isSeatOf(welcome)) {
            statistics.resumes++;
            takeover = before.resumed(welcome, roundTripNs, nowNs);
        } else {
            play = new Play(this, welcome, wire, roundTripNs, nowNs);
        }
        listener.joined(this);
        if (takeover != null && isPlaying()) {
            statistics.takeovers++;
            listener.tookOver(this, takeover);
        }
    }

    /** Plays over that connection from now on; the one before, if it is still there, ends. */
    private void goOver(final Attempt attempt, final long nowNs) {
        final Attempt before = serving;
        if (before != null) {
            before.end();
            book.giveBack(before.index());
        }
        search.remove(attempt);
        search.endUnasked();
        attempt.serve();
        serving = attempt;
        outbox.goOver(attempt.line());
        book.reset(nowNs);
        lastWord = null;
        presentsSecretBefore = false;
        isSuspicious = false;
        movingUntilNs = nowNs;
        receivedNs = nowNs;
        state = State.PLAYING;
    }

    private void disconnected(final Attempt attempt, final DisconnectMessage message, final long nowNs) {
        attempt.end();
        if (attempt != serving) {
            search.remove(attempt);
            book.giveBack(attempt.index());
            refused(attempt, message, nowNs);
            return;
        }
        lastWord = message;
        if (message.reason() == DisconnectReason.LEFT
                || (state == State.LEAVING && message.reason() == DisconnectReason.MATCH_OVER)) {
            end(SessionEnd.Kind.LEFT, message.text());
        } else if (state == State.LEAVING) {
            end(SessionEnd.Kind.CLOSED, message.text());
        } else if (message.reason() == DisconnectReason.RESUMED_ELSEWHERE && search.isAsked()) {
            // By this session itself, over another connection, whose WELCOME is on its way.
            unseated(attempt, nowNs);
            interrupted(message.text(), nowNs);
        } else {
            unseated(attempt, nowNs);
            if (message.reason() == DisconnectReason.NOT_SERVING) {
                // Another one serves: whatever the others said before counts no more.
                book.reset(nowNs);
            }
            refused(attempt, message, nowNs);
        }
    }

    /** A server does not serve this session. */
    private void refused(final Attempt attempt, final DisconnectMessage message, final long nowNs) {
        final boolean isForGood =
                message.retryAfterMs() < 0 && !isAnotherSecretLeft(message) && isRefusedEverywhere(attempt, message);
        if (!isPlaying()) {
            lastWord = message;
        }
        if (isForGood) {
            end(SessionEnd.Kind.REFUSED, message.text());
        } else {
            failed(attempt, message.text(), Math.max(0, message.retryAfterMs()), nowNs);
        }
    }

    private boolean isRefusedEverywhere(final Attempt attempt, final DisconnectMessage message) {
        final boolean isOwnDoing = message.reason() == DisconnectReason.RESUMED_ELSEWHERE && search.isAsked();
        return !isPlaying() && !isOwnDoing && book.refusedForGood(attempt.index(), message.reason());
    }

    /** A server whose journal lost its end knows the secret before the newest one. */
    private boolean isAnotherSecretLeft(final DisconnectMessage message) {
        final Play at = play;
        if (message.reason() != DisconnectReason.RESUME_REFUSED
                || presentsSecretBefore
                || at == null
                || !at.hasSecretBefore()) {
            return false;
        }
        presentsSecretBefore = true;
        return true;
    }

    private void failed(final Attempt attempt, final String cause, final int retryAfterMs, final long nowNs) {
        statistics.attemptsFailed++;
        // A server that is heard, though it shows nothing, is hardly dead: a match may just stand still.
        final boolean isUrgent = !isPlaying()
                || nowNs < movingUntilNs
                || nowNs - receivedNs > settings.reconnect().suspectMs() * MS;
        book.failed(attempt.index(), retryAfterMs, isUrgent, nowNs);
        if (isPlaying()) {
            // Nobody needs to hear of it: what was lost is only the hope of somebody better.
            lastCause = cause;
        } else if (state != State.CLOSED) {
            searching();
            interrupted(cause, search.isTrying() ? nowNs : search.retryNs());
        }
    }

    private void interrupted(final String cause, final long retryNs) {
        lastCause = cause;
        final long patienceNs = settings.reconnect().giveUpAfterMs() * MS;
        if (retryNs - seatlessSinceNs > patienceNs || patienceNs == 0) {
            end(
                    SessionEnd.Kind.GAVE_UP,
                    "no seat within " + settings.reconnect().giveUpAfterMs() + " ms: " + cause);
        } else {
            listener.interrupted(this, cause);
        }
    }

    private void end(final SessionEnd.Kind kind, final String text) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            search.endAll();
            final Attempt at = serving;
            serving = null;
            outbox.goOver(null);
            if (at != null) {
                at.end();
            }
            listener.ended(this, new SessionEnd(kind, lastWord, text));
        }
    }

    // ---- what is known

    public State state() {
        return state;
    }

    public boolean isPlaying() {
        return state == State.PLAYING;
    }

    /** What is shown, from the first {@link SessionListener#joined} on; null before. */
    public @Nullable ClientView view() {
        final Play at = play;
        return at == null ? null : at.view();
    }

    public ClientStatistics statistics() {
        return statistics;
    }

    /** When the newest message came. */
    public long lastReceivedNs() {
        return receivedNs;
    }

    /** Why the last connection or attempt ended; empty before. */
    public String lastCause() {
        return lastCause;
    }

    ClientSettings settings() {
        return settings;
    }

    SessionListener listener() {
        return listener;
    }

    Outbox outbox() {
        return outbox;
    }

    @Nullable
    Play play() {
        return play;
    }
}
