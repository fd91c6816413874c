package ringside.engine.logic;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.layout.IntColumn;
import ringside.layout.RecordType;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * Reads one snapshot of a match: the game's tables through {@link #state}, and what the engine keeps beside them. A
 * flyweight for one thread; wrap it again for the next snapshot.
 */
public final class MatchSnapshot {
    private static final int NO_TEAM = -1;

    private final MatchTables t;
    private final State state;
    private final Table[] tablesWithTeams;
    private final @Nullable Viewer[] viewers;

    public MatchSnapshot(final GameType type) {
        this.t = type.tables();
        this.state = new State(type.layout());
        this.tablesWithTeams = type.layout().tables().stream()
                .filter(table -> table.ownerColumn() != null && table.teamColumn() != null)
                .toArray(Table[]::new);
        this.viewers = new @Nullable Viewer[type.layout().seats()];
    }

    /** Moves to the block of a snapshot. */
    public MatchSnapshot wrap(final DirectBuffer block, final int offset) {
        state.wrap(block, offset);
        return this;
    }

    /** The whole state, by name. */
    public State state() {
        return state;
    }

    public int frame() {
        return state.get(t.frame);
    }

    /** True while the match waits for the players that its game starts with. */
    public boolean isWaiting() {
        return state.get(t.status) == MatchTables.WAITING;
    }

    public boolean isOver() {
        return state.get(t.status) == MatchTables.ENDED;
    }

    // ---- seats

    public boolean isSeated(final int seat) {
        return state.rowAt(t.seats, seat) != Rows.NONE;
    }

    /** The number of the player on the seat; 0 for a free seat, whose bytes are all zero. */
    public int player(final int seat) {
        return seatValue(seat, t.player);
    }

    public boolean isConnected(final int seat) {
        final int row = state.rowAt(t.seats, seat);
        return row != Rows.NONE && state.get(row, t.connected);
    }

    /** The number of the newest input that went into a frame; 0 before the first. */
    public int consumedSeq(final int seat) {
        return seatValue(seat, t.consumedSeq);
    }

    /** Inputs that wait for their frames. */
    public int depth(final int seat) {
        return seatValue(seat, t.depth);
    }

    private int seatValue(final int seat, final IntColumn column) {
        return seat < 0 || seat >= t.seats.capacity() ? 0 : state.getAt(seat, column);
    }

    /** The seat of a player number. A number names its seat for ever, taken or not. */
    public static int seatOf(final GameType type, final int player) {
        return (player - 1) % type.layout().seats();
    }

    /**
     * The viewer that sits there; the team is that of the first row owned by the seat in a table that has teams. The same
     * object as long as the team is the same.
     */
    public Viewer viewer(final int seat) {
        final int team = teamOf(seat);
        Viewer viewer = viewers[seat];
        if (viewer == null || viewer.team() != team) {
            viewer = new Viewer(seat, team);
            viewers[seat] = viewer;
        }
        return viewer;
    }

    private int teamOf(final int seat) {
        for (final Table table : tablesWithTeams) {
            final IntColumn owner = table.ownerColumn();
            final IntColumn team = table.teamColumn();
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                if (owner != null && team != null && state.get(row, owner) == seat) {
                    return state.get(row, team);
                }
            }
        }
        return NO_TEAM;
    }

    // ---- effects

    /** The number that the next effect of this match will get. */
    public int nextEffect() {
        return state.get(t.nextEffect);
    }

    /** The oldest effect that has not expired; equals {@link #nextEffect} when there is none. */
    public int oldestEffect() {
        return state.get(t.oldestEffect);
    }

    /** Moves on to an unexpired effect, for the getters below. Returns its row. */
    public int effectRow(final int sequence) {
        return state.rowAt(t.effects, sequence % MatchTables.EFFECT_SLOTS);
    }

    public int effectFrame(final int effectRow) {
        return state.get(effectRow, t.effectFrame);
    }

    public RecordType effectType(final int effectRow) {
        return state.layout().effects().get(state.get(effectRow, t.effectType));
    }

    /** Where the effect's record begins in {@code state().block()}. */
    public int effectRecordOffset(final int effectRow) {
        return state.rowOffset(t.effects, effectRow) + t.effectRecord.offset();
    }

    /** True when a viewer on that seat, who sees those rows, may be shown the effect. */
    public boolean isEffectShown(final int effectRow, final int seat, final RowSet visible) {
        final int target = state.get(effectRow, t.effectTarget);
        return switch (state.get(effectRow, t.effectAudience)) {
            case MatchTables.TO_ALL -> true;
            case MatchTables.TO_SEAT -> target == seat;
            default -> {
                final Table table = state.layout().tables().get(state.get(effectRow, t.effectTargetTable));
                final int there = state.rowAt(table, Rows.index(target));
                // Whoever took the place of a row that is gone does not speak for it.
                yield (there == target || there == Rows.NONE) && visible.contains(table, target);
            }
        };
    }
}
