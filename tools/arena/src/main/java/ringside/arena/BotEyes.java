package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.Rows;

/**
 * What a bot notices. It looks ten times a second and is shown what {@link Vision} would show a player in its place: no
 * speeds, so it judges them from two looks.
 */
final class BotEyes {
    static final int LOOKS_PER_SECOND = 10;

    /** How long it remembers an enemy that went out of sight. */
    private static final int MEMORY_MS = 3000;

    /** Bullets that will pass nearer than this are dodged. */
    private static final int NEAR = Fixed.ratio(6, 5);

    private static final int ALARM_DISTANCE = Fixed.of(8);

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.ShotsTable shots;
    private final ArenaTables.BotsTable bots;
    private final Vision vision;

    BotEyes(final ArenaTables tables, final Vision vision) {
        players = tables.players;
        shots = tables.shots;
        bots = tables.bots;
        this.vision = vision;
    }

    /** Looks in turn with the other bots, so that no frame is dear. */
    static boolean isLooking(final Match match, final int row) {
        return (match.frame() + Rows.index(row)) % period(match) == 0;
    }

    private static int period(final Match match) {
        return Math.max(1, match.hz() / LOOKS_PER_SECOND);
    }

    /** True while its target was there at the last look. */
    boolean seesTarget(final Match match, final int bot) {
        return match.get(bot, bots.target) != ArenaTables.NOBODY
                && match.frame() - match.get(bot, bots.seenFrame) < period(match);
    }

    /** Notices the nearest enemy in sight, and keeps to the one it fights unless another is much nearer. */
    void look(final Match match, final int row, final int bot) {
        final int seen = nearestInSight(match, row, match.get(bot, bots.target));
        if (seen == Rows.NONE) {
            final int since = match.frame() - match.get(bot, bots.seenFrame);
            if (since > Frames.ofMs(MEMORY_MS, match.hz())) {
                match.set(bot, bots.target, ArenaTables.NOBODY);
            }
            return;
        }
        remember(match, bot, seen);
    }

    private int nearestInSight(final Match match, final int row, final int target) {
        int best = Rows.NONE;
        long least = Long.MAX_VALUE;
        for (int other = match.first(players.table); other != Rows.NONE; other = match.next(players.table, other)) {
            if (match.get(other, players.team) != match.get(row, players.team)
                    && match.get(other, players.alive)
                    && vision.seesBody(match, row, other)) {
                final long distance = Fixed.length(
                        match.get(other, players.x) - match.get(row, players.x),
                        match.get(other, players.y) - match.get(row, players.y));
                final long cost = match.get(other, players.slot) == target ? distance / 2 : distance;
                if (cost < least) {
                    best = other;
                    least = cost;
                }
            }
        }
        return best;
    }

    private void remember(final Match match, final int bot, final int seen) {
        final int slot = match.get(seen, players.slot);
        final int x = match.get(seen, players.x);
        final int y = match.get(seen, players.y);
        final boolean watched =
                slot == match.get(bot, bots.target) && match.frame() - match.get(bot, bots.seenFrame) <= period(match);
        if (watched) {
            match.set(bot, bots.seenVx, judged(x - match.get(bot, bots.seenX)));
            match.set(bot, bots.seenVy, judged(y - match.get(bot, bots.seenY)));
        } else {
            match.set(bot, bots.noticedFrame, match.frame());
            match.set(bot, bots.seenVx, 0);
            match.set(bot, bots.seenVy, 0);
        }
        match.set(bot, bots.target, slot);
        match.set(bot, bots.seenFrame, match.frame());
        match.set(bot, bots.seenX, x);
        match.set(bot, bots.seenY, y);
    }

    /** Speed from the way between two looks; a jump to a spawn is no speed. */
    private static int judged(final int way) {
        final int most = Fixed.of(Movement.MOST_SPEED);
        return Math.abs(way) > most / LOOKS_PER_SECOND ? 0 : way * LOOKS_PER_SECOND;
    }

    /** Notices a bullet that will pass too near, and the shortest way out of its way. */
    void watchForBullets(final Match match, final int row, final int bot) {
        for (int shot = match.first(shots.table); shot != Rows.NONE; shot = match.next(shots.table, shot)) {
            if (match.get(shot, shots.team) != match.get(row, players.team)) {
                final int x = match.get(row, players.x) - match.get(shot, shots.x);
                final int y = match.get(row, players.y) - match.get(shot, shots.y);
                final int angle = match.get(shot, shots.angle) << ArenaTables.ANGLE_SHIFT;
                final int along = Fixed.multiply(x, Angle.cos(angle)) + Fixed.multiply(y, Angle.sin(angle));
                final int aside = Fixed.multiply(y, Angle.cos(angle)) - Fixed.multiply(x, Angle.sin(angle));
                if (along > 0
                        && along < ALARM_DISTANCE
                        && Math.abs(aside) < NEAR
                        && vision.seesShot(match, row, shot)) {
                    final int away = angle + (aside > 0 ? Angle.QUARTER : -Angle.QUARTER);
                    match.set(bot, bots.alarmFrame, match.frame());
                    match.set(bot, bots.alarmAngle, (away & Angle.MASK) >> ArenaTables.ANGLE_SHIFT);
                    return;
                }
            }
        }
    }
}
