package ringside.layout;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a block hold what is alive: its extents. All single tables are one range in front; then, for each other
 * table but those of history, its header and its rows up to the high water mark. Numbers only, so that hashing and
 * copying a state run through arrays.
 */
final class Extents {
    /** What comes into a processor's cache together, mostly. */
    private static final int LINE_BYTES = 64;

    private final Table[] tables;
    private final int[] starts;
    private final int[] fixedBytes;
    private final int[] strides;

    /** Single tables come first in {@code tables}, which are in the order of their offsets. */
    Extents(final Table[] placed) {
        int singleBytes = 0;
        int singles = 0;
        while (singles < placed.length && placed[singles].isSingle()) {
            singleBytes += placed[singles].lengthBytes();
            singles++;
        }
        final int front = singles == 0 ? 0 : 1;
        final int ranges = placed.length - singles + front;
        tables = new Table[ranges];
        starts = new int[ranges];
        fixedBytes = new int[ranges];
        strides = new int[ranges];
        for (int range = 0; range < ranges; range++) {
            final Table table = placed[range < front ? 0 : range - front + singles];
            tables[range] = table;
            starts[range] = table.base();
            fixedBytes[range] = range < front ? singleBytes : Table.HEADER_BYTES;
            strides[range] = range < front ? 0 : table.strideBytes();
        }
    }

    int count() {
        return tables.length;
    }

    /** Offsets in the block, rising. */
    int[] starts() {
        return starts;
    }

    /**
     * Fills in how long each range is in the block at {@code address}; each length is a multiple of 8.
     *
     * @throws StateException where a header is none, so that nobody runs beyond the block
     */
    void measure(final byte @Nullable [] base, final long address, final int[] lengthsBytes) {
        for (int range = 0; range < lengthsBytes.length; range++) {
            lengthsBytes[range] = lengthBytes(base, address, range);
        }
    }

    int lookAtHeaders(final byte @Nullable [] base, final long address) {
        int sum = 0;
        for (int range = 0; range < starts.length; range++) {
            sum += LittleEndian.getInt(base, address + starts[range]);
        }
        return sum;
    }

    int lookAtRows(final byte @Nullable [] base, final long address) {
        int sum = 0;
        for (int range = 0; range < starts.length; range++) {
            final long begin = address + starts[range];
            final long end = begin + lengthBytes(base, address, range);
            for (long at = begin; at < end; at += LINE_BYTES) {
                sum += LittleEndian.getInt(base, at);
            }
        }
        return sum;
    }

    private int lengthBytes(final byte @Nullable [] base, final long address, final int range) {
        final int stride = strides[range];
        if (stride == 0) {
            return fixedBytes[range];
        }
        final int highWater = LittleEndian.getInt(base, address + starts[range] + Table.HIGH_WATER);
        if (highWater < 0 || highWater > tables[range].capacity()) {
            throw noState(tables[range], highWater);
        }
        return Table.HEADER_BYTES + highWater * stride;
    }

    static StateException noState(final Table table, final int highWater) {
        return new StateException(table.name() + ": its header says that rows below " + highWater
                + " are alive, the table has " + table.capacity() + ": this is no state of its layout");
    }

    /** See {@link Layout#copySnapshotOver}. The caller has checked the bounds. */
    void copyOver(
            final DirectBuffer from,
            final int fromOffset,
            final MutableDirectBuffer to,
            final int toOffset,
            final int filledOffset) {
        final byte[] source = from.byteArray();
        final byte[] target = to.byteArray();
        final long sourceAddress = from.addressOffset() + fromOffset;
        final long filledAddress = to.addressOffset() + filledOffset;
        int begin = starts[0];
        int end = begin;
        for (int range = 0; range < starts.length; range++) {
            final int start = starts[range];
            final int length = lengthBytes(source, sourceAddress, range);
            if (start != end) {
                to.putBytes(toOffset + begin, from, fromOffset + begin, end - begin);
                begin = start;
            }
            end = start + length;
            final long at = filledAddress + (long) range * Integer.BYTES;
            final int before = LittleEndian.getInt(target, at);
            if (before != length) {
                LittleEndian.putInt(target, at, length);
                if (before > length) {
                    to.setMemory(toOffset + end, before - length, (byte) 0);
                }
            }
        }
        to.putBytes(toOffset + begin, from, fromOffset + begin, end - begin);
    }

    /** See {@link Layout#copySnapshot} and {@link State#restore}. The caller has checked the bounds. */
    void copy(final DirectBuffer from, final int fromOffset, final MutableDirectBuffer to, final int toOffset) {
        final byte[] source = from.byteArray();
        final byte[] target = to.byteArray();
        final long sourceAddress = from.addressOffset() + fromOffset;
        final long targetAddress = to.addressOffset() + toOffset;
        final boolean onHeap = source != null && target != null;
        final int sourceIndex = onHeap ? from.wrapAdjustment() + fromOffset : 0;
        final int targetIndex = onHeap ? to.wrapAdjustment() + toOffset : 0;
        for (int range = 0; range < starts.length; range++) {
            final int start = starts[range];
            final int length = lengthBytes(source, sourceAddress, range);
            final int before = lengthBytes(target, targetAddress, range);
            if (onHeap) {
                // Cheaper for short ranges than what a buffer does.
                System.arraycopy(source, sourceIndex + start, target, targetIndex + start, length);
            } else {
                to.putBytes(toOffset + start, from, fromOffset + start, length);
            }
            if (before > length) {
                to.setMemory(toOffset + start + length, before - length, (byte) 0);
            }
        }
    }
}
