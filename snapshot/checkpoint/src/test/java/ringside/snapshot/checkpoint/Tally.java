package ringside.snapshot.checkpoint;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Past;
import ringside.engine.math.Fixed;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/** A small game for tests: players add up what they are told to, and dice; what they had some frames ago counts too. */
final class Tally implements Game {
    /** As far back as the test engine's settings allow. */
    private static final int PAST_FRAMES = 12;

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
        sum = players.int32("sum", Integer.MIN_VALUE, Integer.MAX_VALUE).rewound();
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
        final Past past = match.past(PAST_FRAMES * Fixed.ONE);
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            if (past.isThere(players, row)) {
                match.set(dice, match.get(dice) * 31 + past.get(row, sum));
            }
            match.set(
                    row,
                    sum,
                    match.get(row, sum) + match.input(match.get(row, seat)).get(move));
        }
    }
}
