package ringside.replay.standby;

import org.agrona.DirectBuffer;

/**
 * Carries whole messages between two servers, in order, for as long as it is open. TCP in production, memory in a simulator; what it
 * carries is checked by those who use it. Never waits. One thread uses it.
 */
public interface ReplicationChannel extends AutoCloseable {
    /** Takes a message that came in; its bytes are only lent. */
    @FunctionalInterface
    interface Receiver {
        void onMessage(DirectBuffer buffer, int offset, int lengthBytes);
    }

    /**
     * Sends a message, which is copied; it may wait for {@link #flush}.
     *
     * @return false when there is no room for it now: nothing was sent. A channel that is closed takes everything, to nobody
     */
    boolean send(DirectBuffer buffer, int offset, int lengthBytes);

    /** Has what was sent leave now. */
    default void flush() {
        // Nothing waits.
    }

    /** Sends a last message, room or not, and then closes. */
    void closeWith(DirectBuffer buffer, int offset, int lengthBytes);

    /** Hands over the next message that came in, if there is one: what came before the end is still handed over after it. */
    boolean poll(Receiver receiver);

    /** Whether messages may still come or go. */
    boolean isOpen();

    /** The other side, for people. */
    String peer();

    /** Ends it, once what was sent has left or at the latest after some seconds. */
    @Override
    void close();
}
