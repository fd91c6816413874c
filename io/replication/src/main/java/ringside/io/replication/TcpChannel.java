package ringside.io.replication;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.replay.standby.ReplicationChannel;

/**
 * One connection. Bounded both ways: what is not taken is not read from the socket any more, and what does not leave is not taken from
 * the sender.
 */
final class TcpChannel extends ChannelInboundHandlerAdapter implements ReplicationChannel {
    /** Bytes that wait to be taken; beyond it nothing is read. */
    private static final long MOST_WAITING_BYTES = 16 << 20;

    private static final long CLOSE_SECONDS = 2;

    private final String peer;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final UnsafeBuffer lent = new UnsafeBuffer(0, 0);
    private final Channel channel;
    private volatile boolean isOver;
    /** Something was sent since; whoever uses it only. */
    private boolean isFlushDue;

    TcpChannel(final Channel channel, final String peer) {
        this.channel = channel;
        this.peer = peer;
    }

    // ---- event loop

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final byte[] bytes = (byte[]) message;
        waiting.add(bytes);
        if (waitingBytes.addAndGet(bytes.length) > MOST_WAITING_BYTES) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        isOver = true;
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        context.close();
        if (cause instanceof final Error error && !(cause instanceof AssertionError)) {
            throw error;
        }
    }

    // ---- whoever uses it

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final Channel to = channel;
        if (!isOpen()) {
            return true;
        }
        if (!to.isActive() || !to.isWritable()) {
            flush();
            return false;
        }
        to.write(copy(to, buffer, offset, lengthBytes), to.voidPromise());
        isFlushDue = true;
        return true;
    }

    @Override
    public void flush() {
        if (isFlushDue) {
            isFlushDue = false;
            channel.flush();
        }
    }

    private static ByteBuf copy(final Channel to, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final ByteBuf bytes = to.alloc().buffer(lengthBytes, lengthBytes);
        buffer.getBytes(offset, bytes.internalNioBuffer(0, lengthBytes), lengthBytes);
        return bytes.writerIndex(lengthBytes);
    }

    @Override
    public boolean poll(final Receiver receiver) {
        final byte[] next = waiting.poll();
        if (next == null) {
            return false;
        }
        final long before = waitingBytes.getAndAdd(-next.length);
        if (before > MOST_WAITING_BYTES / 2 && before - next.length <= MOST_WAITING_BYTES / 2) {
            channel.config().setAutoRead(true);
        }
        lent.wrap(next);
        receiver.onMessage(lent, 0, next.length);
        return true;
    }

    @Override
    public boolean isOpen() {
        return !isOver && channel.isOpen();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public void closeWith(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final Channel to = channel;
        if (isOpen() && to.isActive()) {
            to.writeAndFlush(copy(to, buffer, offset, lengthBytes)).addListener(ChannelFutureListener.CLOSE);
        }
        close();
    }

    @Override
    public void close() {
        final Channel closing = channel;
        isOver = true;
        if (!closing.isActive()) {
            closing.close();
            return;
        }
        closing.config().setAutoRead(true);
        closing.writeAndFlush(closing.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        closing.eventLoop().schedule(() -> closing.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
