package ringside.arena;

import ringside.engine.game.Match;
import ringside.engine.math.Fixed;
import ringside.layout.RecordView;
import ringside.layout.Rows;

/** Health that lies about. */
final class Pickups {
    static final int SMALL = 0;
    static final int LARGE = 1;

    private static final int REACH = Fixed.of(1);
    private static final int SMALL_HP = 35;
    private static final int SMALL_RESPAWN_MS = 12_000;
    private static final int LARGE_RESPAWN_MS = 25_000;

    /** Sets of pickups, one bit each: those in reach from somewhere in a column or row of metres. */
    private static final long[] IN_REACH_X = new long[ArenaMap.WIDTH + 1];

    private static final long[] IN_REACH_Y = new long[ArenaMap.HEIGHT + 1];

    static {
        for (int pickup = 0; pickup < ArenaMap.PICKUPS; pickup++) {
            note(pickup, Fixed.of(ArenaMap.pickupX(pickup)), IN_REACH_X);
            note(pickup, Fixed.of(ArenaMap.pickupY(pickup)), IN_REACH_Y);
        }
    }

    private final ArenaTables.PickupsTable pickups;
    private final ArenaTables.PlayersTable players;
    private final ArenaLayout.Effects effects;

    Pickups(final ArenaLayout layout) {
        pickups = layout.tables.pickups;
        players = layout.tables.players;
        effects = layout.effects;
    }

    private static void note(final int pickup, final int place, final long[] inReach) {
        for (int metre = 0; metre < inReach.length; metre++) {
            if (Fixed.of(metre) < place + REACH && Fixed.of(metre + 1) > place - REACH) {
                inReach[metre] |= 1L << pickup;
            }
        }
    }

    void create(final Match match) {
        for (int i = 0; i < ArenaMap.PICKUPS; i++) {
            final int row = match.add(pickups.table);
            match.set(row, pickups.kind, ArenaMap.pickupKind(i));
            match.set(row, pickups.x, ArenaMap.pickupX(i));
            match.set(row, pickups.y, ArenaMap.pickupY(i));
        }
        reset(match);
    }

    /** Puts everything back. */
    void reset(final Match match) {
        for (int row = match.first(pickups.table); row != Rows.NONE; row = match.next(pickups.table, row)) {
            match.set(row, pickups.active, true);
            match.set(row, pickups.respawnFrame, 0);
        }
    }

    void step(final Match match) {
        final long near = nearTheHurt(match);
        for (int row = match.first(pickups.table); row != Rows.NONE; row = match.next(pickups.table, row)) {
            if (!match.get(row, pickups.active)) {
                if (match.frame() >= match.get(row, pickups.respawnFrame)) {
                    match.set(row, pickups.active, true);
                }
            } else if ((near & (1L << Rows.index(row))) != 0) {
                offer(match, row);
            }
        }
    }

    /** A set of pickups, one bit each, with at least those in reach of somebody who lacks health. */
    private long nearTheHurt(final Match match) {
        long near = 0;
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            if (match.get(row, players.hp) < Fighters.FULL_HP) {
                near |= IN_REACH_X[Fixed.floor(match.get(row, players.x))]
                        & IN_REACH_Y[Fixed.floor(match.get(row, players.y))];
            }
        }
        return near;
    }

    /** Gives a pickup to the first who stands at it and lacks health. */
    private void offer(final Match match, final int pickup) {
        final int x = Fixed.of(match.get(pickup, pickups.x));
        final int y = Fixed.of(match.get(pickup, pickups.y));
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            if (match.get(row, players.alive)
                    && match.get(row, players.hp) < Fighters.FULL_HP
                    && Fixed.lengthSquared(match.get(row, players.x) - x, match.get(row, players.y) - y)
                            < (long) REACH * REACH) {
                take(match, pickup, row);
                return;
            }
        }
    }

    private void take(final Match match, final int pickup, final int row) {
        final boolean large = match.get(pickup, pickups.kind) == LARGE;
        final int hp = match.get(row, players.hp) + (large ? Fighters.FULL_HP : SMALL_HP);
        match.set(row, players.hp, Math.min(Fighters.FULL_HP, hp));
        match.set(pickup, pickups.active, false);
        final int waitMs = large ? LARGE_RESPAWN_MS : SMALL_RESPAWN_MS;
        match.set(pickup, pickups.respawnFrame, match.frame() + Frames.ofMs(waitMs, match.hz()));
        final RecordView taken = match.emit(effects.pickup);
        taken.set(effects.pickupSlot, match.get(row, players.slot));
        taken.set(effects.pickupKind, match.get(pickup, pickups.kind));
        match.onlyToSeersOf(players.table, row);
    }
}
