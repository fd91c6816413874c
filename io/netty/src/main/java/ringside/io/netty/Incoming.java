package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Where what arrives is read into: one buffer for all connections of an event loop, since each takes out what it read before the
 * next one reads. While somebody holds on to it, others are given buffers of their own. Belongs to one event loop.
 */
final class Incoming extends DefaultMaxMessagesRecvByteBufAllocator {
    /** More than a client sends in many frames; what is longer takes several reads. */
    private static final int BYTES = 8_192;

    private final ByteBuf shared = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BYTES));

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return BYTES;
            }

            @Override
            public ByteBuf allocate(final ByteBufAllocator others) {
                return shared.refCnt() == 1 ? shared.clear().retain() : super.allocate(others);
            }
        };
    }
}
