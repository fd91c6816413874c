package ringside.arena;

import ringside.engine.game.Lookout;
import ringside.engine.game.Viewer;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;

/**
 * What {@link Vision} shows each of several viewers, worked out together: each body and bullet is read once, and of two
 * bodies it is asked once whether they see each other. Belongs to one thread; what it remembers is of no use to the next
 * call.
 */
final class SharedVision implements Lookout {
    private static final int BODIES = ArenaTables.SEATS;
    private static final int SHOTS = ArenaTables.SEATS * Shots.MOST_PER_FIGHTER;
    private static final int ALL = BODIES + SHOTS;
    private static final long ALL_BODIES = (1L << BODIES) - 1;

    static {
        if (ALL > Long.SIZE) {
            throw new IllegalStateException(
                    BODIES + " bodies and " + SHOTS + " bullets: a set of both holds " + Long.SIZE);
        }
    }

    private final ArenaTables tables;
    private final ArenaTables.PlayersTable players;
    private final ArenaTables.ShotsTable shots;
    private final Vision vision;

    /** Bullets, then bodies through which nobody looks, then those through which somebody does: each looks at those before. */
    private final Places places = new Places(ALL);

    private final int[] teams = new int[ALL];

    /** The bit of each, by its row: bodies first. */
    private final long[] bits = new long[ALL];

    /** Whom each sees, as such bits. */
    private final long[] seen = new long[ALL];

    /** Those whom the wall that most likely does it does not hide from the one that is asked about. */
    private final int[] open = new int[ALL];

    /** On which lines to them that wall stands that most likely does. */
    private final int[] blockedLines = new int[ALL];

    /** Whose bodies they are. */
    private final int[] seats = new int[ALL];

    /** What the body of a seat sees; nothing when there is none. */
    private final long[] seenBySeat = new long[ArenaTables.SEATS];

    SharedVision(final ArenaTables tables, final Vision vision) {
        this.tables = tables;
        this.players = tables.players;
        this.shots = tables.shots;
        this.vision = vision;
    }

    @Override
    public void see(final State snapshot, final Viewer[] viewers, final int count, final RowSet[] visible) {
        final boolean fog = snapshot.get(tables.round.fog);
        if (fog) {
            long looking = 0;
            for (int i = 0; i < count; i++) {
                final int seat = viewers[i].seat();
                looking |= seat < 0 || seat >= seenBySeat.length ? 0 : 1L << seat;
            }
            look(snapshot, looking);
        }
        for (int i = 0; i < count; i++) {
            final RowSet set = visible[i];
            final int seat = viewers[i].seat();
            set.clear();
            if (!fog || seat < 0) {
                set.addAll();
            } else {
                vision.addWhatNobodyHides(set);
                final long sees = seat < seenBySeat.length ? seenBySeat[seat] : 0;
                set.addBits(players.table, 0, sees & ALL_BODIES);
                set.addBits(shots.table, 0, sees >>> BODIES);
            }
        }
    }

    /** Works out what the bodies of some seats see, one bit each. */
    private void look(final State state, final long looking) {
        places.clear();
        for (int shot = state.first(shots.table); shot != Rows.NONE; shot = state.next(shots.table, shot)) {
            note(state.get(shot, shots.team), BODIES + Rows.index(shot));
            final long place = vision.shot(state, shot);
            places.add(place, vision.shotAhead(state, shot, place));
        }
        addBodies(state, ~looking);
        final int firstThatLooks = places.count();
        addBodies(state, looking);
        for (int seat = 0; seat < seenBySeat.length; seat++) {
            seenBySeat[seat] = 0;
        }
        for (int body = firstThatLooks; body < places.count(); body++) {
            lookAtThoseBefore(body);
        }
        for (int body = firstThatLooks; body < places.count(); body++) {
            seenBySeat[seats[body]] = seen[body];
        }
    }

    /** Adds the bodies of some seats; those of bots are among the seats that nobody has. */
    private void addBodies(final State state, final long ofSeats) {
        for (int row = state.first(players.table); row != Rows.NONE; row = state.next(players.table, row)) {
            final int seat = state.get(row, players.seat);
            if ((ofSeats >>> seat & 1) != 0) {
                seats[places.count()] = seat;
                note(state.get(row, players.team), Rows.index(row));
                final long place = vision.body(state, row);
                places.add(place, vision.bodyAhead(state, row, place));
            }
        }
    }

    private void note(final int team, final int bit) {
        final int next = places.count();
        teams[next] = team;
        bits[next] = 1L << bit;
        seen[next] = 1L << bit;
    }

    private void lookAtThoseBefore(final int one) {
        final int team = teams[one];
        int count = 0;
        for (int other = 0; other < one; other++) {
            final int blocked = team == teams[other] ? 0 : places.blocked(one, other);
            open[count] = other;
            blockedLines[count] = blocked;
            // Without a branch, which would mostly be guessed wrong: one more unless all four bits are set.
            count += 1 - ((blocked + 1) >> 4);
        }
        long all = seen[one];
        for (int i = 0; i < count; i++) {
            final int other = open[i];
            if (team == teams[other] || places.isClear(one, other, blockedLines[i])) {
                all |= bits[other];
                seen[other] |= bits[one];
            }
        }
        seen[one] = all;
    }
}
