package ringside.perf.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The least that a server can do which sends each client one message a tick: it counts the bytes that arrive, and writes as
 * many as a real view has. One event loop and the socket options of the real edge; no journal, no game, no encoding.
 */
final class FloorServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int SEND_BUFFER_BYTES = 65_536;
    private static final int STOP_SECONDS = 5;

    private final int inputBytes;
    private final int answerBytes;
    private final long periodNs;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final List<Client> clients = new ArrayList<>();
    private final Channel listening;
    private long dueNs;

    FloorServer(final int hz, final int inputBytes, final int answerBytes) {
        this.inputBytes = inputBytes;
        this.answerBytes = answerBytes;
        periodNs = 1_000_000_000L / hz;
        group = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("floor"),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop = group.next();
        listening = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        channel.pipeline().addLast(new Client(channel));
                    }
                })
                .bind(new InetSocketAddress(0))
                .syncUninterruptibly()
                .channel();
        loop.execute(this::begin);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private void begin() {
        final long nowNs = System.nanoTime();
        dueNs = nowNs - Math.floorMod(nowNs, periodNs);
        next();
    }

    private void tick() {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).answer(dueNs);
        }
        next();
    }

    /**
     * Due at whole multiples of the period by the machine's monotonic clock, which the load reads too. Ticks that are past when
     * their turn comes are left out, as the engine leaves out frames.
     */
    private void next() {
        final long nowNs = System.nanoTime();
        do {
            dueNs += periodNs;
        } while (dueNs <= nowNs);
        loop.schedule(this::tick, dueNs - nowNs, TimeUnit.NANOSECONDS).addListener(done -> {
            if (!done.isSuccess() && !done.isCancelled()) {
                throw new IllegalStateException("the floor's tick failed", done.cause());
            }
        });
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** One connection; lives on the loop. */
    private final class Client extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private long receivedBytes;
        private int newestInput;
        private long newestReceivedNs;

        Client(final Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelActive(final ChannelHandlerContext context) {
            clients.add(this);
        }

        @Override
        public void channelInactive(final ChannelHandlerContext context) {
            clients.remove(this);
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            final ByteBuf bytes = (ByteBuf) message;
            receivedBytes += bytes.readableBytes();
            bytes.release();
            final int newest = (int) (receivedBytes / inputBytes);
            if (newest > newestInput) {
                newestInput = newest;
                newestReceivedNs = System.nanoTime();
            }
        }

        void answer(final long tickDueNs) {
            if (channel.isWritable()) {
                final ByteBuf out = channel.alloc().directBuffer(answerBytes);
                FloorWire.writeAnswer(out, newestInput, tickDueNs - newestReceivedNs, answerBytes);
                final var unused = channel.writeAndFlush(out, channel.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            final var unused = context.close();
        }
    }
}
