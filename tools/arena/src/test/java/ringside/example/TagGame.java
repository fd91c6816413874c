package ringside.example;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.math.Fixed;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Rows;
import ringside.layout.Table;

/** Tag on a yard of 20 x 20 m: whoever is "it" passes it on by touching somebody. */
public final class TagGame implements Game {
    private static final int NOBODY = -1;
    private static final int YARD = Fixed.of(20);
    private static final int SPEED = Fixed.of(5) / 100;

    private Table players;
    private IntColumn seat;
    private FixedColumn x;
    private FixedColumn y;
    private IntColumn it;
    private IntColumn calmUntil;
    private IntColumn moveX;
    private IntColumn moveY;

    @Override
    public String name() {
        return "tag";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        players = layout.seats(8).table("players", 8);
        seat = players.owner("seat");
        x = players.fixed("x", 0, 20);
        y = players.fixed("y", 0, 20);
        final Table tag = layout.single("tag");
        it = tag.int8("it", NOBODY, 7).withDefault(NOBODY);
        calmUntil = tag.int32("calmUntil", 0, Integer.MAX_VALUE);
        moveX = layout.input().int8("moveX", -100, 100);
        moveY = layout.input().int8("moveY", -100, 100);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void joined(final Match match, final int who) {
        match.set(match.addAt(players, who), seat, who);
        match.set(match.rowAt(players, who), x, match.random(YARD));
        match.set(it, match.get(it) == NOBODY ? who : match.get(it));
    }

    @Override
    public void left(final Match match, final int who) {
        match.remove(players, match.rowAt(players, who));
        final int heir = match.first(players) == Rows.NONE ? NOBODY : match.get(match.first(players), seat);
        match.set(it, match.get(it) == who ? heir : match.get(it));
    }

    @Override
    public void step(final Match match) {
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            final var input = match.input(match.get(row, seat));
            match.set(row, x, Fixed.clamp(match.get(row, x) + input.get(moveX) * SPEED / match.hz(), 0, YARD));
            match.set(row, y, Fixed.clamp(match.get(row, y) + input.get(moveY) * SPEED / match.hz(), 0, YARD));
            if (match.frame() >= match.get(calmUntil) && touchesIt(match, row)) {
                match.set(it, match.get(row, seat));
                match.set(calmUntil, match.frame() + match.hz());
            }
        }
    }

    private boolean touchesIt(final Match match, final int row) {
        final int foe = match.rowAt(players, match.get(it));
        final int away = Fixed.length(match.get(row, x) - match.get(foe, x), match.get(row, y) - match.get(foe, y));
        return row != foe && away < Fixed.ONE;
    }
}
