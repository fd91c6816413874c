package ringside.io.client;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;

/** Where a session writes its messages. Not thread-safe; allocates at construction only. */
final class Outbox {
    private final Carrier carrier;
    private final ClientStatistics statistics;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[Wire.MAX_CLIENT_MESSAGE_BYTES]);
    private boolean isEmpty = true;

    Outbox(final Carrier carrier, final ClientStatistics statistics) {
        this.carrier = carrier;
        this.statistics = statistics;
    }

    /** Where the next message is put together, from 0. */
    UnsafeBuffer scratch() {
        return scratch;
    }

    /** Sends what was put together; nothing when its length is 0. */
    void send(final int lengthBytes) {
        if (lengthBytes > 0) {
            carrier.send(scratch, 0, lengthBytes);
            statistics.messagesSent++;
            isEmpty = false;
        }
    }

    void send(final byte[] message) {
        scratch.putBytes(0, message);
        send(message.length);
    }

    void ping(final long echo) {
        send(ControlMessages.writeEcho(scratch, 0, MessageType.PING, echo));
    }

    void flush() {
        if (!isEmpty) {
            isEmpty = true;
            carrier.flush();
        }
    }

    /** The connection is gone, and what was to be sent with it. */
    void clear() {
        isEmpty = true;
    }
}
