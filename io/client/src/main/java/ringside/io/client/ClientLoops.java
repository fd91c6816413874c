package ringside.io.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that many clients share: epoll where there is one, else NIO. Thread-safe. */
public final class ClientLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final List<ClientLoop> loops;
    private final AtomicInteger handedOut = new AtomicInteger();

    /** Starts that many threads. */
    public ClientLoops(final int threads) {
        final boolean epoll = Epoll.isAvailable();
        group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("ringside-client", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        final Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        final Layouts layouts = new Layouts();
        final List<ClientLoop> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final EventLoop eventLoop = group.next();
            all.add(new ClientLoop(eventLoop, type, layouts));
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
