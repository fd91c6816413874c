package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * The columns of a table that a viewer of one access is shown, in the order in which they go over the wire. In an entry that
 * goes on ({@link WireTable#GOES_ON}) smooth columns always have a value, and no bit in the mask.
 */
final class ShownColumns {
    final WireColumn[] columns;
    /** Bits of a mask: one for each of them, but for those that always have a value. */
    final int maskBits;

    final int maskWords;
    /** Where they are references: the bit of each in the mask, by its {@link WireColumn#refIndex}; else -1. */
    final int[] maskBitOfRef;
    /** The bits of all of them in a mask, in words. */
    final long[] refBits;
    /** All columns of the table that are shown, as bits, in words. */
    final long[] shownColumns;
    /** Those that always have a value, likewise. */
    final long[] alwaysColumns;
    /** The bit in the mask of each column of the table; -1 for those that have none. */
    final int[] maskBit;

    ShownColumns(final WireColumn[] all, final int refCount, final int access) {
        columns = Arrays.stream(all).filter(column -> column.isShown(access)).toArray(WireColumn[]::new);
        maskBit = new int[all.length];
        shownColumns = new long[(all.length + 63) >> 6];
        alwaysColumns = new long[(all.length + 63) >> 6];
        maskBitOfRef = new int[refCount];
        Arrays.fill(maskBitOfRef, -1);
        refBits = new long[(all.length + 63) >> 6];
        int bit = 0;
        for (int i = 0; i < all.length; i++) {
            final boolean isShown = all[i].isShown(access);
            final boolean always = isShown && all[i].isSmooth && (access & WireTable.GOES_ON) != 0;
            maskBit[i] = isShown && !always ? bit : -1;
            shownColumns[i >> 6] |= isShown ? 1L << i : 0;
            alwaysColumns[i >> 6] |= always ? 1L << i : 0;
            if (isShown && all[i].refIndex >= 0) {
                maskBitOfRef[all[i].refIndex] = bit;
                refBits[bit >> 6] |= 1L << bit;
            }
            bit += maskBit[i] >= 0 ? 1 : 0;
        }
        maskBits = bit;
        maskWords = (bit + 63) >> 6;
    }
}
