package ringside.io.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ringside.fuzz.Fuzz;
import ringside.fuzz.FuzzTarget;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.TurnAckMessage;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.support.LockstepServer;
import ringside.io.support.RecordingOutlet;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;

/** Every message of a client, damaged, at each stage of a connection: a numbered reason, or it is taken; never our own failure. */
class EdgeFuzzTest {
    private static final long MS = 1_000_000L;
    private static final int MESSAGES_A_FRAME = 8;
    private static final long MOST_BYTES = 16 << 20;

    private static List<byte[]> messages() {
        final List<byte[]> messages = new ArrayList<>();
        final int record = new TestEngine().type.layout().input().lengthBytes();
        for (final int count : new int[] {1, 2, 16}) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 + count * (14 + record)]);
            final InputsMessage inputs = new InputsMessage(record).begin(buffer, 0, count);
            for (int i = 0; i < count; i++) {
                inputs.set(i, i + 1, 5 + i, i - 1, 0x8000);
            }
            messages.add(buffer.byteArray());
        }
        messages.add(new byte[] {3, 1, 1, 0, 0, 0, 0});
        messages.add(new byte[] {3, 2, 1, 0, 0, 0, 0, 2, 0, 0, 0, 1});
        messages.add(new byte[] {4, 1, 2, 3, 4, 5, 6, 7, 8});
        messages.add(new byte[] {5, 1, 0, 0, 0, 0, 7, 0, 0, 0});
        messages.add(new byte[] {6});
        messages.add(new byte[] {12, 1});
        messages.add(TestEdge.helloMessage(null).write());
        messages.add(turnAck(3));
        messages.addAll(report());
        return messages;
    }

    private static byte[] turnAck(final int frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TurnAckMessage.BYTES]);
        TurnAckMessage.write(buffer, 0, frame, 5, 1, 2, 9);
        return buffer.byteArray();
    }

    private static List<byte[]> report() {
        final List<byte[]> parts = new ArrayList<>();
        final UnsafeBuffer whole = new UnsafeBuffer(new byte[3_000]);
        final UnsafeBuffer part = new UnsafeBuffer(new byte[PartMessage.MOST_MESSAGE_BYTES]);
        for (int i = 0; i < PartMessage.partsOf(whole.capacity()); i++) {
            final int length = PartMessage.write(MessageType.DESYNC, 2, i, whole, 0, whole.capacity(), part, 0);
            parts.add(Arrays.copyOf(part.byteArray(), length));
        }
        return parts;
    }

    private static HelloMessage.Resume secretOf(final WelcomeMessage welcome) {
        return new HelloMessage.Resume(
                welcome.seat().player(),
                welcome.seat().resumeSecret(),
                welcome.seat().epoch());
    }

    // ---- who plays

    @Test
    void what_a_player_sends() throws InterruptedException {
        Fuzz.of("a player's messages", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(messages(), () -> new Player(null));
    }

    @Test
    void what_a_spectator_sends() throws InterruptedException {
        final byte[] hello = new HelloMessage("", 0, 1, "", Bytes.NONE, null, "test")
                .ofSpectator()
                .write();
        Fuzz.of("a spectator's messages", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(messages(), () -> new Player(hello));
    }

    /** A connection that begins anew when it was ended, as a seat's or with a HELLO of its own. */
    private static final class Player implements FuzzTarget {
        private final TestEdge test = new TestEdge();
        private final byte @Nullable [] hello;
        private HelloMessage.@Nullable Resume resume;
        private TestEdge.Client client;
        private int taken;

        Player(final byte @Nullable [] hello) {
            this.hello = hello;
            client = connected();
        }

        private TestEdge.Client connected() {
            final TestEdge.Client fresh = test.client();
            final HelloMessage.Resume held = resume;
            fresh.send(hello == null ? TestEdge.helloMessage(held).write() : hello);
            test.wake();
            if (fresh.outlet.closed == DisconnectReason.RESUME_REFUSED) {
                resume = null;
                return connected();
            }
            final WelcomeMessage welcome = fresh.outlet.takeWelcome();
            resume = welcome.seat().player() == 0 ? null : secretOf(welcome);
            return fresh;
        }

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            // Two of this game's commands end the match, or make the game throw.
            if (lengthBytes == 6 && buffer.getByte(offset) == MessageType.COMMAND.code()) {
                return "left out";
            }
            client.connection.receive(buffer, offset, lengthBytes, test.nowNs);
            taken++;
            if (taken % MESSAGES_A_FRAME == 0) {
                test.engine.offered.clear();
                test.frame();
            } else {
                test.wake();
            }
            test.advanceMs(2);
            if (test.failures > 0) {
                throw new AssertionError("our own failure", test.lastFailure);
            }
            final DisconnectReason closed = client.outlet.closed;
            if (closed == null) {
                final String answers = client.outlet.sent.toString();
                client.outlet.sent.clear();
                return answers.length();
            }
            final String field = client.outlet.disconnect().field();
            client = connected();
            throw new ProtocolException(closed, field);
        }
    }

    // ---- who begins

    @Test
    void how_a_connection_begins() throws InterruptedException {
        final HelloMessage plain = TestEdge.helloMessage(null);
        final HelloMessage.Resume resume = new HelloMessage.Resume(
                1, Bytes.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}), 5);
        final HelloMessage full = new HelloMessage(
                "duel", new TestEngine().type.layout().hash(), 1, "a.b.c", Bytes.copyOf(new byte[18]), resume, "tést");
        Fuzz.of("the first message", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(
                        List.of(
                                plain.write(),
                                full.write(),
                                plain.ofSpectator().write(),
                                plain.withMatch(0).write()),
                        Beginner::new);
    }

    private static final class Beginner implements FuzzTarget {
        private final TestEdge test = new TestEdge();

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            final TestEdge.Client client = test.client();
            client.connection.receive(buffer, offset, lengthBytes, test.nowNs);
            test.wake();
            final ConnectionState state = client.connection.state();
            final int answers = client.outlet.sent.size();
            client.leave();
            test.wake();
            test.advanceMs(2);
            test.engine.offered.clear();
            if (test.failures > 0) {
                throw new AssertionError("our own failure", test.lastFailure);
            }
            final DisconnectReason closed = client.outlet.closed;
            if (closed == null) {
                throw new AssertionError("in state " + state + " after LEAVE");
            }
            if (state == ConnectionState.CLOSED) {
                throw new ProtocolException(closed, client.outlet.disconnect().field());
            }
            return state + " " + answers;
        }
    }

    // ---- lockstep

    @Test
    void what_a_player_of_a_lockstep_match_sends() throws InterruptedException {
        Fuzz.of("a lockstep player's messages", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .run(messages(), LockstepPlayer::new);
    }

    private static final class LockstepPlayer implements FuzzTarget {
        private final LockstepServer server = new LockstepServer();
        private HelloMessage.@Nullable Resume resume;
        private RecordingOutlet outlet = new RecordingOutlet();
        private Connection connection = connected();
        private int taken;

        private Connection connected() {
            outlet = new RecordingOutlet();
            final Connection fresh = server.edge.open(outlet, server.nowNs);
            final byte[] hello = new HelloMessage("marbles", 0, 1, "", Bytes.NONE, resume, "test")
                    .ofGame(server.type.layout().hash())
                    .write();
            fresh.receive(new UnsafeBuffer(hello), 0, hello.length, server.nowNs);
            server.wake();
            if (outlet.closed == DisconnectReason.RESUME_REFUSED) {
                resume = null;
                return connected();
            }
            resume = secretOf(outlet.takeWelcome());
            return fresh;
        }

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            connection.receive(buffer, offset, lengthBytes, server.nowNs);
            taken++;
            if (taken % MESSAGES_A_FRAME == 0) {
                server.hashes.clear();
                server.desyncs.clear();
                server.frame();
            } else {
                server.wake();
            }
            server.nowNs += 2 * MS;
            server.edge.tick(server.nowNs);
            if (!server.failures.isEmpty()) {
                throw new AssertionError("our own failure", server.failures.get(0));
            }
            final DisconnectReason closed = outlet.closed;
            if (closed == null) {
                final int answers = outlet.sent.size();
                outlet.sent.clear();
                return answers;
            }
            final String field = outlet.disconnect().field();
            connection = connected();
            throw new ProtocolException(closed, field);
        }
    }

    // ---- who types

    @Test
    void what_a_person_types() throws InterruptedException {
        final List<byte[]> lines = new ArrayList<>();
        for (final String line : List.of(
                "help\r\n",
                "join ann 1\r\n",
                "join\n",
                "who\nmove right\r\n",
                "move moveX=1 moveY=-1 3\r\n",
                "command say number=7\n",
                "state\nstate players\r\n",
                "quit\r\n",
                "\u00ff\u00fb\u0001join\b\b\bxin\n")) {
            lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
        }
        Fuzz.of("lines of a person", ProtocolException.class)
                .allocatingAtMost(MOST_BYTES)
                .withWords(
                        "\n",
                        "\r\n",
                        "join ",
                        "=",
                        "-1",
                        "2147483648",
                        "\u00ff\u00fa",
                        "\u00ff\u00f0",
                        "move ",
                        "command say ",
                        "x".repeat(600))
                .run(lines, Typist::new);
    }

    private static final class Typist implements FuzzTarget {
        private final TestEdge test =
                new TestEdge(EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ).withLineMode(true), Admission.OPEN);
        private final Lines lines = new Lines();
        private LineSession session = new LineSession(test.edge, lines, test.nowNs);

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            // Commands that end the match, or make the game throw.
            final String typed = buffer.getStringWithoutLengthAscii(offset, lengthBytes);
            if (typed.contains("finish") || typed.contains("poison")) {
                return "left out";
            }
            final byte[] bytes = new byte[lengthBytes];
            buffer.getBytes(offset, bytes);
            session.receive(bytes, lengthBytes, test.nowNs);
            test.engine.offered.clear();
            test.frame();
            test.advanceMs(20);
            if (test.failures > 0) {
                throw new AssertionError("our own failure", test.lastFailure);
            }
            final String said = String.join("\n", lines.said);
            lines.said.clear();
            if (lines.closed) {
                lines.closed = false;
                session.peerClosed();
                session = new LineSession(test.edge, lines, test.nowNs);
                lines.said.clear();
                throw new ProtocolException(DisconnectReason.LEFT, said);
            }
            return said;
        }
    }

    private static final class Lines implements TextOutlet {
        private final List<String> said = new ArrayList<>();
        private boolean closed;

        @Override
        public void line(final String text) {
            said.add(text);
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
