package ringside.arena;

import ringside.behavior.IntPort;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.Tick;
import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;

/** How a bot aims: it needs time to turn, leads its target, and its hand trembles like anyone's. */
final class BotHand {
    private static final IntPort DEGREES = new IntPort("degrees", 1, 180, 6);

    /** The fastest turn a second: three quarters of a full one. */
    private static final int TURN_SPEED = Angle.TURN * 3 / 4;

    /** It covers this part of what is missing in a frame at 60 frames a second, as a hand that homes in. */
    private static final int HOMING = 10;

    private static final int TREMBLE = Angle.TURN / 512;

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.BotsTable bots;
    private final BotEyes eyes;

    BotHand(final ArenaTables tables, final BotEyes eyes) {
        players = tables.players;
        bots = tables.bots;
        this.eyes = eyes;
    }

    /** Offers what it can do to trees. */
    void offer(final Leaves<BotMind> leaves) {
        leaves.action("AimAtEnemy", this::aimAtEnemy, DEGREES)
                .action("Fire", BotHand::fire)
                .action("LookAhead", this::lookAhead);
    }

    /**
     * Turns towards where the enemy is, will be when a bullet gets there, or was last seen. Runs until that is in front of
     * it.
     */
    private Status aimAtEnemy(final BotMind mind, final Tick tick) {
        final Match match = mind.match();
        final int bot = mind.row();
        final int x = match.get(bot, bots.seenX) - match.get(mind.body(), players.x);
        final int y = match.get(bot, bots.seenY) - match.get(mind.body(), players.y);
        final int missing = turn(mind, ahead(mind, x, y) + match.get(bot, bots.wobble));
        return Math.abs(missing) < tick.port(DEGREES) * Angle.TURN / 360 ? Status.SUCCESS : Status.RUNNING;
    }

    private int ahead(final BotMind mind, final int x, final int y) {
        final Match match = mind.match();
        final int bot = mind.row();
        if (!eyes.seesTarget(match, bot)) {
            return Angle.atan2(y, x);
        }
        // Frames until the bullet is there, and since the look.
        final int flight = (int) ((long) Fixed.length(x, y) * mind.hz() / Fixed.of(Shots.SPEED));
        final int frames = flight + mind.frame() - match.get(bot, bots.seenFrame);
        final int leadX = (int) ((long) match.get(bot, bots.seenVx) * frames / mind.hz());
        final int leadY = (int) ((long) match.get(bot, bots.seenVy) * frames / mind.hz());
        return Angle.atan2(y + leadY, x + leadX);
    }

    private static Status fire(final BotMind mind, final Tick tick) {
        mind.controls().fire = true;
        return Status.SUCCESS;
    }

    /** Looks where it goes, and a little about. */
    private Status lookAhead(final BotMind mind, final Tick tick) {
        final Controls controls = mind.controls();
        final int ahead = Angle.atan2(controls.moveY, controls.moveX);
        turn(mind, ahead + 4 * mind.match().get(mind.row(), bots.wobble));
        return Status.RUNNING;
    }

    /** Turns, and returns what was missing. */
    private int turn(final BotMind mind, final int wanted) {
        final int aim = mind.match().get(mind.body(), players.aim) << ArenaTables.ANGLE_SHIFT;
        final int missing = Angle.difference(aim, wanted);
        final int most = TURN_SPEED / mind.hz();
        final int homing = missing * HOMING / mind.hz();
        final int tremble = mind.match().random(2 * TREMBLE + 1) - TREMBLE;
        mind.controls().aim = (aim + Fixed.clamp(homing, -most, most) + tremble) & Angle.MASK;
        return missing;
    }
}
