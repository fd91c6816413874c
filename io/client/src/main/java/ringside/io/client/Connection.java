package ringside.io.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.Wire;

/**
 * One connection of a client, from the attempt to its end. Once it was closed it reports nothing more. Lives on the
 * client's loop.
 */
class Connection implements Line {
    private static final int FIRST_BYTES = 512;

    private final GameClient client;
    private final ServerAddress address;
    private final LineListener listener;
    private final UnsafeBuffer incoming = new UnsafeBuffer(0, 0);
    private @Nullable Channel channel;
    private @Nullable ByteBuf outgoing;
    private boolean over;

    Connection(final GameClient client, final ServerAddress address, final LineListener listener) {
        this.client = client;
        this.address = address;
        this.listener = listener;
    }

    final ServerAddress address() {
        return address;
    }

    final boolean isOver() {
        return over;
    }

    // ---- from the network

    void opened(final Channel open) {
        if (over) {
            close(open);
            return;
        }
        channel = open;
        listener.connected(System.nanoTime());
        client.told();
    }

    /** Hands a message to the session; its bytes are read before this returns. */
    void received(final ByteBuf from, final int index, final int lengthBytes, final long nowNs) {
        if (over) {
            return;
        }
        if (from.hasArray()) {
            incoming.wrap(from.array(), from.arrayOffset() + index, lengthBytes);
        } else if (from.hasMemoryAddress()) {
            incoming.wrap(from.memoryAddress() + index, lengthBytes);
        } else {
            incoming.wrap(from.nioBuffer(index, lengthBytes));
        }
        received(incoming, lengthBytes, nowNs);
    }

    final void received(final DirectBuffer message, final int lengthBytes, final long nowNs) {
        if (!over) {
            client.received(listener, message, lengthBytes, nowNs);
        }
    }

    /** All that came at once was handed over. */
    void receivedAll() {
        if (!over) {
            client.told();
        }
    }

    void lost(final String cause) {
        if (!over) {
            close();
            listener.lost(cause, System.nanoTime());
            client.told();
        }
    }

    void count(final long receivedBytes, final long sentBytes) {
        final ClientStatistics statistics = client.statistics();
        statistics.bytesReceived += receivedBytes;
        statistics.bytesSent += sentBytes;
    }

    // ---- to the network

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        final Channel to = channel;
        if (to == null) {
            return;
        }
        if (address.kind().isWebSocket()) {
            final ByteBuf content = to.alloc().ioBuffer(lengthBytes);
            copy(message, offset, lengthBytes, content);
            // A failure comes as an exception through the pipeline.
            final var unused = to.write(new BinaryWebSocketFrame(content), to.voidPromise());
            return;
        }
        ByteBuf into = outgoing;
        if (into == null) {
            into = to.alloc().ioBuffer(FIRST_BYTES);
            outgoing = into;
        }
        into.ensureWritable(Wire.LENGTH_BYTES + lengthBytes);
        into.writeShort(lengthBytes);
        copy(message, offset, lengthBytes, into);
    }

    /** True when something waits for {@link #flush}. */
    final boolean hasUnsent() {
        return outgoing != null;
    }

    @Override
    public void flush() {
        final Channel to = channel;
        if (to == null) {
            return;
        }
        final ByteBuf bytes = outgoing;
        outgoing = null;
        if (bytes == null) {
            to.flush();
        } else {
            final var unused = to.writeAndFlush(bytes, to.voidPromise());
        }
        if (!to.isWritable()) {
            // Later, for a carrier reports nothing from within a call.
            to.eventLoop().execute(() -> lost(address + " does not read what is sent to it"));
        }
    }

    @Override
    public void close() {
        over = true;
        final ByteBuf unsent = outgoing;
        outgoing = null;
        if (unsent != null) {
            unsent.release();
        }
        final Channel open = channel;
        if (open != null) {
            close(open);
        }
    }

    /** So that an attempt that was given up does not stay open. */
    void attempting(final Channel attempt) {
        if (over) {
            close(attempt);
        } else {
            attempt.closeFuture().addListener(closed -> lost(address + " closed the connection"));
        }
    }

    private static void close(final Channel open) {
        // Nobody waits for it, and nothing can be done about a failure.
        final var unused = open.close();
    }

    static void copy(final DirectBuffer message, final int offset, final int lengthBytes, final ByteBuf into) {
        final byte[] array = message.byteArray();
        if (array != null) {
            into.writeBytes(array, message.wrapAdjustment() + offset, lengthBytes);
        } else {
            final byte[] bytes = new byte[lengthBytes];
            message.getBytes(offset, bytes);
            into.writeBytes(bytes);
        }
    }
}
