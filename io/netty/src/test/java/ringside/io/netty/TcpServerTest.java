package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.session.ConnectionFigures;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeSettings;
import ringside.io.session.KernelFigures;
import ringside.io.support.LiveServer;
import ringside.io.support.TcpClient;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.PartHeader;

/** The TCP port, on loopback. */
class TcpServerTest {
    private static byte[] ping() {
        final UnsafeBuffer ping = new UnsafeBuffer(new byte[ControlMessages.PING_BYTES]);
        ControlMessages.writeEcho(ping, 0, MessageType.PING, 5);
        return ping.byteArray();
    }

    @Test
    void a_client_joins_is_shown_frames_and_leaves() {
        try (LiveServer live = new LiveServer();
                TcpClient client = live.connect()) {
            assertEquals(1, client.join().seat().player());
            live.frame();
            assertEquals(MessageType.VIEW.code(), client.read(MessageType.VIEW).getByte(0));
            client.send(ping());
            assertEquals(5, ControlMessages.echo(client.read(MessageType.PONG), 0));
            client.send(new byte[] {MessageType.LEAVE.code()});
            assertEquals(DisconnectReason.LEFT, client.readDisconnect().reason());
            LiveServer.await("the connection to be forgotten", () -> live.server.openConnections() == 0);
        }
    }

    @Test
    void what_the_kernel_knows_of_a_players_connection_is_told_by_match_and_player() throws Exception {
        assumeTrue(Epoll.isAvailable());
        try (LiveServer live = new LiveServer();
                TcpClient client = live.connect()) {
            final int player = client.join().seat().player();
            live.frame();
            client.read(MessageType.VIEW);
            final List<ConnectionFigures> figures = live.server.connectionsOf(1);
            assertEquals(1, figures.size());
            assertEquals(player, figures.get(0).player());
            final KernelFigures kernel = figures.get(0).kernel();
            assertNotNull(kernel);
            assertTrue(kernel.roundTripNs() > 0, kernel.toString());
            assertTrue(kernel.congestionWindow() > 0, kernel.toString());
            assertSame(kernel, live.server.connectionsOf(1).get(0).kernel(), "asked again within the second");
            live.advanceMs(1_000);
            assertNotSame(kernel, live.server.connectionsOf(1).get(0).kernel());
            assertEquals(List.of(), live.server.connectionsOf(2));
        }
    }

    @Test
    void messages_may_come_byte_by_byte_and_many_at_once() {
        try (LiveServer live = new LiveServer();
                TcpClient client = live.connect()) {
            final byte[] hello = TestEdge.helloMessage(null).write();
            client.sendRaw((byte) (hello.length >> 8));
            client.sendRaw((byte) hello.length);
            for (final byte each : hello) {
                client.sendRaw(each);
            }
            client.read(MessageType.WELCOME);
            final byte[] ping = ping();
            final byte[] batch = new byte[5 * (2 + ping.length)];
            for (int i = 0; i < 5; i++) {
                batch[i * 11 + 1] = (byte) ping.length;
                System.arraycopy(ping, 0, batch, i * 11 + 2, ping.length);
            }
            client.sendRaw(batch);
            for (int i = 0; i < 5; i++) {
                client.read(MessageType.PONG);
            }
        }
    }

    @Test
    void impossible_lengths_end_the_connection_with_their_reason() {
        try (LiveServer live = new LiveServer()) {
            for (final int length : new int[] {0, 2_560, 0x8000, 0xFFFF}) {
                try (TcpClient client = live.connect()) {
                    client.sendRaw((byte) (length >> 8), (byte) length, (byte) 1, (byte) 2);
                    assertEquals(
                            DisconnectReason.BAD_LENGTH, client.readDisconnect().reason());
                }
                try (TcpClient client = live.connect()) {
                    client.join();
                    client.sendRaw((byte) (length >> 8), (byte) length, (byte) 1, (byte) 2);
                    assertEquals(
                            DisconnectReason.BAD_LENGTH, client.readDisconnect().reason());
                }
            }
        }
    }

    @Test
    void a_handshake_that_dawdles_meets_its_deadline() {
        try (LiveServer live = new LiveServer();
                TcpClient silent = live.connect();
                TcpClient dawdling = live.connect();
                TcpClient playing = live.connect()) {
            dawdling.sendRaw((byte) 0, (byte) 100, (byte) 1);
            playing.join();
            LiveServer.await("three connections", () -> live.counters.get(EdgeCounter.CONNECTIONS_OPENED) == 3);
            live.advanceMs(Limits.DEFAULT.handshakeDeadlineMs() + 1);
            assertEquals(
                    DisconnectReason.HANDSHAKE_DEADLINE, silent.readDisconnect().reason());
            assertEquals(
                    DisconnectReason.HANDSHAKE_DEADLINE,
                    dawdling.readDisconnect().reason());
            playing.send(ping());
            playing.read(MessageType.PONG);
        }
    }

    /** However far a test moves time between two looks at the deadlines. */
    private static Limits neverIdle() {
        final Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.maxPartBytes(),
                usual.maxInputsPerMessage(),
                usual.maxAcksPerMessage(),
                usual.maxInputsPerFrame(),
                usual.maxCommandsPerSecond(),
                usual.maxPingsPerSecond(),
                usual.maxMessagesPerSecond(),
                usual.handshakeDeadlineMs(),
                usual.joinDeadlineMs(),
                86_400_000,
                usual.slowClientMs());
    }

    @Test
    void a_client_that_never_reads_is_skipped_then_dropped_while_others_play() {
        try (LiveServer live = new LiveServer(
                        LiveServer.settings().withBuffers(4_096, 2_048, 4_096),
                        EdgeSettings.at(3, TestEngine.HZ).withLimits(neverIdle()));
                TcpClient stuck = new TcpClient(live.server.tcpPort(), 2_048);
                TcpClient other = live.connect()) {
            stuck.join();
            other.join();
            live.frame();
            int shown = frameOf(other.read(MessageType.VIEW));
            while (live.counters.get(EdgeCounter.VIEWS_SKIPPED) < 200) {
                live.frame();
                shown++;
                assertEquals(shown, frameOf(other.read(MessageType.VIEW)), "each frame, before the next one is made");
            }
            assertEquals(2, live.server.openConnections());
            for (int i = 0; live.counters.get(DisconnectReason.SLOW_CLIENT) == 0; i++) {
                assertTrue(i < 100_000, "the stuck client was not dropped");
                live.advanceMs(500);
                live.frame();
                shown++;
                assertEquals(shown, frameOf(other.read(MessageType.VIEW)));
                other.send(ping());
                other.read(MessageType.PONG);
            }
            live.frame();
            assertEquals(shown + 1, frameOf(other.read(MessageType.VIEW)));
            assertEquals(1, live.engine.countOffered(EventType.DISCONNECT));
            LiveServer.await("its place to be free", () -> live.server.openConnections() == 1);
        }
    }

    private static int frameOf(final UnsafeBuffer view) {
        return PartHeader.frame(view, Wire.TYPE_BYTES);
    }

    private static byte[] input(final LiveServer live, final int seq) {
        final int record = live.engine.type.layout().input().lengthBytes();
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64 + record]);
        final InputsMessage inputs = new InputsMessage(record).begin(bytes, 0, 1);
        inputs.set(0, seq, seq, -1, 0);
        return Arrays.copyOf(bytes.byteArray(), inputs.lengthBytes());
    }

    @Test
    void a_full_ring_refuses_inputs_and_joins_with_reasons_and_the_event_loop_waits_for_nobody() {
        try (LiveServer live = new LiveServer();
                TcpClient player = live.connect();
                TcpClient other = live.connect();
                TcpClient late = live.connect()) {
            player.join();
            other.join();
            live.engine.full(true);
            for (int i = 0; i < Limits.DEFAULT.maxPingsPerSecond(); i++) {
                player.send(input(live, 1));
                final UnsafeBuffer refused = player.read(MessageType.REFUSED);
                assertEquals(ControlMessages.INPUT, ControlMessages.refusedWhat(refused, 0));
                assertEquals(1, ControlMessages.refusedSequence(refused, 0));
                assertEquals(RefusalReason.RING_FULL.code(), ControlMessages.refusedReason(refused, 0));
                other.send(ping());
                other.read(MessageType.PONG);
            }
            late.send(TestEdge.helloMessage(null).write());
            assertEquals(DisconnectReason.OVERLOADED, late.readDisconnect().reason());
            assertEquals(0, live.engine.countOffered(EventType.INPUT));
            live.engine.full(false);
            player.send(input(live, 1));
            LiveServer.await("the input", () -> live.engine.countOffered(EventType.INPUT) == 1);
            LiveServer.await("nobody else to lose a connection", () -> live.server.openConnections() == 2);
        }
    }

    @Test
    void a_seat_goes_on_over_another_event_loop() {
        try (LiveServer live = new LiveServer(LiveServer.settings().withEventLoops(2), false);
                TcpClient first = live.connect();
                TcpClient bystander = live.connect();
                TcpClient second = live.connect();
                TcpClient third = live.connect()) {
            final WelcomeMessage.Seat seat = first.join().seat();
            bystander.join();
            live.frame();
            first.read(MessageType.VIEW);
            bystander.read(MessageType.VIEW);
            // Connections go round the loops: one of the next two is on another loop than the first.
            final WelcomeMessage.Seat again = resume(second, seat);
            assertEquals(
                    DisconnectReason.RESUMED_ELSEWHERE, first.readDisconnect().reason());
            assertEquals(seat.player(), resume(third, again).player());
            assertEquals(
                    DisconnectReason.RESUMED_ELSEWHERE, second.readDisconnect().reason());
            live.frame();
            third.read(MessageType.VIEW);
            bystander.read(MessageType.VIEW);
            assertEquals(0, live.engine.countOffered(EventType.DISCONNECT));
        }
    }

    @Test
    void a_seat_goes_on_from_another_address() {
        try (LiveServer live = new LiveServer();
                TcpClient first = live.connect();
                TcpClient elsewhere = TcpClient.from("127.0.0.2", live.server.tcpPort())) {
            final WelcomeMessage.Seat seat = first.join().seat();
            live.frame();
            first.read(MessageType.VIEW);
            assertEquals(seat.player(), resume(elsewhere, seat).player());
            assertEquals(
                    DisconnectReason.RESUMED_ELSEWHERE, first.readDisconnect().reason());
            live.frame();
            elsewhere.read(MessageType.VIEW);
            assertEquals(0, live.engine.countOffered(EventType.DISCONNECT));
        }
    }

    @Test
    void a_client_that_says_nothing_more_is_let_go_and_its_seat_held() {
        try (LiveServer live = new LiveServer();
                TcpClient silent = live.connect()) {
            silent.join();
            live.advanceMs(Limits.DEFAULT.idleTimeoutMs() + 1);
            assertEquals(DisconnectReason.IDLE, silent.readDisconnect().reason());
            LiveServer.await("the seat to be held", () -> live.engine.countOffered(EventType.DISCONNECT) == 1);
        }
    }

    private static WelcomeMessage.Seat resume(final TcpClient client, final WelcomeMessage.Seat seat) {
        client.send(TestEdge.helloMessage(new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch()))
                .write());
        final UnsafeBuffer message = client.read(MessageType.WELCOME);
        return WelcomeMessage.read(message, 0, message.capacity()).seat();
    }

    @Test
    void a_person_who_types_is_served_on_the_same_port() {
        try (LiveServer live = new LiveServer(LiveServer.settings(), true);
                TcpClient person = live.connect();
                TcpClient framed = live.connect()) {
            person.sendText("\r\n");
            assertTrue(person.readLine().startsWith("ringside"));
            person.sendText("join ann\r\n");
            assertTrue(person.readLine().startsWith("ok you are player"));
            framed.join();
            live.frame();
            person.sendText("move right 2\n");
            LiveServer.await("the move", () -> {
                live.frame();
                framed.read(MessageType.VIEW);
                return live.engine.countOffered(EventType.INPUT) >= 3;
            });
            for (int i = 0; i < 5; i++) {
                live.frame();
                framed.read(MessageType.VIEW);
            }
            assertTrue(person.readLine().startsWith("ok seq 1-2 applied in frame"));
            person.sendText("quit\n");
            assertEquals("bye", person.readLine());
            assertEquals("", person.readAll());
        }
    }

    @Test
    void a_person_who_types_is_refused_where_line_mode_is_off() {
        try (LiveServer live = new LiveServer();
                TcpClient person = live.connect()) {
            person.sendText("help\n");
            assertEquals(DisconnectReason.BAD_LENGTH, person.readDisconnect().reason());
        }
    }

    @Test
    void connections_beyond_the_limit_of_an_address_are_closed_before_their_first_byte() {
        try (LiveServer live = new LiveServer(LiveServer.settings().withConnections(10, 2, 5_000), false);
                TcpClient first = live.connect();
                TcpClient second = live.connect()) {
            first.join();
            second.join();
            try (TcpClient third = live.connect()) {
                assertNull(third.read());
            }
            assertEquals(1, live.counters.get(EdgeCounter.CONNECTIONS_REFUSED));
            second.end();
            LiveServer.await("room again", () -> live.server.openConnections() == 1);
            try (TcpClient fourth = live.connect()) {
                fourth.join();
            }
        }
    }

    @Test
    void a_storm_of_reconnects_from_one_address_is_held_back_and_others_are_not() {
        final ServerSettings settings = LiveServer.settings().withAddressLimits(100, 3, true);
        try (LiveServer live = new LiveServer(settings, false)) {
            for (int i = 0; i < 3; i++) {
                try (TcpClient client = live.connect()) {
                    client.send(ping());
                    client.read(MessageType.PONG);
                }
            }
            try (TcpClient tooFast = live.connect();
                    TcpClient other = TcpClient.from("127.0.0.2", live.server.tcpPort())) {
                assertNull(tooFast.read());
                other.send(ping());
                other.read(MessageType.PONG);
            }
            live.advanceMs(1_000);
            try (TcpClient later = live.connect()) {
                later.send(ping());
                later.read(MessageType.PONG);
            }
            assertEquals(1, live.counters.get(EdgeCounter.CONNECTIONS_REFUSED));
        }
    }

    @Test
    void a_server_that_stops_tells_everyone() {
        try (LiveServer live = new LiveServer();
                TcpClient playing = live.connect();
                TcpClient silent = live.connect()) {
            playing.join();
            LiveServer.await("two connections", () -> live.counters.get(EdgeCounter.CONNECTIONS_OPENED) == 2);
            live.stop();
            assertEquals(
                    DisconnectReason.SERVER_STOPPING, playing.readDisconnect().reason());
            assertEquals(
                    DisconnectReason.SERVER_STOPPING, silent.readDisconnect().reason());
        }
    }

    @Test
    void a_port_in_use_is_told_in_one_line() {
        try (LiveServer live = new LiveServer()) {
            final ListenException refused = assertThrows(
                    ListenException.class,
                    () -> new LiveServer(LiveServer.settings().withPorts(live.server.tcpPort(), -1), false));
            assertTrue(String.valueOf(refused.getMessage()).contains("127.0.0.1 port " + live.server.tcpPort()));
            assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
        }
    }
}
