package ringside.snapshot.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The block of one snapshot, read without a bounds check for each word: that all of the layout lies inside is checked
 * once, by {@link #wrap}. Little-endian.
 */
final class Block {
    private static final boolean NATIVE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private byte @Nullable [] base;
    private long address;

    void wrap(final DirectBuffer block, final int lengthBytes) {
        if (block.capacity() < lengthBytes) {
            throw new IllegalArgumentException(
                    "a snapshot of " + block.capacity() + " bytes; its layout has " + lengthBytes);
        }
        buffer = block;
        base = block.byteArray();
        address = block.addressOffset();
    }

    /** The same bytes, checked. */
    DirectBuffer buffer() {
        return buffer;
    }

    byte getByte(final int at) {
        return UnsafeApi.getByte(base, address + at);
    }

    short getShort(final int at) {
        final short value = UnsafeApi.getShort(base, address + at);
        return NATIVE ? value : Short.reverseBytes(value);
    }

    int getInt(final int at) {
        final int value = UnsafeApi.getInt(base, address + at);
        return NATIVE ? value : Integer.reverseBytes(value);
    }

    long getLong(final int at) {
        final long value = UnsafeApi.getLong(base, address + at);
        return NATIVE ? value : Long.reverseBytes(value);
    }
}
