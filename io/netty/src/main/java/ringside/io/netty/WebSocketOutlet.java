package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import org.agrona.DirectBuffer;
import ringside.io.protocol.DisconnectReason;

/** Each message as one binary frame. */
final class WebSocketOutlet extends ChannelOutlet {
    WebSocketOutlet(final Channel channel) {
        super(channel);
    }

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        final ByteBuf out = channel.alloc().directBuffer(lengthBytes);
        copy(message, offset, lengthBytes, out);
        channel.write(new BinaryWebSocketFrame(out), channel.voidPromise());
    }

    @Override
    Object farewell(final DisconnectReason reason) {
        return new CloseWebSocketFrame(reason.webSocketCloseCode(), reason.name());
    }
}
