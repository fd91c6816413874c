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
        return base == null ? UnsafeApi.getByte(address) : UnsafeApi.getByte(base, address);
    }

    static short getShort(final byte @Nullable [] base, final long address) {
        final short value = base == null ? UnsafeApi.getShort(address) : UnsafeApi.getShort(base, address);
        return NATIVE ? value : Short.reverseBytes(value);
    }

    static int getInt(final byte @Nullable [] base, final long address) {
        final int value = base == null ? UnsafeApi.getInt(address) : UnsafeApi.getInt(base, address);
        return NATIVE ? value : Integer.reverseBytes(value);
    }

    static long getLong(final byte @Nullable [] base, final long address) {
        final long value = base == null ? UnsafeApi.getLong(address) : UnsafeApi.getLong(base, address);
        return NATIVE ? value : Long.reverseBytes(value);
    }

    /** Copies bytes word by word: for runs so short that a call costs more. What overlaps is not told apart. */
    static void copy(
            final byte @Nullable [] from,
            final long fromAddress,
            final byte @Nullable [] to,
            final long toAddress,
            final int lengthBytes) {
        int at = 0;
        for (; at + 8 <= lengthBytes; at += 8) {
            putLong(to, toAddress + at, getLong(from, fromAddress + at));
        }
        if ((lengthBytes & 4) != 0) {
            putInt(to, toAddress + at, getInt(from, fromAddress + at));
            at += 4;
        }
        if ((lengthBytes & 2) != 0) {
            putShort(to, toAddress + at, getShort(from, fromAddress + at));
            at += 2;
        }
        if ((lengthBytes & 1) != 0) {
            putByte(to, toAddress + at, getByte(from, fromAddress + at));
        }
    }

    static void putByte(final byte @Nullable [] base, final long address, final byte value) {
        if (base == null) {
            UnsafeApi.putByte(address, value);
        } else {
            UnsafeApi.putByte(base, address, value);
        }
    }

    static void putShort(final byte @Nullable [] base, final long address, final short value) {
        final short word = NATIVE ? value : Short.reverseBytes(value);
        if (base == null) {
            UnsafeApi.putShort(address, word);
        } else {
            UnsafeApi.putShort(base, address, word);
        }
    }

    static void putInt(final byte @Nullable [] base, final long address, final int value) {
        final int word = NATIVE ? value : Integer.reverseBytes(value);
        if (base == null) {
            UnsafeApi.putInt(address, word);
        } else {
            UnsafeApi.putInt(base, address, word);
        }
    }

    static void putLong(final byte @Nullable [] base, final long address, final long value) {
        final long word = NATIVE ? value : Long.reverseBytes(value);
        if (base == null) {
            UnsafeApi.putLong(address, word);
        } else {
            UnsafeApi.putLong(base, address, word);
        }
    }
}
