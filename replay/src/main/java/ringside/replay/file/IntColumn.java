package ringside.replay.file;

import java.util.Arrays;
import ringside.replay.ReplayException;

/**
 * Whole numbers one after the other, most of them near zero: as bytes, all lowest ones first, then all second ones, and so on.
 * Signs stand in the lowest bit. What numbers of one kind have in common lies together then, and compresses.
 */
final class IntColumn {
    private static final int PLANES = Integer.BYTES;

    private int[] values = new int[1_024];
    private int count;
    private int next;

    void add(final int value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        next = 0;
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[count * PLANES];
        for (int i = 0; i < count; i++) {
            final int folded = (values[i] << 1) ^ (values[i] >> 31);
            for (int plane = 0; plane < PLANES; plane++) {
                bytes[plane * count + i] = (byte) (folded >>> (plane * Byte.SIZE));
            }
        }
        return bytes;
    }

    static IntColumn of(final byte[] bytes) {
        if (bytes.length % PLANES != 0) {
            throw new ReplayException("a column of " + bytes.length + " bytes holds no whole numbers");
        }
        final IntColumn column = new IntColumn();
        column.count = bytes.length / PLANES;
        column.values = new int[column.count];
        for (int i = 0; i < column.count; i++) {
            int folded = 0;
            for (int plane = 0; plane < PLANES; plane++) {
                folded |= (bytes[plane * column.count + i] & 0xFF) << (plane * Byte.SIZE);
            }
            column.values[i] = (folded >>> 1) ^ -(folded & 1);
        }
        return column;
    }

    /** The next number; throws when there is none. */
    int next() {
        if (next == count) {
            throw new ReplayException("a column of " + count + " numbers is too short for its events");
        }
        return values[next++];
    }

    boolean isRead() {
        return next == count;
    }
}
