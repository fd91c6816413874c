package ringside.io.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.fuzz.Decoder;
import ringside.fuzz.FuzzTarget;
import ringside.fuzz.Talk;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.TurnAckMessage;
import ringside.io.support.LockstepServer;
import ringside.io.support.RecordingOutlet;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;

/**
 * What clients say to an edge at each stage of a connection, whatever carried it: whole messages of TCP, of a WebSocket, of QUIC's stream
 * and datagrams are the same. A numbered reason, or it is taken; never our own failure, and the match goes on.
 */
public final class EdgeDecoders {
    private static final long MS = 1_000_000L;
    private static final int MESSAGES_A_FRAME = 4;
    private static final int FRAMES_AFTER = 2;
    private static final long MOST_BYTES = 16 << 20;

    private EdgeDecoders() {}

    /** All that reads what a client says. */
    public static List<Decoder> all() {
        return List.of(
                client("player-messages", () -> new Player(TestEdge.helloMessage(null))),
                client("spectator-messages", () -> new Player(spectator())),
                client("lockstep-messages", LockstepPlayer::new),
                Decoder.of("hello-messages", ProtocolException.class, EdgeDecoders::hellos, Beginner::new)
                        .allocatingAtMost(MOST_BYTES),
                Decoder.of("typed-lines", ProtocolException.class, EdgeDecoders::lines, Typist::new)
                        .allocatingAtMost(MOST_BYTES)
                        .withWords(
                                "\n",
                                "\r\n",
                                "join ",
                                "=",
                                "-1",
                                "2147483648",
                                "\u00ff\u00fa",
                                "move ",
                                "command say "));
    }

    private static Decoder client(final String name, final Supplier<FuzzTarget> made) {
        return Decoder.of(name, ProtocolException.class, () -> talks(messages()), made)
                .allocatingAtMost(MOST_BYTES);
    }

    private static HelloMessage spectator() {
        return new HelloMessage("", 0, 1, "", Bytes.NONE, null, "test").ofSpectator();
    }

    /** Each for itself, and all one after the other. */
    private static List<byte[]> talks(final List<byte[]> messages) {
        final List<byte[]> talks = new ArrayList<>();
        messages.forEach(message -> talks.add(Talk.of(List.of(message))));
        talks.add(Talk.of(messages));
        return talks;
    }

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
        messages.add(new byte[] {12, 1});
        messages.add(turnAck(3));
        messages.addAll(report());
        messages.add(new byte[] {6});
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

    /** What was sent, in a form that can be compared. */
    private static String said(final RecordingOutlet outlet) {
        final StringBuilder text = new StringBuilder();
        for (final UnsafeBuffer message : outlet.sent) {
            text.append(MessageType.of(message.getByte(0)))
                    .append(' ')
                    .append(Arrays.hashCode(message.byteArray()))
                    .append('\n');
        }
        return text.toString();
    }

    private static Object end(final RecordingOutlet outlet) {
        final DisconnectReason closed = outlet.closed;
        if (closed != null) {
            throw new ProtocolException(closed, outlet.disconnect().field());
        }
        return said(outlet);
    }

    // ---- who plays or watches

    private static final class Player implements FuzzTarget {
        private final TestEdge test = new TestEdge();
        private final TestEdge.Client client = test.client();
        private int taken;

        Player(final HelloMessage hello) {
            client.send(hello.write());
            test.wake();
            client.outlet.takeWelcome();
        }

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            Talk.tell(buffer, offset, lengthBytes, this::hear);
            for (int i = 0; i < FRAMES_AFTER; i++) {
                test.advanceMs(16);
                test.frame();
            }
            requireWell();
            return end(client.outlet);
        }

        private boolean hear(final UnsafeBuffer message, final int offset, final int lengthBytes) {
            client.connection.receive(message, offset, lengthBytes, test.nowNs);
            taken++;
            if (taken % MESSAGES_A_FRAME == 0) {
                test.frame();
            } else {
                test.wake();
            }
            test.advanceMs(2);
            requireWell();
            return client.outlet.closed == null;
        }

        private void requireWell() {
            if (test.failures > 0) {
                throw new AssertionError("our own failure", test.lastFailure);
            }
        }
    }

    // ---- who begins

    private static List<byte[]> hellos() {
        final HelloMessage plain = TestEdge.helloMessage(null);
        final HelloMessage.Resume resume = new HelloMessage.Resume(
                1, Bytes.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}), 5);
        final HelloMessage full = new HelloMessage(
                "duel", new TestEngine().type.layout().hash(), 1, "a.b.c", Bytes.copyOf(new byte[18]), resume, "tést");
        return List.of(
                plain.write(),
                full.write(),
                plain.ofSpectator().write(),
                plain.withMatch(0).write());
    }

    /** What is read of a first message is what is written of it again. */
    private static void requireSame(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
        final HelloMessage read;
        try {
            read = HelloMessage.read(buffer, offset, lengthBytes);
        } catch (final ProtocolException e) {
            return;
        }
        final byte[] written = read.write();
        if (!HelloMessage.read(new UnsafeBuffer(written), 0, written.length).equals(read)) {
            throw new AssertionError("another HELLO when it is written again: " + read);
        }
    }

    private static final class Beginner implements FuzzTarget {
        private final TestEdge test = new TestEdge();

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            if (lengthBytes > 0 && buffer.getByte(offset) == MessageType.HELLO.code()) {
                requireSame(buffer, offset, lengthBytes);
            }
            final TestEdge.Client client = test.client();
            client.connection.receive(buffer, offset, lengthBytes, test.nowNs);
            test.wake();
            final ConnectionState state = client.connection.state();
            final String answers = said(client.outlet);
            client.leave();
            test.wake();
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

    private static final class LockstepPlayer implements FuzzTarget {
        private final LockstepServer server = new LockstepServer();
        private final RecordingOutlet outlet = new RecordingOutlet();
        private final Connection connection;
        private int taken;

        LockstepPlayer() {
            connection = server.edge.open(outlet, server.nowNs);
            final byte[] hello = new HelloMessage("marbles", 0, 1, "", Bytes.NONE, null, "test")
                    .ofGame(server.type.layout().hash())
                    .write();
            connection.receive(new UnsafeBuffer(hello), 0, hello.length, server.nowNs);
            server.wake();
            outlet.takeWelcome();
        }

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            Talk.tell(buffer, offset, lengthBytes, this::hear);
            for (int i = 0; i < FRAMES_AFTER; i++) {
                server.frame();
            }
            requireWell();
            return end(outlet);
        }

        private boolean hear(final UnsafeBuffer message, final int offset, final int lengthBytes) {
            connection.receive(message, offset, lengthBytes, server.nowNs);
            taken++;
            if (taken % MESSAGES_A_FRAME == 0) {
                server.frame();
            } else {
                server.wake();
            }
            server.nowNs += 2 * MS;
            server.edge.tick(server.nowNs);
            requireWell();
            return outlet.closed == null;
        }

        private void requireWell() {
            if (!server.failures.isEmpty()) {
                throw new AssertionError("our own failure", server.failures.get(0));
            }
        }
    }

    // ---- who types

    private static List<byte[]> lines() {
        final Function<String, byte[]> bytes = line -> line.getBytes(StandardCharsets.ISO_8859_1);
        return List.of(
                bytes.apply("help\r\n"),
                bytes.apply("join ann 1\r\nmove right\r\nstate\r\nquit\r\n"),
                bytes.apply("join\nwho\nmove right\r\n"),
                bytes.apply("join bob\nmove moveX=1 moveY=-1 3\r\ncommand say number=7\n"),
                bytes.apply("join bob 1\nstate\nstate players\r\n"),
                bytes.apply("\u00ff\u00fb\u0001join\b\b\bxin\n"));
    }

    private static final class Typist implements FuzzTarget {
        private static final int PIECE_BYTES = 40;

        private final TestEdge test =
                new TestEdge(EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ).withLineMode(true), Admission.OPEN);
        private final Lines lines = new Lines();
        private final LineSession session = new LineSession(test.edge, lines, test.nowNs);

        @Override
        public Object take(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
            for (int at = 0; at < lengthBytes && !lines.closed; at += PIECE_BYTES) {
                final byte[] bytes = new byte[Math.min(PIECE_BYTES, lengthBytes - at)];
                buffer.getBytes(offset + at, bytes);
                session.receive(bytes, bytes.length, test.nowNs);
                test.frame();
                test.advanceMs(20);
                if (test.failures > 0) {
                    throw new AssertionError("our own failure", test.lastFailure);
                }
            }
            final String said = String.join("\n", lines.said);
            if (lines.closed) {
                session.peerClosed();
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
