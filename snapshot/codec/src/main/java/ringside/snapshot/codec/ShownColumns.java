package ringside.snapshot.codec;

import java.util.Arrays;

/** The columns of a table that a viewer of one access is shown, in the order in which they go over the wire. */
final class ShownColumns {
    final WireColumn[] columns;
    /** Words of a mask with a bit for each of them. */
    final int maskWords;
    /** Where they are references: the bit of each in the mask, by its {@link WireColumn#refIndex}; else -1. */
    final int[] maskBitOfRef;
    /** All columns of the table that are shown, as bits, in words. */
    final long[] shownColumns;
    /** The bit in the mask of each column of the table; -1 for those that are not shown. */
    final int[] maskBit;

    ShownColumns(final WireColumn[] all, final int refCount, final int access) {
        columns = Arrays.stream(all).filter(column -> column.isShown(access)).toArray(WireColumn[]::new);
        maskWords = (columns.length + 63) >> 6;
        maskBit = new int[all.length];
        shownColumns = new long[(all.length + 63) >> 6];
        maskBitOfRef = new int[refCount];
        Arrays.fill(maskBitOfRef, -1);
        int bit = 0;
        for (int i = 0; i < all.length; i++) {
            final boolean isShown = all[i].isShown(access);
            maskBit[i] = isShown ? bit : -1;
            shownColumns[i >> 6] |= isShown ? 1L << i : 0;
            if (isShown && all[i].refIndex >= 0) {
                maskBitOfRef[all[i].refIndex] = bit;
            }
            bit += isShown ? 1 : 0;
        }
    }
}
