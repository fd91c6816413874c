package ringside.replay.page;

import ringside.engine.game.Lookout;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.IntColumn;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

/** What a player may be shown of a frame, as views would have it: asked of the game, row by row. One thread. */
final class Sight {
    /** Of a row: the viewer is of its team. These are the needs of columns, as the JavaScript client has them. */
    static final int SAME_TEAM = 1;

    /** Of a row: the viewer owns it. */
    static final int OWNED = 2;

    /** Of a row: the viewer sees it. */
    static final int SEEN = 4;

    private final GameType type;
    private final MatchSnapshot snapshot;
    private final Lookout lookout;
    private final Viewer[] viewers = new Viewer[] {new Viewer(-1, -1)};
    private final RowSet[] visible;

    Sight(final GameType type) {
        this.type = type;
        snapshot = new MatchSnapshot(type);
        lookout = type.game().lookout();
        visible = new RowSet[] {new RowSet(type.layout())};
    }

    GameType type() {
        return type;
    }

    /** Looks with the eyes of a seat. */
    void look(final State state, final int seat) {
        snapshot.wrap(state.block(), 0);
        viewers[0] = snapshot.viewer(seat);
        lookout.see(snapshot.state(), viewers, 1, visible);
    }

    /** What of a row is shown to who looked last: {@link #SEEN} and more, or 0. */
    int access(final Table table, final int row) {
        if (!table.isShown() || !visible[0].contains(table, row)) {
            return 0;
        }
        final State state = snapshot.state();
        final IntColumn owner = table.ownerColumn();
        final IntColumn team = table.teamColumn();
        int access = SEEN;
        if (owner != null && state.get(row, owner) == viewers[0].seat()) {
            access |= OWNED;
        }
        if (team != null && state.get(row, team) == viewers[0].team()) {
            access |= SAME_TEAM;
        }
        return access;
    }

    /** Whether an effect, by its row, is shown to who looked last. */
    boolean isEffectShown(final int effectRow) {
        return snapshot.isEffectShown(effectRow, viewers[0].seat(), visible[0]);
    }
}
