package ringside.simulator;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.EffectClass;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.Table;
import ringside.layout.Visibility;

/**
 * A game that keeps books of what reached it, so that whoever looks can tell whether anything was lost, came twice or out of order:
 * every input and every command carries a number that rises.
 */
final class LedgerGame implements Game {
    static final int SEATS = 8;
    /** More than seats: so many wire ids a client may not have acknowledged the end of, and new rows are left out of views after that. */
    private static final int ROWS = 64;

    static final String NAME = "ledger";
    /** What a fault counts. */
    private static final int A_COMMAND = 10_000;

    private static final int AN_INPUT = 1;

    private Table players;
    private IntColumn owner;
    private IntColumn player;
    private IntColumn inputs;
    private IntColumn nonce;
    /** Which of the 64 numbers up to {@link #nonce} came. */
    private LongColumn recent;

    private IntColumn commands;
    private IntColumn number;
    private Table book;
    private IntColumn total;
    private IntColumn faults;
    private RecordType said;
    private IntColumn saidIndex;
    private IntColumn saidPlayer;
    private IntColumn inputNonce;
    private IntColumn commandNumber;

    @SuppressWarnings("NullAway.Init") // by layout(), before anything else
    LedgerGame() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(SEATS);
        players = layout.table("players", ROWS);
        owner = players.owner("owner");
        player = players.int32("player", 0, Integer.MAX_VALUE);
        inputs = players.int32("inputs", 0, Integer.MAX_VALUE);
        nonce = players.int32("nonce", 0, Integer.MAX_VALUE);
        recent = players.int64("recent").visibleTo(Visibility.NOBODY);
        commands = players.int32("commands", 0, Integer.MAX_VALUE);
        number = players.int32("number", 0, Integer.MAX_VALUE);
        book = layout.single("book");
        total = book.int32("total", 0, Integer.MAX_VALUE);
        faults = book.int32("faults", 0, Integer.MAX_VALUE);
        said = layout.effect("said", EffectClass.SURE);
        saidIndex = said.int32("index", 0, Integer.MAX_VALUE);
        saidPlayer = said.int32("player", 0, Integer.MAX_VALUE);
        inputNonce = layout.input().int32("nonce", 0, Integer.MAX_VALUE).whenMissing(Missing.ZERO);
        commandNumber = layout.command("say").int32("number", 0, Integer.MAX_VALUE);
    }

    @Override
    public void created(final Match match) {
        match.set(total, 0);
    }

    @Override
    public void joined(final Match match, final int seat) {
        final int row = match.addAt(players, seat);
        match.set(row, owner, seat);
        match.set(row, player, match.player(seat));
    }

    @Override
    public void left(final Match match, final int seat) {
        match.remove(players, match.rowAt(players, seat));
    }

    @Override
    public boolean command(final Match match, final int seat, final RecordView command) {
        final int row = match.rowAt(players, seat);
        final int given = command.get(commandNumber);
        if (given <= match.get(row, number)) {
            match.set(faults, match.get(faults) + A_COMMAND);
        }
        match.set(row, number, given);
        match.set(row, commands, match.get(row, commands) + 1);
        match.set(total, match.get(total) + 1);
        match.emit(said).set(saidIndex, match.get(total)).set(saidPlayer, match.player(seat));
        return true;
    }

    /** Notes an input. One that is a little late may come after a newer one, but none may come twice. */
    private void take(final Match match, final int row, final int given) {
        final int newest = match.get(row, nonce);
        final long before = match.get(row, recent);
        if (given > newest) {
            match.set(row, recent, (given - newest < Long.SIZE ? before << (given - newest) : 0) | 1);
            match.set(row, nonce, given);
        } else if (newest - given >= Long.SIZE || (before & (1L << (newest - given))) != 0) {
            match.set(faults, match.get(faults) + AN_INPUT);
        } else {
            match.set(row, recent, before | (1L << (newest - given)));
        }
    }

    @Override
    public void step(final Match match) {
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            final int given = match.input(match.get(row, owner)).get(inputNonce);
            if (given == 0) {
                continue;
            }
            take(match, row, given);
            match.set(row, inputs, match.get(row, inputs) + 1);
        }
    }
}
