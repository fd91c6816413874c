package ringside.perf.requests;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;
import ringside.perf.EncodedHistogram;
import ringside.perf.RunFailedException;

/**
 * Connections that each send a window of requests, and the next one when all are answered, but not before its time: an edge
 * takes a thousand messages a second from each client. The whole load has one thread.
 */
final class RequestLoad implements AutoCloseable {
    private static final int MOST_SERVER_MESSAGE_BYTES = 65_535;
    private static final long LONGEST_NS = 600_000_000_000L;
    private static final long JOIN_LIMIT_NS = 60_000_000_000L;
    private static final long LOOK_MS = 20;
    private static final int STOP_SECONDS = 5;

    /** A few inputs a second are taken and not answered: where such a one was a window's last, the next window begins after this. */
    private static final long GIVE_UP_NS = 100_000_000;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("requests", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final int requests;
    private final long everyNs;
    private final LongAdder answered = new LongAdder();
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Histogram times = new ConcurrentHistogram(LONGEST_NS, 3);
    private final List<Client> clients = new ArrayList<>();
    private volatile boolean measuring;
    private volatile boolean playing = true;

    /**
     * A load that has no connections.
     *
     * @param requests of a window
     * @param everyNs from one window to the next at least; 0: at once
     */
    RequestLoad(final int requests, final long everyNs) {
        this.requests = requests;
        this.everyNs = everyNs;
    }

    /**
     * What was measured.
     *
     * @param requests that were answered
     * @param cpuNs of the server meanwhile
     * @param loadCpuNs of this process meanwhile
     * @param answer from when a window was written to its last answer, encoded
     */
    record Result(long requests, long elapsedNs, long cpuNs, long loadCpuNs, int lost, String answer) {
        double perSecond() {
            return requests * 1e9 / Math.max(1, elapsedNs);
        }

        double cpuNsPerRequest() {
            return (double) cpuNs / Math.max(1, requests);
        }
    }

    /** Connects, warms up, measures. */
    Result run(
            final ServerKind kind,
            final int port,
            final long serverPid,
            final int connections,
            final int warmupSeconds,
            final int seconds)
            throws InterruptedException {
        for (int i = 0; i < connections; i++) {
            connect(kind, port);
        }
        final long limitNs = System.nanoTime() + JOIN_LIMIT_NS;
        while (ready.get() < connections) {
            if (System.nanoTime() > limitNs || lost.get() > 0) {
                throw new RunFailedException("requests: " + ready.get() + " of " + connections
                        + " connections were taken, " + lost.get() + " were lost");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).begin(everyNs * i / clients.size());
        }
        TimeUnit.SECONDS.sleep(warmupSeconds);
        measuring = true;
        final long cpuBefore = cpuNs(serverPid);
        final long ownBefore = cpuNs(ProcessHandle.current().pid());
        final long before = answered.sum();
        final long beganNs = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        final long elapsedNs = System.nanoTime() - beganNs;
        final long done = answered.sum() - before;
        final long serverNs = cpuNs(serverPid) - cpuBefore;
        final long ownNs = cpuNs(ProcessHandle.current().pid()) - ownBefore;
        measuring = false;
        final int lostBefore = lost.get();
        playing = false;
        return new Result(done, elapsedNs, serverNs, ownNs, lostBefore, EncodedHistogram.of(times.copy()));
    }

    private static long cpuNs(final long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private void connect(final ServerKind kind, final int port) throws InterruptedException {
        final Client client = new Client(kind);
        new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(
                                        MOST_SERVER_MESSAGE_BYTES, 0, Wire.LENGTH_BYTES, 0, Wire.LENGTH_BYTES))
                                .addLast(client);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync();
        clients.add(client);
    }

    @Override
    public void close() {
        playing = false;
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** One connection; lives on the loop. */
    private final class Client extends SimpleChannelInboundHandler<ByteBuf> {
        private final ServerKind kind;
        private final ByteBuf window = Unpooled.unreleasableBuffer(RequestWire.window(requests));
        private volatile Channel channel;
        private long sentNs;
        private int nextSequence = RequestWire.INPUTS;
        private int missing;

        @SuppressWarnings("NullAway.Init") // The channel comes before everything else.
        Client(final ServerKind kind) {
            this.kind = kind;
        }

        @Override
        public void channelActive(final ChannelHandlerContext context) {
            channel = context.channel();
            if (kind.greets()) {
                final byte[] hello =
                        new HelloMessage(PayloadGame.NAME, 0, 0, "", Bytes.NONE, null, "ringside-perf").write();
                final ByteBuf out = context.alloc().directBuffer(Wire.LENGTH_BYTES + hello.length);
                out.writeShort(hello.length).writeBytes(hello);
                final var unused = context.writeAndFlush(out, context.voidPromise());
            } else {
                ready.incrementAndGet();
            }
        }

        void begin(final long afterNs) {
            final EventLoop loop = channel.eventLoop();
            final var unused = loop.schedule(this::send, afterNs, TimeUnit.NANOSECONDS);
        }

        private void send() {
            if (playing && channel.isActive()) {
                sentNs = System.nanoTime();
                RequestWire.number(window, requests, nextSequence);
                nextSequence += requests;
                missing = requests;
                final var unused = channel.writeAndFlush(window.duplicate(), channel.voidPromise());
                if (kind.greets()) {
                    final int last = nextSequence;
                    final var unusedTimer =
                            channel.eventLoop().schedule(() -> giveUp(last), GIVE_UP_NS, TimeUnit.NANOSECONDS);
                }
            }
        }

        /** Whoever waits for the answer to an input that was taken waits for ever. */
        private void giveUp(final int sequence) {
            if (sequence == nextSequence && missing > 0) {
                send();
            }
        }

        @Override
        protected void channelRead0(final ChannelHandlerContext context, final ByteBuf message) {
            final byte type = message.getByte(message.readerIndex());
            if (type == MessageType.REFUSED.code()) {
                answered(RequestWire.sequence(message));
            } else if (type == MessageType.WELCOME.code()) {
                ready.incrementAndGet();
            }
        }

        private void answered(final int sequence) {
            if (sequence != 0 && sequence < nextSequence - requests) {
                // Of the very first message, whose inputs were all new, or of a window that was given up.
                return;
            }
            answered.increment();
            missing = sequence == nextSequence - 1 ? 0 : missing - 1;
            if (missing == 0) {
                done();
            }
        }

        private void done() {
            final long nowNs = System.nanoTime();
            if (measuring) {
                times.recordValue(Math.min(LONGEST_NS, nowNs - sentNs));
            }
            final long leftNs = everyNs - (nowNs - sentNs);
            if (leftNs <= 0) {
                send();
            } else {
                begin(leftNs);
            }
        }

        @Override
        public void channelInactive(final ChannelHandlerContext context) {
            if (playing) {
                lost.incrementAndGet();
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            final var unused = context.close();
        }
    }
}
