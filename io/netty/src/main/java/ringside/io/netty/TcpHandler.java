package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;

/**
 * The TCP port: cuts what arrives into messages, or hands a person who types over to a {@link LineHandler}. See {@link Wire}.
 */
final class TcpHandler extends ByteToMessageDecoder {
    /** Long for a client's first bytes, short for a person. */
    private static final int GREETED_AFTER_MS = 2_000;

    private final LoopEdge loopEdge;
    private final Connection connection;
    private boolean isFramed;
    private @Nullable ScheduledFuture<?> silence;

    TcpHandler(final LoopEdge loopEdge, final TcpOutlet outlet) {
        this.loopEdge = loopEdge;
        connection = loopEdge.edge().open(outlet, loopEdge.nowNs());
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        if (loopEdge.edge().settings().lineMode()) {
            silence = context.executor().schedule(() -> greet(context), GREETED_AFTER_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Clients say HELLO at once: whoever says nothing is a person who waits for a word. */
    private void greet(final ChannelHandlerContext context) {
        if (!isFramed && !context.isRemoved() && internalBuffer().readableBytes() == 0) {
            becomePerson(context);
        }
    }

    private void becomePerson(final ChannelHandlerContext context) {
        connection.peerClosed();
        context.pipeline().replace(this, "line", new LineHandler(loopEdge, context.channel()));
    }

    @Override
    protected void handlerRemoved0(final ChannelHandlerContext context) {
        final ScheduledFuture<?> waiting = silence;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    @Override
    protected void decode(final ChannelHandlerContext context, final ByteBuf in, final List<Object> out) {
        if (!isFramed && !begin(context, in)) {
            return;
        }
        while (in.readableBytes() >= Wire.LENGTH_BYTES && context.channel().isActive()) {
            final int length = in.getUnsignedShort(in.readerIndex());
            if (length == 0 || length > Wire.MAX_CLIENT_MESSAGE_BYTES) {
                in.skipBytes(in.readableBytes());
                connection.refuse(DisconnectReason.BAD_LENGTH, "length " + length);
                return;
            }
            if (in.readableBytes() < Wire.LENGTH_BYTES + length) {
                return;
            }
            loopEdge.deliver(connection, in, in.readerIndex() + Wire.LENGTH_BYTES, length);
            in.skipBytes(Wire.LENGTH_BYTES + length);
        }
    }

    /** Decides by the first byte; false when it is not framed. */
    private boolean begin(final ChannelHandlerContext context, final ByteBuf in) {
        if (!in.isReadable()) {
            return false;
        }
        if (!Wire.beginsText(in.getByte(in.readerIndex()))) {
            isFramed = true;
            return true;
        }
        if (!loopEdge.edge().settings().lineMode()) {
            in.skipBytes(in.readableBytes());
            connection.refuse(DisconnectReason.BAD_LENGTH, "length");
            return false;
        }
        becomePerson(context);
        return false;
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
        connection.flushIfNeeded();
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        connection.peerClosed();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        Faults.closeOn(context, cause, connection);
    }
}
