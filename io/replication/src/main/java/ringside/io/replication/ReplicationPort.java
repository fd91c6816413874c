package ringside.io.replication;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.replay.standby.ReplicationChannel;

/** One event loop for connections between servers: listens for standbys, or dials a primary, or both. Safe for many threads. */
public final class ReplicationPort implements AutoCloseable {
    private static final int LOW_WATER_BYTES = 4 << 20;
    private static final int HIGH_WATER_BYTES = 8 << 20;
    private static final int CONNECT_MS = 2_000;
    private static final int BACKLOG = 64;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("ringside-replication-io", true), NioIoHandler.newFactory());
    private final List<Channel> listening = new ArrayList<>();

    /**
     * Listens.
     *
     * @param tls null for connections as they are: within this machine, or where something else encrypts
     * @param accepted told of each connection, on the event loop
     * @return the port, chosen by the system where 0 was asked for
     * @throws ReplicationException when the port cannot be had
     */
    public int listen(
            final InetSocketAddress address,
            final @Nullable ReplicationTls tls,
            final Consumer<ReplicationChannel> accepted) {
        final ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.context().newHandler(channel.alloc()));
                        }
                        accepted.accept(add(channel, String.valueOf(channel.remoteAddress())));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ReplicationException(
                    "replication port " + address + ": cannot listen: "
                            + bound.cause().getMessage() + "; choose another port",
                    bound.cause());
        }
        synchronized (listening) {
            listening.add(bound.channel());
        }
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /** Begins to connect, and returns at once. */
    public ReplicationChannel dial(final String host, final int port, final @Nullable ReplicationTls tls) {
        final String peer = host + ":" + port;
        final NioSocketChannel socket = new NioSocketChannel();
        final TcpChannel made = new TcpChannel(socket, peer);
        new Bootstrap()
                .group(loop)
                .channelFactory(() -> socket)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.context().newHandler(channel.alloc(), host, port));
                        }
                        channel.pipeline().addLast(new Framing(), made);
                    }
                })
                .connect(host, port)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        socket.close();
                    }
                });
        return made;
    }

    private static TcpChannel add(final SocketChannel channel, final String peer) {
        final TcpChannel made = new TcpChannel(channel, peer);
        channel.pipeline().addLast(new Framing(), made);
        return made;
    }

    /** Stops listening; connections go on. */
    public void stopListening() {
        synchronized (listening) {
            listening.forEach(each -> each.close().awaitUninterruptibly());
            listening.clear();
        }
    }

    /** Ends everything; last messages have a moment to leave. */
    @Override
    public void close() {
        stopListening();
        loop.shutdownGracefully(50, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
