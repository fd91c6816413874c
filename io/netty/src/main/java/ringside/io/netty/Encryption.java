package ringside.io.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;

/**
 * The beginning of an encrypted connection. Until the handshake is done there is nothing else in the pipeline, and it must be
 * done within the deadline, from the connection's first moment on.
 */
final class Encryption extends ChannelInboundHandlerAdapter {
    private static final int MAX_CLIENT_HELLO_BYTES = 16_384;
    private static final int FAREWELL_MS = 1_000;

    private final int deadlineMs;
    private final EdgeCounters counters;
    private final Consumer<Channel> protocol;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean isOver;

    private Encryption(final int deadlineMs, final EdgeCounters counters, final Consumer<Channel> protocol) {
        this.deadlineMs = deadlineMs;
        this.counters = counters;
        this.protocol = protocol;
    }

    /**
     * Puts the handlers into a new channel's pipeline.
     *
     * @param protocol adds those of what is encrypted
     */
    static void begin(
            final Channel channel,
            final Certificates certificates,
            final int deadlineMs,
            final EdgeCounters counters,
            final Consumer<Channel> protocol) {
        channel.pipeline()
                .addLast("names", new Names(certificates, deadlineMs))
                .addLast("encryption", new Encryption(deadlineMs, counters, protocol));
    }

    /** Chooses the certificate by the name that the client asks for. */
    private static final class Names extends SniHandler {
        private final int deadlineMs;

        Names(final Certificates certificates, final int deadlineMs) {
            super(certificates::forName, MAX_CLIENT_HELLO_BYTES, deadlineMs);
            this.deadlineMs = deadlineMs;
        }

        @Override
        protected SslHandler newSslHandler(final SslContext context, final ByteBufAllocator allocator) {
            final SslHandler handler = super.newSslHandler(context, allocator);
            handler.setHandshakeTimeoutMillis(deadlineMs);
            handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MS);
            return handler;
        }
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> refuse(context), deadlineMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext context) {
        final ScheduledFuture<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }

    private void refuse(final ChannelHandlerContext context) {
        if (!isOver) {
            // Stays in the pipeline: what else goes wrong there is to end here, too.
            isOver = true;
            counters.increment(EdgeCounter.ENCRYPTIONS_FAILED);
            context.close();
        }
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
        if (event instanceof final SslHandshakeCompletionEvent done) {
            if (done.isSuccess() && !isOver) {
                protocol.accept(context.channel());
                isOver = true;
                context.pipeline().remove(this);
            } else {
                refuse(context);
            }
            return;
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        refuse(context);
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        Faults.reportError(cause);
        refuse(context);
    }
}
