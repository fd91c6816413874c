package ringside.io.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads that many clients share: epoll where there is one, else NIO. Thread-safe. */
public final class ClientLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final List<ClientLoop> loops;
    private final AtomicInteger handedOut = new AtomicInteger();

    /** Starts that many threads, for connections over the network. */
    public ClientLoops(final int threads) {
        this(threads, false);
    }

    /**
     * Starts that many threads.
     *
     * @param inProcess for {@code local://} addresses, else for all others
     */
    public ClientLoops(final int threads, final boolean inProcess) {
        final IoHandlerFactory io;
        final Class<? extends Channel> type;
        final @Nullable Class<? extends DatagramChannel> datagramType;
        if (inProcess) {
            io = LocalIoHandler.newFactory();
            type = LocalChannel.class;
            datagramType = null;
        } else if (Epoll.isAvailable()) {
            io = EpollIoHandler.newFactory();
            type = EpollSocketChannel.class;
            datagramType = EpollDatagramChannel.class;
        } else {
            io = NioIoHandler.newFactory();
            type = NioSocketChannel.class;
            datagramType = NioDatagramChannel.class;
        }
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("ringside-client", true), io);
        final Layouts layouts = new Layouts();
        final List<ClientLoop> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final EventLoop eventLoop = group.next();
            all.add(new ClientLoop(eventLoop, type, datagramType, layouts));
        }
        loops = List.copyOf(all);
    }

    public List<ClientLoop> all() {
        return loops;
    }

    /** One after the other. */
    public ClientLoop next() {
        return loops.get(Math.floorMod(handedOut.getAndIncrement(), loops.size()));
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
