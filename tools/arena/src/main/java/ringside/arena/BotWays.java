package ringside.arena;

import ringside.behavior.Action;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.Tick;
import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.Rows;

/**
 * Where a bot goes: to health, after the enemy it lost, or about. Each way is an action that runs until it is there; it is
 * looked over as often as the bot looks around.
 */
final class BotWays {
    private static final int ARRIVED = Fixed.ratio(4, 5);

    /** Slower than this after this time, something is in the way. */
    private static final int STUCK_SPEED = Fixed.ONE;

    private static final int STUCK_MS = 200;

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.PickupsTable pickups;
    private final ArenaTables.BotsTable bots;

    BotWays(final ArenaTables tables) {
        players = tables.players;
        pickups = tables.pickups;
        bots = tables.bots;
    }

    void offer(final Leaves<BotMind> leaves) {
        leaves.action("GoToPickup", new GoToPickup())
                .action("GoToLastSeen", this::goToLastSeen)
                .action("Patrol", 1, new Patrol());
    }

    /** Goes to the nearest pickup that lies there; fails when there is none. */
    private final class GoToPickup implements Action<BotMind> {
        @Override
        public Status start(final BotMind mind, final Tick tick) {
            final int pickup = nearestPickup(mind.match(), mind.body());
            if (pickup == Rows.NONE) {
                return Status.FAILURE;
            }
            head(mind, pickup);
            return walk(mind);
        }

        @Override
        public Status resume(final BotMind mind, final Tick tick) {
            return mind.looks() ? start(mind, tick) : walk(mind);
        }
    }

    /** Goes where it last saw its enemy. */
    private Status goToLastSeen(final BotMind mind, final Tick tick) {
        head(mind, mind.match().get(mind.row(), bots.seenX), mind.match().get(mind.row(), bots.seenY));
        return walk(mind);
    }

    /** Goes somewhere; half of the time to a pickup, where others come too. Its word is the frame in which it began. */
    private final class Patrol implements Action<BotMind> {
        @Override
        public Status start(final BotMind mind, final Tick tick) {
            final Match match = mind.match();
            tick.word(0, mind.frame());
            final int pickup = match.rowAt(pickups.table, match.random(2 * ArenaMap.PICKUPS));
            if (pickup != Rows.NONE && match.get(pickup, pickups.active)) {
                head(mind, pickup);
            } else {
                final int node = match.random(Waypoints.count());
                head(mind, Waypoints.x(node), Waypoints.y(node));
            }
            return walk(mind);
        }

        @Override
        public Status resume(final BotMind mind, final Tick tick) {
            final boolean started = mind.frame() - tick.word(0) > Frames.ofMs(STUCK_MS, mind.hz());
            return started && mind.looks() && isStuck(mind) ? start(mind, tick) : walk(mind);
        }
    }

    private int nearestPickup(final Match match, final int row) {
        int best = Rows.NONE;
        long least = Long.MAX_VALUE;
        for (int pickup = match.first(pickups.table); pickup != Rows.NONE; pickup = match.next(pickups.table, pickup)) {
            final long distance = Fixed.lengthSquared(
                    Fixed.of(match.get(pickup, pickups.x)) - match.get(row, players.x),
                    Fixed.of(match.get(pickup, pickups.y)) - match.get(row, players.y));
            if (match.get(pickup, pickups.active) && distance < least) {
                best = pickup;
                least = distance;
            }
        }
        return best;
    }

    private boolean isStuck(final BotMind mind) {
        return Fixed.lengthSquared(
                        mind.match().get(mind.body(), players.vx), mind.match().get(mind.body(), players.vy))
                < (long) STUCK_SPEED * STUCK_SPEED;
    }

    private void head(final BotMind mind, final int pickup) {
        head(
                mind,
                Fixed.of(mind.match().get(pickup, pickups.x)),
                Fixed.of(mind.match().get(pickup, pickups.y)));
    }

    private void head(final BotMind mind, final int x, final int y) {
        final Match match = mind.match();
        final int bot = mind.row();
        if (match.get(bot, bots.goalNode) < 0 || x != match.get(bot, bots.goalX) || y != match.get(bot, bots.goalY)) {
            match.set(bot, bots.goalX, x);
            match.set(bot, bots.goalY, y);
            match.set(bot, bots.goalNode, Waypoints.nearest(x, y));
            findHop(mind);
        }
    }

    private void findHop(final BotMind mind) {
        final Match match = mind.match();
        final int bot = mind.row();
        match.set(
                bot,
                bots.hop,
                Waypoints.next(
                        match.get(mind.body(), players.x),
                        match.get(mind.body(), players.y),
                        match.get(bot, bots.goalX),
                        match.get(bot, bots.goalY),
                        match.get(bot, bots.goalNode),
                        match.get(bot, bots.hop)));
    }

    /** Walks to the goal, or to the next waypoint on the way there, swaying a little; succeeds once it is there. */
    private Status walk(final BotMind mind) {
        if (mind.looks()) {
            findHop(mind);
        }
        final Match match = mind.match();
        final int bot = mind.row();
        final int hop = match.get(bot, bots.hop);
        final int x = (hop < 0 ? match.get(bot, bots.goalX) : Waypoints.x(hop)) - match.get(mind.body(), players.x);
        final int y = (hop < 0 ? match.get(bot, bots.goalY) : Waypoints.y(hop)) - match.get(mind.body(), players.y);
        BotFeet.push(mind, Angle.atan2(y, x), Fixed.ONE, Fixed.ONE / 4 * match.get(bot, bots.strafe));
        final boolean there = hop < 0 && Fixed.lengthSquared(x, y) < (long) ARRIVED * ARRIVED;
        return there ? Status.SUCCESS : Status.RUNNING;
    }
}
