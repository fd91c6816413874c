package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;

/**
 * The TCP port: cuts what arrives into messages, or hands a person who types over to a {@link LineHandler}. See {@link Wire}.
 */
final class TcpHandler extends ByteToMessageDecoder {
    private final LoopEdge loopEdge;
    private final Connection connection;
    private boolean isFramed;

    TcpHandler(final LoopEdge loopEdge, final TcpOutlet outlet) {
        this.loopEdge = loopEdge;
        connection = loopEdge.edge().open(outlet, loopEdge.nowNs());
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
        connection.peerClosed();
        context.pipeline().replace(this, "line", new LineHandler(loopEdge, context.channel()));
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
