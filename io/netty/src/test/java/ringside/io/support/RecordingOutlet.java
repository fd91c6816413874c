package ringside.io.support;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.session.Outlet;

/** Keeps what is sent. */
public final class RecordingOutlet implements Outlet {
    public final Deque<UnsafeBuffer> sent = new ArrayDeque<>();
    public boolean writable = true;
    public long pending;
    public int flushes;
    public @Nullable DisconnectReason closed;

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        if (closed != null) {
            throw new AssertionError("sent after close");
        }
        final byte[] copy = new byte[lengthBytes];
        message.getBytes(offset, copy);
        sent.add(new UnsafeBuffer(copy));
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public long pendingBytes() {
        return pending;
    }

    @Override
    public void close(final DisconnectReason reason) {
        closed = reason;
    }

    /** The next message that was sent, which must be of that type. */
    public UnsafeBuffer take(final MessageType type) {
        final UnsafeBuffer message = sent.poll();
        if (message == null) {
            throw new AssertionError("nothing was sent, " + type + " was expected");
        }
        if (message.getByte(0) != type.code()) {
            throw new AssertionError(type + " was expected, not " + MessageType.of(message.getByte(0)));
        }
        return message;
    }

    public int count(final MessageType type) {
        return (int) sent.stream()
                .filter(message -> message.getByte(0) == type.code())
                .count();
    }

    /** Everything of that type, in order; the rest is forgotten. */
    public Deque<UnsafeBuffer> takeAll(final MessageType type) {
        final Deque<UnsafeBuffer> found = new ArrayDeque<>(sent);
        found.removeIf(message -> message.getByte(0) != type.code());
        sent.clear();
        return found;
    }

    public WelcomeMessage takeWelcome() {
        final UnsafeBuffer message = take(MessageType.WELCOME);
        return WelcomeMessage.read(message, 0, message.capacity());
    }

    /** The DISCONNECT that was sent last. */
    public DisconnectMessage disconnect() {
        final UnsafeBuffer message = sent.peekLast();
        if (message == null) {
            throw new AssertionError("nothing was sent");
        }
        return DisconnectMessage.read(message, 0, message.capacity());
    }
}
