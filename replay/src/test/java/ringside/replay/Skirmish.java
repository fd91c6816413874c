package ringside.replay;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.Table;

/**
 * A small game for tests, of several versions. It throws in the frame that its rules name, and ends when asked to.
 *
 * <p>Directories that were recorded for ever ({@link RecordDirectories}) hold matches of it: what it declares and does never changes.
 */
final class Skirmish implements Game {
    private final String name;
    private final int version;

    private Table world;
    private LongColumn dice;
    private IntColumn said;
    private Table players;
    private IntColumn seat;
    private FixedColumn x;
    private IntColumn calls;
    private RecordType hit;

    IntColumn move;
    BoolColumn fire;
    IntColumn team;
    BytesColumn nick;
    IntColumn speed;
    FixedColumn drag;
    IntColumn failsAt;
    RecordType say;
    IntColumn word;
    RecordType quit;

    Skirmish(final String name, final int version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.logicVersion(version).seats(4);
        world = layout.single("world");
        dice = world.int64("dice");
        said = world.int32("said", Integer.MIN_VALUE, Integer.MAX_VALUE);
        players = layout.table("players", 4);
        seat = players.owner("seat");
        x = players.fixed("x", -1000, 1000).rewound();
        calls = players.int32("calls", 0, Integer.MAX_VALUE);
        move = layout.input().int8("move", -100, 100);
        fire = layout.input().bool("fire");
        team = layout.join().int8("team", 0, 3);
        nick = layout.join().text("nick", 8);
        speed = layout.rules().int16("speed", 1, 100);
        drag = layout.rules().fixed("drag", 0, 10);
        failsAt = layout.rules().int32("failsAt", 0, Integer.MAX_VALUE);
        say = layout.command("say");
        word = say.int32("word", Integer.MIN_VALUE, Integer.MAX_VALUE);
        quit = layout.command("quit");
        hit = layout.effect("hit", EffectClass.SURE);
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
    public void disconnected(final Match match, final int who) {
        call(match, who);
    }

    @Override
    public void resumed(final Match match, final int who) {
        call(match, who);
    }

    private void call(final Match match, final int who) {
        final int row = match.rowAt(players, who);
        match.set(row, calls, match.get(row, calls) + 1);
    }

    @Override
    public void left(final Match match, final int who) {
        match.remove(players, match.rowAt(players, who));
    }

    @Override
    public boolean command(final Match match, final int who, final RecordView command) {
        if (command.type() == quit) {
            match.finish();
        } else {
            match.set(said, command.get(word));
        }
        return true;
    }

    @Override
    public void step(final Match match) {
        match.set(dice, match.random() ^ version);
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            final RecordView input = match.input(match.get(row, seat));
            final int moved =
                    match.get(row, x) + input.get(move) * match.rules().get(speed);
            match.set(row, x, Math.max(-65_536_000, Math.min(65_536_000, moved)));
            if (input.get(fire)) {
                match.emit(hit);
            }
        }
        if (match.rules().get(failsAt) == match.frame()) {
            throw new IllegalStateException("as the rules say");
        }
    }
}
