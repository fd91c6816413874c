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
        final int team = state.get(self, players.team);
        final long eye = body(state, self);
        final long eyeAhead = eyeAhead(state, self, eye);
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

    /** Own team, oneself first of all, is always seen; the dead see from where they lie. */
    boolean seesBody(final State state, final int self, final int row) {
        final long eye = body(state, self);
        return seesBody(state, state.get(self, players.team), eye, eyeAhead(state, self, eye), row);
    }

    boolean seesShot(final State state, final int self, final int shot) {
        final long eye = body(state, self);
        return seesShot(state, state.get(self, players.team), eye, eyeAhead(state, self, eye), shot);
    }

    private boolean seesBody(final State state, final int team, final long eye, final long eyeAhead, final int row) {
        if (state.get(row, players.team) == team) {
            return true;
        }
        final long place = body(state, row);
        final int blocker = Sight.blocker(eye, place);
        return blocker == Sight.NOTHING || seesAhead(eye, eyeAhead, place, bodyAhead(state, row, place), blocker);
    }

    private boolean seesShot(final State state, final int team, final long eye, final long eyeAhead, final int shot) {
        if (state.get(shot, shots.team) == team) {
            return true;
        }
        final int x = state.get(shot, shots.x);
        final int y = state.get(shot, shots.y);
        final long place = Point.of(x, y);
        final int blocker = Sight.blocker(eye, place);
        if (blocker == Sight.NOTHING) {
            return true;
        }
        final long ahead =
                Point.of(x + flight.wayX(state, shot, AHEAD_PARTS), y + flight.wayY(state, shot, AHEAD_PARTS));
        return seesAhead(eye, eyeAhead, place, ahead, blocker);
    }

    /**
     * Whether an eye will see what it does not see now: from where it will be, where the other will be, or both.
     *
     * @param blocker a wall that is between them now, and will mostly still be
     */
    private static boolean seesAhead(
            final long eye, final long eyeAhead, final long place, final long placeAhead, final int blocker) {
        return !Sight.blocks(blocker, eye, eyeAhead, place, placeAhead)
                && searchesAhead(eye, eyeAhead, place, placeAhead);
    }

    private static boolean searchesAhead(final long eye, final long eyeAhead, final long place, final long placeAhead) {
        return Sight.isClear(eyeAhead, place)
                || ((Sight.isClear(eye, placeAhead) || Sight.isClear(eyeAhead, placeAhead))
                        && Sight.isClear(place, placeAhead));
    }

    private long body(final State state, final int row) {
        return Point.of(state.get(row, players.x), state.get(row, players.y));
    }

    /** Where a body at that place will be a moment later. */
    private long bodyAhead(final State state, final int row, final long place) {
        return Point.of(
                Point.x(place) + state.get(row, players.vx) / AHEAD_PARTS,
                Point.y(place) + state.get(row, players.vy) / AHEAD_PARTS);
    }

    /** From where a body will look; the same place when a wall is in its way. */
    private long eyeAhead(final State state, final int self, final long eye) {
        final long ahead = bodyAhead(state, self, eye);
        return Sight.isClear(eye, ahead) ? ahead : eye;
    }
}
