package ringside.io.client;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;

/** Where a session writes its messages. Not thread-safe; allocates at construction only. */
final class Outbox {
    private final ClientStatistics statistics;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[Wire.MAX_CLIENT_MESSAGE_BYTES]);
    private @Nullable Line line;
    private boolean isEmpty = true;

    Outbox(final ClientStatistics statistics) {
        this.statistics = statistics;
    }

    /** From now on everything goes over that line; over none it goes nowhere, and so does what was not yet flushed. */
    void goOver(final @Nullable Line next) {
        line = next;
        isEmpty = true;
    }

    /** Where the next message is put together, from 0. */
    UnsafeBuffer scratch() {
        return scratch;
    }

    /** Sends what was put together; nothing when its length is 0. */
    void send(final int lengthBytes) {
        final Line to = line;
        if (lengthBytes > 0 && to != null) {
            to.send(scratch, 0, lengthBytes);
            statistics.messagesSent++;
            isEmpty = false;
        }
    }

    void ping(final long echo) {
        send(ControlMessages.writeEcho(scratch, 0, MessageType.PING, echo));
    }

    void flush() {
        final Line to = line;
        if (!isEmpty && to != null) {
            isEmpty = true;
            to.flush();
        }
    }
}
