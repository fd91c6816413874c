package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;

/** How a bot aims: it needs time to react and to turn, leads its target, and its hand trembles like anyone's. */
final class BotHand {
    private static final int REACTION_MS = 280;

    /** The fastest turn a second: three quarters of a full one. */
    private static final int TURN_SPEED = Angle.TURN * 3 / 4;

    /** It covers this part of what is missing in a frame at 60 frames a second, as a hand that homes in. */
    private static final int HOMING = 10;

    private static final int TREMBLE = Angle.TURN / 512;
    private static final int FIRE_WITHIN = Angle.TURN / 60;
    private static final int RANGE = Fixed.of(22);

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.BotsTable bots;

    BotHand(final ArenaTables tables) {
        players = tables.players;
        bots = tables.bots;
    }

    /** Turns towards where the target is, or seems to be, and pulls the trigger when that is in front of it. */
    void fight(final Match match, final int row, final int bot, final boolean sees, final Controls controls) {
        final int hz = match.hz();
        final int since = match.frame() - match.get(bot, bots.seenFrame);
        final int x = match.get(bot, bots.seenX) - match.get(row, players.x);
        final int y = match.get(bot, bots.seenY) - match.get(row, players.y);
        final int distance = Fixed.length(x, y);
        // Frames until the bullet is there, and since the look.
        final int flight = (int) ((long) distance * hz / Fixed.of(Shots.SPEED));
        final int ahead = sees ? flight + since : 0;
        final int leadX = (int) ((long) match.get(bot, bots.seenVx) * ahead / hz);
        final int leadY = (int) ((long) match.get(bot, bots.seenVy) * ahead / hz);
        final int wanted = Angle.atan2(y + leadY, x + leadX) + match.get(bot, bots.wobble);
        final int missing = turn(match, row, wanted, controls);
        controls.fire = sees
                && distance < RANGE
                && Math.abs(missing) < FIRE_WITHIN
                && match.frame() - match.get(bot, bots.noticedFrame) >= Frames.ofMs(REACTION_MS, hz);
    }

    /** Looks where it goes, and a little about. */
    void walk(final Match match, final int row, final int bot, final Controls controls) {
        final int ahead = Angle.atan2(controls.moveY, controls.moveX);
        turn(match, row, ahead + 4 * match.get(bot, bots.wobble), controls);
        controls.fire = false;
    }

    /** Turns, and returns what was missing. */
    private int turn(final Match match, final int row, final int wanted, final Controls controls) {
        final int aim = match.get(row, players.aim) << ArenaTables.ANGLE_SHIFT;
        final int missing = Angle.difference(aim, wanted);
        final int most = TURN_SPEED / match.hz();
        final int homing = missing * HOMING / match.hz();
        final int tremble = match.random(2 * TREMBLE + 1) - TREMBLE;
        controls.aim = (aim + Fixed.clamp(homing, -most, most) + tremble) & Angle.MASK;
        return missing;
    }
}
