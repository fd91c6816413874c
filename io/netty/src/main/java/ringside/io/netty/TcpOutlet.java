package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Wire;

/**
 * Each message behind its length.
 *
 * <p>Where nothing stands between the channel and its socket, and the network has taken everything so far, messages go to the
 * kernel from the loop's {@link Outgoing}, with one call for all that are flushed together. What it does not take at once, and
 * everything after it, goes Netty's way, which waits for room.
 */
final class TcpOutlet extends ChannelOutlet implements Outgoing.User {
    private final Outgoing outgoing;
    private final @Nullable Socket socket;

    /** Whether something may wait in the channel; where nothing does, it need not be asked, which is in no cache. */
    private boolean hasLeft;

    /** @param isPlain whether bytes go over the network as they are written */
    TcpOutlet(final Channel channel, final Outgoing outgoing, final boolean isPlain) {
        super(channel);
        this.outgoing = outgoing;
        socket = isPlain
                        && channel instanceof final EpollSocketChannel epoll
                        && epoll.fd() instanceof final Socket connected
                ? connected
                : null;
    }

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        if (socket != null && pendingBytes() == 0 && outgoing.add(this, message, offset, lengthBytes)) {
            return;
        }
        moveOut();
        hasLeft = true;
        final ByteBuf out = channel.alloc().directBuffer(Wire.LENGTH_BYTES + lengthBytes);
        out.writeShort(lengthBytes);
        copy(message, offset, lengthBytes, out);
        channel.write(out, channel.voidPromise());
    }

    @Override
    public long pendingBytes() {
        if (socket != null && !hasLeft) {
            return 0;
        }
        final long bytes = super.pendingBytes();
        hasLeft = bytes > 0;
        return bytes;
    }

    @Override
    public boolean isWritable() {
        return (socket != null && !hasLeft) ? socket.isOpen() : super.isWritable();
    }

    @Override
    public void flush() {
        if (outgoing.isOf(this)) {
            hand(socket);
        }
        if (pendingBytes() > 0) {
            channel.flush();
        }
    }

    private void hand(final @Nullable Socket to) {
        int taken = 0;
        if (to != null && to.isOpen()) {
            try {
                taken = to.sendAddress(outgoing.address(), 0, outgoing.lengthBytes());
            } catch (final IOException e) {
                // Netty meets the same and ends the channel for it.
                taken = 0;
            }
        }
        moveOut(taken);
    }

    @Override
    public void moveOut() {
        if (outgoing.isOf(this)) {
            moveOut(0);
        }
    }

    /** Leaves to Netty what the kernel has not taken. */
    private void moveOut(final int taken) {
        final int leftBytes = outgoing.lengthBytes() - taken;
        if (leftBytes > 0) {
            hasLeft = true;
            final ByteBuf left = channel.alloc().directBuffer(leftBytes);
            left.writeBytes(outgoing.view(taken));
            channel.write(left, channel.voidPromise());
        }
        outgoing.clear();
    }

    @Override
    void beforeClose() {
        moveOut();
    }

    @Override
    Object farewell(final DisconnectReason reason) {
        return Unpooled.EMPTY_BUFFER;
    }
}
