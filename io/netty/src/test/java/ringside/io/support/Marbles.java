package ringside.io.support;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/**
 * A small game played in lockstep: everybody pushes marbles about on one table and may drop new ones. All of it is known to
 * all, as it must be in lockstep.
 */
public final class Marbles implements Game {
    private static final int DELAY_FRAMES = 3;
    private static final int EDGE = 100 << 16;

    public IntColumn push;
    public IntColumn drops;
    public IntColumn nick;
    public IntColumn friction;
    public RecordType drop;
    public IntColumn dropAt;
    public RecordType stop;
    public RecordType fall;
    public IntColumn fallAt;
    public RecordType won;
    /** Does nothing, at length: only with padding. */
    public RecordType note;

    private final int paddingBytes;

    public Table table;
    public IntColumn frames;
    public IntColumn noise;
    public Table marbles;
    public FixedColumn x;
    public FixedColumn speed;
    public RefColumn next;
    public Table hands;
    public IntColumn score;
    public IntColumn mood;

    public Marbles() {
        this(0);
    }

    /** With so many bytes of nothing beside the game, and long commands: images and turns take many messages. */
    public Marbles(final int paddingBytes) {
        this.paddingBytes = paddingBytes;
    }

    @Override
    public String name() {
        return "marbles";
    }

    @Override
    public int lockstepDelayFrames() {
        return DELAY_FRAMES;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(4).logicVersion(1);
        push = layout.input().int8("push", -100, 100);
        drops = layout.input().int8("drops", 0, 3).whenMissing(Missing.ZERO).mergedBy(Merge.CLAMPED_SUM);
        nick = layout.join().int16("nick", 0, 1000);
        friction = layout.rules().int8("friction", 0, 10).withDefault(2);
        drop = layout.command("drop");
        dropAt = drop.int16("at", -100, 100);
        stop = layout.command("stop");
        fall = layout.effect("fall", EffectClass.SURE);
        fallAt = fall.int32("at", Integer.MIN_VALUE, Integer.MAX_VALUE);
        won = layout.effect("won", EffectClass.SURE);

        table = layout.single("table");
        frames = table.int32("frames", 0, Integer.MAX_VALUE);
        noise = table.int32("noise", Integer.MIN_VALUE, Integer.MAX_VALUE);
        hands = layout.table("hands", 4);
        score = hands.int32("score", 0, Integer.MAX_VALUE);
        mood = hands.int32("mood", Integer.MIN_VALUE, Integer.MAX_VALUE);
        marbles = layout.table("marbles", 40);
        x = marbles.fixed("x", -200, 200);
        speed = marbles.fixed("speed", -1000, 1000);
        next = marbles.ref("next", marbles);
        if (paddingBytes > 0) {
            layout.table("padding", paddingBytes / 1_024).bytes("bytes", 1_024);
            note = layout.command("note");
            note.bytes("text", 700);
        }
    }

    @Override
    public void created(final Match match) {
        for (int i = 0; i < 5; i++) {
            drop(match, match.random(100));
        }
    }

    private int drop(final Match match, final int at) {
        if (!match.hasRoom(marbles)) {
            return Rows.NONE;
        }
        final int before = match.first(marbles);
        final int row = match.add(marbles);
        match.set(row, x, at << 16);
        match.set(row, next, before);
        return row;
    }

    @Override
    public void joined(final Match match, final int seat) {
        final int row = match.addAt(hands, seat);
        match.set(row, mood, match.joined(seat).get(nick) * 31 + match.player(seat));
    }

    @Override
    public void left(final Match match, final int seat) {
        match.remove(hands, match.rowAt(hands, seat));
    }

    @Override
    public void disconnected(final Match match, final int seat) {
        sway(match, seat, match.frame());
    }

    @Override
    public void resumed(final Match match, final int seat) {
        sway(match, seat, 7);
    }

    private void sway(final Match match, final int seat, final int by) {
        final int row = match.rowAt(hands, seat);
        match.set(row, mood, match.get(row, mood) * 33 + by);
    }

    @Override
    public boolean command(final Match match, final int seat, final RecordView command) {
        if (command.type() == note) {
            return true;
        }
        if (command.type() == stop) {
            return match.random(3) > 0;
        }
        return drop(match, command.get(dropAt)) != Rows.NONE;
    }

    @Override
    public boolean rulesChanged(final Match match) {
        return match.rules().get(friction) != 9;
    }

    @Override
    public void step(final Match match) {
        match.set(frames, match.get(frames) + 1);
        match.set(noise, (int) match.random());
        int force = 0;
        for (int row = match.first(hands); row != Rows.NONE; row = match.next(hands, row)) {
            final int seat = Rows.index(row);
            force += match.input(seat).get(push) * (match.isConnected(seat) ? 2 : 1);
            for (int i = match.input(seat).get(drops); i > 0; i--) {
                drop(match, match.inputSeq(seat) % 100);
            }
        }
        for (int row = match.first(marbles); row != Rows.NONE; row = match.next(marbles, row)) {
            roll(match, row, force);
        }
    }

    private void roll(final Match match, final int row, final int force) {
        final int pull = match.isAlive(marbles, match.get(row, next)) ? match.get(match.get(row, next), x) / 64 : 0;
        final int faster = match.get(row, speed) + force * 300 - pull;
        final int now = faster - faster / 16 * match.rules().get(friction) / 2;
        match.set(row, speed, Math.max(-EDGE, Math.min(EDGE, now)));
        final int there = match.get(row, x) + match.get(row, speed) / 60;
        if (there > EDGE || there < -EDGE) {
            match.emit(fall).set(fallAt, there);
            match.remove(marbles, row);
            award(match);
        } else {
            match.set(row, x, there);
        }
    }

    private void award(final Match match) {
        final int row = match.first(hands);
        if (row != Rows.NONE) {
            match.set(row, score, match.get(row, score) + 1);
            match.emit(won);
            match.onlyTo(Rows.index(row));
        }
    }
}
