package ringside.server;

import org.agrona.DirectBuffer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchTables;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Where a match state of one game keeps what operators and results want to know. Immutable. */
final class MatchColumns {
    private final Layout layout;
    private final IntColumn frame;
    private final IntColumn status;
    private final IntColumn end;
    private final Table seats;
    private final IntColumn player;
    private final int joinedOffset;
    private final int rulesOffset;
    private final int resultOffset;

    MatchColumns(final GameType type) {
        layout = type.layout();
        final Table match = layout.table("$match");
        frame = (IntColumn) match.column("frame");
        status = (IntColumn) match.column("status");
        end = (IntColumn) match.column("end");
        seats = layout.table("$seats");
        player = (IntColumn) seats.column("player");
        joinedOffset = seats.column("joined").offset();
        rulesOffset = recordOffset(layout.table("$rules"));
        resultOffset = recordOffset(layout.table("$result"));
    }

    private static int recordOffset(final Table single) {
        return single.rowOffset(0) + single.column("record").offset();
    }

    Layout layout() {
        return layout;
    }

    /** A view of the same block with scratch memory of its own: the state may be another thread's, but must stand still. */
    State viewOf(final DirectBuffer block) {
        final State view = new State(layout);
        view.wrap(block, 0);
        return view;
    }

    int frame(final State state) {
        return state.get(frame);
    }

    /** As in {@link MatchTables}. */
    int status(final State state) {
        return state.get(status);
    }

    /** A code of {@link ringside.engine.output.MatchEnd}, 0 before the end. */
    int end(final State state) {
        return state.get(end);
    }

    boolean isOver(final State state) {
        return status(state) == MatchTables.ENDED;
    }

    /** Whether a match stands still until an operator lets it go on. Only for the thread that feeds its engine. */
    static boolean isPaused(final MatchSlot slot) {
        return slot.state().get((IntColumn) slot.type().layout().table("$match").column("status"))
                == MatchTables.PAUSED;
    }

    /** Seats taken. */
    int players(final State state) {
        return state.count(seats);
    }

    /** Seats there are. */
    int seats() {
        return seats.capacity();
    }

    /** The number of the player on a seat; 0 when it is free. */
    int player(final State state, final int seat) {
        final int row = state.rowAt(seats, seat);
        return row == Rows.NONE ? 0 : state.get(row, player);
    }

    /** Where in the block the record begins that the player on a seat brought. */
    int joinedOffset(final int seat) {
        return seats.rowOffset(seat) + joinedOffset;
    }

    /** Where in the block the rules begin. */
    int rulesOffset() {
        return rulesOffset;
    }

    /** Where in the block the result begins. */
    int resultOffset() {
        return resultOffset;
    }
}
