package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.bots.Bots;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.protocol.fb.Hello;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.LayoutJson;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** Everything that no client should send, while honest players play on the same server. */
final class HostileClientsIT {
    private static final int RANDOM_CONNECTIONS = 60;
    private static final int HALF_OPEN = 10;

    @TempDir
    private Path folder;

    @Test
    void every_hostile_connection_gets_its_own_answer_and_honest_players_notice_nothing() throws Exception {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("HostileClientsIT seed " + seed);
        final Path data = folder.resolve("data");
        final ExecutorService honest = Executors.newSingleThreadExecutor();
        final List<RawClient> silent = new ArrayList<>();
        try (Served server = Served.start(data, "--matches", "2")) {
            final Future<BotsResult> playing = honest.submit(() -> Bots.run(
                    BotsSettings.of(server.url()).withPlayers(2).withMatches(1).withSeconds(8), progress -> {}));
            for (int i = 0; i < HALF_OPEN; i++) {
                silent.add(new RawClient(server.tcpPort()).send(i % 2 == 0 ? new byte[] {0} : new byte[0]));
                silent.add(new RawClient(server.httpPort()).sendText(i % 2 == 0 ? "GET / HT" : ""));
            }
            badMessages(server.tcpPort());
            badHellos(server.tcpPort());
            badInputs(server.tcpPort());
            badRequests(server.httpPort());
            badFrames(server.httpPort());
            randomBytes(server, new Random(seed));
            requireDeadline(silent.get(0));
            requireHonest(playing.get(120, TimeUnit.SECONDS), seed);
            assertFalse(server.err().contains("our own failure"), () -> "seed " + seed + ": " + server.err());
            requireReplays(data, server.stop(), seed);
        } finally {
            for (final RawClient each : silent) {
                each.close();
            }
            honest.shutdownNow();
            assertTrue(honest.awaitTermination(30, TimeUnit.SECONDS));
        }
    }

    private static void requireHonest(final BotsResult result, final long seed) {
        final String what = "seed " + seed + ": " + result;
        assertEquals(0, result.errors(), what);
        assertEquals(0, result.resumes(), what);
        assertEquals(2, result.clients(), what);
        assertTrue(result.inputsConsumed() > 0, what);
    }

    private static void requireReplays(final Path data, final String finalHash, final long seed)
            throws InterruptedException {
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean(), "seed " + seed + ": " + verified);
        assertEquals(finalHash, verified.get("finalHash").asText(), "seed " + seed);
    }

    private static void badMessages(final int port) throws IOException {
        requireReason(port, DisconnectReason.BAD_LENGTH, (byte) 0, (byte) 0);
        requireReason(port, DisconnectReason.UNKNOWN_MESSAGE, (byte) 0, (byte) 1, (byte) 99);
        requireReason(port, DisconnectReason.UNKNOWN_MESSAGE, (byte) 0, (byte) 1, MessageType.VIEW.code());
        requireReason(port, DisconnectReason.UNEXPECTED_MESSAGE, (byte) 0, (byte) 1, MessageType.LEAVE.code());
        try (RawClient client = new RawClient(port)) {
            client.sendMessage(hello(2, "", 0, Bytes.NONE)).welcome();
            client.send((byte) 0xFF, (byte) 0xFF);
            assertEquals(DisconnectReason.BAD_LENGTH, client.disconnect().reason());
        }
    }

    private static void requireReason(final int port, final DisconnectReason reason, final byte... bytes)
            throws IOException {
        try (RawClient client = new RawClient(port)) {
            final DisconnectMessage answer = client.send(bytes).disconnect();
            assertEquals(reason, answer.reason(), answer.toString());
            assertFalse(answer.text().isEmpty(), answer.toString());
        }
    }

    private static byte[] hello(final int match, final String game, final long layoutHash, final Bytes join) {
        return new HelloMessage(game, layoutHash, match, "", join, null, "hostile").write();
    }

    private static void badHellos(final int port) throws IOException {
        requireAnswer(port, DisconnectReason.PROTOCOL_VERSION, "999", helloOfVersion(999));
        requireAnswer(port, DisconnectReason.UNKNOWN_MATCH, "777", hello(777, "", 0, Bytes.NONE));
        requireAnswer(port, DisconnectReason.UNKNOWN_GAME, "chess", hello(2, "chess", 0, Bytes.NONE));
        requireAnswer(port, DisconnectReason.LAYOUT_MISMATCH, "", hello(2, "", 12_345, Bytes.NONE));
        requireAnswer(port, DisconnectReason.VALUE_OUT_OF_RANGE, "join", hello(2, "", 0, Bytes.copyOf(new byte[3])));
        requireAnswer(port, DisconnectReason.VALUE_OUT_OF_RANGE, "match", hello(-1, "", 0, Bytes.NONE));
        final HelloMessage.Resume stolen = new HelloMessage.Resume(1, Bytes.copyOf(new byte[Wire.SECRET_BYTES]), 1);
        requireAnswer(
                port,
                DisconnectReason.RESUME_REFUSED,
                "",
                new HelloMessage("", 0, 1, "", Bytes.NONE, stolen, "hostile").write());
        final byte[] garbled = hello(2, "", 0, Bytes.NONE);
        java.util.Arrays.fill(garbled, 1, 5, (byte) 0x7F);
        requireAnswer(port, DisconnectReason.BAD_MESSAGE, "", garbled);
    }

    private static void requireAnswer(
            final int port, final DisconnectReason reason, final String field, final byte[] message)
            throws IOException {
        try (RawClient client = new RawClient(port)) {
            final DisconnectMessage answer = client.sendMessage(message).disconnect();
            assertEquals(reason, answer.reason(), answer.toString());
            assertTrue(answer.field().contains(field), answer.toString());
            assertEquals(Wire.PROTOCOL_VERSION, answer.protocolVersion());
        }
    }

    private static byte[] helloOfVersion(final int version) {
        final FlatBufferBuilder builder = new FlatBufferBuilder(64);
        Hello.startHello(builder);
        Hello.addProtocolVersion(builder, version);
        builder.finish(Hello.endHello(builder));
        final byte[] body = builder.sizedByteArray();
        final byte[] message = new byte[1 + body.length];
        message[0] = MessageType.HELLO.code();
        System.arraycopy(body, 0, message, 1, body.length);
        return message;
    }

    private static void badInputs(final int port) throws IOException {
        for (final String field : List.of("moveX", "aim", "fire")) {
            try (RawClient client = new RawClient(port)) {
                final WelcomeMessage welcome =
                        client.sendMessage(hello(2, "arena", 0, Bytes.NONE)).welcome();
                final Layout layout = LayoutJson.read(welcome.layout());
                final DisconnectMessage answer =
                        client.sendMessage(outOfRange(layout, field)).disconnect();
                assertEquals(DisconnectReason.VALUE_OUT_OF_RANGE, answer.reason(), answer.toString());
                assertTrue(answer.field().contains(field), answer.toString());
            }
        }
        try (RawClient client = new RawClient(port)) {
            client.sendMessage(hello(2, "", 0, Bytes.NONE)).welcome();
            client.sendMessage(MessageType.INPUTS.code(), (byte) 200);
            assertEquals(DisconnectReason.BAD_LENGTH, client.disconnect().reason());
        }
    }

    /** One input, well-formed but for one field. */
    private static byte[] outOfRange(final Layout layout, final String field) {
        final RecordType type = layout.input();
        final InputsMessage inputs = new InputsMessage(type.lengthBytes());
        final byte[] message = new byte[2 + InputsMessage.INPUT_HEADER_BYTES + type.lengthBytes()];
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        inputs.begin(buffer, 0, 1).set(0, 1, 1, -1, 0);
        final int at = inputs.recordOffset(0);
        new RecordView(type).wrap(buffer, at).reset();
        final Column column = type.column(field);
        java.util.Arrays.fill(message, at + column.offset(), at + column.offset() + column.widthBytes(), (byte) 0x80);
        return message;
    }

    private static void badRequests(final int port) throws IOException {
        for (final String path : List.of(
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%5c..%5cetc/passwd",
                "/.git/config",
                "//etc/passwd",
                "/META-INF/MANIFEST.MF",
                "/ringside/cli/Main.class")) {
            final String answer =
                    http(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404"), path + ": " + answer);
        }
        requireRefusedRequest(port, "DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "405");
        requireRefusedRequest(port, "GET /play HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "426");
        requireRefusedRequest(port, "GET / HTTP/1.1\r\nX-Huge: " + "x".repeat(1 << 20) + "\r\n\r\n", "4\\d\\d");
        requireRefusedRequest(port, "GET /" + "x".repeat(1 << 16) + " HTTP/1.1\r\n\r\n", "4\\d\\d");
        requireRefusedRequest(port, "\u0016\u0003\u0001 what is this\r\n\r\n", "400");
        requireRefusedRequest(port, "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", "4\\d\\d");
    }

    /** Refused by a status, or by a close where the request was so wrong that more of it was still being sent. */
    private static void requireRefusedRequest(final int port, final String request, final String status)
            throws IOException {
        final String answer = http(port, request);
        assertTrue(
                answer.isEmpty() || answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"),
                () -> "instead of " + status + ": " + answer);
    }

    private static String http(final int port, final String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.sendText(request).untilEnd();
        }
    }

    private static void badFrames(final int port) throws IOException {
        final int binary = 0x82;
        final int text = 0x81;
        final int firstFragment = 0x02;
        final int nextFragment = 0x00;
        final int compressed = 0xC2;
        final int badFrame = 4000 + 7;
        requireClose(badFrame, port, client -> client.sendFrame(binary, 1L << 40, new byte[16]));
        requireClose(badFrame, port, client -> client.sendFrame(binary, 5_000, new byte[5_000]));
        requireClose(badFrame, port, client -> client.sendFrame(text, 4, new byte[4]));
        requireClose(badFrame, port, client -> client.sendFrame(nextFragment, 4, new byte[4]));
        requireClose(badFrame, port, client -> client.sendFrame(compressed, 4, new byte[4]));
        requireClose(badFrame, port, client -> {
            client.sendFrame(firstFragment, 100, new byte[100]);
            for (int i = 0; i < 40; i++) {
                client.sendFrame(nextFragment, 100, new byte[100]);
            }
        });
        requireClose(4000 + 2, port, client -> client.sendFrame(binary, 1, (byte) 99));
        requireClose(4000 + 1, port, client -> client.sendFrame(binary, 0));
        requireClose(4000 + 20, port, client -> {
            final byte[] hello = hello(777, "", 0, Bytes.NONE);
            client.sendFrame(binary, hello.length, hello);
        });
        requireClose(4000 + 6, port, client -> {
            for (int i = 0; i < 200; i++) {
                client.sendFrame(0x89, 1, (byte) i);
            }
        });
    }

    /** Something that is done with a WebSocket. */
    @FunctionalInterface
    private interface Misuse {
        void on(RawClient client) throws IOException;
    }

    private static void requireClose(final int code, final int port, final Misuse misuse) throws IOException {
        try (RawClient client = new RawClient(port).upgrade()) {
            misuse.on(client);
            assertEquals(code, client.closeCode());
        }
    }

    private static void randomBytes(final Served server, final Random random) throws IOException {
        for (int i = 0; i < RANDOM_CONNECTIONS; i++) {
            final byte[] bytes = new byte[1 + random.nextInt(4_096)];
            random.nextBytes(bytes);
            if (i % 3 == 0) {
                // Else nearly all of them would be taken for a person who types.
                bytes[0] = (byte) random.nextInt(10);
            }
            try (RawClient client = new RawClient(i % 3 == 2 ? server.httpPort() : server.tcpPort())) {
                client.send(bytes).endOutput().untilEnd();
            }
        }
    }

    /** Half a length and nothing more: the handshake's deadline ends it. */
    private static void requireDeadline(final RawClient silent) throws IOException {
        assertEquals(DisconnectReason.HANDSHAKE_DEADLINE, silent.disconnect().reason());
    }
}
