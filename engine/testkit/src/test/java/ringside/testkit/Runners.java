package ringside.testkit;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** A sound little game: runners on a lane, who may hop and cheer. What is unsound is added by subclasses. */
class Runners implements Game {
    Table runners;
    IntColumn seat;
    FixedColumn x;
    IntColumn hops;
    BytesColumn name;
    LongColumn luck;
    IntColumn cheers;
    IntColumn move;
    BoolColumn hop;
    RecordType hopped;
    IntColumn hopper;
    private BytesColumn joinName;
    private RecordType cheer;
    private RecordType stop;
    private IntColumn open;
    private IntColumn lanes;
    private IntColumn winner;

    @Override
    public String name() {
        return "runners";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(4);
        runners = layout.table("runners", 4);
        seat = runners.owner("seat");
        x = runners.fixed("x", -100, 100);
        hops = runners.int16("hops", 0, 1000);
        name = runners.text("name", 8);
        final Table track = layout.single("track");
        luck = track.int64("luck");
        open = track.int8("open", 0, 4);
        cheers = track.int16("cheers", 0, 1000);
        move = layout.input().int8("move", -100, 100);
        hop = layout.input().bool("hop").whenMissing(Missing.ZERO).mergedBy(Merge.OR);
        joinName = layout.join().text("name", 8);
        cheer = layout.command("cheer");
        cheer.int8("loudness", 0, 3);
        stop = layout.command("stop");
        lanes = layout.rules().int8("lanes", 1, 4).withDefault(4);
        winner = layout.result().int8("winner", -1, 3).withDefault(-1);
        hopped = layout.effect("hopped", EffectClass.SURE);
        hopper = hopped.int8("seat", 0, 3);
    }

    @Override
    public void created(final Match match) {
        match.set(luck, match.random());
        match.set(open, match.rules().get(lanes));
    }

    @Override
    public void joined(final Match match, final int who) {
        final int row = match.addAt(runners, who);
        match.set(row, seat, who);
        match.setText(row, name, match.joined(who).getText(joinName));
    }

    @Override
    public void left(final Match match, final int who) {
        match.remove(runners, match.rowAt(runners, who));
    }

    @Override
    public boolean command(final Match match, final int who, final RecordView command) {
        if (command.type() == stop) {
            match.finish();
            return true;
        }
        final boolean mayCheer = match.get(cheers) < match.rules().get(lanes);
        match.set(cheers, match.get(cheers) + (mayCheer ? 1 : 0));
        return mayCheer;
    }

    @Override
    public void step(final Match match) {
        match.set(luck, match.get(luck) ^ match.random());
        for (int row = match.first(runners); row != Rows.NONE; row = match.next(runners, row)) {
            final RecordView input = match.input(match.get(row, seat));
            match.set(row, x, match.get(row, x) + input.get(move) * 16);
            if (input.get(hop)) {
                match.set(row, hops, match.get(row, hops) + 1);
                match.emit(hopped).set(hopper, match.get(row, seat));
            }
        }
        extra(match);
    }

    /** Lanes may only become fewer. */
    @Override
    public boolean rulesChanged(final Match match) {
        final boolean fewer = match.rules().get(lanes) <= match.get(open);
        match.set(open, fewer ? match.rules().get(lanes) : match.get(open));
        return fewer;
    }

    /** What a subclass does besides. */
    void extra(final Match match) {}

    @Override
    public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
        visible.addAll();
        for (int row = snapshot.first(runners); row != Rows.NONE; row = snapshot.next(runners, row)) {
            if (viewer.seat() >= 0 && snapshot.get(row, x) < 0 && snapshot.get(row, seat) != viewer.seat()) {
                visible.remove(runners, row);
            }
        }
    }

    @Override
    public void ended(final Match match) {
        final int first = match.first(runners);
        match.result().set(winner, first == Rows.NONE ? -1 : match.get(first, seat));
    }
}
