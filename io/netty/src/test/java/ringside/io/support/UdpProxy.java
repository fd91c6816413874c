package ringside.io.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bad way for datagrams, on this machine: each is lost, or arrives after its own delay, in each direction; later ones may
 * overtake, and where some are lost one in a hundred comes twice. All from one seed. Its own thread; what arrives at one time leaves in the order in which it came.
 */
public final class UdpProxy implements AutoCloseable {
    private static final int MOST_BYTES = 2_048;
    private static final long MS = 1_000_000;

    private final SocketAddress server;
    private final SplittableRandom random;
    private final long delayNs;
    private final long jitterNs;
    private final int lossPercent;
    private final Selector selector = Selector.open();
    private final DatagramChannel front;
    private final Map<SocketAddress, DatagramChannel> backs = new HashMap<>();
    private final PriorityQueue<Packet> waiting = new PriorityQueue<>();
    private final Thread thread = new Thread(this::run, "udp-proxy");
    private long order;
    private volatile boolean moving;
    private final AtomicLong leftToServer = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong leftToClients = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean closed;
    private final LongAdder toServerBytes = new LongAdder();
    private final LongAdder toClientsBytes = new LongAdder();
    private final LongAdder lost = new LongAdder();

    private record Packet(
            long atNs,
            long order,
            ByteBuffer bytes,
            DatagramChannel from,
            @Nullable SocketAddress to) implements Comparable<Packet> {
        @Override
        public int compareTo(final Packet other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /**
     * @param delayMs each way, on average
     * @param jitterMs by which each may come earlier or later
     */
    public UdpProxy(final int serverPort, final long seed, final int delayMs, final int jitterMs, final int lossPercent)
            throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        random = new SplittableRandom(seed);
        delayNs = delayMs * MS;
        jitterNs = jitterMs * MS;
        this.lossPercent = lossPercent;
        front = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "front");
        thread.setDaemon(true);
        thread.start();
    }

    private DatagramChannel open(final @Nullable SocketAddress address, final Object attachment) throws IOException {
        final DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.bind(address);
        channel.register(selector, SelectionKey.OP_READ, attachment);
        return channel;
    }

    /** Where clients find the server. */
    public int port() {
        return front.socket().getLocalPort();
    }

    /** From now on what clients send comes from other ports: their networks gave them new addresses. */
    public void moveClients() {
        moving = true;
        selector.wakeup();
    }

    /** After so many more datagrams in each direction nothing gets through. */
    public void breakAfter(final int toServer, final int toClients) {
        leftToServer.set(toServer);
        leftToClients.set(toClients);
    }

    /** Bytes that clients sent. */
    public long toServerBytes() {
        return toServerBytes.sum();
    }

    /** Bytes that the server sent. */
    public long toClientsBytes() {
        return toClientsBytes.sum();
    }

    /** Datagrams, in both directions. */
    public long lost() {
        return lost.sum();
    }

    private void run() {
        final ByteBuffer in = ByteBuffer.allocate(MOST_BYTES);
        try {
            while (!closed) {
                final Packet next = waiting.peek();
                final long waitNs = next == null ? 50 * MS : next.atNs - System.nanoTime();
                if (waitNs < MS) {
                    selector.selectNow();
                } else {
                    selector.select(waitNs / MS);
                }
                if (moving) {
                    moving = false;
                    for (final DatagramChannel back : backs.values()) {
                        back.close();
                    }
                    backs.clear();
                }
                receive(in);
                deliver();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(final ByteBuffer in) throws IOException {
        for (final SelectionKey key : selector.selectedKeys()) {
            if (!key.isValid()) {
                continue;
            }
            final DatagramChannel at = (DatagramChannel) key.channel();
            SocketAddress from = at.receive(in.clear());
            while (from != null) {
                final byte[] bytes = new byte[in.flip().remaining()];
                in.get(bytes);
                if (at == front) {
                    toServerBytes.add(bytes.length);
                    if (leftToServer.getAndDecrement() > 0) {
                        pass(bytes, back(from), server);
                    }
                } else {
                    toClientsBytes.add(bytes.length);
                    if (leftToClients.getAndDecrement() > 0) {
                        pass(bytes, front, (SocketAddress) key.attachment());
                    }
                }
                from = at.receive(in.clear());
            }
        }
        selector.selectedKeys().clear();
    }

    private DatagramChannel back(final SocketAddress client) throws IOException {
        DatagramChannel back = backs.get(client);
        if (back == null) {
            back = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), client);
            backs.put(client, back);
        }
        return back;
    }

    private void pass(final byte[] bytes, final DatagramChannel from, final SocketAddress to) {
        if (random.nextInt(100) < lossPercent) {
            lost.increment();
            return;
        }
        final int copies = lossPercent > 0 && random.nextInt(100) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            send(ByteBuffer.wrap(bytes), from, to);
        }
    }

    private void send(final ByteBuffer bytes, final DatagramChannel from, final SocketAddress to) {
        final long jitter = jitterNs == 0 ? 0 : random.nextLong(-jitterNs, jitterNs + 1);
        waiting.add(new Packet(System.nanoTime() + delayNs + jitter, order++, bytes, from, to));
    }

    private void deliver() throws IOException {
        final long nowNs = System.nanoTime();
        for (Packet due = waiting.peek(); due != null && due.atNs <= nowNs; due = waiting.peek()) {
            waiting.remove();
            if (due.from.isOpen()) {
                due.from.send(due.bytes, due.to);
            }
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
            for (final DatagramChannel back : backs.values()) {
                back.close();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
