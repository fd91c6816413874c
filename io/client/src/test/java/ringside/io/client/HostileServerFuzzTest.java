package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameType;
import ringside.fuzz.Fuzz;
import ringside.fuzz.FuzzTarget;
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

/** Every message of a server, damaged: a client takes it, or lets go of the connection; its player's program notices nothing else. */
class HostileServerFuzzTest {
    private static final long MS = 1_000_000L;
    private static final long MOST_BYTES = 8 << 20;
    private static final int FRAMES = 60;
    /** Messages that a session heard before it is told what is not true. */
    private static final int KNOWN = 16;

    private static final int MESSAGES_A_SESSION = 64;

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
        private final List<byte[]> recorded;
        private final Layouts layouts = new Layouts();
        private final @Nullable GameType game;
        private final int known;
        private Player player = new Player();
        private ClientSession session;
        private LineListener line;
        private long nowNs;
        private int taken;

        Victim(final List<byte[]> recorded, final @Nullable GameType game, final int known) {
            this.recorded = recorded;
            this.game = game;
            this.known = known;
            session = fresh();
        }

        private ClientSession fresh() {
            nowNs = 1_000_000_000L;
            player = new Player();
            final Wire wire = new Wire(null);
            final ClientSession begun = session(game, layouts, wire, player);
            begun.start(nowNs);
            line = wire.listener();
            line.connected(nowNs);
            for (final byte[] message : recorded.subList(0, known)) {
                nowNs += 8 * MS;
                line.received(new UnsafeBuffer(message), 0, message.length, nowNs);
            }
            if (known > 0 && !begun.isPlaying()) {
                throw new AssertionError(begun.state() + ": " + player.cause);
            }
            return begun;
        }

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            taken++;
            nowNs += MS;
            line.received(buffer, offset, lengthBytes, nowNs);
            session.doWork(nowNs);
            final ClientSession told = session;
            final String cause = player.cause;
            final boolean isGood = told.statistics().faults() == 0 && told.isPlaying();
            if (!isGood || taken % MESSAGES_A_SESSION == 0) {
                session = fresh();
            }
            if (!isGood) {
                throw new ProtocolException(DisconnectReason.BAD_MESSAGE, told.state() + " " + cause);
            }
            return shown(told.view());
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

    private static List<byte[]> withAnswers(final List<byte[]> recorded) {
        final List<byte[]> messages = new ArrayList<>(recorded.subList(KNOWN, recorded.size()));
        messages.add(new byte[] {66, 1, 2, 3, 4, 5, 6, 7, 8});
        messages.add(new byte[] {68, 1, 3, 0, 0, 0, 7});
        messages.add(new byte[] {68, 2, 1, 0, 0, 0, 11});
        messages.add(new byte[] {69, 1, 0, 0, 0});
        messages.add(DisconnectMessage.of(DisconnectReason.MATCH_FULL, "seats").write());
        return messages;
    }

    @Test
    void what_a_server_says_at_play() throws InterruptedException {
        final List<byte[]> recorded = views();
        Fuzz.of("messages to a player", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(withAnswers(recorded), () -> new Victim(recorded, null, KNOWN));
    }

    @Test
    void what_a_server_says_in_lockstep() throws InterruptedException {
        final List<byte[]> recorded = turns();
        final List<byte[]> messages = withAnswers(recorded);
        messages.addAll(recorded.subList(1, 6));
        Fuzz.of("messages to a lockstep player", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(messages, () -> new Victim(recorded, new GameType(new Marbles()), KNOWN));
    }

    @Test
    void how_a_server_begins() throws InterruptedException {
        final List<byte[]> recorded = views();
        final List<byte[]> begins = List.of(
                recorded.get(0),
                turns().get(0),
                DisconnectMessage.of(DisconnectReason.VALUE_OUT_OF_RANGE, "join")
                        .write());
        Fuzz.of("first messages to a player", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(begins, () -> new Victim(recorded, null, 0));
    }
}
