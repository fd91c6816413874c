package ringside.example;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.BoolColumn;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.Rows;
import ringside.layout.Table;

/** Two run 100 metres; each step is a press of the button, a stumble costs the speed. */
public final class Sprint implements Game {
    private Table runners;
    private IntColumn seat;
    private FixedColumn metres;
    private FixedColumn speed;
    private BoolColumn press;
    private RecordType stumble;
    private IntColumn who;
    private IntColumn winner;

    @Override
    public String name() {
        return "sprint";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        runners = layout.seats(2).table("runners", 2);
        seat = runners.owner("seat");
        metres = runners.fixed("metres", 0, 110);
        speed = runners.fixed("speed", 0, 12);
        press = layout.input().bool("press").whenMissing(Missing.ZERO);
        stumble = layout.effect("stumble", EffectClass.SURE);
        who = stumble.int8("who", 0, 1);
        winner = layout.result().int8("winner", -1, 1).withDefault(-1);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void joined(final Match match, final int newcomer) {
        match.set(match.addAt(runners, newcomer), seat, newcomer);
    }

    @Override
    public void left(final Match match, final int leaver) {
        match.remove(runners, match.rowAt(runners, leaver));
    }

    @Override
    public void step(final Match match) {
        for (int row = match.first(runners); row != Rows.NONE; row = match.next(runners, row)) {
            final boolean pressed = match.input(match.get(row, seat)).get(press);
            if (pressed && match.random(50) == 0) {
                match.set(row, speed, 0);
                match.emit(stumble).set(who, match.get(row, seat));
            } else if (pressed) {
                match.set(row, speed, Math.min(11 << 16, match.get(row, speed) + (1 << 15)));
            }
            match.set(row, metres, match.get(row, metres) + match.get(row, speed) / match.hz());
            if (match.get(row, metres) >= 100 << 16) {
                match.result().set(winner, match.get(row, seat));
                match.finish();
                return;
            }
        }
    }
}
