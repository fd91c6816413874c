package ringside.io.netty.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;

/**
 * Drops datagrams that would be answered with more than they are worth: whoever begins a connection, or speaks another
 * version, fills a datagram of {@value #FIRST_BYTES} bytes (RFC 9000, 14.1). Without this a forged packet of some twenty bytes
 * would have its victim sent a hundred.
 *
 * <pre>
 * offset  length
 *      0       1  bit 7: long header; bits 4 and 5, where it is long and of version 1: 0 for an INITIAL
 *      1       4  version, where the header is long; 0 for VERSION NEGOTIATION, which only servers send
 * </pre>
 */
final class FirstPacketGuard extends ChannelInboundHandlerAdapter {
    static final int FIRST_BYTES = 1_200;

    private static final int LONG_HEADER = 0x80;
    private static final int TYPE_BITS = 0x30;
    private static final int VERSION_AT = 1;
    private static final int VERSION_END = 5;
    private static final int VERSION_1 = 1;

    private final EdgeCounters counters;

    FirstPacketGuard(final EdgeCounters counters) {
        this.counters = counters;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
        if (message instanceof final DatagramPacket packet && !isWorthReading(packet.content())) {
            packet.release();
            counters.increment(EdgeCounter.QUIC_PACKETS_DROPPED);
            return;
        }
        super.channelRead(context, message);
    }

    static boolean isWorthReading(final ByteBuf packet) {
        final int at = packet.readerIndex();
        if (!packet.isReadable()) {
            return false;
        }
        final int first = packet.getByte(at);
        if ((first & LONG_HEADER) == 0) {
            return true;
        }
        if (packet.readableBytes() < VERSION_END) {
            return false;
        }
        final int version = packet.getInt(at + VERSION_AT);
        final boolean isAnswered = version != VERSION_1 || (first & TYPE_BITS) == 0;
        return version != 0 && (!isAnswered || packet.readableBytes() >= FIRST_BYTES);
    }
}
