package ringside.engine.logic;

import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.Table;

/**
 * The table in which a lockstep match keeps what its game was told since the last frame, in order: with the inputs of the
 * frame it is all that another machine needs to compute the same frame. Matches that are not lockstep do not have it.
 */
final class CallTable {
    /** Calls of one frame that players' requests may fill. */
    static final int REQUESTS = 32;

    final Table table;
    final IntColumn frame;
    final IntColumn player;
    final IntColumn seat;
    final IntColumn kind;
    final IntColumn command;
    final BytesColumn record;

    CallTable(final LayoutBuilder layout) {
        // Losing and leaving a seat cannot be refused: once for each seat, and once more for each that was asked for.
        table = layout.table("$calls", 3 * REQUESTS + 2 * layout.seats()).hidden();
        frame = table.int32("frame", 0, Integer.MAX_VALUE);
        player = table.int32("player", 0, Integer.MAX_VALUE);
        seat = table.int16("seat", -1, Short.MAX_VALUE);
        command = table.int16("command", 0, 255);
        kind = table.int8("kind", 0, CallKind.LAST);
        int longest = Math.max(layout.join().lengthBytes(), layout.rules().lengthBytes());
        for (final RecordType type : layout.commands()) {
            longest = Math.max(longest, type.lengthBytes());
        }
        record = table.bytes("record", Math.max(1, longest));
    }
}
