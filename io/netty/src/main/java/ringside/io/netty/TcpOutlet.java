package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.agrona.DirectBuffer;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;

/** Each message behind its length. */
final class TcpOutlet extends ChannelOutlet {
    TcpOutlet(final Channel channel) {
        super(channel);
    }

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        final ByteBuf out = channel.alloc().directBuffer(Wire.LENGTH_BYTES + lengthBytes);
        out.writeShort(lengthBytes);
        copy(message, offset, lengthBytes, out);
        channel.write(out, channel.voidPromise());
    }

    @Override
    Object farewell(final DisconnectReason reason) {
        return Unpooled.EMPTY_BUFFER;
    }
}
