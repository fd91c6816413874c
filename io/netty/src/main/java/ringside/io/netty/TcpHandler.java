package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;

/**
 * The TCP port: cuts what arrives into messages, or hands a person who types over to a {@link LineHandler}. See {@link Wire}.
 */
final class TcpHandler extends ChannelInboundHandlerAdapter {
    /** Long for a client's first bytes, short for a person. */
    private static final int GREETED_AFTER_MS = 2_000;

    private final LoopEdge loopEdge;
    private final Connection connection;
    private boolean isFramed;
    private @Nullable ScheduledFuture<?> silence;
    /** The beginning of a message whose end has not come. */
    private @Nullable ByteBuf begun;

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
        if (!isFramed && !context.isRemoved() && begun == null) {
            becomePerson(context);
        }
    }

    private void becomePerson(final ChannelHandlerContext context) {
        connection.peerClosed();
        context.pipeline().replace(this, "line", new LineHandler(loopEdge, context.channel()));
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext context) {
        final ScheduledFuture<?> waiting = silence;
        if (waiting != null) {
            waiting.cancel(false);
        }
        begun(null);
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final ByteBuf arrived = (ByteBuf) message;
        final ByteBuf before = begun;
        if (before == null) {
            try {
                take(context, arrived);
                if (arrived.isReadable() && !context.isRemoved()) {
                    begun = context.alloc().buffer(arrived.readableBytes()).writeBytes(arrived);
                }
            } finally {
                arrived.release();
            }
        } else {
            try {
                before.discardReadBytes().writeBytes(arrived);
            } finally {
                arrived.release();
            }
            take(context, before);
            if (!before.isReadable()) {
                begun(null);
            }
        }
    }

    private void begun(final @Nullable ByteBuf next) {
        final ByteBuf before = begun;
        begun = next;
        if (before != null) {
            before.release();
        }
    }

    /** Takes whole messages out; what is left begins one, which is bounded, since its length was looked at. */
    private void take(final ChannelHandlerContext context, final ByteBuf in) {
        if (!isFramed && !begin(context, in)) {
            return;
        }
        while (in.readableBytes() >= Wire.LENGTH_BYTES) {
            final int length = in.getUnsignedShort(in.readerIndex());
            if (!context.channel().isActive()) {
                in.skipBytes(in.readableBytes());
                return;
            }
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
        final ByteBuf typed = in.readRetainedSlice(in.readableBytes());
        becomePerson(context);
        context.fireChannelRead(typed);
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
