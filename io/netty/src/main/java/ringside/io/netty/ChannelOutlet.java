package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.session.KernelFigures;
import ringside.io.session.Outlet;

/** A connection's way out through a Netty channel. What differs by carrier is how a message is wrapped. */
abstract class ChannelOutlet implements Outlet {
    /** How long a closed connection may take to read its last message. */
    private static final int LINGER_MS = 1_000;

    private static final long KERNEL_EVERY_NS = 1_000_000_000;
    private static final long NS_PER_MICROSECOND = 1_000;

    final Channel channel;
    private @Nullable KernelFigures kernel;
    private long kernelNs;

    ChannelOutlet(final Channel channel) {
        this.channel = channel;
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public long pendingBytes() {
        final ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    @Override
    public final void close(final DisconnectReason reason) {
        beforeClose();
        if (reason == DisconnectReason.SLOW_CLIENT) {
            // Nothing more will be read: what waits is dropped.
            channel.close();
            return;
        }
        final Object farewell = farewell(reason);
        channel.writeAndFlush(farewell).addListener(sent -> endOutput());
        channel.eventLoop()
                .schedule(() -> channel.close(), LINGER_MS, TimeUnit.MILLISECONDS)
                .addListener(Faults::report);
    }

    /**
     * Closing while something unread has arrived makes the kernel reset the connection, and the peer may never read why. So
     * only our direction ends now; the rest follows when the peer closes, or after a moment.
     */
    private void endOutput() {
        final SslHandler encryption = channel.pipeline().get(SslHandler.class);
        if (encryption != null) {
            // The peer is told within the encryption that nothing more comes; else it would suspect that something was
            // cut off.
            encryption.engine().closeOutbound();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(told -> shutOutput());
        } else {
            shutOutput();
        }
    }

    private void shutOutput() {
        if (channel instanceof final DuplexChannel both) {
            both.shutdownOutput();
        } else {
            channel.close();
        }
    }

    /** Has everything written that was sent and is kept elsewhere. */
    void beforeClose() {
        // Most carriers keep nothing.
    }

    /** What the kernel knows, asked no more than once in a while. */
    @Override
    public final @Nullable KernelFigures kernel(final long nowNs) {
        if (!(channel instanceof final EpollSocketChannel socket) || !socket.isActive()) {
            return null;
        }
        if (kernel == null || nowNs - kernelNs >= KERNEL_EVERY_NS) {
            final EpollTcpInfo info = socket.tcpInfo();
            kernel = new KernelFigures(
                    info.rtt() * NS_PER_MICROSECOND,
                    info.rttvar() * NS_PER_MICROSECOND,
                    info.totalRetrans(),
                    info.unacked(),
                    info.sndCwnd());
            kernelNs = nowNs;
        }
        return kernel;
    }

    /** What is written last, after the DISCONNECT. */
    abstract Object farewell(DisconnectReason reason);

    static void copy(final DirectBuffer from, final int offset, final int lengthBytes, final ByteBuf into) {
        final byte[] array = from.byteArray();
        if (array != null) {
            into.writeBytes(array, from.wrapAdjustment() + offset, lengthBytes);
        } else {
            for (int i = 0; i < lengthBytes; i++) {
                into.writeByte(from.getByte(offset + i));
            }
        }
    }
}
