package ringside.io.client;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One try at one address, and the connection that it may become. Not thread-safe; times in nanoseconds.
 *
 * <pre>
 * DIALLING ──> CONNECTED ──HELLO──> ASKED ──WELCOME──> SERVING
 *     └────────────┴─────────────────┴───────────────────┴──────> OVER
 * </pre>
 */
final class Attempt implements LineListener {
    /** How far it has come. */
    enum Stage {
        DIALLING,
        /** The connection stands; nothing was said yet. */
        CONNECTED,
        /** HELLO was said: the seat may be given over this connection at any moment. */
        ASKED,
        SERVING,
        OVER
    }

    private final ClientSession session;
    private final int index;
    private final ServerAddress address;
    private final long beganNs;
    private Stage stage = Stage.DIALLING;
    private @Nullable Line line;
    private long connectNs;
    private long askedNs;

    Attempt(final ClientSession session, final int index, final ServerAddress address, final long beganNs) {
        this.session = session;
        this.index = index;
        this.address = address;
        this.beganNs = beganNs;
    }

    void begin(final Carrier carrier) {
        line = carrier.dial(address, this);
    }

    // ---- what the line reports

    @Override
    public void connected(final long nowNs) {
        if (stage == Stage.DIALLING) {
            stage = Stage.CONNECTED;
            connectNs = nowNs - beganNs;
            session.connected(nowNs);
        }
    }

    @Override
    public void received(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        if (stage != Stage.OVER) {
            session.received(this, message, offset, lengthBytes, nowNs);
        }
    }

    @Override
    public void lost(final String cause, final long nowNs) {
        if (stage != Stage.OVER) {
            session.lost(this, cause, nowNs);
        }
    }

    // ---- what the session does with it

    /** Says HELLO. */
    void ask(final DirectBuffer hello, final long nowNs) {
        final Line over = line;
        if (over != null) {
            stage = Stage.ASKED;
            askedNs = nowNs;
            over.send(hello, 0, hello.capacity());
            over.flush();
        }
    }

    /** From now on it is the connection that plays. */
    void serve() {
        stage = Stage.SERVING;
    }

    /** Ends the connection; nothing more is heard of it. */
    void end() {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            final Line over = line;
            if (over != null) {
                over.close();
            }
        }
    }

    Stage stage() {
        return stage;
    }

    boolean is(final Stage which) {
        return stage == which;
    }

    /** Its address's place in the book. */
    int index() {
        return index;
    }

    ServerAddress address() {
        return address;
    }

    @Nullable
    Line line() {
        return line;
    }

    long beganNs() {
        return beganNs;
    }

    /** From dialling to a connection. */
    long connectNs() {
        return connectNs;
    }

    long askedNs() {
        return askedNs;
    }
}
