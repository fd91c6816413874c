package ringside.io.netty.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicPathEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;
import ringside.io.session.EdgeCounter;

/**
 * One client's QUIC connection: takes its datagrams, and the one stream that it may open. The conversation begins when the
 * handshake is complete; who does not get there in time is closed.
 */
final class QuicServerConnection extends ChannelInboundHandlerAdapter {
    private final QuicHost host;
    private final AmplificationGuard guard;
    private final QuicChannel channel;
    private final Set<InetSocketAddress> proven = new HashSet<>();
    private final QuicOutlet outlet;
    private @Nullable Connection connection;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean hasStream;

    /** @param first the address that the client proved to begin with */
    QuicServerConnection(
            final QuicHost host,
            final AmplificationGuard guard,
            final QuicChannel channel,
            final InetSocketAddress first) {
        this.host = host;
        this.guard = guard;
        this.channel = channel;
        outlet = new QuicOutlet(channel, host.counters());
        answersFrom(first);
        channel.closeFuture().addListener(closed -> proven.forEach(guard::gone));
    }

    private void answersFrom(final InetSocketAddress address) {
        if (proven.add(address)) {
            guard.proven(address);
        }
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        deadline = channel.eventLoop()
                .schedule(
                        () -> {
                            if (connection == null) {
                                channel.close();
                            }
                        },
                        host.handshakeMs(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) throws Exception {
        connection = host.open(outlet);
        if (deadline != null) {
            deadline.cancel(false);
        }
        super.channelActive(context);
    }

    /** The client's stream. A second one ends the connection. */
    void opened(final QuicStreamChannel stream) {
        final Connection at = connection;
        if (at == null) {
            stream.close();
        } else if (hasStream) {
            at.refuse(DisconnectReason.BAD_FRAME, "a second stream");
        } else {
            hasStream = true;
            outlet.stream(stream);
            stream.pipeline().addLast("messages", new ControlStream(host, at));
        }
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
        if (!(message instanceof final ByteBuf datagram)) {
            // A stream, which Netty itself picks up at the end of the pipeline.
            super.channelRead(context, message);
            return;
        }
        try {
            final Connection at = connection;
            if (at != null) {
                take(at, datagram);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(final Connection at, final ByteBuf datagram) {
        final int lengthBytes = datagram.readableBytes();
        if (lengthBytes == 0 || lengthBytes > Wire.MAX_CLIENT_MESSAGE_BYTES) {
            at.refuse(DisconnectReason.BAD_LENGTH, "datagram of " + lengthBytes);
            return;
        }
        final MessageType type = MessageType.of(datagram.getByte(datagram.readerIndex()));
        if (type != null && !type.mayBeLost()) {
            at.refuse(DisconnectReason.UNEXPECTED_MESSAGE, type + " in a datagram");
            return;
        }
        host.deliver(at, datagram, datagram.readerIndex(), lengthBytes);
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
        final Connection at = connection;
        if (at != null) {
            at.flushIfNeeded();
        }
        super.channelReadComplete(context);
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
        if (event instanceof final QuicDatagramExtensionEvent datagrams) {
            outlet.mostDatagramBytes(datagrams.maxLength());
        } else if (event instanceof final QuicPathEvent.Validated path) {
            answersFrom(path.remote());
        } else if (event instanceof QuicPathEvent.PeerMigrated) {
            host.counters().increment(EdgeCounter.QUIC_MIGRATIONS);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        final Connection at = connection;
        if (at != null) {
            at.peerClosed();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        final Connection at = connection;
        if (cause instanceof QuicException) {
            // A packet that is none: anyone may send those. What no connection survives Netty ends itself.
            host.counters().increment(EdgeCounter.QUIC_PACKETS_DROPPED);
        } else if (cause instanceof BufferUnderflowException) {
            // The way takes less than it did: that datagram is lost, as any may be.
            host.counters().increment(EdgeCounter.DATAGRAMS_TOO_LONG);
        } else if (at == null) {
            host.failed(cause);
            channel.close();
        } else {
            host.failed(context, cause, at);
        }
    }
}
