package ringside.testkit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.IntColumn;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * A player of the match under test who does what the test says, with the numbers and secrets of an honest client. Nothing
 * passes by itself: an input stands in the match at once, and its frame comes when the test says {@link TestMatch#frame}.
 */
public final class TestPlayer {
    private final TestMatch match;
    private final RecordView input;
    private final RecordView held;
    private long connection;
    private long secret;
    private int player;
    private int inputSeq;
    private int commandSeq;
    private int heldFrames;
    private int lagFrames;
    private Step.@Nullable OfEvent last;

    TestPlayer(final TestMatch match) {
        this.match = match;
        this.connection = match.nextNumber();
        this.secret = match.nextNumber();
        this.input = Values.record(match.layout().input());
        this.held = Values.record(match.layout().input());
    }

    /** Asks for a seat. */
    Reply join(final Object... namesAndValues) {
        final RecordType type = match.layout().join();
        final RecordView record = Values.record(type);
        Values.fill(record, namesAndValues);
        final Reply reply = match.apply(event -> {
            JoinPayload.write(event, Run.MATCH, connection, record.buffer(), 0, type.lengthBytes());
            JoinPayload.writeSecretHash(event, secret, secret);
        });
        if (!reply.isRefused()) {
            player = match.newestAnswer().player();
        }
        return reply;
    }

    /** The player's number in the match. */
    public int number() {
        return player;
    }

    public int seat() {
        return MatchSnapshot.seatOf(match.type(), player);
    }

    /** True while this player, and nobody after, has the seat. */
    public boolean isSeated() {
        return match.snapshot().player(seat()) == player;
    }

    public boolean isConnected() {
        return isSeated() && match.snapshot().isConnected(seat());
    }

    // ---- inputs

    /** Sends an input for the next frame, its fields given as name, value, name, value; the others have their defaults. */
    public Reply input(final Object... namesAndValues) {
        return inputFor(match.frameNumber() + 1, namesAndValues);
    }

    /** Sends an input for a frame, be it past or far ahead. */
    public Reply inputFor(final int targetFrame, final Object... namesAndValues) {
        Values.fill(input.reset(), namesAndValues);
        return send(targetFrame, input);
    }

    /** Sends an input for the next frame, filled in by handles; it comes at its defaults. */
    public Reply input(final Consumer<RecordView> filler) {
        filler.accept(input.reset());
        return send(match.frameNumber() + 1, input);
    }

    /** Sends this input for each of the next frames as they come. */
    public TestPlayer hold(final int frames, final Object... namesAndValues) {
        Values.fill(held.reset(), namesAndValues);
        heldFrames = frames;
        return this;
    }

    /** Ends {@link #hold}. */
    public TestPlayer release() {
        heldFrames = 0;
        return this;
    }

    /** From here on inputs say that the player sees the match as it was so many frames ago, and the edge confirms it. */
    public TestPlayer seesLate(final int frames) {
        lagFrames = frames;
        return this;
    }

    /** Sends the player's last input or command once more, byte for byte, as a client does that is unsure. */
    public Reply repeatLast() {
        if (last == null) {
            throw new IllegalStateException("player " + player + " has sent nothing that could be repeated");
        }
        return match.apply(last.copy());
    }

    private Reply send(final int targetFrame, final RecordView record) {
        final int now = match.frameNumber();
        inputSeq++;
        return remember(match.apply(event -> {
            InputPayload.write(
                    event,
                    Run.MATCH,
                    player,
                    inputSeq,
                    targetFrame,
                    record.buffer(),
                    0,
                    record.type().lengthBytes());
            InputPayload.writeSeen(event, Math.max(0, now - lagFrames), now, 0, lagFrames);
        }));
    }

    /** Sends what is held, before the next frame. */
    void beforeFrame() {
        if (heldFrames > 0) {
            heldFrames--;
            send(match.frameNumber() + 1, held);
        }
    }

    // ---- commands

    /** Sends a command, its fields given as name, value, name, value. */
    public Reply command(final String name, final Object... namesAndValues) {
        commandSeq++;
        return commandNumbered(commandSeq, name, namesAndValues);
    }

    /** Sends a command under a number that need not be its turn. */
    public Reply commandNumbered(final int sequence, final String name, final Object... namesAndValues) {
        final RecordType type = match.command(name);
        final RecordView record = Values.record(type);
        Values.fill(record, namesAndValues);
        return remember(match.apply(event -> CommandPayload.write(
                event, Run.MATCH, player, sequence, type.id(), record.buffer(), 0, type.lengthBytes())));
    }

    private Reply remember(final Reply reply) {
        last = match.lastEvent();
        return reply;
    }

    // ---- connection

    /** The connection is gone; the seat is held. */
    public TestPlayer disconnect() {
        match.apply(event -> ConnectionPayload.write(event, EventType.DISCONNECT, Run.MATCH, player, connection));
        return this;
    }

    /** Comes back over a new connection with the secret of the seat, which changes by that. */
    public Reply resume() {
        return resumeWith(secret);
    }

    /** Comes back with a secret of the test's choice, wrong ones included. */
    public Reply resumeWith(final long presented) {
        final long next = match.nextNumber();
        final long nextConnection = match.nextNumber();
        final Reply reply = match.apply((Event event) ->
                ResumePayload.write(event, Run.MATCH, player, nextConnection, presented, presented, next, next));
        if (!reply.isRefused()) {
            secret = next;
            connection = nextConnection;
        }
        return reply;
    }

    /** Gives up the seat. */
    public TestPlayer leave() {
        match.apply(event -> ConnectionPayload.write(event, EventType.LEAVE, Run.MATCH, player, connection));
        heldFrames = 0;
        return this;
    }

    /** An operator removes the player. */
    public Reply kick() {
        return match.operate(EventType.KICK, player);
    }

    // ---- what is this player's

    /** The first row of the table that this player's seat owns. Throws {@link AssertionError} when there is none. */
    public TestRow row(final String tableName) {
        final Table table = match.layout().table(tableName);
        final IntColumn owner = table.ownerColumn();
        if (owner == null) {
            throw new IllegalArgumentException(
                    "table " + tableName + " declares no owner column: name the row by TestMatch.row");
        }
        final State state = match.state();
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            if (state.get(row, owner) == seat()) {
                return match.row(tableName, Rows.index(row));
            }
        }
        throw new AssertionError(
                "seat " + seat() + " owns no row of " + tableName + " after frame " + match.frameNumber());
    }

    /** True when the game lets this player see that row now. */
    public boolean sees(final TestRow row) {
        final MatchSnapshot now = match.snapshot();
        final RowSet visible = new RowSet(match.layout());
        match.type().game().visible(now.viewer(seat()), now.state(), visible);
        return visible.contains(row.table(), row.handle());
    }

    @Override
    public String toString() {
        return "player " + player + " on seat " + seat();
    }
}
