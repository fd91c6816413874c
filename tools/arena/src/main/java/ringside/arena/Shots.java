package ringside.arena;

import ringside.engine.game.Match;
import ringside.layout.Rows;

/** Bullets: who fires them and when, and when they end. How they fly is told in {@link Flight}. */
final class Shots {
    static final int MAGAZINE = 12;

    /** How many bullets of one fighter fly at most: what is fired within a bullet's life, rounded up. */
    static final int MOST_PER_FIGHTER = 5;

    /** Metres a second. */
    static final int SPEED = 32;

    private static final int INTERVAL_MS = 170;
    private static final int RELOAD_MS = 1300;
    private static final int LIFE_MS = 800;

    /** After a takeover: what most players take to be back. */
    private static final int REST_MS = 500;

    private final ArenaTables.ShotsTable shots;
    private final ArenaTables.PlayersTable players;
    private final ArenaLayout.Effects effects;
    private final Flight flight;

    Shots(final ArenaLayout layout, final Flight flight) {
        this.shots = layout.tables.shots;
        this.players = layout.tables.players;
        this.effects = layout.effects;
        this.flight = flight;
    }

    /** No weapon fires for a moment; those that reload for longer go on with that. */
    void rest(final Match match) {
        final int untilFrame = match.frame() + Frames.ofMs(REST_MS, match.hz());
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            match.set(row, players.readyFrame, Math.max(match.get(row, players.readyFrame), untilFrame));
        }
    }

    /** Pulls the trigger: fires when the weapon is ready. The empty weapon reloads itself. */
    void fire(final Match match, final int row, final boolean trigger) {
        if (match.frame() < match.get(row, players.readyFrame)) {
            return;
        }
        if (match.get(row, players.ammo) == 0) {
            match.set(row, players.ammo, MAGAZINE);
        }
        // The table holds all bullets of usual frame rates; at a handful of frames a second durations round up.
        if (!trigger || !match.hasRoom(shots.table)) {
            return;
        }
        final int left = match.get(row, players.ammo) - 1;
        match.set(row, players.ammo, left);
        final int waitMs = left == 0 ? RELOAD_MS : INTERVAL_MS;
        match.set(row, players.readyFrame, match.frame() + Frames.ofMs(waitMs, match.hz()));

        // From the middle of the body: a muzzle could be inside of a wall.
        final int shot = match.add(shots.table);
        match.set(shot, shots.team, match.get(row, players.team));
        match.set(shot, shots.angle, match.get(row, players.aim));
        match.set(shot, shots.x, match.get(row, players.x));
        match.set(shot, shots.y, match.get(row, players.y));
        match.set(shot, shots.shooter, row);
        match.set(shot, shots.endsFrame, match.frame() + Frames.ofMs(LIFE_MS, match.hz()));
        match.emit(effects.shot).set(effects.shotSlot, match.get(row, players.slot));
        match.onlyToSeersOf(players.table, row);
    }

    /**
     * Lets all bullets fly for a frame; those that were fired in it catch up with what their players saw first.
     *
     * @param counts whether points are counted
     * @return true when somebody was killed
     */
    boolean advance(final Match match, final boolean counts) {
        final int endOfNew = match.frame() + Frames.ofMs(LIFE_MS, match.hz());
        boolean killed = false;
        for (int shot = match.first(shots.table); shot != Rows.NONE; shot = match.next(shots.table, shot)) {
            if (match.get(shot, shots.endsFrame) == endOfNew) {
                killed |= flight.catchUp(match, shot, counts);
            }
            if (match.isAlive(shots.table, shot)) {
                killed |= fly(match, shot, counts);
            }
        }
        return killed;
    }

    private boolean fly(final Match match, final int shot, final boolean counts) {
        if (match.frame() >= match.get(shot, shots.endsFrame)) {
            match.remove(shots.table, shot);
            return false;
        }
        return flight.fly(match, shot, counts);
    }

    /** Takes away the bullets of a fighter who goes. */
    void removeOf(final Match match, final int row) {
        for (int shot = match.first(shots.table); shot != Rows.NONE; shot = match.next(shots.table, shot)) {
            if (match.get(shot, shots.shooter) == row) {
                match.remove(shots.table, shot);
            }
        }
    }

    void removeAll(final Match match) {
        for (int shot = match.first(shots.table); shot != Rows.NONE; shot = match.next(shots.table, shot)) {
            match.remove(shots.table, shot);
        }
    }
}
