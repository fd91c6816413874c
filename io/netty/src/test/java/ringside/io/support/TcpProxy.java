package ringside.io.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A bad way for TCP, on this machine: what TCP makes of it, for there is no way to lose a part of a connection from outside.
 * What is read at once counts as one segment. It arrives after its own delay; a lost one is sent again after a round trip and
 * {@value #NOTICED_MS} ms, when the three segments behind it have told of it, and may be lost again; and nothing overtakes. This is
 * kind to TCP: a real one also sends less after a loss. All from one seed. Its own thread.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int MOST_BYTES = 1_400;
    private static final int NOTICED_MS = 50;
    private static final long MS = 1_000_000;

    private final InetSocketAddress server;
    private final SplittableRandom random;
    private final long delayNs;
    private final long jitterNs;
    private final int lossPercent;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel front = ServerSocketChannel.open();
    private final List<Direction> directions = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "tcp-proxy");
    private volatile boolean closed;

    private record Segment(long atNs, ByteBuffer bytes) {}

    /** One way of a connection. */
    private static final class Direction {
        final SocketChannel from;
        final SocketChannel to;
        final Deque<Segment> waiting = new ArrayDeque<>();
        long lastNs;

        Direction(final SocketChannel from, final SocketChannel to) {
            this.from = from;
            this.to = to;
        }
    }

    /**
     * @param delayMs each way, on average
     * @param jitterMs by which each segment may come earlier or later
     */
    public TcpProxy(final int serverPort, final long seed, final int delayMs, final int jitterMs, final int lossPercent)
            throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        random = new SplittableRandom(seed);
        delayNs = delayMs * MS;
        jitterNs = jitterMs * MS;
        this.lossPercent = lossPercent;
        front.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        front.configureBlocking(false);
        front.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where clients find the server. */
    public int port() {
        return front.socket().getLocalPort();
    }

    private void run() {
        final ByteBuffer in = ByteBuffer.allocate(MOST_BYTES);
        try {
            while (!closed) {
                final long waitNs = nextNs() - System.nanoTime();
                if (waitNs < MS) {
                    selector.selectNow();
                } else {
                    selector.select(waitNs / MS);
                }
                for (final SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid()) {
                        read((Direction) key.attachment(), in);
                    }
                }
                selector.selectedKeys().clear();
                deliver();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long nextNs() {
        long nextNs = System.nanoTime() + 50 * MS;
        for (final Direction direction : directions) {
            final Segment first = direction.waiting.peek();
            nextNs = first == null ? nextNs : Math.min(nextNs, first.atNs);
        }
        return nextNs;
    }

    private void accept() throws IOException {
        final SocketChannel client = front.accept();
        if (client == null) {
            return;
        }
        final SocketChannel behind = SocketChannel.open(server);
        begin(new Direction(client, behind));
        begin(new Direction(behind, client));
    }

    private void begin(final Direction direction) throws IOException {
        direction.from.setOption(StandardSocketOptions.TCP_NODELAY, true);
        direction.from.configureBlocking(false);
        direction.from.register(selector, SelectionKey.OP_READ, direction);
        directions.add(direction);
    }

    private void read(final Direction direction, final ByteBuffer in) {
        try {
            int count = direction.from.read(in.clear());
            while (count > 0) {
                final byte[] bytes = new byte[in.flip().remaining()];
                in.get(bytes);
                direction.lastNs = Math.max(direction.lastNs, System.nanoTime() + wayNs());
                direction.waiting.add(new Segment(direction.lastNs, ByteBuffer.wrap(bytes)));
                count = direction.from.read(in.clear());
            }
            if (count < 0) {
                end(direction);
            }
        } catch (final IOException reset) {
            end(direction);
        }
    }

    /** From its first sending to its arrival. */
    private long wayNs() {
        long sentAgainNs = 0;
        while (random.nextInt(100) < lossPercent) {
            sentAgainNs += 2 * delayNs + NOTICED_MS * MS;
        }
        return sentAgainNs + delayNs + (jitterNs == 0 ? 0 : random.nextLong(-jitterNs, jitterNs + 1));
    }

    private void deliver() {
        final long nowNs = System.nanoTime();
        for (final Iterator<Direction> all = directions.iterator(); all.hasNext(); ) {
            final Direction direction = all.next();
            if (!direction.from.isOpen()) {
                all.remove();
                continue;
            }
            try {
                for (Segment due = direction.waiting.peek();
                        due != null && due.atNs <= nowNs && isSent(direction, due);
                        due = direction.waiting.peek()) {
                    direction.waiting.remove();
                }
            } catch (final IOException reset) {
                end(direction);
            }
        }
    }

    private static boolean isSent(final Direction direction, final Segment segment) throws IOException {
        direction.to.write(segment.bytes);
        return !segment.bytes.hasRemaining();
    }

    private static void end(final Direction direction) {
        try {
            direction.from.close();
            direction.to.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            selector.close();
            front.close();
            for (final Direction direction : directions) {
                direction.from.close();
                direction.to.close();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
