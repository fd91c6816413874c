package ringside.snapshot.codec;

import org.agrona.DirectBuffer;

/** One viewer's eyes for one view: which columns of a row, and which wire ids for its references. */
final class Sight {
    private final ShownRows[] rows;
    private final int[] refs;
    private int seat;
    private int team;

    Sight(final WireLayout wire, final ShownRows[] rows) {
        this.rows = rows;
        int most = 0;
        for (final WireTable table : wire.tables) {
            most = Math.max(most, table.refCount);
        }
        refs = new int[most];
    }

    void of(final int viewerSeat, final int viewerTeam) {
        seat = viewerSeat;
        team = viewerTeam;
    }

    int access(final WireTable table, final DirectBuffer block, final int rowOffset) {
        return table.access(block, rowOffset, seat, team);
    }

    /** The row's references as wire values, 0 where they are not shown, in an array that the next call overwrites. */
    int[] refs(final WireTable table, final DirectBuffer block, final int rowOffset, final int access) {
        if (table.refCount > 0) {
            for (final WireColumn column : table.columns) {
                if (column.refIndex >= 0) {
                    final int target = column.refTarget;
                    refs[column.refIndex] = target < 0 || !column.isShown(access)
                            ? 0
                            : rows[target].refTo(column.ref(block, rowOffset));
                }
            }
        }
        return refs;
    }
}
