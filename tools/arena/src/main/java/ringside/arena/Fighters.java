package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Fixed;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;

/** Bodies: whose they are, how they are hurt, die and come back. */
final class Fighters {
    static final int FULL_HP = 100;

    private final ArenaTables tables;
    private final ArenaTables.PlayersTable players;
    private final ArenaLayout.Effects effects;
    private final ArenaLayout.Rules rules;

    Fighters(final ArenaLayout layout) {
        tables = layout.tables;
        players = layout.tables.players;
        effects = layout.effects;
        rules = layout.rules;
    }

    /** The body of a seat's player, or {@link Rows#NONE}. */
    int ofSeat(final State state, final int seat) {
        // Those who came first and stayed have the row of their seat's number.
        int row = state.rowAt(players.table, seat);
        if (row != Rows.NONE && state.get(row, players.seat) == seat) {
            return row;
        }
        row = state.first(players.table);
        while (row != Rows.NONE && state.get(row, players.seat) != seat) {
            row = state.next(players.table, row);
        }
        return row;
    }

    boolean isBot(final State state, final int row) {
        return state.get(row, players.seat) == ArenaTables.NOBODY;
    }

    /** The roster's row of the same fighter. */
    int entryOf(final State state, final int row) {
        return state.rowAt(tables.roster.table, Rows.index(row));
    }

    /** Brings a body to life, whole and loaded, as far from its enemies as it can be. */
    void spawn(final Match match, final int row) {
        final int spawn = spawnFor(match, row);
        match.set(row, players.alive, true);
        match.set(row, players.hp, FULL_HP);
        match.set(row, players.ammo, Shots.MAGAZINE);
        match.set(row, players.readyFrame, 0);
        match.set(row, players.spawnFrame, match.frame());
        match.set(row, players.dash, 0);
        match.set(row, players.x, ArenaMap.spawnX(spawn));
        match.set(row, players.y, ArenaMap.spawnY(spawn));
        stop(match, row);
    }

    /** The spawn whose nearest living enemy is farthest away; any one while there are no enemies. */
    private int spawnFor(final Match match, final int row) {
        int best = match.random(ArenaMap.SPAWNS);
        long bestDistance = 0;
        for (int spawn = 0; spawn < ArenaMap.SPAWNS; spawn++) {
            final long distance = enemyDistance(match, row, ArenaMap.spawnX(spawn), ArenaMap.spawnY(spawn));
            if (distance > bestDistance && distance != Long.MAX_VALUE) {
                best = spawn;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** The square of the way to the nearest living enemy. */
    private long enemyDistance(final Match match, final int row, final int x, final int y) {
        final int team = match.get(row, players.team);
        long nearest = Long.MAX_VALUE;
        for (int other = match.first(players.table); other != Rows.NONE; other = match.next(players.table, other)) {
            if (match.get(other, players.alive) && match.get(other, players.team) != team) {
                nearest = Math.min(
                        nearest, Fixed.lengthSquared(match.get(other, players.x) - x, match.get(other, players.y) - y));
            }
        }
        return nearest;
    }

    /** Lets the dead rise whose time has come. */
    void respawn(final Match match, final int row) {
        if (match.frame() >= match.get(row, players.respawnFrame)) {
            spawn(match, row);
        }
    }

    /**
     * Takes health from a body that a bullet hit.
     *
     * @param shooter whose kill it is; its row may be gone by now
     * @param counts whether points are counted
     * @return true when it died of it
     */
    boolean hurt(
            final Match match,
            final int row,
            final int shooter,
            final int damage,
            final int angle,
            final boolean counts) {
        final RecordView hit = match.emit(effects.hit);
        hit.set(effects.hitSlot, match.get(row, players.slot));
        hit.set(effects.hitDamage, damage);
        hit.set(effects.hitAngle, angle);
        match.onlyToSeersOf(players.table, row);
        final int left = match.get(row, players.hp) - damage;
        match.set(row, players.hp, Math.max(0, left));
        if (left <= 0) {
            die(match, row, shooter, counts);
        }
        return left <= 0;
    }

    private void die(final Match match, final int row, final int shooter, final boolean counts) {
        final boolean known = match.isAlive(players.table, shooter);
        match.set(row, players.alive, false);
        final int lieMs = match.rules().get(rules.respawnMs);
        match.set(row, players.respawnFrame, match.frame() + Frames.ofMs(lieMs, match.hz()));
        stop(match, row);
        if (counts) {
            final int victim = entryOf(match, row);
            match.set(victim, tables.roster.deaths, oneMore(match.get(victim, tables.roster.deaths)));
            if (known) {
                final int killer = entryOf(match, shooter);
                match.set(killer, tables.roster.score, oneMore(match.get(killer, tables.roster.score)));
            }
        }
        final RecordView kill = match.emit(effects.kill);
        kill.set(effects.killer, known ? match.get(shooter, players.slot) : ArenaTables.NOBODY);
        kill.set(effects.victim, match.get(row, players.slot));
    }

    private void stop(final Match match, final int row) {
        match.set(row, players.vx, 0);
        match.set(row, players.vy, 0);
    }

    private static int oneMore(final int points) {
        return Math.min(points + 1, ArenaTables.MOST_POINTS);
    }
}
