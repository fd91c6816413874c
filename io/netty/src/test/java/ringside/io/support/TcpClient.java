package ringside.io.support;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;

/** A blocking client on a plain socket: for good and bad bytes alike. */
public final class TcpClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    public final Socket socket;
    private final DataInputStream in;

    public TcpClient(final int port) {
        this(port, 65_536);
    }

    public TcpClient(final int port, final int receiveBufferBytes) {
        socket = new Socket();
        try {
            socket.setReceiveBufferSize(receiveBufferBytes);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over a socket that is connected already. */
    public TcpClient(final Socket connected) {
        socket = connected;
        try {
            socket.setSoTimeout(TIMEOUT_MS);
            in = new DataInputStream(socket.getInputStream());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From another address of this machine, such as 127.0.0.2. */
    public static TcpClient from(final String address, final int port) {
        final Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TcpClient(socket);
    }

    public TcpClient sendRaw(final byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public TcpClient sendText(final String text) {
        return sendRaw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A message behind its length. */
    public TcpClient send(final byte[] message) {
        final byte[] framed = new byte[2 + message.length];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return sendRaw(framed);
    }

    /** The next message, or null at the end of the connection. */
    public @Nullable UnsafeBuffer read() {
        try {
            final byte[] message = new byte[in.readUnsignedShort()];
            in.readFully(message);
            return new UnsafeBuffer(message);
        } catch (final EOFException | SocketException ended) {
            return null;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message of that type; others are passed over. */
    public UnsafeBuffer read(final MessageType type) {
        UnsafeBuffer message = read();
        while (message != null) {
            if (message.getByte(0) == type.code()) {
                return message;
            }
            message = read();
        }
        throw new AssertionError("the connection ended before a " + type);
    }

    public WelcomeMessage join() {
        send(TestEdge.helloMessage(null).write());
        final UnsafeBuffer message = read(MessageType.WELCOME);
        return WelcomeMessage.read(message, 0, message.capacity());
    }

    /** The DISCONNECT, after which the connection must end. */
    public DisconnectMessage readDisconnect() {
        final UnsafeBuffer message = read(MessageType.DISCONNECT);
        if (read() != null) {
            throw new AssertionError("something came after the DISCONNECT");
        }
        return DisconnectMessage.read(message, 0, message.capacity());
    }

    /** The next line of text. */
    public String readLine() {
        final StringBuilder line = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString().strip();
    }

    /** Everything up to the end of the connection. */
    public String readAll() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final SocketException reset) {
            return "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Closes the socket. */
    public void end() {
        try {
            socket.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
