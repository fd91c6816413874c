package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * Which of the due rows a view has room for, where it has none for all: those of the highest {@link
 * ringside.layout.Table#priority}, each multiplied by the views for which the row has waited. So what matters more comes
 * first and more often, and everything comes. Of one client; what it chooses depends on nothing that the client may not see.
 */
final class RowBudget {
    /** More does not count. */
    private static final int MOST_WAITS = 255;

    /** What an entry takes besides its values and its mask, mostly. */
    private static final int HEAD_BITS = 14;

    private final WireLayout wire;
    /** By number of wire id, for how many views it has waited; made when something has to. */
    private byte[] waits = {};
    /** Scratch: the weight of each due wire id, above its complement, so that equals come by number. */
    private long[] order = {};

    RowBudget(final WireLayout wire) {
        this.wire = wire;
    }

    /** Takes out of what is due whatever so many bits have no room for. */
    void choose(final ShownRows rows, final SharedRows now, final int roomBits) {
        if (fits(rows, now, roomBits)) {
            return;
        }
        if (waits.length == 0) {
            waits = new byte[wire.rowCount];
            order = new long[wire.rowCount];
        }
        int count = 0;
        for (int word = 0; word < now.due.ids.length; word++) {
            for (long left = now.due.ids[word]; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                final int weight = wire.tableOf[number].table.priority() * (1 + (waits[number] & 0xFF));
                order[count++] = ((long) weight << 32) | (~number & 0xFFFF_FFFFL);
            }
        }
        Arrays.sort(order, 0, count);
        Arrays.fill(now.due.ids, 0);
        int usedBits = 0;
        for (int i = count - 1; i >= 0; i--) {
            final int number = ~(int) order[i];
            final int bits = bits(number, rows, now);
            // The heaviest always has its chance: it may take less than it seems to.
            if (i == count - 1 || usedBits + bits <= roomBits) {
                usedBits += bits;
                now.due.ids[number >> 6] |= 1L << number;
            } else {
                waits[number] = (byte) Math.min(MOST_WAITS, (waits[number] & 0xFF) + 1);
            }
        }
    }

    private boolean fits(final ShownRows rows, final SharedRows now, final int roomBits) {
        int usedBits = 0;
        for (int word = 0; word < now.due.ids.length; word++) {
            for (long left = now.due.ids[word]; left != 0; left &= left - 1) {
                usedBits += bits((word << 6) + Long.numberOfTrailingZeros(left), rows, now);
                if (usedBits > roomBits) {
                    return false;
                }
            }
        }
        return true;
    }

    private int bits(final int number, final ShownRows rows, final SharedRows now) {
        if (rows.isLeaving(number)) {
            return HEAD_BITS;
        }
        final WireTable table = wire.tableOf[number];
        final int row = now.due.rowOfId[number];
        final int string = now.due.stringOf[row];
        int bits = HEAD_BITS + now.strings.valueBits(string != 0 ? string : now.whole(row));
        bits += string == 0 ? 0 : table.shown[now.access(row)].columns.length;
        for (int i = 0; i < table.refCount; i++) {
            bits += 1 + table.columns[table.columnOfRef[i]].bits;
        }
        return bits;
    }

    /** Nothing waits: the client starts over. */
    void clear() {
        Arrays.fill(waits, (byte) 0);
    }

    /** It is on its way, and waits no more. */
    void sent(final int number) {
        if (waits.length > 0) {
            waits[number] = 0;
        }
    }

    /** It did not fit after all. */
    void postponed(final long[] ids) {
        for (int word = 0; waits.length > 0 && word < ids.length; word++) {
            for (long left = ids[word]; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                waits[number] = (byte) Math.min(MOST_WAITS, (waits[number] & 0xFF) + 1);
            }
        }
    }
}
