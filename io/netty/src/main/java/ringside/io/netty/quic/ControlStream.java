package ringside.io.netty.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;

/** Cuts a client's stream into messages by the lengths before them, as on TCP. When it ends, so does the connection. */
final class ControlStream extends ByteToMessageDecoder {
    private final QuicHost host;
    private final Connection connection;

    ControlStream(final QuicHost host, final Connection connection) {
        this.host = host;
        this.connection = connection;
    }

    @Override
    protected void decode(final ChannelHandlerContext context, final ByteBuf in, final List<Object> out) {
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
            host.deliver(connection, in, in.readerIndex() + Wire.LENGTH_BYTES, length);
            in.skipBytes(Wire.LENGTH_BYTES + length);
        }
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
        connection.flushIfNeeded();
        super.channelReadComplete(context);
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ChannelInputShutdownReadComplete) {
            ended(context);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        ended(context);
    }

    private void ended(final ChannelHandlerContext context) {
        connection.peerClosed();
        context.channel().parent().close();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        host.failed(context, cause, connection);
    }
}
