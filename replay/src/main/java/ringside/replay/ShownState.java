package ringside.replay;

import java.util.List;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * What of a state a player may be shown: the rows that the game lets that player see, and of each the columns that are theirs to see.
 * The player may have held less when the frame was shown, where views were lost or had no room for all.
 */
public final class ShownState {
    private final State state;
    private final Viewer viewer;
    private final RowSet visible;

    private ShownState(final State state, final Viewer viewer, final RowSet visible) {
        this.state = state;
        this.viewer = viewer;
        this.visible = visible;
    }

    /**
     * Asks the game.
     *
     * @param player the number that the journal knows the player by
     * @throws ReplayException naming the players that are seated, when this one is not
     */
    public static ShownState of(final StateAtFrame found, final GameTypes types, final int player) {
        final GameType type = types.find(found.state().layout().hash());
        if (type == null) {
            throw new ReplayException(
                    "this build does not carry " + found.state().layout());
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[type.layout().snapshotBytes()]);
        found.state().copyTo(copy, 0);
        final MatchSnapshot snapshot = new MatchSnapshot(type).wrap(copy, 0);
        final TreeMap<Integer, Integer> seats = new TreeMap<>();
        for (int seat = 0; seat < type.layout().seats(); seat++) {
            if (snapshot.isSeated(seat)) {
                seats.put(snapshot.player(seat), seat);
            }
        }
        final Integer seat = seats.get(player);
        if (seat == null) {
            throw new ReplayException("match " + found.match() + " has no player " + player + " at frame "
                    + found.frame() + "; there are " + List.copyOf(seats.keySet()));
        }
        final Viewer viewer = snapshot.viewer(seat);
        final RowSet visible = new RowSet(type.layout());
        type.game().visible(viewer, snapshot.state(), visible);
        return new ShownState(snapshot.state(), viewer, visible);
    }

    /** Whether players are shown anything of a table. */
    public boolean isShown(final Table table) {
        return table.isShown() && !table.name().startsWith("$");
    }

    /** Whether this player is shown anything of a live row. */
    public boolean isShown(final Table table, final int row) {
        return isShown(table) && (table.isSingle() || visible.contains(table, row));
    }

    /** Whether this player is shown a column of a row that is shown. */
    public boolean isShown(final Table table, final int row, final Column column) {
        return switch (column.visibility()) {
            case ALL -> true;
            case TEAM -> viewer.team() >= 0 && isOf(table.teamColumn(), viewer.team(), table, row);
            case OWNER -> isOf(table.ownerColumn(), viewer.seat(), table, row);
            default -> false;
        };
    }

    private boolean isOf(final @Nullable IntColumn column, final int expected, final Table table, final int row) {
        return column != null && column.read(state.block(), state.rowOffset(table, row)) == expected;
    }
}
