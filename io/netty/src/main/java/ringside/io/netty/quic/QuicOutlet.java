package ringside.io.netty.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;
import ringside.io.session.Outlet;

/**
 * A connection's way out over QUIC: what is made good when it is lost leaves as a datagram, everything else, and what does
 * not fit one, on the client's stream behind its length. Belongs to the connection's event loop.
 */
final class QuicOutlet implements Outlet {
    /** How long a closed connection may take to read its last message, repetitions of lost packets included. */
    private static final int LINGER_MS = 1_000;

    private final QuicChannel channel;
    private final EdgeCounters counters;
    private @Nullable QuicStreamChannel stream;
    private int mostDatagramBytes;
    private long pendingStreamBytes;
    private boolean isStreamUnflushed;
    private boolean areDatagramsUnflushed;

    QuicOutlet(final QuicChannel channel, final EdgeCounters counters) {
        this.channel = channel;
        this.counters = counters;
    }

    /** The client opened its stream: without it nothing can be sent. */
    void stream(final QuicStreamChannel opened) {
        stream = opened;
    }

    /** The longest message that a datagram can take; 0 while it is not known, or where the client takes none. */
    void mostDatagramBytes(final int bytes) {
        mostDatagramBytes = Math.max(0, bytes);
    }

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        final MessageType type = MessageType.of(message.getByte(offset));
        final boolean mayBeLost = type != null && type.mayBeLost();
        if (mayBeLost && lengthBytes <= mostDatagramBytes) {
            final ByteBuf out = channel.alloc().directBuffer(lengthBytes);
            copy(message, offset, lengthBytes, out);
            channel.write(out, channel.voidPromise());
            areDatagramsUnflushed = true;
            return;
        }
        if (mayBeLost) {
            counters.increment(EdgeCounter.DATAGRAMS_TOO_LONG);
        }
        sendInOrder(message, offset, lengthBytes);
    }

    @Override
    public void sendInOrder(final DirectBuffer message, final int offset, final int lengthBytes) {
        final QuicStreamChannel to = stream;
        if (to == null) {
            return;
        }
        final int bytes = Wire.LENGTH_BYTES + lengthBytes;
        final ByteBuf out = to.alloc().directBuffer(bytes);
        out.writeShort(lengthBytes);
        copy(message, offset, lengthBytes, out);
        pendingStreamBytes += bytes;
        to.write(out).addListener(taken -> pendingStreamBytes -= bytes);
        isStreamUnflushed = true;
    }

    private static void copy(final DirectBuffer from, final int offset, final int lengthBytes, final ByteBuf into) {
        final byte[] array = from.byteArray();
        if (array != null) {
            into.writeBytes(array, from.wrapAdjustment() + offset, lengthBytes);
        } else {
            into.ensureWritable(lengthBytes);
            from.getBytes(offset, into.nioBuffer(into.writerIndex(), lengthBytes), lengthBytes);
            into.writerIndex(into.writerIndex() + lengthBytes);
        }
    }

    @Override
    public void flush() {
        final QuicStreamChannel to = stream;
        if (isStreamUnflushed && to != null) {
            isStreamUnflushed = false;
            to.flush();
        }
        if (areDatagramsUnflushed) {
            areDatagramsUnflushed = false;
            channel.flush();
        }
    }

    /** False while the stream is full: a client that does not read it is shown nothing either. */
    @Override
    public boolean isWritable() {
        return pendingStreamBytes == 0 && channel.isWritable();
    }

    @Override
    public long pendingBytes() {
        final ChannelOutboundBuffer datagrams = channel.unsafe().outboundBuffer();
        return pendingStreamBytes + (datagrams == null ? 0 : datagrams.totalPendingWriteBytes());
    }

    @Override
    public void close(final DisconnectReason reason) {
        final QuicStreamChannel to = stream;
        if (to == null || reason == DisconnectReason.SLOW_CLIENT) {
            end(reason);
            return;
        }
        flush();
        // The client closes when it has read the reason; what of it is lost on the way is sent again meanwhile.
        to.shutdownOutput();
        channel.eventLoop().schedule(() -> end(reason), LINGER_MS, TimeUnit.MILLISECONDS);
    }

    /** The close says why as well, for a client that had no stream to read it from. */
    private void end(final DisconnectReason reason) {
        channel.close(true, reason.code(), Unpooled.wrappedBuffer(reason.name().getBytes(StandardCharsets.US_ASCII)));
    }
}
