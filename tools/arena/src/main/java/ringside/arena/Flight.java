package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.game.Past;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.IntColumn;
import ringside.layout.Rows;
import ringside.layout.State;

/**
 * How bullets fly: a stretch of the way is swept, so that they pass through nothing, and ends them at the first wall or
 * enemy.
 *
 * <p>A player aims at what is on the screen, which shows the others as they were a moment ago. So a new bullet
 * {@linkplain #catchUp catches up} that moment before it flies on like all others: frame by frame, through the others as
 * they were then. Who decides what, and in whose favour:
 *
 * <ul>
 *   <li>How far back that was is the engine's to say ({@link Match#seenBy}), never the player's alone, and at most its
 *       {@code maxRewindFrames}.
 *   <li>On target on the screen hits. A dash or a wall reached after the bullet struck there saves nobody, but nobody is hit
 *       later than those frames after reaching cover.
 *   <li>Walls never move and stop every bullet. The dead do not fire: not with an input of the frame after their death.
 *       But two who fire in the same frame can kill each other.
 *   <li>Only who lives now is hit, and only where that same life was: not a corpse, and nobody who rose since then.
 *   <li>What was caught up counts as flown, so that nobody's bullets reach further than another's.
 * </ul>
 *
 * Bots see the present, and their bullets have nothing to catch up.
 */
final class Flight {
    private static final int RADIUS = Fixed.ratio(1, 10);

    /** A bullet touches a body whose middle is so near. */
    private static final int TOUCH = Movement.RADIUS + RADIUS;

    private final ArenaTables.ShotsTable shots;
    private final ArenaTables.PlayersTable players;
    private final IntColumn damage;
    private final Fighters fighters;

    Flight(final ArenaLayout layout, final Fighters fighters) {
        this.shots = layout.tables.shots;
        this.players = layout.tables.players;
        this.damage = layout.rules.damage;
        this.fighters = fighters;
    }

    /** How far a bullet flies along x in a frame. */
    int wayX(final State state, final int shot, final int hz) {
        return Angle.cos(state.get(shot, shots.angle) << ArenaTables.ANGLE_SHIFT) * Shots.SPEED / hz;
    }

    /** How far a bullet flies along y in a frame. */
    int wayY(final State state, final int shot, final int hz) {
        return Angle.sin(state.get(shot, shots.angle) << ArenaTables.ANGLE_SHIFT) * Shots.SPEED / hz;
    }

    /**
     * Lets a bullet fly for a frame, among the others as they are.
     *
     * @param counts whether points are counted
     * @return true when somebody was killed
     */
    boolean fly(final Match match, final int shot, final boolean counts) {
        final int x = match.get(shot, shots.x);
        final int y = match.get(shot, shots.y);
        final int dx = wayX(match, shot, match.hz());
        final int dy = wayY(match, shot, match.hz());
        final int team = match.get(shot, shots.team);
        final int reachX = Math.abs(dx) + TOUCH;
        final int reachY = Math.abs(dy) + TOUCH;
        int first = Walls.firstHit(x, y, dx, dy, RADIUS);
        int victim = Rows.NONE;
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            final int awayX = x - match.get(row, players.x);
            final int awayY = y - match.get(row, players.y);
            if (Math.abs(awayX) <= reachX && Math.abs(awayY) <= reachY && isEnemy(match, row, team)) {
                final int touch = Sweep.firstTouch(awayX, awayY, dx, dy, TOUCH);
                if (touch < first) {
                    first = touch;
                    victim = row;
                }
            }
        }
        return finish(match, shot, x + dx, y + dy, first != Walls.NO_HIT, victim, counts);
    }

    /**
     * Lets a bullet that was fired in this frame fly from the moment that its player saw to the end of the frame before this
     * one. It may be gone then.
     *
     * @return true when somebody was killed
     */
    boolean catchUp(final Match match, final int shot, final boolean counts) {
        final int seat = match.get(match.get(shot, shots.shooter), players.seat);
        if (seat == ArenaTables.NOBODY) {
            return false;
        }
        final int age = match.seenBy(seat).age();
        final int frames = Fixed.floor(age);
        final int dx = wayX(match, shot, match.hz());
        final int dy = wayY(match, shot, match.hz());
        match.set(shot, shots.endsFrame, match.get(shot, shots.endsFrame) - (frames - 1));
        // First the part of a frame, so that all that follows meets whole frames, where nothing is interpolated.
        final int part = age - Fixed.of(frames);
        boolean killed =
                part > 0 && sweep(match, shot, Fixed.multiply(dx, part), Fixed.multiply(dy, part), frames, counts);
        for (int back = frames - 1; back > 0 && match.isAlive(shots.table, shot); back--) {
            killed |= sweep(match, shot, dx, dy, back, counts);
        }
        return killed;
    }

    /** One stretch among the others as they were so many frames ago. */
    private boolean sweep(
            final Match match, final int shot, final int dx, final int dy, final int back, final boolean counts) {
        final int x = match.get(shot, shots.x);
        final int y = match.get(shot, shots.y);
        final int team = match.get(shot, shots.team);
        final Past past = match.past(Fixed.of(back));
        // Nobody can be further from there by now: most are passed over without a look at the past.
        final int moved = Fixed.of(Movement.MOST_SPEED) * back / match.hz() + TOUCH;
        final int reachX = Math.abs(dx) + moved;
        final int reachY = Math.abs(dy) + moved;
        int first = Walls.firstHit(x, y, dx, dy, RADIUS);
        int victim = Rows.NONE;
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            if (Math.abs(x - match.get(row, players.x)) <= reachX
                    && Math.abs(y - match.get(row, players.y)) <= reachY
                    && isEnemy(match, row, team)
                    && match.frame() - back >= match.get(row, players.spawnFrame)
                    && past.isThere(players.table, row)) {
                final int touch =
                        Sweep.firstTouch(x - past.get(row, players.x), y - past.get(row, players.y), dx, dy, TOUCH);
                if (touch < first) {
                    first = touch;
                    victim = row;
                }
            }
        }
        return finish(match, shot, x + dx, y + dy, first != Walls.NO_HIT, victim, counts);
    }

    private boolean isEnemy(final Match match, final int row, final int team) {
        return match.get(row, players.alive) && match.get(row, players.team) != team;
    }

    /** What comes of a stretch that would end at (x, y). */
    private boolean finish(
            final Match match,
            final int shot,
            final int x,
            final int y,
            final boolean stopped,
            final int victim,
            final boolean counts) {
        boolean killed = false;
        if (victim != Rows.NONE) {
            killed = fighters.hurt(
                    match,
                    victim,
                    match.get(shot, shots.shooter),
                    match.rules().get(damage),
                    match.get(shot, shots.angle),
                    counts);
        }
        if (stopped || isOutside(x, ArenaMap.WIDTH) || isOutside(y, ArenaMap.HEIGHT)) {
            match.remove(shots.table, shot);
        } else {
            match.set(shot, shots.x, x);
            match.set(shot, shots.y, y);
        }
        return killed;
    }

    private static boolean isOutside(final int place, final int size) {
        return place < 0 || place > Fixed.of(size);
    }
}
