package ringside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.DisconnectReason;
import ringside.io.session.EdgeCounter;
import ringside.io.support.LiveServer;
import ringside.io.support.TestEdge;

/** What comes over real sockets before there is a message: lengths, requests, frames of a WebSocket, packets of QUIC. */
class PortsFuzzTest {
    private static final long SECONDS = Long.getLong("ringside.fuzzSeconds", 5);
    private static final int FIRST_PACKET_BYTES = 1_200;
    private static final int CONNECTIONS_AT_ONCE = 16;
    private static final int MOST_OPEN = 256;
    private static final int MS_A_CONNECTION = 5;
    private static final int MOST_TRIES = 12;
    private static final String UPGRADE = """
            GET /play HTTP/1.1
            Host: here
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """.replace("\n", "\r\n");

    private final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] framed(final byte[] message) {
        return ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    /** An upgrade, and frames behind it: a message, one in two fragments, a ping, a close. */
    private static byte[] webSocket() {
        final byte[] hello = TestEdge.helloMessage(null).write();
        final ByteBuffer bytes = ByteBuffer.allocate(1_024).put(ascii(UPGRADE));
        bytes.put((byte) 0x89).put((byte) 0x81).putInt(0).put((byte) 1);
        bytes.put((byte) 0x02).put((byte) 0x82).putInt(0).put(hello, 0, 2);
        bytes.put((byte) 0x80)
                .put((byte) 0xFE)
                .putShort((short) (hello.length - 2))
                .putInt(0);
        bytes.put(hello, 2, hello.length - 2);
        bytes.put((byte) 0x82).put((byte) 0x89).putInt(0).put(new byte[] {4, 1, 2, 3, 4, 5, 6, 7, 8});
        bytes.put((byte) 0x88).put((byte) 0x82).putInt(0).putShort((short) 1_000);
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void what_is_said_to_the_game_port() throws Exception {
        final byte[] hello = framed(TestEdge.helloMessage(null).write());
        final ByteBuffer play = ByteBuffer.allocate(hello.length + 11 + 3);
        play.put(hello).put(framed(new byte[] {4, 1, 2, 3, 4, 5, 6, 7, 8})).put(framed(new byte[] {6}));
        try (LiveServer live = new LiveServer(LiveServer.settings(), true)) {
            streams(live, live.server.tcpPort(), List.of(play.array(), ascii("join ann 1\r\nstate\r\nquit\r\n")));
        }
    }

    @Test
    void what_is_said_to_the_page_port() throws Exception {
        try (LiveServer live = new LiveServer()) {
            streams(
                    live,
                    live.server.httpPort(),
                    List.of(
                            webSocket(),
                            webSocket(),
                            ascii("GET /tested/ HTTP/1.1\r\nHost: here\r\nIf-None-Match: \"1\"\r\n\r\n"),
                            ascii("HEAD /tested/?a=%20 HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n"),
                            ascii("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")));
        }
    }

    /** Sends damaged streams over many connections, while the game goes on; then an honest client still gets in. */
    private void streams(final LiveServer live, final int port, final List<byte[]> good) throws IOException {
        final Mutator mutator = new Mutator(
                good,
                List.of("\r\n", "\r\n\r\n", "Content-Length: ", "9", "%00", "\u0000"),
                new SplittableRandom(seed));
        final Socket[] open = new Socket[CONNECTIONS_AT_ONCE];
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int connections = 0;
        while (System.nanoTime() - endNs < 0) {
            final int at = connections++ % open.length;
            if (open[at] != null) {
                open[at].close();
                live.frame();
            }
            // The server lets its side go a moment later; files are few.
            LiveServer.await("the others are gone", () -> live.server.openConnections() <= MOST_OPEN);
            // Time has to pass, or the server would have taken all that it takes in a second.
            live.advanceMs(MS_A_CONNECTION);
            open[at] = new Socket(InetAddress.getLoopbackAddress(), port);
            send(open[at], mutator.next());
        }
        for (final Socket each : open) {
            if (each != null) {
                each.close();
            }
        }
        System.out.println("port fuzzed with -Dringside.seed=" + seed + ": " + connections + " connections");
        final long failures = live.counters.get(DisconnectReason.SERVER_ERROR);
        assertEquals(0, failures, "our own failures, with -Dringside.seed=" + seed);
        requireServes(live);
    }

    private static void send(final Socket socket, final byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            if ((bytes.length & 1) == 0) {
                socket.shutdownOutput();
            }
        } catch (final SocketException e) {
            // Refused already.
        }
    }

    /**
     * The seats may be held for those who were cut off, but an answer with a number comes. A client tries again as clients do: of
     * thousands of connections in a second the system's queue may have lost one.
     */
    private static void requireServes(final LiveServer live) throws IOException {
        LiveServer.await("all are gone", () -> live.server.openConnections() == 0);
        final byte[] hello = framed(TestEdge.helloMessage(null).write());
        for (int tries = 1; ; tries++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), live.server.tcpPort())) {
                client.setSoTimeout(5_000);
                client.getOutputStream().write(hello);
                assertTrue(client.getInputStream().read() >= 0, "an answer");
                return;
            } catch (final SocketTimeoutException e) {
                assertTrue(tries < MOST_TRIES, "no answer within " + tries + " times 5 s");
            }
        }
    }

    @Test
    void what_is_sent_to_the_quic_port() throws Exception {
        final List<byte[]> good = List.of(initial(new byte[0]), initial(new byte[60]), shortHeader());
        final Mutator mutator = new Mutator(good, List.of(), new SplittableRandom(seed));
        try (LiveServer live = new LiveServer();
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            live.server.startQuic(0);
            socket.setSoTimeout(1);
            long sent = 0;
            long received = 0;
            int packets = 0;
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() - endNs < 0) {
                final byte[] packet = mutator.next();
                sent += packet.length;
                packets++;
                socket.send(new DatagramPacket(
                        packet, packet.length, InetAddress.getLoopbackAddress(), live.server.quicPort()));
                if (packets % 32 == 0) {
                    received += receiveAll(socket);
                    assertTrue(received <= 3 * sent, received + " bytes for " + sent + ", -Dringside.seed=" + seed);
                }
            }
            received += receiveAll(socket);
            System.out.println("QUIC port fuzzed with -Dringside.seed=" + seed + ": " + packets + " packets");
            assertTrue(received <= 3 * sent, received + " bytes for " + sent + ", -Dringside.seed=" + seed);
            assertEquals(0, live.server.openConnections(), "-Dringside.seed=" + seed);
            assertTrue(live.counters.get(EdgeCounter.QUIC_PACKETS_DROPPED) > 0);
            final byte[] first = initial(new byte[0]);
            socket.setSoTimeout(5_000);
            socket.send(
                    new DatagramPacket(first, first.length, InetAddress.getLoopbackAddress(), live.server.quicPort()));
            final DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
            socket.receive(answer);
            assertEquals(0xF0, answer.getData()[0] & 0xF0, "a RETRY: it still serves");
        }
    }

    private static long receiveAll(final DatagramSocket socket) throws IOException {
        final DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
        long bytes = 0;
        while (true) {
            try {
                socket.receive(answer);
                bytes += answer.getLength();
            } catch (final SocketTimeoutException nothing) {
                return bytes;
            }
        }
    }

    /** An INITIAL of version 1 whose contents cannot be read. */
    private static byte[] initial(final byte[] token) {
        final ByteBuffer packet = ByteBuffer.allocate(FIRST_PACKET_BYTES);
        packet.put((byte) 0xC3).putInt(1);
        packet.put((byte) 8).putLong(0x0102030405060708L);
        packet.put((byte) 8).putLong(0x1112131415161718L);
        packet.putShort((short) (0x4000 | token.length)).put(token);
        packet.putShort((short) (0x4000 | 1_000));
        return packet.array();
    }

    private static byte[] shortHeader() {
        return ByteBuffer.allocate(60)
                .put((byte) 0x43)
                .putLong(0x2122232425262728L)
                .array();
    }
}
