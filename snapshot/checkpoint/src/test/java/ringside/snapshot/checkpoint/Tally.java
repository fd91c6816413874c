package ringside.snapshot.checkpoint;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/** A small game for tests: players add up what they are told to, and dice. */
final class Tally implements Game {
    private final String name;
    private final int seats;

    private Table world;
    private LongColumn dice;
    private Table players;
    private IntColumn seat;
    private IntColumn sum;
    IntColumn move;

    Tally(final String name, final int seats) {
        this.name = name;
        this.seats = seats;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(seats);
        world = layout.single("world");
        dice = world.int64("dice");
        players = layout.table("players", seats);
        seat = players.owner("seat");
        sum = players.int32("sum", Integer.MIN_VALUE, Integer.MAX_VALUE);
        move = layout.input().int8("move", -100, 100);
    }

    @Override
    public void created(final Match match) {
        match.set(dice, match.random());
    }

    @Override
    public void joined(final Match match, final int who) {
        match.set(match.addAt(players, who), seat, who);
    }

    @Override
    public void left(final Match match, final int who) {
        match.remove(players, match.rowAt(players, who));
    }

    @Override
    public void step(final Match match) {
        match.set(dice, match.random());
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            match.set(
                    row,
                    sum,
                    match.get(row, sum) + match.input(match.get(row, seat)).get(move));
        }
    }
}
