package ringside.io.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.quic.QuicListener;
import ringside.io.session.ConnectionFigures;
import ringside.io.session.Edge;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeFailures;
import ringside.io.session.EdgePump;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;

/**
 * The edge on a network: one port for framed clients and people who type, one for pages and WebSockets.
 *
 * <p>Someone must run {@link #pump} on a thread; the event loops have their own.
 */
public final class GameServer implements AutoCloseable {
    private static final int MAX_REQUEST_LINE_BYTES = 2_048;
    private static final int MAX_HEADER_BYTES = 8_192;
    private static final int MAX_REQUEST_BODY_BYTES = 1;
    private static final int STOP_SECONDS = 5;

    private final ServerSettings settings;
    private final EventLoopGroup acceptLoop;
    private final EventLoopGroup loops;
    private final Transport transport;
    private final IdentityHashMap<EventExecutor, LoopEdge> edges = new IdentityHashMap<>();
    private final List<LoopEdge> edgeList = new ArrayList<>();
    private final AcceptGate gate;
    private final StaticFiles files;
    private final NanoClock clock;
    private final EdgeCounters counters;
    private @Nullable EdgePump pump;
    private @Nullable Supplier<Certificates> certificates;
    private @Nullable Channel tcp;
    private @Nullable Channel http;
    private @Nullable QuicListener quic;
    private @Nullable QuicDoor quicDoor;
    private volatile LivePages live = LivePages.NONE;
    private volatile boolean closed;

    /**
     * A server that does not listen yet.
     *
     * @param engines whose words are passed on, in the order of their numbers
     * @param classPath where pages are found, under {@code META-INF/resources}
     */
    public GameServer(
            final Transport transport,
            final ServerSettings settings,
            final EdgeSettings edgeSettings,
            final EdgeServices services,
            final List<EdgePump.Source> engines,
            final NanoClock clock,
            final ClassLoader classPath) {
        this(transport, settings, services, loop -> new Edge(edgeSettings, services, loop), clock, classPath);
        pump = new EdgePump(engines, services.operators(), new ArrayList<>(edgeList));
    }

    /**
     * The server of a standby, that does not listen yet: who comes is told that nobody is served here, or waits a moment, as {@link
     * Edge#standingBy} says; until {@link #serve}.
     *
     * @param services of which only the counters and who hears of failures count
     */
    public static GameServer standingBy(
            final Transport transport,
            final ServerSettings settings,
            final EdgeSettings edgeSettings,
            final EdgeServices services,
            final NanoClock clock,
            final ClassLoader classPath) {
        return new GameServer(
                transport, settings, services, loop -> Edge.standingBy(edgeSettings, services, loop), clock, classPath);
    }

    private GameServer(
            final Transport transport,
            final ServerSettings settings,
            final EdgeServices services,
            final IntFunction<Edge> edgeOf,
            final NanoClock clock,
            final ClassLoader classPath) {
        this.settings = settings;
        this.clock = clock;
        counters = services.counters();
        this.transport = transport;
        acceptLoop = new MultiThreadIoEventLoopGroup(1, new LoopThreads("accept", services.failures()), transport.io());
        loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new LoopThreads("edge", services.failures()), transport.edgeIo());
        gate = new AcceptGate(settings, services.counters(), services.failures(), clock);
        files = new StaticFiles(classPath);
        for (final EventExecutor loop : loops) {
            final LoopEdge edge = new LoopEdge(loop, edgeOf.apply(edgeList.size()), clock);
            edges.put(loop, edge);
            edgeList.add(edge);
        }
        watch(acceptLoop, services.failures());
        watch(loops, services.failures());
    }

    /**
     * Serves from now on, at the ports that are open: for a server that stood by. Its counters, and who hears of its failures, stay.
     * Once; returns when all event loops know. {@link #pump} is there then, and for somebody to turn.
     */
    public void serve(
            final EdgeSettings edgeSettings, final EdgeServices services, final List<EdgePump.Source> engines) {
        if (pump != null) {
            throw new IllegalStateException("this server serves already");
        }
        pump = new EdgePump(engines, services.operators(), new ArrayList<>(edgeList));
        final List<Future<?>> told = new ArrayList<>();
        for (final LoopEdge edge : edgeList) {
            told.add(edge.loop().submit(() -> edge.edge().serve(edgeSettings, services, clock.nanoTime())));
        }
        for (final Future<?> each : told) {
            each.syncUninterruptibly();
        }
    }

    /** An event loop that ends by itself, which only an {@link Error} can bring about, is as bad as one. */
    private void watch(final EventLoopGroup group, final EdgeFailures failures) {
        for (final EventExecutor loop : group) {
            loop.terminationFuture().addListener(ended -> {
                if (!closed) {
                    failures.broken(new IllegalStateException("an event loop ended by itself", ended.cause()));
                }
            });
        }
    }

    /** The duty cycle that passes answers on and wakes the event loops; and where logic says that a frame is done. */
    public EdgePump pump() {
        final EdgePump there = pump;
        if (there == null) {
            throw new IllegalStateException("this server serves nobody yet");
        }
        return there;
    }

    /**
     * Has both ports encrypted: nothing else is served there. Before {@link #start}.
     *
     * @param current the certificates for a connection that begins now; those that are open keep theirs
     */
    public GameServer encrypt(final Supplier<Certificates> current) {
        certificates = current;
        return this;
    }

    /** Whether {@link #encrypt} was called. */
    public boolean isEncrypted() {
        return certificates != null;
    }

    /** Has these pages shown from now on, beside those of the class path. Any thread. */
    public void show(final LivePages pages) {
        live = pages;
    }

    /** Listens. Throws {@link ListenException}, in one clear line, when a port cannot be had. */
    public void start() {
        edgeList.forEach(LoopEdge::start);
        if (settings.tcpPort() >= 0) {
            tcp = listen(settings.tcpPort(), this::initTcp);
        }
        if (settings.httpPort() >= 0) {
            http = listen(settings.httpPort(), this::initHttp);
        }
    }

    private Channel listen(final int port, final Consumer<Channel> protocol) {
        final ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptLoop, loops)
                .channel(transport.serverChannel())
                .handler(gate)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.lowWatermarkBytes(), settings.highWatermarkBytes()))
                .childHandler(new Channels(protocol));
        transport.configure(bootstrap, settings);
        final ChannelFuture bound =
                bootstrap.bind(transport.address(settings.host(), port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new ListenException(settings.host(), port, bound.cause());
        }
        return bound.channel();
    }

    /**
     * Listens for QUIC as well, on one of the event loops: with the certificates of {@link #encrypt}, or, for development, one
     * that is made now. Nothing, for a server that is in this process only.
     *
     * @param port UDP; 0 for any free one
     * @throws ListenException when the port cannot be had
     */
    public void startQuic(final int port) {
        final Class<? extends DatagramChannel> type = transport.datagramChannel();
        if (type == null) {
            return;
        }
        final LoopEdge edge = edgeList.get(0);
        final QuicDoor door = new QuicDoor(gate, edge, settings, certificates);
        try {
            quic = QuicListener.listen(
                    new InetSocketAddress(settings.host(), port), (EventLoop) edge.loop(), type, door);
            quicDoor = door;
        } catch (final QuicListener.BindFailure e) {
            close();
            throw new ListenException(settings.host(), port, e.getCause());
        }
    }

    private LoopEdge edgeOf(final Channel channel) {
        final LoopEdge edge = edges.get(channel.eventLoop());
        if (edge == null) {
            throw new IllegalStateException("a channel on a foreign event loop");
        }
        return edge;
    }

    /** Begins a channel with its protocol, within an encryption where there is to be one. */
    private final class Channels extends ChannelInitializer<Channel> {
        private final Consumer<Channel> protocol;

        Channels(final Consumer<Channel> protocol) {
            this.protocol = protocol;
        }

        @Override
        protected void initChannel(final Channel channel) {
            final Supplier<Certificates> current = certificates;
            if (current == null) {
                protocol.accept(channel);
            } else {
                Encryption.begin(channel, current.get(), settings.encryptionDeadlineMs(), counters, protocol);
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            Faults.reportError(cause);
            context.close();
        }
    }

    private void initTcp(final Channel channel) {
        final LoopEdge edge = edgeOf(channel);
        final boolean isPlain = certificates == null;
        if (isPlain) {
            channel.config().setRecvByteBufAllocator(edge.incoming());
        }
        channel.pipeline().addLast("tcp", new TcpHandler(edge, new TcpOutlet(channel, edge.outgoing(), isPlain)));
    }

    private void initHttp(final Channel channel) {
        final HttpDecoderConfig bounds = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast("http", new HttpServerCodec(bounds))
                .addLast("whole", new HttpObjectAggregator(MAX_REQUEST_BODY_BYTES, true))
                .addLast(
                        "pages",
                        new HttpHandler(edgeOf(channel), files, path -> live.page(path), settings.httpDeadlineMs()));
    }

    /** The port for framed clients; -1 when there is none. */
    public int tcpPort() {
        return portOf(tcp);
    }

    /** The port for pages and WebSockets; -1 when there is none. */
    public int httpPort() {
        return portOf(http);
    }

    /** The UDP port for QUIC; -1 when there is none. */
    public int quicPort() {
        return quic == null ? -1 : quic.port();
    }

    /** Of a QUIC certificate that was made at the start: what a client may be told to expect. Else empty. */
    public String quicFingerprint() {
        return quicDoor == null ? "" : quicDoor.fingerprint();
    }

    private static int portOf(final @Nullable Channel channel) {
        return channel != null && channel.localAddress() instanceof final InetSocketAddress local
                ? local.getPort()
                : -1;
    }

    /**
     * How the connections of a match's players are, in the order of their numbers; those of a loop that does not answer within
     * some seconds are left out. Any thread but a loop's; blocks until every loop has answered.
     */
    public List<ConnectionFigures> connectionsOf(final int match) throws InterruptedException {
        final List<Future<List<ConnectionFigures>>> asked = new ArrayList<>();
        for (final LoopEdge edge : edgeList) {
            asked.add(edge.loop().submit(() -> edge.edge().figures(match, edge.nowNs())));
        }
        final List<ConnectionFigures> all = new ArrayList<>();
        for (final Future<List<ConnectionFigures>> answer : asked) {
            if (answer.await(STOP_SECONDS, TimeUnit.SECONDS) && answer.isSuccess()) {
                all.addAll(answer.getNow());
            }
        }
        all.sort(Comparator.comparingInt(ConnectionFigures::player));
        return all;
    }

    /** Connections open now. */
    public int openConnections() {
        return gate.openConnections();
    }

    /** Another server is about to take over: every player who can hear it is told so. Any thread; returns at once. */
    public void announceMoving() {
        for (final LoopEdge edge : edgeList) {
            if (!edge.loop().isShuttingDown()) {
                edge.loop().execute(edge.edge()::announceMoving);
            }
        }
    }

    /** How many have come so far who wait for this server to serve: see {@link #standingBy}. Any thread. */
    public int waited() {
        return edgeList.stream().mapToInt(each -> each.edge().waited()).sum();
    }

    /** Another server serves from now on: every client is told so, as is whoever comes. Any thread; returns at once. */
    public void sendAway() {
        for (final LoopEdge edge : edgeList) {
            if (!edge.loop().isShuttingDown()) {
                edge.loop().execute(edge.edge()::sendAway);
            }
        }
    }

    /** Stops listening, tells every client SERVER_STOPPING, and ends the event loops. Blocks for up to some seconds. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopListening(tcp);
        stopListening(http);
        for (final LoopEdge edge : edgeList) {
            edge.loop().submit(edge.edge()::stop).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
        stopListening(quic == null ? null : quic.channel());
        acceptLoop.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        loops.shutdownGracefully(50, STOP_SECONDS * 1_000L, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        acceptLoop.terminationFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static void stopListening(final @Nullable Channel channel) {
        if (channel != null) {
            channel.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
