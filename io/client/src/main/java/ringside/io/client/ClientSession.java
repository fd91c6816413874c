package ringside.io.client;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
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
 * A plain state machine: it owns no thread, reads no clock and opens no connection. Whoever drives it calls {@link
 * #doWork} at {@link #deadlineNs}, hands over what its {@link Carrier} reports, and passes the time, in nanoseconds of any
 * origin, with each call. Not thread-safe.
 */
public final class ClientSession {
    private static final long MS = 1_000_000;
    private static final long LEAVE_DEADLINE_NS = 5_000 * MS;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long UNKNOWN_ROUND_TRIP_NS = 100 * MS;

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
    private final Carrier carrier;
    private final SessionListener listener;
    private final ClientStatistics statistics = new ClientStatistics();
    private final Outbox outbox;
    private final AddressBook book;

    private State state = State.NEW;
    private @Nullable Play play;
    private long highestEpoch = Long.MIN_VALUE;
    private long deadlineNs = NEVER;
    private long seatlessSinceNs;
    private long attemptNs;
    private long connectNs;
    private long helloNs;
    private long receivedNs;
    private @Nullable DisconnectMessage lastWord;
    private String lastCause = "";

    public ClientSession(
            final ClientSettings settings,
            final Layouts layouts,
            final Carrier carrier,
            final SessionListener listener) {
        this.settings = settings;
        this.layouts = layouts;
        this.carrier = carrier;
        this.listener = listener;
        outbox = new Outbox(carrier, statistics);
        book = new AddressBook(settings.addresses(), settings.reconnect(), new SplittableRandom(settings.seed()));
    }

    // ---- verbs

    /** Begins to join. Once. */
    public void start(final long nowNs) {
        if (state != State.NEW) {
            throw new IllegalStateException("a session starts once; this one is " + state);
        }
        seatlessSinceNs = nowNs;
        book.reset(nowNs);
        attempt(nowNs);
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

    /** Gives up the seat; the session ends when the server says so. */
    public void leave(final long nowNs) {
        if (isPlaying()) {
            state(State.LEAVING, nowNs + LEAVE_DEADLINE_NS);
            outbox.send(ControlMessages.writeLeave(outbox.scratch(), 0));
            outbox.flush();
        } else if (state != State.LEAVING) {
            end(SessionEnd.Kind.CLOSED, "left while there was no connection");
        }
    }

    /** Replaces the connection by a new one, for a network that changed. */
    public void resume(final long nowNs) {
        if (isPlaying()) {
            carrier.close();
            lost("asked to resume", nowNs);
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

    // ---- what the carrier reports

    /** The connection stands. */
    public void connected(final long nowNs) {
        if (state != State.CONNECTING) {
            return;
        }
        connectNs = nowNs - attemptNs;
        helloNs = nowNs;
        receivedNs = nowNs;
        state(State.JOINING, attemptNs + settings.reconnect().attemptMs() * MS);
        final Play at = play;
        final JoinRequest join = settings.join();
        final HelloMessage hello = at == null || at.seat().isSpectator() ? join.hello() : join.hello(at.seat());
        final GameType game = settings.game();
        outbox.send((game == null ? hello : hello.ofGame(game.layout().hash())).write());
        outbox.flush();
    }

    /** The connection broke, or could not be made. */
    public void lost(final String cause, final long nowNs) {
        outbox.clear();
        switch (state) {
            case PLAYING -> {
                seatlessSinceNs = nowNs;
                book.reset(nowNs);
                interrupted(cause, nowNs);
            }
            case CONNECTING, JOINING -> failed(cause, 0, nowNs);
            case LEAVING -> end(SessionEnd.Kind.CLOSED, "left, and the connection broke before the server answered");
            default -> {}
        }
    }

    /** A whole message came. */
    public void received(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        if (state != State.JOINING && state != State.PLAYING && state != State.LEAVING) {
            return;
        }
        receivedNs = nowNs;
        statistics.messagesReceived++;
        try {
            if (lengthBytes < 1) {
                throw new ProtocolException(DisconnectReason.BAD_LENGTH);
            }
            dispatch(MessageType.of(message.getByte(offset)), message, offset, lengthBytes, nowNs);
        } catch (final ProtocolException | ViewFormatException e) {
            statistics.faults++;
            carrier.close();
            lost("the server sent what it should not: " + e.getMessage(), nowNs);
        }
    }

    private void dispatch(
            final @Nullable MessageType type,
            final DirectBuffer message,
            final int offset,
            final int lengthBytes,
            final long nowNs) {
        if (type == MessageType.DISCONNECT) {
            disconnected(DisconnectMessage.read(message, offset, lengthBytes), nowNs);
            return;
        }
        if (state == State.JOINING) {
            if (type != MessageType.WELCOME) {
                throw new ProtocolException(DisconnectReason.UNEXPECTED_MESSAGE, "before WELCOME");
            }
            welcomed(WelcomeMessage.read(message, offset, lengthBytes), nowNs);
            return;
        }
        final Play at = play;
        if (type == null || at == null) {
            throw new ProtocolException(DisconnectReason.UNKNOWN_MESSAGE);
        }
        at.received(type, message, offset, lengthBytes, nowNs);
    }

    // ---- time

    /** Does what is due, and returns when to call again at the latest. */
    public long doWork(final long nowNs) {
        switch (state) {
            case CONNECTING, JOINING -> {
                if (nowNs >= deadlineNs) {
                    carrier.close();
                    lost(
                            book.current() + " gave no answer within "
                                    + settings.reconnect().attemptMs() + " ms",
                            nowNs);
                }
            }
            case PLAYING -> {
                if (nowNs - receivedNs > settings.reconnect().silenceMs() * MS) {
                    carrier.close();
                    lost("nothing came for " + settings.reconnect().silenceMs() + " ms", nowNs);
                } else if (play != null) {
                    play.doWork(nowNs);
                }
            }
            case LEAVING -> {
                if (nowNs >= deadlineNs) {
                    end(SessionEnd.Kind.CLOSED, "left, and the server did not answer");
                }
            }
            case WAITING -> {
                if (nowNs >= deadlineNs) {
                    attempt(nowNs);
                }
            }
            default -> {}
        }
        return deadlineNs();
    }

    /** When {@link #doWork} has something to do; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        final Play at = play;
        return state == State.PLAYING && at != null
                ? Math.min(at.deadlineNs(), receivedNs + settings.reconnect().silenceMs() * MS + 1)
                : deadlineNs;
    }

    // ---- changes of state

    private void attempt(final long nowNs) {
        attemptNs = nowNs;
        state(State.CONNECTING, nowNs + settings.reconnect().attemptMs() * MS);
        carrier.connect(book.current());
    }

    private void welcomed(final WelcomeMessage welcome, final long nowNs) {
        if (welcome.seat().epoch() < highestEpoch) {
            statistics.lowerEpochs++;
            carrier.close();
            failed(
                    book.current() + " serves epoch " + welcome.seat().epoch() + ", older than " + highestEpoch,
                    0,
                    nowNs);
            return;
        }
        final WireLayout wire = layouts.read(welcome.layout(), welcome.layoutHash());
        highestEpoch = welcome.seat().epoch();
        // A handshake takes longer than a ping, but is all there is to begin with.
        final long guessNs = Math.min(UNKNOWN_ROUND_TRIP_NS, Math.min(connectNs, nowNs - helloNs));
        final RoundTrip measured = statistics.roundTrip();
        final long roundTripNs = measured.count() > 0 ? measured.averageNs() : guessNs;
        final Play before = play;
        if (before != null && before.isSeatOf(welcome)) {
            statistics.resumes++;
            before.resumed(welcome, roundTripNs, nowNs);
        } else {
            play = new Play(this, welcome, wire, roundTripNs, nowNs);
        }
        book.reset(nowNs);
        lastWord = null;
        state(State.PLAYING, NEVER);
        listener.joined(this);
    }

    private void disconnected(final DisconnectMessage message, final long nowNs) {
        lastWord = message;
        carrier.close();
        outbox.clear();
        if (message.reason() == DisconnectReason.LEFT
                || (state == State.LEAVING && message.reason() == DisconnectReason.MATCH_OVER)) {
            end(SessionEnd.Kind.LEFT, message.text());
        } else if (state == State.LEAVING) {
            end(SessionEnd.Kind.CLOSED, message.text());
        } else if (message.retryAfterMs() < 0 && book.refusedForGood(message.reason())) {
            end(SessionEnd.Kind.REFUSED, message.text());
        } else {
            if (state == State.PLAYING) {
                seatlessSinceNs = nowNs;
            }
            failed(message.text(), Math.max(0, message.retryAfterMs()), nowNs);
        }
    }

    private void failed(final String cause, final int retryAfterMs, final long nowNs) {
        statistics.attemptsFailed++;
        outbox.clear();
        book.failed(retryAfterMs, nowNs);
        interrupted(cause, book.moveOn());
    }

    private void interrupted(final String cause, final long retryNs) {
        lastCause = cause;
        final long patienceNs = settings.reconnect().giveUpAfterMs() * MS;
        if (retryNs - seatlessSinceNs > patienceNs || patienceNs == 0) {
            end(
                    SessionEnd.Kind.GAVE_UP,
                    "no seat within " + settings.reconnect().giveUpAfterMs() + " ms: " + cause);
        } else {
            state(State.WAITING, retryNs);
            listener.interrupted(this, cause);
        }
    }

    private void end(final SessionEnd.Kind kind, final String text) {
        if (state != State.CLOSED) {
            state(State.CLOSED, NEVER);
            carrier.close();
            listener.ended(this, new SessionEnd(kind, lastWord, text));
        }
    }

    private void state(final State next, final long nextDeadlineNs) {
        state = next;
        deadlineNs = nextDeadlineNs;
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
