package ringside.io.netty;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where what one connection is sent at one go is put together, before it is handed to the kernel: one piece of memory for all
 * connections of an event loop, used by one of them at a time. Allocates nothing after construction. Belongs to one event loop.
 */
final class Outgoing {
    /** More than a view has, and little against what the kernel takes at once. */
    static final int BYTES = 16_384;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES);
    private final UnsafeBuffer bytes = new UnsafeBuffer(memory);
    private final long address = Buffer.memoryAddress(memory);
    private @Nullable User user;
    private int lengthBytes;

    /** A connection that may leave something here. */
    interface User {
        /** Takes what it left, for another one comes. */
        void moveOut();
    }

    /** Adds a message behind its length; false when it does not fit. Whoever else left something here has to take it first. */
    boolean add(final User by, final DirectBuffer message, final int offset, final int messageBytes) {
        final User before = user;
        if (before != null && before != by) {
            before.moveOut();
        }
        if (lengthBytes + Short.BYTES + messageBytes > BYTES) {
            return false;
        }
        user = by;
        bytes.putByte(lengthBytes, (byte) (messageBytes >>> 8));
        bytes.putByte(lengthBytes + 1, (byte) messageBytes);
        bytes.putBytes(lengthBytes + Short.BYTES, message, offset, messageBytes);
        lengthBytes += Short.BYTES + messageBytes;
        return true;
    }

    boolean isOf(final User one) {
        return user == one;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    long address() {
        return address;
    }

    /** What was put together, from its beginning on. */
    ByteBuffer view(final int from) {
        return memory.duplicate().limit(lengthBytes).position(from);
    }

    void clear() {
        user = null;
        lengthBytes = 0;
    }
}
