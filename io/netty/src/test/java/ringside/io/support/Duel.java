package ringside.io.support;

import org.jspecify.annotations.Nullable;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.BytesColumn;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Two to four people walk about; they may say numbers, end the match, make {@link #visible} throw, and
 * one may see nobody else. */
public final class Duel implements Game {
    public Table players;
    public IntColumn seat;
    public IntColumn x;
    public IntColumn y;
    public IntColumn said;
    public FixedColumn speed;

    public IntColumn moveX;
    public IntColumn moveY;
    public BytesColumn name;
    public IntColumn team;
    public IntColumn maxSteps;
    public RecordType say;
    public IntColumn number;
    public RecordType finish;
    public RecordType bump;
    public IntColumn bumpX;
    public RecordType poison;
    public IntColumn poisonedSeat;

    /** Whether {@link #visible} throws for who has no seat. */
    public boolean failsForSpectators;

    /** How often {@link #visible} was asked for who has no seat. */
    public int askedForSpectators;

    /** Done once, while {@link #visible} is asked for {@link #meanwhileSeat} next. */
    public @Nullable Runnable meanwhile;

    public int meanwhileSeat = -1;

    /** The seat whose player sees nobody else; none when negative. */
    public int lonelySeat = -1;

    @Override
    public String name() {
        return "duel";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.logicVersion(1).seats(4);
        players = layout.table("players", 4);
        seat = players.owner("seat");
        x = players.int32("x", -10_000, 10_000);
        y = players.int32("y", -10_000, 10_000);
        said = players.int32("said", 0, 1_000_000);
        speed = players.fixed("speed", 0, 100);
        final Table world = layout.single("world");
        poisonedSeat = world.int16("poisonedSeat", -1, 4).withDefault(-1);
        moveX = layout.input().int8("moveX", -1, 1);
        moveY = layout.input().int8("moveY", -1, 1).whenMissing(Missing.ZERO);
        name = layout.join().text("name", 16);
        team = layout.join().int16("team", 0, 3);
        maxSteps = layout.rules().int32("maxSteps", 0, 1_000_000);
        layout.result().int32("unused", 0, 1);
        say = layout.command("say");
        number = say.int32("number", 0, 1_000_000);
        finish = layout.command("finish");
        poison = layout.command("poison");
        bump = layout.effect("bump", EffectClass.SURE);
        bumpX = bump.int32("x", -10_000, 10_000);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void joined(final Match match, final int seatNumber) {
        final int row = match.addAt(players, seatNumber);
        match.set(row, seat, seatNumber);
    }

    @Override
    public void left(final Match match, final int seatNumber) {
        match.remove(players, match.rowAt(players, seatNumber));
    }

    @Override
    public boolean command(final Match match, final int seatNumber, final RecordView command) {
        if (command.type() == finish) {
            match.finish();
        } else if (command.type() == poison) {
            match.set(Rows.SINGLE, poisonedSeat, seatNumber);
        } else if (command.get(number) == 666) {
            return false;
        } else {
            match.set(match.rowAt(players, seatNumber), said, command.get(number));
        }
        return true;
    }

    @Override
    public boolean rulesChanged(final Match match) {
        return true;
    }

    @Override
    public void step(final Match match) {
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            final RecordView input = match.input(match.get(row, seat));
            match.set(row, x, match.get(row, x) + input.get(moveX));
            match.set(row, y, match.get(row, y) + input.get(moveY));
            if (input.get(moveX) != 0) {
                match.emit(bump).set(bumpX, match.get(row, x));
            }
        }
    }

    @Override
    public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
        askedForSpectators += viewer.seat() < 0 ? 1 : 0;
        final Runnable now = meanwhile;
        if (now != null && viewer.seat() == meanwhileSeat) {
            meanwhile = null;
            now.run();
        }
        final int poisoned = snapshot.get(Rows.SINGLE, poisonedSeat);
        if (viewer.seat() < 0 ? failsForSpectators : poisoned == viewer.seat()) {
            throw new IllegalStateException("poisoned");
        }
        if (viewer.seat() >= 0 && viewer.seat() == lonelySeat) {
            visible.addAt(players, lonelySeat);
        } else {
            visible.addAll();
        }
    }
}
