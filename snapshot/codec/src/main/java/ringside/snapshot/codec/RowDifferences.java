package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of one snapshot stand otherwise in an earlier one, byte for byte, as bit sets of all rows of the shown
 * tables. It says more rows than a viewer may notice, dead ones too; never fewer.
 */
final class RowDifferences {
    private final WireLayout wire;
    private final long[] changed;
    private final long[] replaced;
    private int since;

    RowDifferences(final WireLayout wire) {
        this.wire = wire;
        changed = new long[wire.wordCount];
        replaced = new long[wire.wordCount];
    }

    int since() {
        return since;
    }

    /** The rows of that word that are not as they were. */
    long changed(final int word) {
        return changed[word];
    }

    /** The rows of that word that another row was in place of. */
    long replaced(final int word) {
        return replaced[word];
    }

    /**
     * @param firstLive of each table the first live row, by its number in the table
     * @param endLive one more than the last one
     */
    void find(final Block now, final Block before, final int beforeFrame, final int[] firstLive, final int[] endLive) {
        since = beforeFrame;
        Arrays.fill(changed, 0);
        Arrays.fill(replaced, 0);
        final byte @Nullable [] nowBytes = now.buffer().byteArray();
        final byte @Nullable [] beforeBytes = before.buffer().byteArray();
        for (final WireTable table : wire.tables) {
            if (firstLive[table.index] < endLive[table.index]) {
                if (nowBytes != null && beforeBytes != null) {
                    compareArrays(
                            table, firstLive[table.index], endLive[table.index], now, nowBytes, before, beforeBytes);
                } else {
                    compareWords(table, firstLive[table.index], endLive[table.index], now, before);
                }
            }
        }
    }

    /** Goes from one difference to the next: most rows of most tables stay as they are. */
    private void compareArrays(
            final WireTable table,
            final int first,
            final int end,
            final Block now,
            final byte[] nowBytes,
            final Block before,
            final byte[] beforeBytes) {
        final int nowBase = now.buffer().wrapAdjustment();
        final int beforeBase = before.buffer().wrapAdjustment();
        final int stop = table.rowOffset(end);
        int row = first;
        while (row < end) {
            final int at = table.rowOffset(row);
            final int skipped = Arrays.mismatch(
                    nowBytes, nowBase + at, nowBase + stop, beforeBytes, beforeBase + at, beforeBase + stop);
            if (skipped < 0) {
                return;
            }
            row += skipped / table.strideBytes;
            mark(table, row, now, before);
            row++;
        }
    }

    private void compareWords(
            final WireTable table, final int first, final int end, final Block now, final Block before) {
        for (int row = first; row < end; row++) {
            long difference = 0;
            final int rowOffset = table.rowOffset(row);
            for (int at = rowOffset, stop = rowOffset + table.strideBytes; at < stop; at += Long.BYTES) {
                difference |= now.getLong(at) ^ before.getLong(at);
            }
            if (difference != 0) {
                mark(table, row, now, before);
            }
        }
    }

    private void mark(final WireTable table, final int row, final Block now, final Block before) {
        final int number = table.firstRow + row;
        changed[number >> 6] |= 1L << number;
        final int rowOffset = table.rowOffset(row);
        if (now.getInt(rowOffset) != before.getInt(rowOffset)) {
            replaced[number >> 6] |= 1L << number;
        }
    }
}
