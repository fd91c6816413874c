package ringside.snapshot.codec;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which live rows of one snapshot stand otherwise in an earlier one, byte for byte, as bit sets of all rows of the shown
 * tables. It says more rows than a viewer may notice, never fewer.
 */
final class RowDifferences {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

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

    boolean isChanged(final WireTable table, final int row) {
        return (changed[table.firstWord + (row >> 6)] & (1L << row)) != 0;
    }

    void find(final long[] live, final DirectBuffer now, final DirectBuffer before, final int beforeFrame) {
        since = beforeFrame;
        final byte @Nullable [] nowBytes = now.byteArray();
        final byte @Nullable [] beforeBytes = before.byteArray();
        for (final WireTable table : wire.tables) {
            for (int i = 0; i < table.words; i++) {
                final int word = table.firstWord + i;
                changed[word] = 0;
                replaced[word] = 0;
                if (live[word] != 0) {
                    if (nowBytes != null && beforeBytes != null) {
                        compare(table, i, live[word], now, nowBytes, before, beforeBytes);
                    } else {
                        compare(table, i, live[word], now, before);
                    }
                }
            }
        }
    }

    /** Goes from one difference to the next: most rows of most tables stay as they are. */
    private void compare(
            final WireTable table,
            final int tableWord,
            final long live,
            final DirectBuffer now,
            final byte[] nowBytes,
            final DirectBuffer before,
            final byte[] beforeBytes) {
        final int stride = table.strideBytes;
        final int nowBase = now.wrapAdjustment();
        final int beforeBase = before.wrapAdjustment();
        final int start = table.rowOffset((tableWord << 6) + Long.numberOfTrailingZeros(live));
        final int end = table.rowOffset((tableWord << 6) + 64 - Long.numberOfLeadingZeros(live));
        int at = start;
        while (at < end) {
            final int skipped = Arrays.mismatch(
                    nowBytes, nowBase + at, nowBase + end, beforeBytes, beforeBase + at, beforeBase + end);
            if (skipped < 0) {
                return;
            }
            final int row = (at + skipped - table.rowOffset(0)) / stride;
            mark(table, row, live, now, before);
            at = table.rowOffset(row + 1);
        }
    }

    private void compare(
            final WireTable table,
            final int tableWord,
            final long live,
            final DirectBuffer now,
            final DirectBuffer before) {
        for (long left = live; left != 0; left &= left - 1) {
            final int row = (tableWord << 6) + Long.numberOfTrailingZeros(left);
            final int rowOffset = table.rowOffset(row);
            long difference = 0;
            for (int at = rowOffset, end = rowOffset + table.strideBytes; at < end; at += Long.BYTES) {
                difference |= now.getLong(at) ^ before.getLong(at);
            }
            if (difference != 0) {
                mark(table, row, live, now, before);
            }
        }
    }

    private void mark(
            final WireTable table, final int row, final long live, final DirectBuffer now, final DirectBuffer before) {
        final int word = table.firstWord + (row >> 6);
        final long bit = (1L << row) & live;
        changed[word] |= bit;
        final int rowOffset = table.rowOffset(row);
        if (now.getInt(rowOffset, LE) != before.getInt(rowOffset, LE)) {
            replaced[word] |= bit;
        }
    }
}
