package ringside.testkit;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.Visibility;

/**
 * A match as one seat is shown it: the rows and columns that this player may see, at the precision of views, and nothing
 * else. Rows keep their numbers.
 */
final class SeenWorld {
    private final GameType type;
    private final List<Table> tables;
    private final UnsafeBuffer source;
    private final MatchSnapshot snapshot;
    private final RowSet visible;
    private final State world;
    private Viewer viewer = new Viewer(-1, -1);

    SeenWorld(final GameType type) {
        this.type = type;
        tables = type.layout().tables().stream()
                .filter(table -> table.isShown() && !table.name().startsWith("$"))
                .toList();
        source = new UnsafeBuffer(new byte[type.layout().snapshotBytes()]);
        snapshot = new MatchSnapshot(type);
        visible = new RowSet(type.layout());
        world = new State(type.layout());
        world.wrap(new UnsafeBuffer(new byte[type.layout().snapshotBytes()]), 0);
    }

    State state() {
        return world;
    }

    int seat() {
        return viewer.seat();
    }

    /** The tables that players are shown. */
    List<Table> tables() {
        return tables;
    }

    /** Takes what a seat is shown of a state of the same layout. */
    void show(final State match, final int seat) {
        match.copyTo(source, 0);
        snapshot.wrap(source, 0);
        final State from = snapshot.state();
        viewer = snapshot.viewer(seat);
        visible.clear();
        type.game().visible(viewer, from, visible);
        world.clear();
        for (final Table table : tables) {
            for (int row = from.first(table); row != Rows.NONE; row = from.next(table, row)) {
                if (!table.isSingle() && visible.contains(table, row)) {
                    world.addAt(table, Rows.index(row));
                }
            }
        }
        for (final Table table : tables) {
            for (int row = world.first(table); row != Rows.NONE; row = world.next(table, row)) {
                copy(from, table, Rows.index(row));
            }
        }
    }

    private void copy(final State from, final Table table, final int index) {
        for (final Column column : table.columns()) {
            if (!isShown(column, from, index)) {
                continue;
            }
            final int offset = table.rowOffset(index);
            if (column instanceof BytesColumn) {
                world.block()
                        .putBytes(
                                offset + column.offset(), from.block(), offset + column.offset(), column.widthBytes());
            } else if (column instanceof final RefColumn ref) {
                column.write(world.block(), offset, shownTarget(ref, (int) column.read(from.block(), offset)));
            } else {
                final long value = column.read(from.block(), offset);
                column.write(world.block(), offset, value >> column.droppedBits() << column.droppedBits());
            }
        }
    }

    /** The row of this world that a reference names: none when that row is not shown. */
    private int shownTarget(final RefColumn column, final int target) {
        return target == Rows.NONE ? Rows.NONE : world.rowAt(column.targetTable(), Rows.index(target));
    }

    private boolean isShown(final Column column, final State from, final int index) {
        final Table table = (Table) column.owner();
        return column.visibility() == Visibility.ALL
                || (column.visibility() == Visibility.TEAM
                        && viewer.team() >= 0
                        && isOf(table.teamColumn(), viewer.team(), from, index))
                || (column.visibility() == Visibility.OWNER && isOf(table.ownerColumn(), viewer.seat(), from, index));
    }

    private static boolean isOf(
            final @Nullable IntColumn column, final int expected, final State state, final int index) {
        return column != null && column.read(state.block(), ((Table) column.owner()).rowOffset(index)) == expected;
    }

    /** True when this player is shown that column of a row. */
    boolean isShown(final Column column, final int index) {
        return isShown(column, snapshot.state(), index);
    }

    /** True when the row of that number is the player's own. */
    boolean isOwn(final Table table, final int index) {
        return isOf(table.ownerColumn(), viewer.seat(), snapshot.state(), index);
    }
}
