package ringside.io.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import ringside.replay.standby.MessageFormat;

/** Cuts the stream into messages by the length that each begins with. What else they say is not looked at here. */
final class Framing extends ByteToMessageDecoder {
    @Override
    protected void decode(final ChannelHandlerContext context, final ByteBuf in, final List<Object> out) {
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        final int length = in.getIntLE(in.readerIndex());
        if (length < MessageFormat.HEADER_BYTES || length > MessageFormat.MAX_BYTES) {
            in.skipBytes(in.readableBytes());
            context.close();
            return;
        }
        if (in.readableBytes() >= length) {
            final byte[] message = new byte[length];
            in.readBytes(message);
            out.add(message);
        }
    }
}
