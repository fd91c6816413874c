package ringside.arena;

import ringside.behavior.Action;
import ringside.behavior.IntPort;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.Tick;
import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;

/** How a bot moves: out of a bullet's way, around its enemy, and wherever {@link BotWays} leads it. */
final class BotFeet {
    private static final IntPort MSEC = IntPort.of("msec", 1, 10_000);
    private static final IntPort LEAST = IntPort.of("least_msec", 1, 60_000);
    private static final IntPort MORE = IntPort.of("more_msec", 1, 60_000);
    private static final IntPort NEAR = IntPort.of("near", 0, 100);
    private static final IntPort FAR = IntPort.of("far", 0, 100);
    private static final int WOBBLE = Angle.TURN / 60;

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.BotsTable bots;
    private final BotWays ways;

    BotFeet(final ArenaTables tables) {
        players = tables.players;
        bots = tables.bots;
        ways = new BotWays(tables);
    }

    /** Offers what they can do to trees. */
    void offer(final Leaves<BotMind> leaves) {
        leaves.action("Dash", BotFeet::dash)
                .action("SideStep", 1, new SideStep(), MSEC)
                .action("KeepDistance", this::keepDistance, NEAR, FAR)
                .action("ChangeMind", 1, new ChangeMind(), LEAST, MORE);
        ways.offer(leaves);
    }

    /** Dashes whichever way it moves in this frame. */
    private static Status dash(final BotMind mind, final Tick tick) {
        mind.controls().dash = true;
        return Status.SUCCESS;
    }

    /** Moves around the enemy: nearer, away or neither, and to the side. Out of bullets it backs off. */
    private Status keepDistance(final BotMind mind, final Tick tick) {
        final Match match = mind.match();
        final int x = match.get(mind.row(), bots.seenX) - match.get(mind.body(), players.x);
        final int y = match.get(mind.row(), bots.seenY) - match.get(mind.body(), players.y);
        final int distance = Fixed.length(x, y);
        final boolean backsOff = distance < Fixed.of(tick.port(NEAR)) || match.get(mind.body(), players.ammo) == 0;
        final int nearer = backsOff ? -Fixed.ONE : distance > Fixed.of(tick.port(FAR)) ? Fixed.ONE : 0;
        push(mind, Angle.atan2(y, x), nearer, Fixed.ONE * match.get(mind.row(), bots.strafe));
        return Status.RUNNING;
    }

    /** Pushes the stick ahead, seen along an angle, and aside. */
    static void push(final BotMind mind, final int angle, final int ahead, final int aside) {
        final int x = Fixed.multiply(ahead, Angle.cos(angle)) - Fixed.multiply(aside, Angle.sin(angle));
        final int y = Fixed.multiply(ahead, Angle.sin(angle)) + Fixed.multiply(aside, Angle.cos(angle));
        final int length = Math.max(Fixed.ONE, Fixed.length(x, y));
        mind.controls().moveX = (int) ((long) x * Controls.FULL / length);
        mind.controls().moveY = (int) ((long) y * Controls.FULL / length);
    }

    /** Walks out of the way of the bullet that alarmed it, for a while; its word is the last frame. */
    private final class SideStep implements Action<BotMind> {
        @Override
        public Status start(final BotMind mind, final Tick tick) {
            tick.word(0, mind.frame() + tick.frames(MSEC) - 1);
            return resume(mind, tick);
        }

        @Override
        public Status resume(final BotMind mind, final Tick tick) {
            final int angle = mind.match().get(mind.row(), bots.alarmAngle) << ArenaTables.ANGLE_SHIFT;
            push(mind, angle, Fixed.ONE, 0);
            return mind.frame() < tick.word(0) ? Status.RUNNING : Status.SUCCESS;
        }
    }

    /** Chooses another side to step to and another mistake in aiming, and is content with that for a while. */
    private final class ChangeMind implements Action<BotMind> {
        @Override
        public Status start(final BotMind mind, final Tick tick) {
            final Match match = mind.match();
            match.set(mind.row(), bots.strafe, match.random(3) - 1);
            match.set(mind.row(), bots.wobble, match.random(WOBBLE) + match.random(WOBBLE) - WOBBLE);
            tick.word(0, mind.frame() + tick.frames(LEAST) + match.random(tick.frames(MORE)));
            return Status.RUNNING;
        }

        @Override
        public Status resume(final BotMind mind, final Tick tick) {
            return mind.frame() < tick.word(0) ? Status.RUNNING : Status.SUCCESS;
        }
    }
}
