package ringside.io.protocol;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** An immutable run of bytes. Its text shows the length only: some of these are secrets. */
public final class Bytes {
    public static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(final byte[] value) {
        this.value = value;
    }

    public static Bytes copyOf(final byte[] value) {
        return value.length == 0 ? NONE : new Bytes(value.clone());
    }

    public static Bytes copyOf(final DirectBuffer from, final int offset, final int lengthBytes) {
        final byte[] copy = new byte[lengthBytes];
        from.getBytes(offset, copy);
        return lengthBytes == 0 ? NONE : new Bytes(copy);
    }

    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    public byte[] toArray() {
        return value.clone();
    }

    /** Writes all bytes at {@code offset}. */
    public void copyTo(final MutableDirectBuffer into, final int offset) {
        into.putBytes(offset, value);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return value.length + " bytes";
    }
}
