package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;

/**
 * The WebSocket at {@code /play}: one binary frame is one message. A message in fragments is put together up to the length
 * of a message and {@link #MAX_FRAGMENTS}; control frames are answered up to a bound.
 */
final class WebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    /** Fragments of one message. */
    static final int MAX_FRAGMENTS = 16;

    /** Pings of a connection without a message between them. */
    static final int MAX_CONTROL_FRAMES = 64;

    private final LoopEdge loopEdge;
    private final Connection connection;
    private final byte[] joined = new byte[Wire.MAX_CLIENT_MESSAGE_BYTES];
    private int joinedBytes;
    private int fragments;
    private int controlFrames;

    WebSocketHandler(final LoopEdge loopEdge, final WebSocketOutlet outlet) {
        this.loopEdge = loopEdge;
        connection = loopEdge.edge().open(outlet, loopEdge.nowNs());
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame && fragments == 0) {
            binary(frame);
        } else if (frame instanceof ContinuationWebSocketFrame && fragments > 0) {
            fragment(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            ping(context, frame);
        } else if (frame instanceof PongWebSocketFrame) {
            countControl();
        } else if (frame instanceof CloseWebSocketFrame) {
            connection.peerClosed();
            context.writeAndFlush(frame.retain());
            context.close();
        } else {
            connection.refuse(DisconnectReason.BAD_FRAME, "text or fragment");
        }
    }

    private void binary(final WebSocketFrame frame) {
        controlFrames = 0;
        if (!frame.isFinalFragment()) {
            joinedBytes = 0;
            fragment(frame);
            return;
        }
        deliver(frame.content());
    }

    private void deliver(final ByteBuf content) {
        if (content.readableBytes() > Wire.MAX_CLIENT_MESSAGE_BYTES) {
            connection.refuse(DisconnectReason.BAD_LENGTH, "length " + content.readableBytes());
        } else {
            loopEdge.deliver(connection, content, content.readerIndex(), content.readableBytes());
        }
    }

    private void fragment(final WebSocketFrame frame) {
        final int length = frame.content().readableBytes();
        fragments++;
        if (fragments > MAX_FRAGMENTS || joinedBytes + length > joined.length) {
            connection.refuse(DisconnectReason.BAD_FRAME, "fragments");
            return;
        }
        frame.content().getBytes(frame.content().readerIndex(), joined, joinedBytes, length);
        joinedBytes += length;
        if (frame.isFinalFragment()) {
            fragments = 0;
            deliver(io.netty.buffer.Unpooled.wrappedBuffer(joined, 0, joinedBytes));
        }
    }

    private void ping(final ChannelHandlerContext context, final WebSocketFrame frame) {
        if (countControl() && context.channel().isWritable()) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        }
    }

    private boolean countControl() {
        controlFrames++;
        if (controlFrames > MAX_CONTROL_FRAMES) {
            connection.refuse(DisconnectReason.FLOOD, "WebSocket pings");
            return false;
        }
        return true;
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
