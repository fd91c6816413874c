package ringside.io.session;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;

/** Where a connection's messages go. Called on the connection's own event loop; never blocks. */
public interface Outlet {
    /** Queues one message; the bytes are copied. */
    void send(DirectBuffer message, int offset, int lengthBytes);

    /** The same where nothing may be lost or overtaken, whatever kind of message it is. */
    default void sendInOrder(final DirectBuffer message, final int offset, final int lengthBytes) {
        send(message, offset, lengthBytes);
    }

    /** Hands what is queued to the network. */
    void flush();

    /** False while more waits for the network than the high watermark. Views are then skipped, not queued. */
    boolean isWritable();

    /** Bytes that wait for the network. */
    long pendingBytes();

    /** What the operating system measured of this connection; null where it does not say. */
    default @Nullable KernelFigures kernel(final long nowNs) {
        return null;
    }

    /** Hands over what is queued, then ends the connection. Nothing may be sent afterwards. */
    void close(DisconnectReason reason);
}
