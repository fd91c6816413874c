package ringside.io.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.NanoClock;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeFailures;

/**
 * Decides which connections are taken on at all: so many, so many from one address, so many a second. Stands in the
 * pipelines of the listening channels, which share one thread; connections end on other threads.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private static final long TELL_EVERY_NS = 60_000_000_000L;

    private final EdgeCounters counters;
    private final NanoClock clock;
    private final EdgeFailures failures;
    private final AddressLimits limits;
    private final AcceptRate rate;
    private boolean isTold;
    private long toldNs;

    AcceptGate(
            final ServerSettings settings,
            final EdgeCounters counters,
            final EdgeFailures failures,
            final NanoClock clock) {
        this.counters = counters;
        this.failures = failures;
        limits = new AddressLimits(settings, clock);
        this.clock = clock;
        rate = new AcceptRate(settings.maxAcceptsPerSecond(), clock);
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
        final Channel accepted = (Channel) message;
        final InetAddress address = addressOf(accepted);
        if (!limits.open(address)) {
            counters.increment(EdgeCounter.CONNECTIONS_REFUSED);
            accepted.unsafe().closeForcibly();
            return;
        }
        accepted.closeFuture().addListener(closed -> limits.closed(address));
        super.channelRead(context, message);
        pauseWhenTooFast(context);
    }

    /** False when one more from there would be too many, or comes too soon: nothing is to be done for it. Any thread. */
    boolean hasRoomFor(final @Nullable InetAddress address) {
        return !rate.isSpent() && limits.hasRoomFor(address);
    }

    /** False when that is one too many; else {@link #release} has to be called at its end. Any thread. */
    boolean takeOn(final @Nullable InetAddress address) {
        final boolean isTaken = limits.open(address);
        if (isTaken) {
            rate.countNs();
        }
        return isTaken;
    }

    void release(final @Nullable InetAddress address) {
        limits.closed(address);
    }

    private static @Nullable InetAddress addressOf(final Channel channel) {
        return channel.remoteAddress() instanceof final InetSocketAddress remote ? remote.getAddress() : null;
    }

    private void pauseWhenTooFast(final ChannelHandlerContext context) {
        final long pauseNs = rate.countNs();
        if (pauseNs > 0) {
            pause(context, pauseNs);
        }
    }

    private static void pause(final ChannelHandlerContext context, final long ns) {
        context.channel().config().setAutoRead(false);
        final Runnable resume = () -> context.channel().config().setAutoRead(true);
        context.channel().eventLoop().schedule(resume, ns, TimeUnit.NANOSECONDS).addListener(Faults::report);
    }

    /** Accepting failed, most likely because no file descriptor is left: Netty pauses for a second after this. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            counters.increment(EdgeCounter.ACCEPTS_PAUSED);
            tell(String.valueOf(cause.getMessage()));
        }
        Faults.reportError(cause);
        super.exceptionCaught(context, cause);
    }

    private void tell(final String why) {
        final long nowNs = clock.nanoTime();
        if (!isTold || nowNs - toldNs >= TELL_EVERY_NS) {
            isTold = true;
            toldNs = nowNs;
            failures.acceptingPaused(why);
        }
    }

    int openConnections() {
        return limits.open();
    }
}
