package ringside.arena;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringside.behavior.TreeException;
import ringside.behavior.TreeRule;
import ringside.behavior.TreeRules;
import ringside.engine.game.Game;
import ringside.engine.game.Lookout;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;

/**
 * A shooter seen from above for 2 to 10: walls with corners to peek around, bullets that can be dodged, rounds with a
 * winner, bots where players are missing. It uses what any game may use, and nothing else; start reading here.
 *
 * <p>What it remembers is in {@link ArenaTables}. The other classes are its rules, one concern each.
 */
public final class ArenaGame implements Game, TreeRules {
    /** The game's name in journals and handshakes. */
    public static final String NAME = "arena";

    private @Nullable Parts parts;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        parts = new Parts(new ArenaLayout(layout));
    }

    private Parts parts() {
        return Objects.requireNonNull(parts, "layout() comes first");
    }

    /** The columns of the layout declared last, for tests. */
    ArenaLayout handles() {
        return parts().layout;
    }

    @Override
    public void created(final Match match) {
        final Parts p = parts();
        match.set(p.tables.round.hz, match.hz());
        match.set(p.tables.round.fog, match.rules().get(p.layout.rules.fog));
        match.set(p.tables.round.teams, match.rules().get(p.layout.rules.teams));
        for (int i = 0; i < ArenaMap.WALLS; i++) {
            final int row = match.add(p.tables.walls.table);
            match.set(row, p.tables.walls.x, ArenaMap.wallX(i));
            match.set(row, p.tables.walls.y, ArenaMap.wallY(i));
            match.set(row, p.tables.walls.w, ArenaMap.wallWidth(i));
            match.set(row, p.tables.walls.h, ArenaMap.wallHeight(i));
        }
        p.pickups.create(match);
        p.bots.choose(match);
        p.seating.fill(match);
    }

    /** Without a player there is nobody to play for, unless the rules say so. */
    @Override
    public boolean waitsWhenEmpty(final Match match) {
        return !match.rules().get(parts().layout.rules.botsAlone);
    }

    /**
     * Most rules may change at any time: bots come or go and act by another tree at once, the rest counts from the next
     * bullet, death, kill or round on. Only who is on whose side stays as it is.
     */
    @Override
    public boolean rulesChanged(final Match match) {
        final Parts p = parts();
        if (match.rules().get(p.layout.rules.teams) != match.get(p.tables.round.teams)) {
            return false;
        }
        try {
            p.bots.choose(match);
        } catch (final TreeException e) {
            return false;
        }
        match.set(p.tables.round.fog, match.rules().get(p.layout.rules.fog));
        p.seating.adjust(match);
        return true;
    }

    @Override
    public List<TreeRule> treeRules() {
        return List.of(parts().bots.rule());
    }

    @Override
    public void joined(final Match match, final int seat) {
        parts().seating.join(match, seat);
    }

    @Override
    public void left(final Match match, final int seat) {
        parts().seating.leave(match, seat);
    }

    /** Who is back first must not find the others standing there: all weapons rest for a moment. */
    @Override
    public void tookOver(final Match match, final long gapNs) {
        parts().shots.rest(match);
    }

    @Override
    public boolean command(final Match match, final int seat, final RecordView command) {
        final Parts p = parts();
        final int row = p.fighters.ofSeat(match, seat);
        if (row == Rows.NONE) {
            return false;
        }
        if (command.type() == p.layout.commands.ready) {
            return p.rounds.ready(match, row);
        }
        final RecordView taunt = match.emit(p.layout.effects.taunt);
        taunt.set(p.layout.effects.tauntSlot, match.get(row, p.tables.players.slot));
        taunt.set(p.layout.effects.tauntKind, command.get(p.layout.commands.tauntKind));
        return true;
    }

    @Override
    public void step(final Match match) {
        final Parts p = parts();
        final ArenaTables.PlayersTable players = p.tables.players;
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            if (!match.get(row, players.alive)) {
                p.fighters.respawn(match, row);
                p.bots.forget(match, row);
            } else if (p.fighters.isBot(match, row)) {
                stepBot(p, match, row);
            } else {
                stepPlayer(p, match, row);
            }
        }
        final boolean killed = p.shots.advance(match, p.rounds.isPlaying(match));
        p.pickups.step(match);
        p.rounds.step(match);
        if (killed) {
            p.rounds.checkLimit(match);
        }
    }

    private void stepPlayer(final Parts p, final Match match, final int row) {
        final RecordView input = match.input(match.get(row, p.tables.players.seat));
        move(p, match, row, input);
        p.shots.fire(match, row, input.get(p.layout.input.fire) && p.rounds.mayFire(match));
    }

    private static void stepBot(final Parts p, final Match match, final int row) {
        final Controls wants = p.controls;
        p.bots.decide(match, row, wants);
        match.set(row, p.tables.players.aim, wants.aim >> ArenaTables.ANGLE_SHIFT);
        p.movement.advance(match, row, wants.moveX, wants.moveY, wants.dash, match.hz());
        p.shots.fire(match, row, wants.fire && p.rounds.mayFire(match));
    }

    @Override
    public void predict(final State world, final int seat, final RecordView input) {
        final Parts p = parts();
        final int row = p.fighters.ofSeat(world, seat);
        if (row != Rows.NONE && world.get(row, p.tables.players.alive)) {
            move(p, world, row, input);
        }
    }

    private static void move(final Parts p, final State world, final int row, final RecordView input) {
        world.set(row, p.tables.players.aim, input.get(p.layout.input.aim) >> ArenaTables.ANGLE_SHIFT);
        p.movement.advance(
                world,
                row,
                input.get(p.layout.input.moveX),
                input.get(p.layout.input.moveY),
                input.get(p.layout.input.dash),
                world.get(p.tables.round.hz));
    }

    @Override
    public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
        parts().vision.collect(viewer, snapshot, visible);
    }

    @Override
    public Lookout lookout() {
        final Parts p = parts();
        return new SharedVision(p.tables, p.vision);
    }

    @Override
    public void ended(final Match match) {
        parts().rounds.result(match);
    }

    /**
     * The rules, put together. Only {@code controls} and what {@code bots} think with change; they carry nothing from one
     * call to the next, and only logic's thread comes to them.
     */
    private static final class Parts {
        private final ArenaLayout layout;
        private final ArenaTables tables;
        private final Controls controls = new Controls();
        private final Movement movement;
        private final Fighters fighters;
        private final Shots shots;
        private final Pickups pickups;
        private final Rounds rounds;
        private final Seating seating;
        private final Vision vision;
        private final Bots bots;

        Parts(final ArenaLayout layout) {
            this.layout = layout;
            tables = layout.tables;
            movement = new Movement(tables.players);
            fighters = new Fighters(layout);
            final Flight flight = new Flight(layout, fighters);
            shots = new Shots(layout, flight);
            pickups = new Pickups(layout);
            rounds = new Rounds(layout, fighters, shots, pickups);
            seating = new Seating(layout, fighters, shots);
            vision = new Vision(tables, fighters, flight);
            bots = new Bots(layout, vision);
        }
    }
}
