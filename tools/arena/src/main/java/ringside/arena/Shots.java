package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.Rows;
import ringside.layout.State;

/** Bullets: fired, flying, hitting. A bullet's way of a frame is swept, so it passes through nothing. */
final class Shots {
    static final int MAGAZINE = 12;

    /** How many bullets of one fighter fly at most: what is fired within a bullet's life, rounded up. */
    static final int MOST_PER_FIGHTER = 5;

    /** Metres a second. */
    static final int SPEED = 32;

    static final int DAMAGE = 25;

    private static final int RADIUS = Fixed.ratio(1, 10);

    /** A bullet touches a body whose middle is so near. */
    private static final int TOUCH = Movement.RADIUS + RADIUS;

    private static final int INTERVAL_MS = 170;
    private static final int RELOAD_MS = 1300;
    private static final int LIFE_MS = 800;

    private final ArenaTables.ShotsTable shots;
    private final ArenaTables.PlayersTable players;
    private final ArenaLayout.Effects effects;
    private final Fighters fighters;

    Shots(final ArenaLayout layout, final Fighters fighters) {
        this.shots = layout.tables.shots;
        this.players = layout.tables.players;
        this.effects = layout.effects;
        this.fighters = fighters;
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
     * Lets all bullets fly for a frame.
     *
     * @param counts whether points are counted
     * @return true when somebody was killed
     */
    boolean advance(final Match match, final boolean counts) {
        boolean killed = false;
        for (int shot = match.first(shots.table); shot != Rows.NONE; shot = match.next(shots.table, shot)) {
            if (match.frame() >= match.get(shot, shots.endsFrame)) {
                match.remove(shots.table, shot);
            } else {
                killed |= fly(match, shot, counts);
            }
        }
        return killed;
    }

    private boolean fly(final Match match, final int shot, final boolean counts) {
        final int x = match.get(shot, shots.x);
        final int y = match.get(shot, shots.y);
        final int dx = wayX(match, shot, match.hz());
        final int dy = wayY(match, shot, match.hz());
        int first = Walls.firstHit(x, y, dx, dy, RADIUS);
        int victim = Rows.NONE;
        final int team = match.get(shot, shots.team);
        final int reachX = Math.abs(dx) + TOUCH;
        final int reachY = Math.abs(dy) + TOUCH;
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            final int awayX = x - match.get(row, players.x);
            if (Math.abs(awayX) <= reachX
                    && Math.abs(y - match.get(row, players.y)) <= reachY
                    && match.get(row, players.alive)
                    && match.get(row, players.team) != team) {
                final int hit = Sweep.firstTouch(awayX, y - match.get(row, players.y), dx, dy, TOUCH);
                if (hit < first) {
                    first = hit;
                    victim = row;
                }
            }
        }
        boolean killed = false;
        if (victim != Rows.NONE) {
            killed = fighters.hurt(
                    match, victim, match.get(shot, shots.shooter), DAMAGE, match.get(shot, shots.angle), counts);
        }
        if (first != Walls.NO_HIT || isOutside(x + dx, ArenaMap.WIDTH) || isOutside(y + dy, ArenaMap.HEIGHT)) {
            match.remove(shots.table, shot);
        } else {
            match.set(shot, shots.x, x + dx);
            match.set(shot, shots.y, y + dy);
        }
        return killed;
    }

    /** How far a bullet flies along x in a frame. */
    int wayX(final State state, final int shot, final int hz) {
        return Angle.cos(state.get(shot, shots.angle) << ArenaTables.ANGLE_SHIFT) * SPEED / hz;
    }

    /** How far a bullet flies along y in a frame. */
    int wayY(final State state, final int shot, final int hz) {
        return Angle.sin(state.get(shot, shots.angle) << ArenaTables.ANGLE_SHIFT) * SPEED / hz;
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

    private static boolean isOutside(final int place, final int size) {
        return place < 0 || place > Fixed.of(size);
    }
}
