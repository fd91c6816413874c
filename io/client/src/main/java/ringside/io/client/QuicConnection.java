package ringside.io.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import io.netty.handler.codec.quic.QuicException;
import io.netty.util.ReferenceCountUtil;
import java.nio.BufferUnderflowException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;

/**
 * One connection of a client over QUIC. Its stream is what a TCP connection would be, and carries whatever no datagram may or
 * can. Datagrams that overtake the WELCOME are dropped: nobody knows yet what they speak of.
 */
final class QuicConnection extends Connection {
    private final ServerAddress address;
    private final UnsafeBuffer reason = new UnsafeBuffer(0, 0);
    private @Nullable Channel socket;
    private @Nullable QuicChannel channel;
    private int mostDatagramBytes;
    private boolean isWelcome;
    private boolean areDatagramsUnflushed;

    QuicConnection(final GameClient client, final ServerAddress address, final LineListener listener) {
        super(client, address, listener);
        this.address = address;
    }

    /** The UDP socket stands. */
    void socket(final Channel bound) {
        socket = bound;
        bound.closeFuture().addListener(closed -> lost(address + " closed the connection"));
    }

    /** The handshake is complete. */
    void connected(final QuicChannel open) {
        channel = open;
        if (isOver()) {
            QuicCarrier.end(open, socket);
        } else {
            open.closeFuture().addListener(closed -> lost(address + " closed the connection"));
        }
    }

    Datagrams datagrams() {
        return new Datagrams();
    }

    @Override
    void received(final ByteBuf from, final int index, final int lengthBytes, final long nowNs) {
        isWelcome |= lengthBytes > 0 && from.getByte(index) == MessageType.WELCOME.code();
        super.received(from, index, lengthBytes, nowNs);
    }

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        final MessageType type = MessageType.of(message.getByte(offset));
        final QuicChannel to = channel;
        if (to == null || type == null || !type.mayBeLost() || lengthBytes > mostDatagramBytes) {
            super.send(message, offset, lengthBytes);
            return;
        }
        final ByteBuf datagram = to.alloc().directBuffer(lengthBytes);
        copy(message, offset, lengthBytes, datagram);
        count(0, lengthBytes);
        // A failure comes as an exception through the pipeline.
        final var unused = to.write(datagram, to.voidPromise());
        areDatagramsUnflushed = true;
    }

    @Override
    public void flush() {
        if (hasUnsent()) {
            super.flush();
        }
        final QuicChannel to = channel;
        if (areDatagramsUnflushed && to != null) {
            areDatagramsUnflushed = false;
            to.flush();
        }
    }

    @Override
    public void close() {
        final boolean wasOver = isOver();
        super.close();
        if (!wasOver) {
            QuicCarrier.end(channel, socket);
        }
    }

    /** What comes beside the stream. */
    final class Datagrams extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
            if (!(message instanceof final ByteBuf datagram)) {
                // A stream, which Netty itself picks up at the end of the pipeline.
                super.channelRead(context, message);
                return;
            }
            try {
                count(datagram.readableBytes(), 0);
                if (isWelcome) {
                    received(datagram, datagram.readerIndex(), datagram.readableBytes(), System.nanoTime());
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
            receivedAll();
            super.channelReadComplete(context);
        }

        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
            if (event instanceof final QuicDatagramExtensionEvent datagrams) {
                mostDatagramBytes = Math.max(0, datagrams.maxLength());
            } else if (event instanceof final QuicConnectionCloseEvent closed && closed.isApplicationClose()) {
                farewell(closed.error());
            }
            super.userEventTriggered(context, event);
        }

        /** A server that has no stream to say DISCONNECT on closes with the reason. */
        private void farewell(final int code) {
            final DisconnectReason why = DisconnectReason.of(code);
            if (why != null) {
                reason.wrap(DisconnectMessage.of(why, "").write());
                received(reason, reason.capacity(), System.nanoTime());
                receivedAll();
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            // A datagram that the way no longer takes is lost, as any may be; a packet that is none may come from
            // anyone.
            if (!(cause instanceof BufferUnderflowException) && !(cause instanceof QuicException)) {
                lost(address + ": " + NettyCarrier.describe(cause));
            }
        }
    }
}
