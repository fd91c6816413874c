package ringside.io.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.NanoClock;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;

/**
 * Decides which connections are taken on at all: so many, so many from one address, so many a second. Stands in the
 * pipelines of the listening channels, which share one thread; connections end on other threads.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private static final int PAUSE_MS = 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ServerSettings settings;
    private final EdgeCounters counters;
    private final NanoClock clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> openByAddress = new ConcurrentHashMap<>();
    private long windowStartNs;
    private int acceptedInWindow;

    AcceptGate(final ServerSettings settings, final EdgeCounters counters, final NanoClock clock) {
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        windowStartNs = clock.nanoTime();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
        final Channel accepted = (Channel) message;
        final InetAddress address = addressOf(accepted);
        if (!takeOn(address)) {
            counters.increment(EdgeCounter.CONNECTIONS_REFUSED);
            accepted.unsafe().closeForcibly();
            return;
        }
        accepted.closeFuture().addListener(closed -> release(address));
        super.channelRead(context, message);
        pauseWhenTooFast(context);
    }

    private static @Nullable InetAddress addressOf(final Channel channel) {
        return channel.remoteAddress() instanceof final InetSocketAddress remote ? remote.getAddress() : null;
    }

    private boolean takeOn(final @Nullable InetAddress address) {
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            return false;
        }
        if (address != null && openByAddress.merge(address, 1, Integer::sum) > settings.maxConnectionsPerAddress()) {
            release(address);
            return false;
        }
        return true;
    }

    private void release(final @Nullable InetAddress address) {
        open.decrementAndGet();
        if (address != null) {
            openByAddress.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    private void pauseWhenTooFast(final ChannelHandlerContext context) {
        final long nowNs = clock.nanoTime();
        final long windowNs = SECOND_NS / (1_000 / PAUSE_MS);
        if (nowNs - windowStartNs >= windowNs) {
            windowStartNs = nowNs;
            acceptedInWindow = 0;
        }
        acceptedInWindow++;
        if (acceptedInWindow * (1_000 / PAUSE_MS) > settings.maxAcceptsPerSecond()) {
            pause(context, PAUSE_MS);
        }
    }

    private static void pause(final ChannelHandlerContext context, final int ms) {
        context.channel().config().setAutoRead(false);
        final Runnable resume = () -> context.channel().config().setAutoRead(true);
        context.channel()
                .eventLoop()
                .schedule(resume, ms, TimeUnit.MILLISECONDS)
                .addListener(Faults::report);
    }

    /** Accepting failed, most likely because no file descriptor is left: Netty pauses for a second after this. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            counters.increment(EdgeCounter.ACCEPTS_PAUSED);
        }
        super.exceptionCaught(context, cause);
    }

    int openConnections() {
        return open.get();
    }
}
