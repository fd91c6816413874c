package ringside.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;

/** A socket that sends whatever a test wants, and reads what a server answers before it closes. */
final class RawClient implements AutoCloseable {
    private static final int ANSWER_MS = 30_000;
    private static final int FINAL_BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int LONG_16 = 126;
    private static final String UPGRADE = """
            GET /play HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """;

    private final Socket socket;
    private final DataInputStream in;

    RawClient(final int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends bytes; that the server closed meanwhile is no failure. */
    RawClient send(final byte... bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (final SocketException e) {
            // Refused already: what it answered is still to be read.
        }
        return this;
    }

    RawClient sendText(final String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends one message with its length before it, as on TCP. */
    RawClient sendMessage(final byte... message) throws IOException {
        return send(ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array());
    }

    RawClient endOutput() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (final SocketException e) {
            // Closed already.
        }
        return this;
    }

    /** The WELCOME that answers a HELLO. */
    WelcomeMessage welcome() throws IOException {
        final byte[] message = message();
        if (MessageType.of(message[0]) != MessageType.WELCOME) {
            throw new AssertionError("no WELCOME but " + MessageType.of(message[0]));
        }
        return WelcomeMessage.read(new UnsafeBuffer(message), 0, message.length);
    }

    /** Reads on to the DISCONNECT, and requires that nothing but the end follows it. */
    DisconnectMessage disconnect() throws IOException {
        while (true) {
            final byte[] message = message();
            if (MessageType.of(message[0]) == MessageType.DISCONNECT) {
                requireEnd();
                return DisconnectMessage.read(new UnsafeBuffer(message), 0, message.length);
            }
        }
    }

    private byte[] message() throws IOException {
        final byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    private void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw new AssertionError("the server goes on after its DISCONNECT");
        }
    }

    /** Everything up to the end, which must come. */
    String untilEnd() throws IOException {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (final SocketException e) {
            // Reset, because something that was sent is not read any more: an end, too.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Makes it a WebSocket. */
    RawClient upgrade() throws IOException {
        sendText(UPGRADE.replace("\n", "\r\n"));
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            final int next = in.read();
            if (next < 0) {
                throw new EOFException("instead of an upgrade: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new AssertionError("no WebSocket: " + head);
        }
        return this;
    }

    /** Sends a frame with that first byte, masked with zeros, and a length that may be a lie. */
    RawClient sendFrame(final int firstByte, final long claimedBytes, final byte... payload) throws IOException {
        final ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
        if (claimedBytes < LONG_16) {
            frame.put((byte) (MASKED | claimedBytes));
        } else if (claimedBytes <= 0xFFFF) {
            frame.put((byte) (MASKED | LONG_16)).putShort((short) claimedBytes);
        } else {
            frame.put((byte) (MASKED | LONG_16 + 1)).putLong(claimedBytes);
        }
        frame.putInt(0).put(payload);
        return send(java.util.Arrays.copyOf(frame.array(), frame.position()));
    }

    /** Reads frames up to the CLOSE, and returns its code; the DISCONNECT before it must say the same. */
    int closeCode() throws IOException {
        int disconnect = -1;
        while (true) {
            final int first = in.readUnsignedByte();
            final int shortLength = in.readUnsignedByte();
            final byte[] payload = new byte[shortLength == LONG_16 ? in.readUnsignedShort() : shortLength];
            in.readFully(payload);
            if (first == FINAL_BINARY && MessageType.of(payload[0]) == MessageType.DISCONNECT) {
                disconnect = DisconnectMessage.read(new UnsafeBuffer(payload), 0, payload.length)
                        .code();
            } else if (first == CLOSE) {
                final int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
                if (code != 4000 + disconnect) {
                    throw new AssertionError("closed with " + code + " after DISCONNECT with " + disconnect);
                }
                return code;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
