package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.fuzz.Decoder;
import ringside.fuzz.FuzzTarget;
import ringside.fuzz.Talk;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Connection;
import ringside.io.session.Edge;
import ringside.io.support.LockstepServer;
import ringside.io.support.Marbles;
import ringside.io.support.RecordingOutlet;
import ringside.io.support.TestEdge;
import ringside.layout.Column;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewTable;

/** What servers say to a client: it takes it, or lets go of the connection; its player's program notices nothing else. */
public final class ServerDecoders {
    private static final long MS = 1_000_000L;
    private static final long MOST_BYTES = 8 << 20;
    private static final int FRAMES = 60;
    /** Messages that a session heard before it is told what is not true. */
    private static final int KNOWN = 16;

    /** Messages that follow in one seed. */
    private static final int IN_A_ROW = 12;

    private ServerDecoders() {}

    /** All that reads what a server says. */
    public static List<Decoder> all() {
        final List<byte[]> views = views();
        final List<byte[]> turns = turns();
        return List.of(
                Decoder.of(
                                "server-views",
                                ProtocolException.class,
                                () -> talks(views),
                                () -> new Victim(views, null, KNOWN))
                        .allocatingAtMost(MOST_BYTES),
                Decoder.of(
                                "server-turns",
                                ProtocolException.class,
                                () -> talks(turns),
                                () -> new Victim(turns, new GameType(new Marbles()), KNOWN))
                        .allocatingAtMost(MOST_BYTES),
                Decoder.of(
                                "server-begins",
                                ProtocolException.class,
                                () -> begins(views, turns),
                                () -> new Victim(views, null, 0))
                        .allocatingAtMost(MOST_BYTES));
    }

    private static List<byte[]> begins(final List<byte[]> views, final List<byte[]> turns) {
        return List.of(
                Talk.of(views.subList(0, 3)),
                Talk.of(turns.subList(0, 3)),
                Talk.of(List.of(DisconnectMessage.of(DisconnectReason.VALUE_OUT_OF_RANGE, "join")
                        .write())));
    }

    private static List<byte[]> talks(final List<byte[]> recorded) {
        final List<byte[]> talks = new ArrayList<>();
        talks.add(Talk.of(recorded.subList(KNOWN, KNOWN + IN_A_ROW)));
        talks.add(Talk.of(recorded.subList(recorded.size() - IN_A_ROW, recorded.size())));
        talks.add(Talk.of(recorded.subList(1, 6)));
        for (final byte[] answer : answers()) {
            talks.add(Talk.of(List.of(recorded.get(KNOWN), answer)));
        }
        return talks;
    }

    private static List<byte[]> answers() {
        return List.of(
                new byte[] {66, 1, 2, 3, 4, 5, 6, 7, 8},
                new byte[] {68, 1, 3, 0, 0, 0, 7},
                new byte[] {68, 2, 1, 0, 0, 0, 11},
                new byte[] {69, 1, 0, 0, 0},
                DisconnectMessage.of(DisconnectReason.MATCH_FULL, "seats").write());
    }

    /** A carrier that leads to an edge, or nowhere. */
    private static final class Wire implements Carrier, Line {
        private final @Nullable Connection connection;
        private long nowNs;
        private @Nullable LineListener listener;

        Wire(final @Nullable Connection connection) {
            this.connection = connection;
        }

        @Override
        public Line dial(final ServerAddress address, final LineListener told) {
            // The test says when it stands.
            listener = told;
            return this;
        }

        LineListener listener() {
            if (listener == null) {
                throw new IllegalStateException("nobody was dialled");
            }
            return listener;
        }

        @Override
        public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
            if (connection != null) {
                connection.receive(message, offset, lengthBytes, nowNs);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Player implements SessionListener {
        private String cause = "";

        @Override
        public void interrupted(final ClientSession session, final String why) {
            cause = why;
        }

        @Override
        public void ended(final ClientSession session, final SessionEnd how) {
            cause = how.toString();
        }

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            return true;
        }
    }

    private static ClientSession session(
            final @Nullable GameType game, final Layouts layouts, final Wire wire, final Player player) {
        final ClientSettings settings = ClientSettings.of("tcp://a:1").withJoin(JoinRequest.ANY.withMatch(1));
        return new ClientSession(game == null ? settings : settings.withGame(game), layouts, wire, player);
    }

    /** What a server said to an honest player, from the WELCOME on. */
    private static List<byte[]> recorded(
            final Edge edge, final @Nullable GameType game, final long startNs, final Runnable frame) {
        final RecordingOutlet outlet = new RecordingOutlet();
        final Wire wire = new Wire(edge.open(outlet, startNs));
        final Player player = new Player();
        final ClientSession session = session(game, new Layouts(), wire, player);
        final List<byte[]> messages = new ArrayList<>();
        wire.nowNs = startNs;
        session.start(startNs);
        wire.listener().connected(startNs);
        for (int i = 0; i < FRAMES; i++) {
            frame.run();
            wire.nowNs += 16 * MS;
            for (UnsafeBuffer message = outlet.sent.poll(); message != null; message = outlet.sent.poll()) {
                // A PONG says when its PING was sent, which another session cannot have done.
                if (message.getByte(0) != MessageType.PONG.code()) {
                    messages.add(message.byteArray());
                }
                wire.listener().received(message, 0, message.capacity(), wire.nowNs);
            }
            session.doWork(wire.nowNs);
        }
        if (!session.isPlaying() || messages.size() < FRAMES / 2) {
            throw new AssertionError(session.state() + " after " + messages.size() + " messages: " + player.cause);
        }
        return messages;
    }

    private static List<byte[]> views() {
        final TestEdge test = new TestEdge();
        return recorded(test.edge, null, test.nowNs, () -> {
            test.advanceMs(16);
            test.frame();
        });
    }

    private static List<byte[]> turns() {
        final LockstepServer server = new LockstepServer();
        return recorded(server.edge, new GameType(new Marbles()), server.nowNs, () -> {
            server.nowNs += 16 * MS;
            server.edge.tick(server.nowNs);
            server.frame();
        });
    }

    /** A session that was told the beginning of what was recorded. */
    private static final class Victim implements FuzzTarget {
        private final Player player = new Player();
        private final ClientSession session;
        private final LineListener line;
        private long nowNs = 1_000_000_000L;

        Victim(final List<byte[]> recorded, final @Nullable GameType game, final int known) {
            final Wire wire = new Wire(null);
            session = session(game, new Layouts(), wire, player);
            session.start(nowNs);
            line = wire.listener();
            line.connected(nowNs);
            for (final byte[] message : recorded.subList(0, known)) {
                nowNs += 8 * MS;
                line.received(new UnsafeBuffer(message), 0, message.length, nowNs);
            }
            if (known > 0 && !session.isPlaying()) {
                throw new AssertionError(session.state() + ": " + player.cause);
            }
        }

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            Talk.tell(buffer, offset, lengthBytes, this::hear);
            if (!isGood()) {
                throw new ProtocolException(DisconnectReason.BAD_MESSAGE, session.state() + " " + player.cause);
            }
            return shown(session.view());
        }

        private boolean hear(final UnsafeBuffer message, final int offset, final int lengthBytes) {
            nowNs += 8 * MS;
            line.received(message, offset, lengthBytes, nowNs);
            session.doWork(nowNs);
            return isGood();
        }

        private boolean isGood() {
            return session.statistics().faults() == 0 && session.isPlaying();
        }

        private static String shown(final @Nullable ClientView view) {
            final StringBuilder text = new StringBuilder();
            if (view != null) {
                text.append(view.frame());
                for (final ViewTable table : view.tables()) {
                    for (int id = table.first(); id >= 0; id = table.next(id)) {
                        text.append(' ').append(id);
                        for (final Column column : table.table().columns()) {
                            text.append(' ').append(table.has(id, column) ? table.value(id, column) : 0);
                        }
                    }
                }
            }
            return text.toString();
        }
    }
}
