package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ringside.io.session.EdgeCounter;
import ringside.io.support.LiveServer;
import ringside.io.support.TcpClient;

/** What strangers on a plain UDP socket can have sent to them: never more than three times what they send. */
class QuicPortTest {
    private static final int TIMEOUT_MS = 300;
    private static final int FIRST_BYTES = 1_200;
    private static final int TOKEN_LENGTH_AT = 1 + 4 + 1 + 8 + 1 + 8;

    private final LiveServer live = new LiveServer(LiveServer.settings().withConnections(1, 1, 5_000), false);
    private final DatagramSocket socket = socket();
    private long sentBytes;
    private long receivedBytes;

    QuicPortTest() {
        live.server.startQuic(0);
    }

    @AfterEach
    void close() {
        socket.close();
        live.close();
    }

    private static DatagramSocket socket() {
        try {
            final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(TIMEOUT_MS);
            return socket;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An INITIAL of version 1 that says nothing: only its header can be read. */
    private static byte[] initial(final int lengthBytes, final byte[] token) {
        final ByteBuffer packet = ByteBuffer.allocate(Math.max(FIRST_BYTES, lengthBytes));
        packet.put((byte) 0xC3).putInt(1);
        packet.put((byte) 8).putLong(0x0102030405060708L);
        packet.put((byte) 8).putLong(0x1112131415161718L);
        packet.putShort((short) (0x4000 | token.length)).put(token);
        packet.putShort((short) (0x4000 | 1_000));
        return Arrays.copyOf(packet.array(), lengthBytes);
    }

    private void send(final byte[] packet) throws IOException {
        sentBytes += packet.length;
        socket.send(
                new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), live.server.quicPort()));
    }

    /** The next answer; empty when none comes. */
    private byte[] receive() throws IOException {
        final DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
        try {
            socket.receive(answer);
        } catch (final SocketTimeoutException nothing) {
            return new byte[0];
        }
        receivedBytes += answer.getLength();
        return Arrays.copyOf(answer.getData(), answer.getLength());
    }

    private void receiveAll() throws IOException {
        while (receive().length > 0) {
            assertTrue(receivedBytes <= 3 * sentBytes, receivedBytes + " bytes for " + sentBytes);
        }
    }

    @Test
    void a_first_packet_is_answered_with_one_short_question() throws IOException {
        send(initial(FIRST_BYTES, new byte[0]));
        final byte[] retry = receive();
        assertEquals(0xF0, retry[0] & 0xF0, "a RETRY");
        assertTrue(retry.length < 200, "RETRY of " + retry.length + " bytes");
        assertEquals(0, receive().length);
        assertEquals(1, live.counters.get(EdgeCounter.QUIC_RETRIES));
        assertEquals(0, live.server.openConnections());
    }

    @Test
    void first_packets_that_are_too_short_are_not_answered() throws IOException {
        for (int lengthBytes = 25; lengthBytes < FIRST_BYTES; lengthBytes += 25) {
            send(initial(lengthBytes, new byte[0]));
        }
        final byte[] otherVersion = initial(60, new byte[0]);
        otherVersion[1] = 0x1a;
        send(otherVersion);
        assertEquals(0, receive().length);
        assertEquals(48, live.counters.get(EdgeCounter.QUIC_PACKETS_DROPPED));
    }

    @Test
    void tokens_that_are_not_ours_open_nothing() throws IOException {
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            final byte[] token = new byte[1 + random.nextInt(100)];
            random.nextBytes(token);
            send(initial(FIRST_BYTES, token));
        }
        receiveAll();
        assertEquals(0, receivedBytes);
        assertEquals(200, live.counters.get(EdgeCounter.QUIC_TOKENS_REFUSED));
        assertEquals(0, live.server.openConnections());
    }

    @Test
    void a_token_of_ours_is_of_no_use_to_another_address() throws IOException {
        send(initial(FIRST_BYTES, new byte[0]));
        final byte[] retry = receive();
        final int tokenAt = 1 + 4 + 1 + 8 + 1 + QuicListener.CONNECTION_ID_BYTES;
        final byte[] token = Arrays.copyOfRange(retry, tokenAt, retry.length - 16);
        final byte[] id = Arrays.copyOfRange(retry, tokenAt - QuicListener.CONNECTION_ID_BYTES, tokenAt);
        final ByteBuffer again = ByteBuffer.allocate(FIRST_BYTES);
        again.put((byte) 0xC3).putInt(1).put((byte) id.length).put(id);
        again.put((byte) 8).putLong(0x1112131415161718L);
        again.putShort((short) (0x4000 | token.length)).put(token).putShort((short) (0x4000 | 1_000));
        try (DatagramSocket thief = socket()) {
            thief.send(new DatagramPacket(
                    again.array(), FIRST_BYTES, InetAddress.getLoopbackAddress(), live.server.quicPort()));
            LiveServer.await("the refusal", () -> live.counters.get(EdgeCounter.QUIC_TOKENS_REFUSED) == 1);
        }
        assertEquals(0, live.server.openConnections());
        // Its owner is believed, and told nothing only because there is no room.
        try (TcpClient inTheOnlyPlace = live.connect()) {
            LiveServer.await("a connection", () -> live.server.openConnections() == 1);
            send(again.array());
            LiveServer.await("the refusal", () -> live.counters.get(EdgeCounter.CONNECTIONS_REFUSED) == 1);
            assertEquals(1, live.counters.get(EdgeCounter.QUIC_TOKENS_REFUSED));
            assertTrue(inTheOnlyPlace.socket.isConnected());
        }
        receiveAll();
        assertTrue(receivedBytes <= 3 * sentBytes);
    }

    @Test
    void junk_is_never_worth_more_than_three_times_its_bytes() throws IOException {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("QuicPortTest: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            final byte[] junk = new byte[1 + random.nextInt(1_400)];
            random.nextBytes(junk);
            if (random.nextBoolean()) {
                final byte[] header = initial(FIRST_BYTES, new byte[random.nextInt(70)]);
                System.arraycopy(header, 0, junk, 0, Math.min(junk.length, 1 + random.nextInt(TOKEN_LENGTH_AT + 2)));
            }
            send(junk);
            if (i % 500 == 499) {
                receiveAll();
            }
        }
        receiveAll();
        assertTrue(receivedBytes <= 3 * sentBytes, receivedBytes + " bytes for " + sentBytes);
        assertEquals(0, live.server.openConnections());
        // And it still serves.
        send(initial(FIRST_BYTES, new byte[0]));
        assertTrue(receive().length > 0);
    }
}
