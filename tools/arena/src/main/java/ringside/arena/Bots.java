package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.layout.Rows;

/**
 * Bots decide what a player would decide, from what a player would see, and then play by the same rules. What they
 * remember is in the table {@code bots}; their only chance is the match's own.
 */
final class Bots {
    private static final int STRAFE_MS = 250;
    private static final int STRAFE_MORE_MS = 600;
    private static final int WOBBLE = Angle.TURN / 60;
    private static final int DASHES_ONE_IN = 4;

    private final ArenaTables.BotsTable bots;
    private final BotEyes eyes;
    private final BotFeet feet;
    private final BotHand hand;

    Bots(final ArenaTables tables, final Vision vision) {
        bots = tables.bots;
        eyes = new BotEyes(tables, vision);
        feet = new BotFeet(tables);
        hand = new BotHand(tables);
    }

    /** Fills in what the bot in that body wants to do in this frame. */
    void decide(final Match match, final int row, final Controls controls) {
        final int bot = match.rowAt(bots.table, Rows.index(row));
        controls.dash = false;
        if (BotEyes.isLooking(match, row)) {
            eyes.look(match, row, bot);
            feet.choose(match, row, bot, eyes.seesTarget(match, bot));
            controls.dash = eyes.dodge(match, row, bot) && match.random(DASHES_ONE_IN) == 0;
        }
        if (match.frame() >= match.get(bot, bots.strafeUntilFrame)) {
            changeMind(match, bot);
        }
        if (eyes.seesTarget(match, bot)) {
            feet.fight(match, row, bot, controls);
            hand.fight(match, row, bot, true, controls);
        } else {
            feet.walk(match, row, bot, controls);
            if (match.get(bot, bots.target) == ArenaTables.NOBODY) {
                hand.walk(match, row, bot, controls);
            } else {
                // Out of sight, not out of mind: it comes around the corner with its weapon there.
                hand.fight(match, row, bot, false, controls);
            }
        }
    }

    /** Another side to step to, and another mistake in aiming. */
    private void changeMind(final Match match, final int bot) {
        match.set(bot, bots.strafe, match.random(3) - 1);
        match.set(bot, bots.wobble, match.random(WOBBLE) + match.random(WOBBLE) - WOBBLE);
        final int lasts = Frames.ofMs(STRAFE_MS, match.hz()) + match.random(Frames.ofMs(STRAFE_MORE_MS, match.hz()));
        match.set(bot, bots.strafeUntilFrame, match.frame() + lasts);
    }

    /** A bot that rises anew has forgotten whom it fought. */
    void forget(final Match match, final int row) {
        final int bot = match.rowAt(bots.table, Rows.index(row));
        if (bot != Rows.NONE) {
            match.set(bot, bots.target, ArenaTables.NOBODY);
            match.set(bot, bots.goalNode, ArenaTables.NOBODY);
        }
    }
}
