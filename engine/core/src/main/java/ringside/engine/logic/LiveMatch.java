package ringside.engine.logic;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.game.Match;
import ringside.engine.game.Past;
import ringside.engine.output.MatchEnd;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.Table;

/** The match that a game is lent: its own block of memory, and flyweights over the records inside it. */
final class LiveMatch extends Match {
    private final int id;
    private final LogicSettings settings;
    private final MatchTables t;
    private final Effects effects;
    private final History history;
    private final CallLog calls;
    private final RecordView[] inputs;
    private final RecordView[] joins;
    private final RecordView[] commands;
    private final RecordView rules;
    private final RecordView result;

    LiveMatch(final int id, final LogicSettings settings, final GameType type) {
        super(type.layout(), type.tables().random);
        this.id = id;
        this.settings = settings;
        this.t = type.tables();
        final Layout layout = type.layout();
        wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        inputs = perSeat(layout.input(), t.input);
        joins = perSeat(layout.join(), t.joined);
        commands = layout.commands().stream().map(RecordView::new).toArray(RecordView[]::new);
        rules = view(layout.rules(), t.rules.rowOffset(0) + t.rulesRecord.offset());
        result = view(layout.result(), t.result.rowOffset(0) + t.resultRecord.offset());
        effects = new Effects(this, t);
        history = new History(this, t.past);
        calls = new CallLog(this, t.calls);
    }

    private RecordView[] perSeat(final RecordType type, final BytesColumn column) {
        final RecordView[] views = new RecordView[t.seats.capacity()];
        for (int seat = 0; seat < views.length; seat++) {
            views[seat] = view(type, t.seats.rowOffset(seat) + column.offset());
        }
        return views;
    }

    private RecordView view(final RecordType type, final int offset) {
        return new RecordView(type).wrap(block(), offset);
    }

    /** The past of rewound columns. */
    History history() {
        return history;
    }

    /** What lockstep clients must be told. */
    CallLog calls() {
        return calls;
    }

    Effects effects() {
        return effects;
    }

    MatchTables tables() {
        return t;
    }

    /** The row of a taken seat, or {@link Rows#NONE}. */
    int seatRow(final int seat) {
        return rowAt(t.seats, seat);
    }

    /** The seat that this player number sits on now, or -1. A number names its seat, so no search is needed. */
    int seatOf(final int player) {
        if (player < 1) {
            return -1;
        }
        final int seat = (player - 1) % t.seats.capacity();
        // Of a seat that is free every byte is zero.
        return valueAt(t.seats.rowOffset(seat), t.player) == player ? seat : -1;
    }

    /** A value of the row that begins there, which lives: for the engine's own tables, of a row looked up once. */
    int valueAt(final int rowOffset, final IntColumn column) {
        return load(rowOffset, column);
    }

    /** Stores a value that is in the column's range into the row that begins there, which lives. */
    void valueAt(final int rowOffset, final IntColumn column, final int value) {
        store(rowOffset, column, value);
    }

    /** Reads a word of each part of the state that an input of that player will touch. */
    int lookAtInput(final int player, final int targetFrame) {
        final int seat = Math.max(0, player - 1) % t.seats.capacity();
        final int row = t.seats.rowOffset(seat);
        return lookAt(t.match.base())
                + lookAt(row)
                + lookAt(row + t.seats.strideBytes() - Integer.BYTES)
                + lookAt(t.inputs.base())
                + lookAt(t.inputs.rowOffset(Inputs.slot(seat, Math.max(0, targetFrame))));
    }

    /** Looks at this object, for what it knows of where its block is. Looks return nothing of sense. */
    int lookAtSelf() {
        return id + (t == null ? 1 : 0) + (rules == null ? 1 : 0) + lookAtWhere();
    }

    /** The first of two looks at what the next frame will touch: what the second one needs to know where to look. */
    int lookAtFirst() {
        return lookAtHeaders() + (effects == null ? 1 : 0) + inputs.length;
    }

    /** The second look: all that is alive, each seat's input, and where the past will be kept. */
    int lookAtAll() {
        final int next = frame() + 1;
        int sum = lookAtRows() + history.lookAt(next);
        for (int seat = 0; seat < inputs.length; seat++) {
            sum += lookAt(t.inputs.rowOffset(Inputs.slot(seat, next)));
            sum += inputs[seat].type().id();
        }
        return sum;
    }

    /** See {@link History#lookAt}. */
    int lookAtPast(final int offset, final int lengthBytes) {
        int sum = 0;
        for (int at = 0; at < lengthBytes; at += 64) {
            sum += lookAt(offset + at);
        }
        return sum;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int frame() {
        return get(t.frame);
    }

    @Override
    public int hz() {
        return settings.hz();
    }

    @Override
    public boolean isSeated(final int seat) {
        return seatRow(seat) != Rows.NONE;
    }

    @Override
    public boolean isConnected(final int seat) {
        final int row = seatRow(seat);
        return row != Rows.NONE && get(row, t.connected);
    }

    @Override
    public int player(final int seat) {
        final int row = seatRow(seat);
        return row == Rows.NONE ? 0 : get(row, t.player);
    }

    @Override
    public RecordView input(final int seat) {
        return inputs[seat];
    }

    @Override
    public int inputSeq(final int seat) {
        final int row = seatRow(seat);
        return row == Rows.NONE ? 0 : get(row, t.consumedSeq);
    }

    @Override
    public Past seenBy(final int seat) {
        final int row = seatRow(seat);
        return past(row == Rows.NONE ? 0 : get(row, t.viewAge));
    }

    @Override
    public Past past(final int age) {
        return history.at(age, settings.maxRewindFrames());
    }

    @Override
    public RecordView joined(final int seat) {
        return joins[seat];
    }

    @Override
    public RecordView rules() {
        return rules;
    }

    @Override
    public RecordView result() {
        return result;
    }

    @Override
    public RecordView emit(final RecordType effect) {
        return effects.emit(effect);
    }

    @Override
    public void onlyTo(final int seat) {
        effects.narrow(MatchTables.TO_SEAT, 0, seat);
    }

    @Override
    public void onlyToSeersOf(final Table table, final int row) {
        rowOffset(table, row);
        effects.narrow(MatchTables.TO_SEERS, table.id(), row);
    }

    @Override
    public void finish() {
        end(MatchEnd.FINISHED);
    }

    /** Lets the match end with the frame being computed, or the next one. The first reason counts. */
    void end(final MatchEnd reason) {
        final int status = get(t.status);
        if (status != MatchTables.ENDING && status != MatchTables.ENDED) {
            set(t.status, MatchTables.ENDING);
            set(t.end, reason.code());
        }
    }

    /** A reusable view for the records of that command. */
    RecordView command(final int commandId) {
        return commands[commandId];
    }
}
