package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.quic.QuicStreamType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeSettings;
import ringside.io.support.LiveServer;
import ringside.io.support.QuicClient;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.io.support.UdpProxy;

/** Good and bad clients of the QUIC port, on loopback. */
class QuicServerTest {
    private LiveServer live = new LiveServer();

    QuicServerTest() {
        live.server.startQuic(0);
    }

    @AfterEach
    void close() {
        live.close();
    }

    private QuicClient connect() {
        return new QuicClient(live.server.quicPort());
    }

    private static byte[] ping() {
        final UnsafeBuffer ping = new UnsafeBuffer(new byte[ControlMessages.PING_BYTES]);
        ControlMessages.writeEcho(ping, 0, MessageType.PING, 5);
        return ping.byteArray();
    }

    @Test
    void the_handshake_goes_by_the_stream_views_and_echoes_as_datagrams() {
        try (QuicClient client = connect()) {
            assertEquals(1, client.join().seat().player());
            live.frame();
            client.readDatagram(MessageType.VIEW);
            client.sendDatagram(ping());
            assertEquals(5, ControlMessages.echo(client.readDatagram(MessageType.PONG), 0));
            client.send(new byte[] {MessageType.LEAVE.code()});
            assertEquals(DisconnectReason.LEFT, client.readDisconnect().reason());
        }
        LiveServer.await("the connection to be forgotten", () -> live.server.openConnections() == 0);
        assertEquals(0, live.counters.get(EdgeCounter.DATAGRAMS_TOO_LONG));
    }

    @Test
    void what_must_not_be_lost_is_not_taken_from_a_datagram() throws Exception {
        try (QuicClient client = connect()) {
            client.sendDatagram(TestEdge.helloMessage(null).write());
            assertEquals(DisconnectReason.UNEXPECTED_MESSAGE.code(), client.closeCodes.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void inputs_before_the_handshake_end_the_connection_with_a_code_that_says_why() throws Exception {
        try (QuicClient client = connect()) {
            client.sendDatagram(MessageType.INPUTS.code(), (byte) 1);
            assertEquals(DisconnectReason.UNEXPECTED_MESSAGE.code(), client.closeCodes.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void impossible_lengths_on_the_stream_end_the_connection_with_their_reason() {
        for (final int length : new int[] {0, 2_560, 0xFFFF}) {
            try (QuicClient client = connect()) {
                client.open();
                client.sendRaw((byte) (length >> 8), (byte) length, (byte) 1);
                assertEquals(
                        DisconnectReason.BAD_LENGTH, client.readDisconnect().reason());
            }
        }
    }

    @Test
    void messages_may_come_byte_by_byte() {
        try (QuicClient client = connect()) {
            client.open();
            final byte[] hello = TestEdge.helloMessage(null).write();
            client.sendRaw((byte) (hello.length >> 8), (byte) hello.length);
            for (final byte each : hello) {
                client.sendRaw(each);
            }
            client.read(MessageType.WELCOME);
        }
    }

    @Test
    void a_client_may_open_one_stream_and_no_other() {
        try (QuicClient client = connect()) {
            client.join();
            assertEquals(0, client.channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL));
            assertEquals(0, client.channel.peerAllowedStreams(QuicStreamType.UNIDIRECTIONAL));
            final var second = client.channel
                    .createStream(QuicStreamType.BIDIRECTIONAL, null)
                    .awaitUninterruptibly();
            assertEquals(false, second.isSuccess());
            client.sendDatagram(ping());
            client.readDatagram(MessageType.PONG);
        }
    }

    @Test
    void who_ends_the_stream_ends_the_connection() {
        try (QuicClient client = connect()) {
            client.join();
            client.stream().shutdownOutput();
            LiveServer.await("the connection to be gone", () -> live.server.openConnections() == 0);
        }
    }

    @Test
    void a_client_that_says_nothing_meets_its_deadline() throws Exception {
        try (QuicClient client = connect()) {
            LiveServer.await("a connection", () -> live.counters.get(EdgeCounter.CONNECTIONS_OPENED) == 1);
            live.advanceMs(5_001);
            assertEquals(DisconnectReason.HANDSHAKE_DEADLINE.code(), client.closeCodes.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void clients_of_another_protocol_are_turned_away() {
        assertThrows(Exception.class, () -> new QuicClient(live.server.quicPort(), "h3").close());
        assertEquals(0, live.counters.get(EdgeCounter.CONNECTIONS_OPENED));
    }

    @Test
    void the_limits_on_connections_hold_here_too() {
        live.close();
        live = new LiveServer(LiveServer.settings().withConnections(2, 2, 1_000), EdgeSettings.at(3, TestEngine.HZ));
        live.server.startQuic(0);
        try (QuicClient first = connect();
                QuicClient second = connect()) {
            first.join();
            second.join();
            assertThrows(Exception.class, () -> connect().close());
            assertTrue(live.counters.get(EdgeCounter.CONNECTIONS_REFUSED) > 0);
            assertEquals(2, live.server.openConnections());
            first.sendDatagram(ping());
            first.readDatagram(MessageType.PONG);
        }
        LiveServer.await("the places to be free", () -> live.server.openConnections() == 0);
        try (QuicClient third = connect()) {
            assertTrue(third.channel.isActive());
        }
    }

    @Test
    void who_comes_too_soon_after_others_is_not_answered() {
        live.close();
        live = new LiveServer(LiveServer.settings().withConnections(9, 9, 1), EdgeSettings.at(3, TestEngine.HZ));
        live.server.startQuic(0);
        try (QuicClient first = connect()) {
            first.join();
            assertThrows(Exception.class, () -> connect().close());
            assertTrue(live.counters.get(EdgeCounter.CONNECTIONS_REFUSED) > 0);
            assertEquals(1, live.server.openConnections());
            live.advanceMs(1_000);
            try (QuicClient second = connect()) {
                assertEquals(2, second.join().seat().player());
            }
        }
    }

    @Test
    void a_handshake_that_does_not_come_about_ends_at_its_deadline() throws Exception {
        live.close();
        live = new LiveServer(LiveServer.settings().withEncryptionDeadlineMs(1_500), false);
        live.server.startQuic(0);
        try (UdpProxy way = new UdpProxy(live.server.quicPort(), 1, 0, 0, 0)) {
            // The client's first packet, the RETRY, and the packet that answers it: nothing else ever arrives.
            way.breakAfter(2, 1);
            final Future<?> connecting = ForkJoinPool.commonPool().submit(() -> {
                try (QuicClient client = new QuicClient(way.port())) {
                    throw new AssertionError("connected: " + client.channel);
                }
            });
            LiveServer.await("a connection", () -> live.server.openConnections() == 1);
            // The client gives up after three seconds, and cannot say so.
            assertInstanceOf(
                    IllegalStateException.class,
                    assertThrows(ExecutionException.class, connecting::get).getCause());
            assertEquals(0, live.server.openConnections());
        }
    }

    @Test
    void a_server_that_stops_says_so() {
        try (QuicClient client = connect()) {
            client.join();
            live.stop();
            assertEquals(
                    DisconnectReason.SERVER_STOPPING, client.readDisconnect().reason());
        }
    }
}
