package ringside.io.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What carries the bytes of a server: the machine's network, or the memory of this process. */
public enum Transport {
    /** TCP, by epoll where there is one, else by NIO. */
    NETWORK {
        @Override
        IoHandlerFactory io() {
            return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        }

        @Override
        IoHandlerFactory edgeIo() {
            return GatheringIo.over(io(), GATHER_NS);
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        }

        @Override
        Class<? extends DatagramChannel> datagramChannel() {
            return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
        }

        @Override
        SocketAddress address(final String host, final int port) {
            return new InetSocketAddress(host, port);
        }

        @Override
        void configure(final ServerBootstrap bootstrap, final ServerSettings settings) {
            bootstrap
                    .option(ChannelOption.SO_BACKLOG, settings.backlog())
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
        }
    },

    /** No port at all: clients of the same process, who connect to the host's name. Everything above is the same. */
    IN_PROCESS {
        @Override
        IoHandlerFactory io() {
            return LocalIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> serverChannel() {
            return LocalServerChannel.class;
        }

        @Override
        @Nullable
        Class<? extends DatagramChannel> datagramChannel() {
            return null;
        }

        @Override
        SocketAddress address(final String host, final int port) {
            return new LocalAddress(host);
        }

        @Override
        void configure(final ServerBootstrap bootstrap, final ServerSettings settings) {
            // Memory has no socket options.
        }
    };

    /** So long inputs are gathered before they are read; little against a frame, long against a wake-up. */
    private static final long GATHER_NS = 250_000;

    /**
     * Loads what listening and accepting need, by opening a channel that is bound nowhere. Nothing follows from it but that the first
     * server of this process is up some 300 ms earlier, if this was done on another thread while it was busy with something else.
     */
    public void prepare() {
        final EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("prepare", true), edgeIo());
        final ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(serverChannel())
                .childHandler(new ChannelInboundHandlerAdapter());
        configure(bootstrap, ServerSettings.DEFAULT);
        final Channel channel = bootstrap.register().awaitUninterruptibly().channel();
        channel.alloc().directBuffer().release();
        channel.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }

    /** For the loop that accepts. */
    abstract IoHandlerFactory io();

    /** For the loops that carry connections. */
    IoHandlerFactory edgeIo() {
        return io();
    }

    abstract Class<? extends ServerChannel> serverChannel();

    /** For UDP, or null where there is none. */
    abstract @Nullable Class<? extends DatagramChannel> datagramChannel();

    abstract SocketAddress address(String host, int port);

    abstract void configure(ServerBootstrap bootstrap, ServerSettings settings);
}
