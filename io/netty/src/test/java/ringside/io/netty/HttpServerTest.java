package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.session.EdgeCounter;
import ringside.io.support.LiveServer;
import ringside.io.support.TcpClient;
import ringside.io.support.TestEdge;

/** The HTTP port: pages, and the WebSocket, by bytes on a plain socket. */
class HttpServerTest {
    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;
    private static final int BEGIN = 0x02;
    private static final int MORE = 0x00;
    private static final int PING = 0x89;

    private static final String UPGRADE = """
            GET /play HTTP/1.1
            Host: here
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            Sec-WebSocket-Extensions: permessage-deflate

            """;

    private static TcpClient connect(final LiveServer live) {
        return new TcpClient(live.server.httpPort());
    }

    private static String request(final LiveServer live, final String line, final String headers) {
        try (TcpClient client = connect(live)) {
            client.sendText(line + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + headers + "\r\n");
            return client.readAll();
        }
    }

    private static void assertStatus(final int status, final String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    // ---- pages

    @Test
    void pages_are_served_with_their_types() {
        try (LiveServer live = new LiveServer()) {
            final String page = request(live, "GET /tested/", "");
            assertStatus(200, page);
            assertTrue(page.contains("<title>tested</title>"));
            assertTrue(page.toLowerCase(Locale.ROOT).contains("content-type: text/html"));
            final String module = request(live, "GET /tested/module.js?v=1", "");
            assertTrue(module.toLowerCase(Locale.ROOT).contains("content-type: text/javascript"));
            final String head = request(live, "HEAD /tested/index.html", "");
            assertStatus(200, head);
            assertFalse(head.contains("<title>"));
            final int at = page.indexOf("etag: ");
            final String etag = page.substring(at + 6, page.indexOf('\r', at));
            assertStatus(304, request(live, "GET /tested/", "If-None-Match: " + etag + "\r\n"));
        }
    }

    @Test
    void who_asks_on_and_on_and_reads_no_answer_is_cut_off() throws IOException {
        try (LiveServer live = new LiveServer();
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), live.server.httpPort()));
            final byte[] many = "GET /tested/none.html HTTP/1.1\r\nHost: here\r\n\r\n"
                    .repeat(1_000)
                    .getBytes(StandardCharsets.US_ASCII);
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 2_000; i++) {
                    socket.getOutputStream().write(many);
                }
            });
        }
    }

    @Test
    void there_is_no_way_out_of_the_pages() {
        try (LiveServer live = new LiveServer()) {
            for (final String path : new String[] {
                "/../../etc/passwd",
                "/tested/../../../ringside/io/netty/GameServer.class",
                "/tested/%2e%2e/index.html",
                "/tested//index.html",
                "/.hidden",
                "/tested",
                "/tested/none.html",
                "/tested/index.html/",
                "tested/index.html",
                "/tested\\index.html"
            }) {
                assertStatus(404, request(live, "GET " + path, ""));
            }
            assertStatus(405, request(live, "DELETE /tested/", ""));
            assertStatus(426, request(live, "GET /play", ""));
            assertStatus(404, request(live, "GET /" + "a/".repeat(500), ""));
            assertStatus(400, request(live, "GET /" + "a".repeat(5_000), ""));
        }
    }

    @Test
    void a_request_that_dawdles_or_never_ends_is_cut_off() {
        try (LiveServer live = new LiveServer(LiveServer.settings().withHttpDeadlineMs(200), false);
                TcpClient silent = connect(live);
                TcpClient endless = connect(live)) {
            endless.sendText("GET /tested/ HTTP/1.1\r\n");
            assertEquals("", silent.readAll());
            assertEquals("", endless.readAll());
        }
    }

    // ---- the WebSocket

    private static TcpClient play(final LiveServer live) {
        final TcpClient client = connect(live);
        client.sendText(UPGRADE.replace("\n", "\r\n"));
        assertEquals("HTTP/1.1 101 Switching Protocols", client.readLine());
        String header = client.readLine();
        while (!header.isEmpty()) {
            assertFalse(header.toLowerCase(Locale.ROOT).contains("permessage-deflate"), header);
            header = client.readLine();
        }
        return client;
    }

    @Test
    void who_asks_for_another_version_is_told_which_one_is_spoken() {
        final String key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
        try (LiveServer live = new LiveServer()) {
            for (final String headers : new String[] {
                "Upgrade: websocket\r\nConnection: Upgrade\r\n" + key,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n" + key,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 0\r\n" + key,
                "Upgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + key,
                "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + key
            }) {
                final String answer = request(live, "GET /play", headers);
                assertStatus(426, answer);
                assertTrue(answer.toLowerCase(Locale.ROOT).contains("sec-websocket-version: 13\r\n"), answer);
            }
            assertStatus(
                    400,
                    request(
                            live,
                            "GET /play",
                            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"));
            assertEquals(0, live.counters.get(EdgeCounter.CONNECTIONS_OPENED));
        }
    }

    @Test
    void nobody_plays_before_the_handshake_is_over() {
        final TestEdge test = new TestEdge();
        final EmbeddedChannel channel = new EmbeddedChannel();
        final Deque<ChannelPromise> held = new ArrayDeque<>();
        channel.pipeline()
                .addLast(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(
                            final ChannelHandlerContext context, final Object message, final ChannelPromise promise) {
                        ReferenceCountUtil.release(message);
                        held.add(promise);
                    }
                })
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(1))
                .addLast(new HttpHandler(
                        new LoopEdge(channel.eventLoop(), test.edge, () -> 5),
                        new StaticFiles(HttpServerTest.class.getClassLoader()),
                        LivePages.NONE,
                        1_000));
        channel.writeInbound(Unpooled.copiedBuffer(UPGRADE.replace("\n", "\r\n"), StandardCharsets.US_ASCII));
        assertEquals(0, test.edge.connectionCount());
        held.remove().setSuccess();
        channel.runPendingTasks();
        assertEquals(1, test.edge.connectionCount());
        channel.finishAndReleaseAll();
    }

    /** A masked frame, as clients must send. */
    private static byte[] frame(final int head, final byte[] payload) {
        final ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) head);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0);
        frame.put(payload);
        final byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** One frame of the server: its first byte, then its payload. */
    private static UnsafeBuffer readFrame(final TcpClient client) {
        try {
            final java.io.DataInputStream in = new java.io.DataInputStream(client.socket.getInputStream());
            final int head = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length;
            final byte[] bytes = new byte[1 + length];
            bytes[0] = (byte) head;
            in.readFully(bytes, 1, length);
            return new UnsafeBuffer(bytes);
        } catch (final java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static UnsafeBuffer readMessage(final TcpClient client, final MessageType type) {
        UnsafeBuffer frame = readFrame(client);
        while ((frame.getByte(0) & 0xFF) != BINARY || frame.getByte(1) != type.code()) {
            frame = readFrame(client);
        }
        return frame;
    }

    /** Reads up to the close frame and checks its code. */
    private static void assertClosed(final TcpClient client, final DisconnectReason reason) {
        UnsafeBuffer frame = readFrame(client);
        while ((frame.getByte(0) & 0xFF) != 0x88) {
            frame = readFrame(client);
        }
        assertEquals(reason.webSocketCloseCode(), frame.getShort(1, java.nio.ByteOrder.BIG_ENDIAN) & 0xFFFF);
        assertEquals("", client.readAll());
    }

    private static byte[] hello() {
        return TestEdge.helloMessage(null).write();
    }

    @Test
    void a_browser_joins_and_is_shown_frames() {
        try (LiveServer live = new LiveServer();
                TcpClient client = play(live)) {
            client.sendRaw(frame(BINARY, hello()));
            readMessage(client, MessageType.WELCOME);
            live.frame();
            readMessage(client, MessageType.VIEW);
            client.sendRaw(frame(BINARY, new byte[] {MessageType.LEAVE.code()}));
            assertClosed(client, DisconnectReason.LEFT);
        }
    }

    @Test
    void a_message_in_a_few_fragments_is_put_together() {
        try (LiveServer live = new LiveServer();
                TcpClient client = play(live)) {
            final byte[] hello = hello();
            final byte[] begin = java.util.Arrays.copyOfRange(hello, 0, 10);
            final byte[] middle = java.util.Arrays.copyOfRange(hello, 10, 20);
            final byte[] end = java.util.Arrays.copyOfRange(hello, 20, hello.length);
            client.sendRaw(frame(BEGIN, begin));
            client.sendRaw(frame(MORE, middle));
            client.sendRaw(frame(PING, new byte[] {1}));
            client.sendRaw(frame(0x80 | MORE, end));
            readMessage(client, MessageType.WELCOME);
        }
    }

    @Test
    void endless_fragments_pings_and_text_are_capped() {
        try (LiveServer live = new LiveServer()) {
            try (TcpClient client = play(live)) {
                client.sendRaw(frame(BEGIN, new byte[1]));
                for (int i = 0; i < WebSocketHandler.MAX_FRAGMENTS; i++) {
                    client.sendRaw(frame(MORE, new byte[1]));
                }
                assertClosed(client, DisconnectReason.BAD_FRAME);
            }
            try (TcpClient client = play(live)) {
                for (int i = 0; i <= WebSocketHandler.MAX_CONTROL_FRAMES; i++) {
                    client.sendRaw(frame(PING, new byte[0]));
                }
                assertClosed(client, DisconnectReason.FLOOD);
            }
            try (TcpClient client = play(live)) {
                client.sendRaw(frame(TEXT, new byte[] {'h', 'i'}));
                assertClosed(client, DisconnectReason.BAD_FRAME);
            }
            try (TcpClient client = play(live)) {
                client.sendRaw(frame(BINARY, new byte[2_560]));
                assertClosed(client, DisconnectReason.BAD_FRAME);
            }
            try (TcpClient client = play(live)) {
                client.sendRaw(frame(0x40 | BINARY, new byte[] {1, 2, 3}));
                assertClosed(client, DisconnectReason.BAD_FRAME);
            }
            assertEquals(0, live.engine.countOffered(EventType.JOIN));
        }
    }

    @Test
    void a_first_message_that_comes_a_byte_a_second_meets_the_deadline_whichever_byte_that_is() {
        final byte[] hello = frame(BINARY, hello());
        // None of it; within the frame's head, its length, its mask, and its message.
        for (final int sentAtOnce : new int[] {0, 1, 3, 6, 20}) {
            try (LiveServer live = new LiveServer();
                    TcpClient client = play(live)) {
                LiveServer.await("it is open", () -> live.counters.get(EdgeCounter.CONNECTIONS_OPENED) == 1);
                client.sendRaw(java.util.Arrays.copyOf(hello, sentAtOnce));
                for (int second = 0; second < 6; second++) {
                    live.advanceMs(1_000);
                    client.sendRaw(hello[sentAtOnce + second]);
                }
                assertClosed(client, DisconnectReason.HANDSHAKE_DEADLINE);
            }
        }
    }
}
