package ringside.io.client;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Carries over one connection at a time: the next takes the place of the one before. Lives on the client's loop. */
abstract class ConnectionCarrier implements Carrier {
    private @Nullable Connection current;

    /** From now on this connection carries; the one before ends. */
    final void carryOver(final Connection connection) {
        close();
        current = connection;
    }

    @Override
    public final void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        if (current != null) {
            current.send(message, offset, lengthBytes);
        }
    }

    @Override
    public final void flush() {
        if (current != null) {
            current.flush();
        }
    }

    @Override
    public final void close() {
        final Connection last = current;
        current = null;
        if (last != null) {
            last.close();
        }
    }
}
