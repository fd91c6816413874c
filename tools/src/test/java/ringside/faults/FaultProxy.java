package ringside.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of this machine that stands for another one and does to TCP connections what networks do: delays them, lets hardly anything
 * through or nothing at all in one direction or both, breaks them off, forgets them without a word, garbles what they carry. The system
 * is told to be impatient with nobody, so each fault lasts until it is taken back. Safe for many threads.
 *
 * <p>What is drawn by lot follows from the seed, the connection's number, its direction and the place in the stream: two runs in which
 * the same bytes pass garble the same ones.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MS = 2_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long WAYS = 2;

    private final InetSocketAddress target;
    private final long seed;
    private final ServerSocket listening;
    private final Map<Way, Sky> skies = new EnumMap<>(Way.class);
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean isRefusing;

    private FaultProxy(final InetSocketAddress target, final long seed) {
        this.target = target;
        this.seed = seed;
        for (final Way way : Way.values()) {
            skies.put(way, new Sky());
        }
        try {
            listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Thread thread = new Thread(this::accept, "proxy-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    /** Stands for a port; what passes is not touched yet. */
    public static FaultProxy before(final String host, final int port, final long seed) {
        return new FaultProxy(new InetSocketAddress(host, port), seed);
    }

    /** The same for {@code HOST:PORT}. */
    public static FaultProxy before(final String address, final long seed) {
        final int colon = address.lastIndexOf(':');
        return before(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), seed);
    }

    /** Its own port, on the loopback address. */
    public int port() {
        return listening.getLocalPort();
    }

    /** {@code HOST:PORT} to dial. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    // ---- faults

    /** What passes takes so long, and up to so much longer. */
    public void delay(final Way way, final long fixedMs, final long jitterMs) {
        final Sky sky = skies.get(way);
        sky.fixedNs = fixedMs * NS_PER_MS;
        sky.jitterNs = jitterMs * NS_PER_MS;
    }

    /** So many bytes pass in a second; 0 for any number. */
    public void throttle(final Way way, final int bytesPerSecond) {
        skies.get(way).bytesPerSecond = bytesPerSecond;
        look();
    }

    /** Nothing passes, and nothing is lost: it waits, as what a system sends again and again. */
    public void block(final Way way) {
        skies.get(way).isBlocked = true;
    }

    /** Everything passes again, what has waited first. */
    public void unblock(final Way way) {
        skies.get(way).isBlocked = false;
        look();
    }

    /** Connections to come are damaged once in so many bytes on average; 0 for not at all. */
    public void garble(final Way way, final int onceInBytes) {
        skies.get(way).onceInBytes = onceInBytes;
    }

    /** The connections there are lead nowhere from now on, and neither end is told; new ones may come. */
    public synchronized void vanish() {
        connections.forEach(each -> each.isLost = true);
        look();
    }

    /** Breaks off all connections there are. */
    public synchronized void cut() {
        connections.forEach(Connection::cut);
    }

    /** Whether whoever dials from now on is turned away at once. */
    public void refuse(final boolean value) {
        isRefusing = value;
    }

    /** How many connections there were so far. */
    public int accepted() {
        return accepted.get();
    }

    /** How often something was garbled in the connections that stand. */
    public int faults() {
        return connections.stream()
                .mapToInt(each -> each.there.faults() + each.back.faults())
                .sum();
    }

    private void look() {
        connections.forEach(each -> {
            each.there.look();
            each.back.look();
        });
    }

    // ---- connections

    private void accept() {
        while (!listening.isClosed()) {
            try {
                begin(listening.accept());
            } catch (final IOException e) {
                // Closed, or one that was gone before it was here.
                Thread.onSpinWait();
            }
        }
    }

    @SuppressWarnings("AddressSelection") // The test says which address it means.
    private synchronized void begin(final Socket dialled) throws IOException {
        if (isRefusing) {
            abort(dialled);
            return;
        }
        final Socket onwards = new Socket();
        try {
            onwards.connect(target, CONNECT_MS);
        } catch (final IOException e) {
            abort(dialled);
            abort(onwards);
            return;
        }
        connections.add(new Connection(accepted.getAndIncrement(), dialled, onwards));
    }

    private static void abort(final Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (final IOException e) {
            // It is as broken as it was to be.
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
        }
    }

    /** How it is in one direction, for all connections. */
    private static final class Sky {
        private volatile boolean isBlocked;
        private volatile long fixedNs;
        private volatile long jitterNs;
        private volatile int bytesPerSecond;
        private volatile int onceInBytes;
    }

    private final class Connection {
        private final Socket dialled;
        private final Socket onwards;
        private final Stream there;
        private final Stream back;
        private volatile boolean isLost;

        Connection(final int number, final Socket dialled, final Socket onwards) throws IOException {
            this.dialled = dialled;
            this.onwards = onwards;
            dialled.setTcpNoDelay(true);
            onwards.setTcpNoDelay(true);
            there = stream(number, Way.THERE, dialled, onwards);
            back = stream(number, Way.BACK, onwards, dialled);
        }

        private Stream stream(final int number, final Way way, final Socket from, final Socket to) {
            final long own = new SplittableRandom(seed + WAYS * number + (way == Way.THERE ? 0 : 1)).nextLong();
            final Sky sky = skies.get(way);
            return new Stream(
                    "proxy-" + port() + "-" + number + "-" + way,
                    from,
                    to,
                    new Damage(own, sky.onceInBytes),
                    new Stream.Weather() {
                        @Override
                        public boolean isBlocked() {
                            return sky.isBlocked;
                        }

                        @Override
                        public boolean isLost() {
                            return isLost;
                        }

                        @Override
                        public long delayNs(final long block) {
                            final long most = sky.jitterNs;
                            return sky.fixedNs + (most == 0 ? 0 : new SplittableRandom(own + block).nextLong(most));
                        }

                        @Override
                        public int bytesPerSecond() {
                            return sky.bytesPerSecond;
                        }
                    },
                    this::broken);
        }

        /** An end that broke is not told to the other one where nothing is. */
        private void broken() {
            if (!isLost) {
                cut();
            }
        }

        private void cut() {
            connections.remove(this);
            abort(dialled);
            abort(onwards);
            if (there != null) {
                there.end();
            }
            if (back != null) {
                back.end();
            }
        }
    }
}
