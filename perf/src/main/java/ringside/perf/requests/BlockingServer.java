package ringside.perf.requests;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import ringside.io.protocol.MessageType;

/** A peer: plain blocking sockets, a thread for each connection. It reads every message whole and looks at its type only. */
final class BlockingServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final ServerSocket listening;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    BlockingServer() {
        try {
            listening = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[4]));
        } catch (final IOException e) {
            throw new UncheckedIOException("the peer cannot listen", e);
        }
        start("accept", this::accept);
    }

    private static void start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                final Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                start("connection", () -> serve(socket));
            }
        } catch (final IOException closed) {
            connections.clear();
        }
    }

    private void serve(final Socket socket) {
        final byte[] answer = RequestWire.answer();
        try (socket;
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                OutputStream out = socket.getOutputStream()) {
            while (!socket.isClosed()) {
                final byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                if (message[0] == MessageType.INPUTS.code()) {
                    out.write(answer);
                }
            }
        } catch (final IOException ended) {
            connections.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("the peer cannot be closed", e);
        }
    }
}
