package ringside.perf.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer: the design that most programs have. Each connection has a thread that reads and one that writes; all inputs go
 * through one bounded channel of 1,024 to one thread that takes them one by one, and at each tick hands an answer to
 * every connection's channel. What finds a channel full is dropped and counted. No journal, no game, no encoding: it moves
 * the bytes that the real server moved.
 */
final class ChannelServer implements AutoCloseable {
    /** Of inputs, all connections together. */
    static final int CHANNEL_CAPACITY = 1_024;

    /** Of answers, of each connection. */
    private static final int ANSWERS_CAPACITY = 16;

    private static final int BACKLOG = 1_024;
    private static final long SECOND_NS = 1_000_000_000;

    private final int inputBytes;
    private final int answerBytes;
    private final long periodNs;
    private final ServerSocket listening;
    private final BlockingQueue<Input> channel = new ArrayBlockingQueue<>(CHANNEL_CAPACITY);
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    /** A fresh one for each that arrives, as such designs have it. */
    private record Input(Client from, int number, long receivedNs, ByteBuffer bytes) {}

    ChannelServer(final int hz, final int inputBytes, final int answerBytes) {
        this.inputBytes = inputBytes;
        this.answerBytes = answerBytes;
        periodNs = SECOND_NS / hz;
        try {
            listening = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[4]));
        } catch (final IOException e) {
            throw new UncheckedIOException("the peer cannot listen", e);
        }
        start("accept", this::accept);
        start("game", this::play);
    }

    private static void start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return ((InetSocketAddress) listening.getLocalSocketAddress()).getPort();
    }

    /** Inputs that arrived, those dropped among them. */
    long received() {
        return received.get();
    }

    /** Inputs and answers that found their channel full. */
    long dropped() {
        return dropped.get();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                final Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                final Client client = new Client(socket);
                clients.add(client);
                start("read", client::read);
                start("write", client::write);
            }
        } catch (final IOException closed) {
            clients.forEach(Client::end);
        }
    }

    /** Takes inputs as they come; at each tick everybody is answered. */
    private void play() {
        long dueNs = System.nanoTime() / periodNs * periodNs + periodNs;
        try {
            while (!listening.isClosed()) {
                final long leftNs = dueNs - System.nanoTime();
                final Input input = leftNs <= 0 ? null : channel.poll(leftNs, TimeUnit.NANOSECONDS);
                if (input != null) {
                    input.from().apply(input);
                } else if (System.nanoTime() >= dueNs) {
                    for (final Client client : clients) {
                        client.answer(dueNs);
                    }
                    dueNs += periodNs * Math.max(1, (System.nanoTime() - dueNs + periodNs - 1) / periodNs);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("the peer cannot be closed", e);
        }
        clients.forEach(Client::end);
    }

    /** One connection. What was applied belongs to the game's thread. */
    private final class Client {
        private final Socket socket;
        private final BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(ANSWERS_CAPACITY);
        private int newestInput;
        private long newestReceivedNs;

        Client(final Socket socket) {
            this.socket = socket;
        }

        void read() {
            try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
                for (int number = 1; ; number++) {
                    final byte[] bytes = new byte[inputBytes];
                    in.readFully(bytes);
                    received.incrementAndGet();
                    if (!channel.offer(new Input(this, number, System.nanoTime(), ByteBuffer.wrap(bytes)))) {
                        dropped.incrementAndGet();
                    }
                }
            } catch (final IOException ended) {
                end();
            }
        }

        void write() {
            try (OutputStream out = socket.getOutputStream()) {
                while (!socket.isClosed()) {
                    final byte[] answer = answers.poll(1, TimeUnit.SECONDS);
                    if (answer != null) {
                        out.write(answer);
                    }
                }
            } catch (final IOException ended) {
                end();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void apply(final Input input) {
            newestInput = input.number();
            newestReceivedNs = input.receivedNs();
        }

        void answer(final long dueNs) {
            final byte[] bytes = new byte[answerBytes];
            final ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
            FloorWire.writeAnswer(out, newestInput, dueNs - newestReceivedNs, answerBytes);
            if (!answers.offer(bytes)) {
                dropped.incrementAndGet();
            }
        }

        void end() {
            clients.remove(this);
            try {
                socket.close();
            } catch (final IOException e) {
                throw new UncheckedIOException("a connection cannot be closed", e);
            }
        }
    }
}
