package ringside.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Several messages as one input, so that what one of them leaves behind meets the next: each with its length before it in two bytes, the
 * high one first. A length beyond the end takes what is left.
 */
public final class Talk {
    private static final int LENGTH_BYTES = 2;
    private static final int MOST_MESSAGES = 64;

    private Talk() {}

    /** Hears messages one by one. */
    @FunctionalInterface
    public interface Hearer {
        /** Returns whether it hears more. */
        boolean hear(UnsafeBuffer buffer, int offset, int lengthBytes);
    }

    /** Puts messages together. */
    public static byte[] of(final List<byte[]> messages) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] message : messages) {
            all.write(message.length >>> Byte.SIZE);
            all.write(message.length);
            all.writeBytes(message);
        }
        return all.toByteArray();
    }

    /** Tells them one after the other, up to a bound. */
    public static void tell(final UnsafeBuffer from, final int offset, final int lengthBytes, final Hearer to) {
        int at = offset;
        final int end = offset + lengthBytes;
        for (int i = 0; i < MOST_MESSAGES && end - at >= LENGTH_BYTES; i++) {
            final int said = ((from.getByte(at) & 0xFF) << Byte.SIZE) | (from.getByte(at + 1) & 0xFF);
            at += LENGTH_BYTES;
            final int length = Math.min(said, end - at);
            if (!to.hear(from, at, length)) {
                return;
            }
            at += length;
        }
    }
}
