package ringside.arena;

import ringside.engine.game.Match;
import ringside.layout.RecordView;
import ringside.layout.Rows;

/** The clock: warm-up until two fighters are there, a round with a winner, a break, the next round. */
final class Rounds {
    static final int WARMUP = 0;
    static final int PLAYING = 1;
    static final int OVER = 2;

    private static final int WARMUP_MS = 3000;
    private static final int BREAK_MS = 8000;
    private static final int SECOND_MS = 1000;

    private final ArenaLayout layout;
    private final ArenaTables.RoundTable round;
    private final ArenaTables.PlayersTable players;
    private final ArenaTables.RosterTable roster;
    private final Fighters fighters;
    private final Shots shots;
    private final Pickups pickups;

    Rounds(final ArenaLayout layout, final Fighters fighters, final Shots shots, final Pickups pickups) {
        this.layout = layout;
        this.round = layout.tables.round;
        this.players = layout.tables.players;
        this.roster = layout.tables.roster;
        this.fighters = fighters;
        this.shots = shots;
        this.pickups = pickups;
    }

    boolean isPlaying(final Match match) {
        return match.get(round.phase) == PLAYING;
    }

    /** Weapons rest after a round. */
    boolean mayFire(final Match match) {
        return match.get(round.phase) != OVER;
    }

    /** Moves the clock on; called once at the end of each frame. */
    void step(final Match match) {
        final int phase = match.get(round.phase);
        if (match.count(players.table) < 2) {
            if (phase != WARMUP || match.get(round.endsFrame) != 0) {
                phase(match, WARMUP, 0);
            }
        } else if (phase == WARMUP && match.get(round.endsFrame) == 0) {
            phase(match, WARMUP, match.frame() + Frames.ofMs(WARMUP_MS, match.hz()));
        } else if (match.frame() >= match.get(round.endsFrame)) {
            next(match, phase);
        }
    }

    /** Ends the round when somebody has reached the limit alone; asked when points were made. */
    void checkLimit(final Match match) {
        if (isPlaying(match)
                && teamScore(match, bestTeam(match)) >= match.rules().get(layout.rules.scoreLimit)) {
            end(match);
        }
    }

    private void next(final Match match, final int phase) {
        final int rounds = match.rules().get(layout.rules.rounds);
        if (phase == PLAYING) {
            end(match);
        } else if (phase == OVER && rounds != 0 && match.get(round.number) >= rounds) {
            match.finish();
        } else {
            begin(match);
        }
    }

    private void phase(final Match match, final int phase, final int endsFrame) {
        match.set(round.phase, phase);
        match.set(round.endsFrame, endsFrame);
    }

    private void begin(final Match match) {
        final int seconds = match.rules().get(layout.rules.roundSeconds);
        phase(match, PLAYING, match.frame() + Frames.ofMs(SECOND_MS, match.hz()) * seconds);
        match.set(round.number, Math.min(match.get(round.number) + 1, ArenaTables.MOST_ROUNDS));
        shots.removeAll(match);
        pickups.reset(match);
        for (int row = match.first(roster.table); row != Rows.NONE; row = match.next(roster.table, row)) {
            match.set(row, roster.score, 0);
            match.set(row, roster.deaths, 0);
            match.set(row, roster.ready, false);
        }
        // Off the ground first, so that each is placed with regard to those already placed only.
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            match.set(row, players.alive, false);
        }
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            fighters.spawn(match, row);
        }
    }

    private void end(final Match match) {
        final int team = bestTeam(match);
        final int winner = bestOf(match, team);
        match.set(round.winner, winner);
        match.set(round.winnerTeam, team);
        match.set(round.winnerScore, teamScore(match, team));
        phase(match, OVER, match.frame() + Frames.ofMs(BREAK_MS, match.hz()));
        final RecordView over = match.emit(layout.effects.roundOver);
        over.set(layout.effects.winner, winner);
        over.set(layout.effects.winnerTeam, team);
        over.set(layout.effects.winnerScore, teamScore(match, team));
    }

    /** The team with the most points, or {@link ArenaTables#NOBODY} after a draw. Alone, everyone is a team. */
    private int bestTeam(final Match match) {
        int best = ArenaTables.NOBODY;
        int most = -1;
        for (int team = 0; team < ArenaTables.SEATS; team++) {
            final int score = teamScore(match, team);
            if (score > most) {
                best = team;
                most = score;
            } else if (score == most) {
                best = ArenaTables.NOBODY;
            }
        }
        return best;
    }

    private int teamScore(final Match match, final int team) {
        int sum = 0;
        for (int row = match.first(roster.table); row != Rows.NONE; row = match.next(roster.table, row)) {
            if (match.get(row, roster.team) == team) {
                sum += match.get(row, roster.score);
            }
        }
        return Math.min(sum, ArenaTables.MOST_POINTS);
    }

    /** The slot of the first with the most points in a team. */
    private int bestOf(final Match match, final int team) {
        int best = ArenaTables.NOBODY;
        int most = -1;
        for (int row = match.first(roster.table); row != Rows.NONE; row = match.next(roster.table, row)) {
            if (match.get(row, roster.team) == team && match.get(row, roster.score) > most) {
                best = match.get(row, roster.slot);
                most = match.get(row, roster.score);
            }
        }
        return best;
    }

    /** A player need not wait longer. Not accepted while a round is being played. */
    boolean ready(final Match match, final int row) {
        if (isPlaying(match) || match.get(round.endsFrame) == 0) {
            return false;
        }
        match.set(fighters.entryOf(match, row), roster.ready, true);
        for (int entry = match.first(roster.table); entry != Rows.NONE; entry = match.next(roster.table, entry)) {
            if (!match.get(entry, roster.bot) && !match.get(entry, roster.ready)) {
                return true;
            }
        }
        match.set(round.endsFrame, match.frame());
        return true;
    }

    /** Fills in what the match leaves behind. */
    void result(final Match match) {
        final int winner = match.get(round.winner);
        final RecordView result = match.result();
        final int entry = match.rowAt(roster.table, winner);
        result.setText(layout.result.winner, entry == Rows.NONE ? "" : match.getText(entry, roster.name));
        result.set(layout.result.topScore, match.get(round.winnerScore));
        result.set(layout.result.rounds, match.get(round.number));
    }
}
