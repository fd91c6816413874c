package ringside.io.session;

import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** What the edge reads of the engine's own tables in a snapshot. Immutable; the state is the caller's. */
final class EngineTables {
    final Table effects;
    final IntColumn effectSeq;
    final IntColumn effectFrame;
    final IntColumn effectType;
    final IntColumn effectAudience;
    final IntColumn effectTargetTable;
    final IntColumn effectTarget;
    final BytesColumn effectRecord;

    private final Table seats;
    private final IntColumn player;
    private final IntColumn consumedSeq;
    private final IntColumn depth;
    private final IntColumn end;
    private final Table rulesTable;
    private final BytesColumn rules;
    private final @Nullable Table teamTable;

    EngineTables(final Layout layout) {
        seats = layout.table("$seats");
        player = (IntColumn) seats.column("player");
        consumedSeq = (IntColumn) seats.column("consumedSeq");
        depth = (IntColumn) seats.column("depth");
        end = (IntColumn) layout.table("$match").column("end");
        rulesTable = layout.table("$rules");
        rules = (BytesColumn) rulesTable.column("record");
        effects = layout.table("$effects");
        effectSeq = (IntColumn) effects.column("seq");
        effectFrame = (IntColumn) effects.column("frame");
        effectType = (IntColumn) effects.column("type");
        effectAudience = (IntColumn) effects.column("audience");
        effectTargetTable = (IntColumn) effects.column("targetTable");
        effectTarget = (IntColumn) effects.column("target");
        effectRecord = (BytesColumn) effects.column("record");
        teamTable = findTeamTable(layout);
    }

    private static @Nullable Table findTeamTable(final Layout layout) {
        for (final Table table : layout.tables()) {
            if (table.ownerColumn() != null && table.teamColumn() != null) {
                return table;
            }
        }
        return null;
    }

    /** The seat of a player: the engine numbers players by seat and by how often the seat was taken. */
    int seatOf(final int playerNumber) {
        return (playerNumber - 1) % seats.capacity();
    }

    /** The row of the player's seat, or {@link Rows#NONE} while the state does not hold that player. */
    int seatRow(final State state, final int playerNumber) {
        final int row = state.rowAt(seats, seatOf(playerNumber));
        return row != Rows.NONE && state.get(row, player) == playerNumber ? row : Rows.NONE;
    }

    int consumedSeq(final State state, final int seatRow) {
        return state.get(seatRow, consumedSeq);
    }

    int depth(final State state, final int seatRow) {
        return state.get(seatRow, depth);
    }

    boolean hasFreeSeat(final State state) {
        return state.hasRoom(seats);
    }

    boolean isOver(final State state) {
        return state.get(Rows.SINGLE, end) != 0;
    }

    /** Where the rules record begins in the block. */
    int rulesOffset(final State state) {
        return state.rowOffset(rulesTable, Rows.SINGLE) + rules.offset();
    }

    /** The team of the first row that the seat owns, or -1. */
    int team(final State state, final int seat) {
        final Table table = teamTable;
        if (table == null) {
            return -1;
        }
        final IntColumn owner = table.ownerColumn();
        final IntColumn team = table.teamColumn();
        if (owner == null || team == null) {
            return -1;
        }
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            if (state.get(row, owner) == seat) {
                return state.get(row, team);
            }
        }
        return -1;
    }
}
