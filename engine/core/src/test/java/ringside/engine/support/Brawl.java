package ringside.engine.support;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Past;
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
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/**
 * A small game for tests: it writes down what it is given, and it throws where it is told to. Allocates nothing, unless
 * told to.
 */
public final class Brawl implements Game {
    /** Where the game throws; armed by the command, or for CREATED by the rules. */
    public enum Trap {
        NONE(0),
        CREATED(1),
        JOINED(2),
        RESUMED(3),
        DISCONNECTED(4),
        LEFT(5),
        COMMAND(6),
        STEP(7),
        ENDED(8),
        /** An {@link Error} in step. */
        ERROR(9),
        /** Step uses a row that was removed. */
        STALE_ROW(10),
        /** Step allocates. */
        ALLOCATE(11),
        /** Step ends the match. */
        FINISH(12);

        public final int code;

        Trap(final int code) {
            this.code = code;
        }
    }

    private static final Trap[] TRAPS = Trap.values();

    private final String name;
    private final int version;
    private final int seats;

    public Table world;
    public IntColumn trap;
    public IntColumn steps;
    public IntColumn words;
    public IntColumn lastWord;
    public IntColumn mark;
    public LongColumn dice;

    public Table players;
    public IntColumn seat;
    public FixedColumn x;

    /** Where the shooter saw the first other player when it fired last. */
    public FixedColumn sawX;

    public IntColumn sawMove;
    public IntColumn sawAim;
    public BoolColumn sawFire;
    public IntColumn sawJumps;
    public IntColumn fires;
    public IntColumn jumps;
    public IntColumn seq;
    public IntColumn calls;

    public Table shots;
    public RefColumn shooter;
    public IntColumn life;

    public IntColumn move;
    public IntColumn aim;
    public BoolColumn fire;
    public IntColumn jump;
    public BytesColumn note;

    public IntColumn team;
    public BytesColumn nick;
    public IntColumn speed;
    public IntColumn createdTrap;
    public IntColumn finalSteps;

    public RecordType say;
    public IntColumn word;
    public RecordType arm;
    public IntColumn armed;
    public RecordType burst;
    public IntColumn count;
    public RecordType quit;
    public RecordType beg;
    public RecordType whisper;
    public IntColumn to;
    public RecordType narrow;
    public IntColumn narrowTo;

    public RecordType hit;
    public IntColumn amount;
    public RecordType noise;

    /** What {@link Trap#ALLOCATE} allocated last, so that no compiler leaves it out. */
    public int[] litter = {};

    public Brawl() {
        this("brawl", 1, 4);
    }

    public Brawl(final String name, final int version, final int seats) {
        this.name = name;
        this.version = version;
        this.seats = seats;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.logicVersion(version).seats(seats);
        world = layout.single("world");
        trap = world.int8("trap", 0, TRAPS.length - 1);
        steps = world.int32("steps", 0, Integer.MAX_VALUE);
        words = world.int32("words", 0, Integer.MAX_VALUE);
        lastWord = world.int32("lastWord", Integer.MIN_VALUE, Integer.MAX_VALUE);
        mark = world.int32("mark", Integer.MIN_VALUE, Integer.MAX_VALUE);
        dice = world.int64("dice");

        players = layout.table("players", seats);
        seat = players.owner("seat");
        x = players.fixed("x", -1000, 1000).rewound();
        sawX = players.fixed("sawX", -1000, 1000);
        sawMove = players.int8("sawMove", -100, 100);
        sawAim = players.int16("sawAim", -1000, 1000);
        sawFire = players.bool("sawFire");
        sawJumps = players.int8("sawJumps", 0, 3);
        fires = players.int32("fires", 0, Integer.MAX_VALUE);
        jumps = players.int32("jumps", 0, Integer.MAX_VALUE);
        seq = players.int32("seq", 0, Integer.MAX_VALUE);
        calls = players.int32("calls", 0, Integer.MAX_VALUE);

        shots = layout.table("shots", 8);
        shooter = shots.ref("shooter", players);
        life = shots.int16("life", 0, 10);

        move = layout.input().int8("move", -100, 100);
        aim = layout.input().int16("aim", -1000, 1000).withDefault(7);
        fire = layout.input().bool("fire").whenMissing(Missing.ZERO).mergedBy(Merge.OR);
        jump = layout.input().int8("jump", 0, 3).whenMissing(Missing.ZERO).mergedBy(Merge.CLAMPED_SUM);
        note = layout.input().bytes("note", 3);

        team = layout.join().int8("team", 0, 3);
        nick = layout.join().text("nick", 8);
        speed = layout.rules().int16("speed", 1, 100);
        createdTrap = layout.rules().int8("trap", 0, TRAPS.length - 1);
        finalSteps = layout.result().int32("steps", 0, Integer.MAX_VALUE);

        say = layout.command("say");
        word = say.int32("word", Integer.MIN_VALUE, Integer.MAX_VALUE);
        arm = layout.command("arm");
        armed = arm.int8("trap", 0, TRAPS.length - 1);
        burst = layout.command("burst");
        count = burst.int16("count", 0, 1000);
        quit = layout.command("quit");
        beg = layout.command("beg");
        whisper = layout.command("whisper");
        to = whisper.int16("seat", -1, 255);
        narrow = layout.command("narrow");
        narrowTo = narrow.int16("seat", -1, 255);

        hit = layout.effect("hit", EffectClass.SURE);
        amount = hit.int16("amount", 0, 1000);
        noise = layout.effect("noise", EffectClass.MOMENTARY);
    }

    private void spring(final Match match, final Trap here) {
        match.set(mark, match.get(mark) * 31 + here.code + 1);
        if (TRAPS[match.get(trap)] == here) {
            match.set(mark, -1);
            throw new IllegalStateException("trap in " + here);
        }
    }

    @Override
    public void created(final Match match) {
        match.set(mark, match.random(1000));
        match.set(trap, match.rules().get(createdTrap));
        spring(match, Trap.CREATED);
    }

    @Override
    public void joined(final Match match, final int seatNumber) {
        final int row = match.addAt(players, seatNumber);
        match.set(row, seat, seatNumber);
        spring(match, Trap.JOINED);
    }

    @Override
    public void disconnected(final Match match, final int seatNumber) {
        call(match, seatNumber);
        spring(match, Trap.DISCONNECTED);
    }

    @Override
    public void resumed(final Match match, final int seatNumber) {
        call(match, seatNumber);
        spring(match, Trap.RESUMED);
    }

    private void call(final Match match, final int seatNumber) {
        final int row = match.rowAt(players, seatNumber);
        match.set(row, calls, match.get(row, calls) + 1);
    }

    @Override
    public void left(final Match match, final int seatNumber) {
        match.remove(players, match.rowAt(players, seatNumber));
        spring(match, Trap.LEFT);
    }

    @Override
    public boolean command(final Match match, final int seatNumber, final RecordView command) {
        if (command.type() == say) {
            match.set(words, match.get(words) + 1);
            match.set(lastWord, command.get(word));
        } else if (command.type() == arm) {
            match.set(trap, command.get(armed));
        } else if (command.type() == burst) {
            for (int i = 0; i < command.get(count); i++) {
                match.emit(hit).set(amount, i);
            }
        } else if (command.type() == quit) {
            match.finish();
        } else if (command.type() == beg) {
            return false;
        } else if (command.type() == whisper) {
            match.emit(noise);
            match.onlyTo(command.get(to));
        } else if (command.type() == narrow) {
            match.onlyTo(command.get(narrowTo));
        }
        spring(match, Trap.COMMAND);
        return true;
    }

    @Override
    public void step(final Match match) {
        match.set(steps, match.get(steps) + 1);
        match.set(dice, match.random());
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            act(match, row, match.input(match.get(row, seat)));
        }
        for (int row = match.first(shots); row != Rows.NONE; row = match.next(shots, row)) {
            final int left = match.get(row, life) - 1;
            if (left < 0 || !match.isAlive(players, match.get(row, shooter))) {
                match.emit(noise);
                match.onlyToSeersOf(shots, row);
                match.remove(shots, row);
            } else {
                match.set(row, life, left);
            }
        }
        spring(match, Trap.STEP);
        misbehave(match, TRAPS[match.get(trap)]);
    }

    private void act(final Match match, final int row, final RecordView input) {
        final int moved = match.get(row, x) + input.get(move) * match.rules().get(speed);
        match.set(row, x, Math.max(-65_536_000, Math.min(65_536_000, moved)));
        match.set(row, sawMove, input.get(move));
        match.set(row, sawAim, input.get(aim));
        match.set(row, sawFire, input.get(fire));
        match.set(row, sawJumps, input.get(jump));
        match.set(row, jumps, match.get(row, jumps) + input.get(jump));
        match.set(row, seq, match.inputSeq(match.get(row, seat)));
        if (input.get(fire)) {
            match.set(row, fires, match.get(row, fires) + 1);
            match.emit(hit).set(amount, 1);
            look(match, row);
            if (match.hasRoom(shots)) {
                final int shot = match.add(shots);
                match.set(shot, shooter, row);
                match.set(shot, life, match.random(10));
            }
        }
    }

    private void look(final Match match, final int row) {
        final Past past = match.seenBy(match.get(row, seat));
        for (int other = match.first(players); other != Rows.NONE; other = match.next(players, other)) {
            if (other != row && past.isThere(players, other)) {
                match.set(row, sawX, past.get(other, x));
                return;
            }
        }
    }

    @Override
    public boolean rulesChanged(final Match match) {
        return match.rules().get(speed) > 50;
    }

    private void misbehave(final Match match, final Trap how) {
        if (how == Trap.ERROR) {
            throw new AssertionError("an error in step");
        } else if (how == Trap.STALE_ROW) {
            final int row = match.add(shots);
            match.remove(shots, row);
            match.set(row, life, 1);
        } else if (how == Trap.ALLOCATE) {
            litter = new int[] {match.frame()};
        } else if (how == Trap.FINISH) {
            match.finish();
        }
    }

    @Override
    public void ended(final Match match) {
        match.result().set(finalSteps, match.get(steps));
        spring(match, Trap.ENDED);
    }
}
