package ringside.arena;

import ringside.engine.game.Viewer;
import ringside.engine.math.Fixed;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;

/**
 * What a fighter sees: whatever no wall hides, now or a moment ahead. Players are shown what it says, and bots know no
 * more. Keeps no state; thread-safe.
 *
 * <p>Ahead, because a view is drawn a round trip later: two who run around the same corner must have each other on the
 * screen in time. A place ahead counts only when the way there is free, so nobody looks through a wall by running at it.
 */
final class Vision {
    /** A fifth of a second ahead. */
    private static final int AHEAD_PARTS = 5;

    /** Sight passes so far inside of a wall's edge: a shoulder shows before the middle of the body. */
    private static final int EDGE = -Fixed.ratio(7, 20);

    private final ArenaTables tables;
    private final ArenaTables.PlayersTable players;
    private final ArenaTables.ShotsTable shots;
    private final Fighters fighters;
    private final Shots bullets;

    Vision(final ArenaTables tables, final Fighters fighters, final Shots bullets) {
        this.tables = tables;
        this.players = tables.players;
        this.shots = tables.shots;
        this.fighters = fighters;
        this.bullets = bullets;
    }

    /** Adds the rows that a viewer may see. Who has no seat, an operator or a replay, sees everything. */
    void collect(final Viewer viewer, final State state, final RowSet visible) {
        final int self = viewer.seat() < 0 ? Rows.NONE : fighters.ofSeat(state, viewer.seat());
        if (viewer.seat() < 0 || !state.get(tables.round.fog)) {
            visible.addAll();
            return;
        }
        visible.addAll(tables.round.table);
        visible.addAll(tables.roster.table);
        visible.addAll(tables.pickups.table);
        visible.addAll(tables.walls.table);
        if (self == Rows.NONE) {
            return;
        }
        for (int row = state.first(players.table); row != Rows.NONE; row = state.next(players.table, row)) {
            if (seesBody(state, self, row)) {
                visible.add(players.table, row);
            }
        }
        for (int shot = state.first(shots.table); shot != Rows.NONE; shot = state.next(shots.table, shot)) {
            if (seesShot(state, self, shot)) {
                visible.add(shots.table, shot);
            }
        }
    }

    /** Own team, oneself first of all, is always seen; the dead see from where they lie. */
    boolean seesBody(final State state, final int self, final int row) {
        return state.get(self, players.team) == state.get(row, players.team)
                || sees(
                        state,
                        self,
                        state.get(row, players.x),
                        state.get(row, players.y),
                        state.get(row, players.vx) / AHEAD_PARTS,
                        state.get(row, players.vy) / AHEAD_PARTS);
    }

    boolean seesShot(final State state, final int self, final int shot) {
        final int hz = AHEAD_PARTS;
        return state.get(self, players.team) == state.get(shot, shots.team)
                || sees(
                        state,
                        self,
                        state.get(shot, shots.x),
                        state.get(shot, shots.y),
                        bullets.wayX(state, shot, hz),
                        bullets.wayY(state, shot, hz));
    }

    /** Whether a fighter sees a point that will have moved by (wayX, wayY) a moment later. */
    private boolean sees(final State state, final int self, final int x, final int y, final int wayX, final int wayY) {
        final int eyeX = state.get(self, players.x);
        final int eyeY = state.get(self, players.y);
        if (Walls.isClear(eyeX, eyeY, x, y, EDGE)) {
            return true;
        }
        final boolean moves = (wayX != 0 || wayY != 0) && Walls.isClear(x, y, x + wayX, y + wayY, EDGE);
        if (moves && Walls.isClear(eyeX, eyeY, x + wayX, y + wayY, EDGE)) {
            return true;
        }
        final int aheadX = eyeX + state.get(self, players.vx) / AHEAD_PARTS;
        final int aheadY = eyeY + state.get(self, players.vy) / AHEAD_PARTS;
        if ((aheadX == eyeX && aheadY == eyeY) || !Walls.isClear(eyeX, eyeY, aheadX, aheadY, EDGE)) {
            return false;
        }
        return Walls.isClear(aheadX, aheadY, x, y, EDGE)
                || (moves && Walls.isClear(aheadX, aheadY, x + wayX, y + wayY, EDGE));
    }
}
