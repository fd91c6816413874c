package ringside.layout;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;
import org.jspecify.annotations.Nullable;

/**
 * Little-endian memory without a bounds check for each word: on the heap ({@code base} is its array) or outside ({@code
 * base} is null). Whoever calls has checked that what is read or written lies inside.
 */
final class LittleEndian {
    private static final boolean NATIVE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private LittleEndian() {}

    static byte getByte(final byte @Nullable [] base, final long address) {
        return UnsafeApi.getByte(base, address);
    }

    static short getShort(final byte @Nullable [] base, final long address) {
        final short value = UnsafeApi.getShort(base, address);
        return NATIVE ? value : Short.reverseBytes(value);
    }

    static int getInt(final byte @Nullable [] base, final long address) {
        final int value = UnsafeApi.getInt(base, address);
        return NATIVE ? value : Integer.reverseBytes(value);
    }

    static long getLong(final byte @Nullable [] base, final long address) {
        final long value = UnsafeApi.getLong(base, address);
        return NATIVE ? value : Long.reverseBytes(value);
    }

    static void putByte(final byte @Nullable [] base, final long address, final byte value) {
        UnsafeApi.putByte(base, address, value);
    }

    static void putShort(final byte @Nullable [] base, final long address, final short value) {
        UnsafeApi.putShort(base, address, NATIVE ? value : Short.reverseBytes(value));
    }

    static void putInt(final byte @Nullable [] base, final long address, final int value) {
        UnsafeApi.putInt(base, address, NATIVE ? value : Integer.reverseBytes(value));
    }

    static void putLong(final byte @Nullable [] base, final long address, final long value) {
        UnsafeApi.putLong(base, address, NATIVE ? value : Long.reverseBytes(value));
    }
}
