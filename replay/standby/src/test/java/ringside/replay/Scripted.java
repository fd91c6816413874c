package ringside.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.replay.standby.ReplicationChannel;

/** A connection whose other side a test speaks for. */
final class Scripted implements ReplicationChannel {
    final List<byte[]> sent = new ArrayList<>();
    private final Deque<byte[]> incoming = new ArrayDeque<>();
    private final boolean hasRoom;
    private boolean isOpen = true;

    /** @param hasRoom whether what is sent finds room */
    Scripted(final boolean hasRoom) {
        this.hasRoom = hasRoom;
    }

    void say(final byte[] message) {
        incoming.add(message);
    }

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (hasRoom || sent.isEmpty()) {
            closeWith(buffer, offset, lengthBytes, isOpen);
            return true;
        }
        return !isOpen;
    }

    private void closeWith(
            final DirectBuffer buffer, final int offset, final int lengthBytes, final boolean staysOpen) {
        final byte[] message = new byte[lengthBytes];
        buffer.getBytes(offset, message);
        sent.add(message);
        isOpen = staysOpen;
    }

    @Override
    public void closeWith(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        closeWith(buffer, offset, lengthBytes, false);
    }

    @Override
    public boolean poll(final Receiver receiver) {
        final byte[] next = incoming.poll();
        if (next == null) {
            return false;
        }
        receiver.onMessage(new UnsafeBuffer(next), 0, next.length);
        return true;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public String peer() {
        return "a stranger";
    }

    @Override
    public void close() {
        isOpen = false;
    }
}
