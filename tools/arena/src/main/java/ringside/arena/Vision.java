package ringside.arena;

import ringside.engine.game.Viewer;
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

    private final ArenaTables tables;
    private final ArenaTables.PlayersTable players;
    private final ArenaTables.ShotsTable shots;
    private final Fighters fighters;
    private final Flight flight;

    Vision(final ArenaTables tables, final Fighters fighters, final Flight flight) {
        this.tables = tables;
        this.players = tables.players;
        this.shots = tables.shots;
        this.fighters = fighters;
        this.flight = flight;
    }

    /** Adds the rows that a viewer may see. Who has no seat, an operator or a replay, sees everything. */
    void collect(final Viewer viewer, final State state, final RowSet visible) {
        if (viewer.seat() < 0 || !state.get(tables.round.fog)) {
            visible.addAll();
            return;
        }
        addWhatNobodyHides(visible);
        final int self = fighters.ofSeat(state, viewer.seat());
        if (self == Rows.NONE) {
            return;
        }
        final int team = state.get(self, players.team);
        final long eye = body(state, self);
        final long eyeAhead = reached(eye, bodyAhead(state, self, eye));
        for (int row = state.first(players.table); row != Rows.NONE; row = state.next(players.table, row)) {
            if (seesBody(state, team, eye, eyeAhead, row)) {
                visible.add(players.table, row);
            }
        }
        for (int shot = state.first(shots.table); shot != Rows.NONE; shot = state.next(shots.table, shot)) {
            if (seesShot(state, team, eye, eyeAhead, shot)) {
                visible.add(shots.table, shot);
            }
        }
    }

    /** The clock, names and scores, what lies about, walls. */
    void addWhatNobodyHides(final RowSet visible) {
        visible.addAll(tables.round.table);
        visible.addAll(tables.roster.table);
        visible.addAll(tables.pickups.table);
        visible.addAll(tables.walls.table);
    }

    /** Own team, oneself first of all, is always seen; the dead see from where they lie. */
    boolean seesBody(final State state, final int self, final int row) {
        final long eye = body(state, self);
        return seesBody(state, state.get(self, players.team), eye, reached(eye, bodyAhead(state, self, eye)), row);
    }

    boolean seesShot(final State state, final int self, final int shot) {
        final long eye = body(state, self);
        return seesShot(state, state.get(self, players.team), eye, reached(eye, bodyAhead(state, self, eye)), shot);
    }

    private boolean seesBody(final State state, final int team, final long eye, final long eyeAhead, final int row) {
        final long place = body(state, row);
        return state.get(row, players.team) == team || sees(eye, eyeAhead, place, bodyAhead(state, row, place));
    }

    private boolean seesShot(final State state, final int team, final long eye, final long eyeAhead, final int shot) {
        final long place = shot(state, shot);
        return state.get(shot, shots.team) == team || sees(eye, eyeAhead, place, shotAhead(state, shot, place));
    }

    /** Whether an eye sees whoever is at a place and heads for another. */
    private static boolean sees(final long eye, final long eyeAhead, final long place, final long ahead) {
        final int blocker = Sight.blocker(eye, place);
        if (blocker == Sight.NOTHING) {
            return true;
        }
        // Most are hidden by that one wall, wherever they go; only of the others it matters whether they get there.
        final int blocked = Sight.blocked(blocker, eye, eyeAhead, place, ahead);
        if (blocked == Sight.ALL_LINES) {
            return false;
        }
        return Sight.isClear(place, ahead)
                ? Sight.isClear(blocked, eye, eyeAhead, place, ahead)
                : Sight.isClear(blocked & Sight.LINES_TO_OTHER, eye, eyeAhead, place, place);
    }

    /** Where somebody is a moment later who heads for there: the same place when a wall is in the way. */
    private static long reached(final long place, final long ahead) {
        return Sight.isClear(place, ahead) ? ahead : place;
    }

    long body(final State state, final int row) {
        return Point.of(state.get(row, players.x), state.get(row, players.y));
    }

    /** Where a body at that place heads for in the next moment. */
    long bodyAhead(final State state, final int row, final long place) {
        return Point.of(
                Point.x(place) + state.get(row, players.vx) / AHEAD_PARTS,
                Point.y(place) + state.get(row, players.vy) / AHEAD_PARTS);
    }

    long shot(final State state, final int shot) {
        return Point.of(state.get(shot, shots.x), state.get(shot, shots.y));
    }

    /** Where a bullet at that place heads for in the next moment. */
    long shotAhead(final State state, final int shot, final long place) {
        return Point.of(
                Point.x(place) + flight.wayX(state, shot, AHEAD_PARTS),
                Point.y(place) + flight.wayY(state, shot, AHEAD_PARTS));
    }
}
