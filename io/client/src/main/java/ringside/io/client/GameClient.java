package ringside.io.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.snapshot.codec.EffectListener;

/**
 * A player on a real network.
 *
 * <pre>
 * try (ClientLoops loops = new ClientLoops(1)) {
 *     GameClient client = new GameClient(loops.next(), ClientSettings.of("tcp://localhost:9000"));
 *     client.onView(view -&gt; draw(view)).onEffect((frame, type, record, offset) -&gt; play(type)).join();
 *     ...
 *     client.leave();
 * }
 * </pre>
 *
 * The listener is called on the client's loop and reads views there. The verbs may be called from any thread: on the loop
 * they act at once, elsewhere they are handed to it. Coming back after a lost connection needs no verb.
 */
public final class GameClient extends DeadlineHeap.Entry implements AutoCloseable {
    private final ClientLoop loop;
    private final ClientSession session;
    private final Callbacks callbacks;
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();

    /** @throws IllegalArgumentException when the trusted certificates cannot be read */
    public GameClient(final ClientLoop loop, final ClientSettings settings, final SessionListener listener) {
        this.loop = loop;
        callbacks = new Callbacks(listener, ended);
        final Carrier carrier = new AnyCarrier(this, settings);
        session = new ClientSession(settings, loop.layouts(), carrier, callbacks);
    }

    /** A client that is told of what happens by {@link #onView} and {@link #onEffect}. */
    public GameClient(final ClientLoop loop, final ClientSettings settings) {
        this(loop, settings, new SessionListener() {});
    }

    /** Calls this with every view, on the loop. Before {@link #join}. */
    public GameClient onView(final Consumer<ClientView> also) {
        callbacks.onView(also);
        return this;
    }

    /** Calls this with every effect, on the loop; see {@link SessionListener#effect}. Before {@link #join}. */
    public GameClient onEffect(final EffectListener also) {
        callbacks.onEffect(also);
        return this;
    }

    /** Connects and joins; {@link SessionListener#joined} says when. */
    public void join() {
        act(() -> session.start(System.nanoTime()));
    }

    /** Sends an input now: for games that keep their own time, instead of {@link SessionListener#inputDue}. */
    public void send(final RecordView input) {
        final DirectBuffer record = copy(input);
        act(() -> session.input(record, 0, System.nanoTime()));
    }

    /** Sends a command; {@link SessionListener#commandAnswered} says what came of it. */
    public void command(final RecordView command) {
        final DirectBuffer record = copy(command);
        final RecordType type = command.type();
        act(() -> session.command(type, record, 0, System.nanoTime()));
    }

    /** Marks what is shown at this moment: see {@link ClientSession#bookmark}. */
    public void bookmark(final String text) {
        act(() -> session.bookmark(text));
    }

    /** Gives up the seat. */
    public void leave() {
        act(() -> session.leave(System.nanoTime()));
    }

    /** Replaces the connection by a new one. */
    public void resume() {
        act(() -> session.resume(System.nanoTime()));
    }

    /** Ends the client without leaving: its seat is held for a while. */
    @Override
    public void close() {
        act(session::close);
    }

    /** Completed when the session is over for good. */
    public CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    /** The session itself, for use on {@link #loop} only. */
    public ClientSession session() {
        return session;
    }

    public ClientLoop loop() {
        return loop;
    }

    /** Round trip, bytes, views and the rest; another thread sees some recent past. */
    public ClientStatistics statistics() {
        return session.statistics();
    }

    long doWork(final long nowNs) {
        try {
            return session.doWork(nowNs);
        } catch (final RuntimeException e) {
            session.fail(e);
            return Long.MAX_VALUE;
        }
    }

    void received(final LineListener listener, final DirectBuffer message, final int lengthBytes, final long nowNs) {
        try {
            listener.received(message, 0, lengthBytes, nowNs);
        } catch (final RuntimeException e) {
            session.fail(e);
        }
    }

    /** The session was told something, and its next deadline may have moved. */
    void told() {
        loop.moved(this, session.deadlineNs());
    }

    private void act(final Runnable verb) {
        if (loop.isCurrent()) {
            verb.run();
            told();
        } else {
            loop.execute(() -> {
                verb.run();
                told();
            });
        }
    }

    /** On the loop a record is used before the verb returns; elsewhere it has to outlive it. */
    private DirectBuffer copy(final RecordView record) {
        if (loop.isCurrent()) {
            return record.buffer();
        }
        final byte[] copy = new byte[record.type().lengthBytes()];
        record.buffer().getBytes(0, copy);
        return new UnsafeBuffer(copy);
    }
}
