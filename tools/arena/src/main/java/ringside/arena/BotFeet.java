package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.layout.Rows;

/** Where a bot goes: to health when hurt, after the enemy it lost, or about; in a fight it keeps its distance. */
final class BotFeet {
    private static final int NEAR = Fixed.of(5);
    private static final int FAR = Fixed.of(10);
    private static final int ARRIVED = Fixed.ratio(4, 5);
    private static final int HURT_HP = 40;

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.PickupsTable pickups;
    private final ArenaTables.BotsTable bots;

    BotFeet(final ArenaTables tables) {
        players = tables.players;
        pickups = tables.pickups;
        bots = tables.bots;
    }

    /** Chooses where to go; called with every look. */
    void choose(final Match match, final int row, final int bot, final boolean fights) {
        final int health = isHurt(match, row) ? nearestPickup(match, row) : Rows.NONE;
        if (health != Rows.NONE) {
            head(match, bot, Fixed.of(match.get(health, pickups.x)), Fixed.of(match.get(health, pickups.y)));
        } else if (match.get(bot, bots.target) != ArenaTables.NOBODY && !fights) {
            hunt(match, row, bot);
        } else if (match.get(bot, bots.goalNode) < 0 || hasArrived(match, row, bot) || isStuck(match, row, fights)) {
            wander(match, bot);
        }
        match.set(
                bot,
                bots.hop,
                Waypoints.next(
                        match.get(row, players.x),
                        match.get(row, players.y),
                        match.get(bot, bots.goalX),
                        match.get(bot, bots.goalY),
                        match.get(bot, bots.goalNode)));
    }

    private boolean isHurt(final Match match, final int row) {
        return match.get(row, players.hp) < HURT_HP;
    }

    private int nearestPickup(final Match match, final int row) {
        int best = Rows.NONE;
        int least = Integer.MAX_VALUE;
        for (int pickup = match.first(pickups.table); pickup != Rows.NONE; pickup = match.next(pickups.table, pickup)) {
            final int distance = Fixed.length(
                    Fixed.of(match.get(pickup, pickups.x)) - match.get(row, players.x),
                    Fixed.of(match.get(pickup, pickups.y)) - match.get(row, players.y));
            if (match.get(pickup, pickups.active) && distance < least) {
                best = pickup;
                least = distance;
            }
        }
        return best;
    }

    /** Goes where it last saw its target, and forgets it when nobody is there. */
    private void hunt(final Match match, final int row, final int bot) {
        head(match, bot, match.get(bot, bots.seenX), match.get(bot, bots.seenY));
        if (hasArrived(match, row, bot)) {
            match.set(bot, bots.target, ArenaTables.NOBODY);
            wander(match, bot);
        }
    }

    /** Half of the time to a pickup that lies there, where others come too. */
    private void wander(final Match match, final int bot) {
        final int pickup = match.rowAt(pickups.table, match.random(2 * ArenaMap.PICKUPS));
        if (pickup != Rows.NONE && match.get(pickup, pickups.active)) {
            head(match, bot, Fixed.of(match.get(pickup, pickups.x)), Fixed.of(match.get(pickup, pickups.y)));
        } else {
            final int node = match.random(Waypoints.count());
            head(match, bot, Waypoints.x(node), Waypoints.y(node));
        }
    }

    private void head(final Match match, final int bot, final int x, final int y) {
        if (match.get(bot, bots.goalNode) < 0 || x != match.get(bot, bots.goalX) || y != match.get(bot, bots.goalY)) {
            match.set(bot, bots.goalX, x);
            match.set(bot, bots.goalY, y);
            match.set(bot, bots.goalNode, Waypoints.nearest(x, y));
        }
    }

    private boolean hasArrived(final Match match, final int row, final int bot) {
        return Fixed.length(
                        match.get(bot, bots.goalX) - match.get(row, players.x),
                        match.get(bot, bots.goalY) - match.get(row, players.y))
                < ARRIVED;
    }

    private boolean isStuck(final Match match, final int row, final boolean fights) {
        return !fights && Fixed.length(match.get(row, players.vx), match.get(row, players.vy)) < Fixed.ONE;
    }

    /** Walks to the goal, or to the next waypoint on the way there. */
    void walk(final Match match, final int row, final int bot, final Controls controls) {
        final int hop = match.get(bot, bots.hop);
        final int x = hop < 0 ? match.get(bot, bots.goalX) : Waypoints.x(hop);
        final int y = hop < 0 ? match.get(bot, bots.goalY) : Waypoints.y(hop);
        push(
                controls,
                Angle.atan2(y - match.get(row, players.y), x - match.get(row, players.x)),
                Fixed.ONE,
                Fixed.ONE / 4 * match.get(bot, bots.strafe));
    }

    /** Moves around the target: nearer, away or neither, and to the side. Out of bullets or of health it backs off. */
    void fight(final Match match, final int row, final int bot, final Controls controls) {
        if (isHurt(match, row)) {
            walk(match, row, bot, controls);
            return;
        }
        final int x = match.get(bot, bots.seenX) - match.get(row, players.x);
        final int y = match.get(bot, bots.seenY) - match.get(row, players.y);
        final int distance = Fixed.length(x, y);
        final boolean backsOff = distance < NEAR || match.get(row, players.ammo) == 0;
        final int nearer = backsOff ? -Fixed.ONE : distance > FAR ? Fixed.ONE : 0;
        push(controls, Angle.atan2(y, x), nearer, Fixed.ONE * match.get(bot, bots.strafe));
    }

    private static void push(final Controls controls, final int angle, final int ahead, final int aside) {
        final int x = Fixed.multiply(ahead, Angle.cos(angle)) - Fixed.multiply(aside, Angle.sin(angle));
        final int y = Fixed.multiply(ahead, Angle.sin(angle)) + Fixed.multiply(aside, Angle.cos(angle));
        final int length = Math.max(Fixed.ONE, Fixed.length(x, y));
        controls.moveX = (int) ((long) x * Controls.FULL / length);
        controls.moveY = (int) ((long) y * Controls.FULL / length);
    }
}
