package ringside.io.client;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.BoolColumn;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Discs that speed up, leap, stop at walls and at each other, and push: which a client cannot know ahead. */
final class Pushers implements Game {
    static final int SIZE = 24;
    private static final int ONE = FixedColumn.ONE;
    private static final int PUSH = 2 * ONE;
    private static final int LEAP_WAIT = 40;

    Table discs;
    IntColumn seat;
    FixedColumn x;
    FixedColumn y;
    FixedColumn vx;
    FixedColumn vy;
    IntColumn wait;
    IntColumn moveX;
    IntColumn moveY;
    BoolColumn leap;
    RecordType leapt;
    IntColumn leaper;

    @Override
    public String name() {
        return "pushers";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(8);
        discs = layout.table("discs", 8);
        seat = discs.owner("seat");
        x = discs.fixed("x", 0, SIZE).predicted();
        y = discs.fixed("y", 0, SIZE).predicted();
        vx = discs.fixed("vx", -100, 100).predicted();
        vy = discs.fixed("vy", -100, 100).predicted();
        wait = discs.int16("wait", 0, LEAP_WAIT).predicted();
        moveX = layout.input().int8("moveX", -1, 1);
        moveY = layout.input().int8("moveY", -1, 1);
        leap = layout.input().bool("leap").whenMissing(Missing.ZERO).mergedBy(Merge.OR);
        leapt = layout.effect("leapt", EffectClass.SURE);
        leaper = leapt.int8("seat", 0, 7);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void joined(final Match match, final int newcomer) {
        final int row = match.addAt(discs, newcomer);
        match.set(row, seat, newcomer);
        match.set(row, x, (2 + 3 * newcomer) * ONE);
        match.set(row, y, 12 * ONE);
    }

    @Override
    public void left(final Match match, final int leaver) {
        match.remove(discs, match.rowAt(discs, leaver));
    }

    @Override
    public void step(final Match match) {
        for (int row = match.first(discs); row != Rows.NONE; row = match.next(discs, row)) {
            final RecordView input = match.input(match.get(row, seat));
            if (leaps(match, row, input)) {
                match.emit(leapt).set(leaper, match.get(row, seat));
            }
            predict(match, match.get(row, seat), input);
        }
        for (int row = match.first(discs); row != Rows.NONE; row = match.next(discs, row)) {
            for (int other = match.first(discs); other != Rows.NONE; other = match.next(discs, other)) {
                if (other != row) {
                    push(match, row, other);
                }
            }
        }
    }

    private boolean leaps(final State world, final int row, final RecordView input) {
        return input.get(leap) && world.get(row, wait) == 0;
    }

    /** Who leaps moves others: they cannot know. */
    private void push(final Match match, final int row, final int other) {
        final int awayX = match.get(other, x) - match.get(row, x);
        final int awayY = match.get(other, y) - match.get(row, y);
        if (match.get(row, wait) > LEAP_WAIT - 4 && Math.abs(awayX) < PUSH && Math.abs(awayY) < PUSH) {
            match.set(other, vx, awayX < 0 ? -12 * ONE : 12 * ONE);
        }
    }

    @Override
    public void predict(final State world, final int of, final RecordView input) {
        int row = world.first(discs);
        while (row != Rows.NONE && world.get(row, seat) != of) {
            row = world.next(discs, row);
        }
        if (row == Rows.NONE) {
            return;
        }
        final int faster = leaps(world, row, input) ? 8 : 1;
        world.set(row, wait, faster > 1 ? LEAP_WAIT : Math.max(0, world.get(row, wait) - 1));
        world.set(row, vx, world.get(row, vx) * 7 / 8 + input.get(moveX) * ONE * faster);
        world.set(row, vy, world.get(row, vy) * 7 / 8 + input.get(moveY) * ONE * faster);
        final int nextX = clamp(world.get(row, x) + world.get(row, vx) / 60);
        final int nextY = clamp(world.get(row, y) + world.get(row, vy) / 60);
        if (isFree(world, row, nextX, nextY)) {
            world.set(row, x, nextX);
            world.set(row, y, nextY);
        } else {
            world.set(row, vx, 0);
            world.set(row, vy, 0);
        }
    }

    private boolean isFree(final State world, final int row, final int atX, final int atY) {
        for (int other = world.first(discs); other != Rows.NONE; other = world.next(discs, other)) {
            if (other != row
                    && Math.abs(world.get(other, x) - atX) < ONE
                    && Math.abs(world.get(other, y) - atY) < ONE) {
                return false;
            }
        }
        return true;
    }

    private static int clamp(final int place) {
        return Math.max(0, Math.min(SIZE * ONE, place));
    }
}
