package ringside.engine.logic;

import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.Event;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.game.Game;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.output.Refusal;
import ringside.layout.Rows;

/**
 * Who sits where. A seat is taken by a JOIN, held while its player has no connection, taken again by whoever shows the
 * resume secret, and free after a LEAVE or when the hold runs out.
 */
final class Seats {
    private final LogicSettings settings;
    private final EngineState engine;
    private final UsedTokens tokens;

    Seats(final LogicSettings settings, final EngineState engine) {
        this.settings = settings;
        this.engine = engine;
        tokens = new UsedTokens(engine);
    }

    void join(final LiveMatch match, final Game game, final Event event, final AnswerSink answers) {
        final long connection = JoinPayload.connection(event);
        final Refusal bad = tokens.refusal(event);
        if (bad != null) {
            refuse(answers, event, connection, bad);
            return;
        }
        if (engine.isOverloaded() || !match.calls().hasRoom()) {
            refuse(answers, event, connection, Refusal.OVERLOADED);
            return;
        }
        final MatchTables t = match.tables();
        if (!match.hasRoom(t.seats) || match.get(t.generationWraps) == maxWraps(match)) {
            refuse(answers, event, connection, Refusal.MATCH_FULL);
            return;
        }
        tokens.remember(event);
        final int row = match.add(t.seats);
        final int seat = Rows.index(row);
        final int player = playerNumber(match, row);
        match.set(row, t.player, player);
        match.set(row, t.connection, connection);
        match.set(row, t.connected, true);
        match.set(row, t.secretHigh, JoinPayload.secretHashHigh(event));
        match.set(row, t.secretLow, JoinPayload.secretHashLow(event));
        match.joined(seat)
                .buffer()
                .putBytes(
                        0,
                        event.buffer(),
                        JoinPayload.RECORD_OFFSET,
                        match.layout().join().lengthBytes());
        match.input(seat).reset();
        match.calls().joined(seat);
        game.joined(match, seat);
        answers.answer(AnswerKind.JOINED, event.position(), connection, match.id(), player, 0, 0);
    }

    /**
     * A number that names its seat and is never used again: the generation of its row, and how often the generations of
     * the seats came round to 0.
     */
    private static int playerNumber(final LiveMatch match, final int row) {
        final MatchTables t = match.tables();
        final int life = Rows.generation(row) + Rows.GENERATIONS * match.get(t.generationWraps);
        return Rows.index(row) + 1 + t.seats.capacity() * life;
    }

    /** Beyond so many, player numbers do not fit an int: billions of joins, after which the match takes nobody more. */
    private static int maxWraps(final LiveMatch match) {
        return Integer.MAX_VALUE / Rows.GENERATIONS / match.tables().seats.capacity() - 1;
    }

    static void refuse(final AnswerSink answers, final Event event, final long connection, final Refusal why) {
        answers.answer(
                AnswerKind.JOIN_REFUSED, event.position(), connection, event.match(), event.player(), 0, why.code());
    }

    void resume(final LiveMatch match, final Game game, final Event event, final AnswerSink answers) {
        final long connection = ResumePayload.connection(event);
        final int seat = match.seatOf(event.player());
        if (seat < 0) {
            refuse(answers, event, connection, Refusal.NOT_SEATED);
            return;
        }
        final MatchTables t = match.tables();
        final int row = match.seatRow(seat);
        final long high = ResumePayload.presentedHigh(event);
        final long low = ResumePayload.presentedLow(event);
        final boolean isCurrent = high == match.get(row, t.secretHigh) && low == match.get(row, t.secretLow);
        final boolean isPrevious = high == match.get(row, t.previousHigh) && low == match.get(row, t.previousLow);
        // Zeros stand for no secret: they open nothing.
        if ((high | low) == 0 || (!isCurrent && !isPrevious)) {
            refuse(answers, event, connection, Refusal.WRONG_SECRET);
            return;
        }
        if (!match.calls().hasRoom()) {
            refuse(answers, event, connection, Refusal.OVERLOADED);
            return;
        }
        // The secret just presented stays good until the new one is used: its holder may never hear of the new one.
        match.set(row, t.previousHigh, high);
        match.set(row, t.previousLow, low);
        match.set(row, t.secretHigh, ResumePayload.nextHigh(event));
        match.set(row, t.secretLow, ResumePayload.nextLow(event));
        if (match.get(row, t.connected) && match.get(row, t.connection) != connection) {
            answers.answer(
                    AnswerKind.RESUMED_ELSEWHERE,
                    event.position(),
                    match.get(row, t.connection),
                    match.id(),
                    event.player(),
                    0,
                    0);
        }
        match.set(row, t.connection, connection);
        match.set(row, t.connected, true);
        match.set(row, t.heldUntil, 0);
        match.calls().told(CallKind.RESUMED, seat);
        game.resumed(match, seat);
        answers.answer(
                AnswerKind.RESUMED,
                event.position(),
                connection,
                match.id(),
                event.player(),
                match.get(row, t.takenSeq),
                match.get(row, t.commandSeq));
    }

    /** Holds the seat if it still belongs to that connection. */
    void disconnect(final LiveMatch match, final Game game, final Event event) {
        final int seat = match.seatOf(event.player());
        if (seat >= 0 && belongsTo(match, seat, ConnectionPayload.connection(event))) {
            hold(match, game, seat);
        }
    }

    private static boolean belongsTo(final LiveMatch match, final int seat, final long connection) {
        final int row = match.seatRow(seat);
        return match.get(row, match.tables().connected) && match.get(row, match.tables().connection) == connection;
    }

    private void hold(final LiveMatch match, final Game game, final int seat) {
        final MatchTables t = match.tables();
        final int row = match.seatRow(seat);
        match.set(row, t.connected, false);
        match.set(row, t.connection, 0);
        match.set(row, t.heldUntil, match.frame() + settings.seatHoldFrames());
        match.calls().told(CallKind.DISCONNECTED, seat);
        game.disconnected(match, seat);
    }

    /** A new epoch: nobody is connected any more. */
    void disconnectAll(final LiveMatch match, final Game game) {
        final MatchTables t = match.tables();
        for (int row = match.first(t.seats); row != Rows.NONE; row = match.next(t.seats, row)) {
            if (match.get(row, t.connected)) {
                hold(match, game, Rows.index(row));
            }
        }
    }

    void leave(final LiveMatch match, final Game game, final Event event, final AnswerSink answers) {
        final long connection = ConnectionPayload.connection(event);
        final int seat = match.seatOf(event.player());
        if (seat >= 0 && belongsTo(match, seat, connection)) {
            free(match, game, seat);
            answers.answer(AnswerKind.LEFT, event.position(), connection, match.id(), event.player(), 0, 0);
        }
    }

    /** Removes a player at an operator's word. False when there is no such player. */
    boolean kick(final LiveMatch match, final Game game, final Event event, final AnswerSink answers) {
        final int seat = match.seatOf(event.player());
        if (seat < 0) {
            return false;
        }
        final int row = match.seatRow(seat);
        final boolean isConnected = match.get(row, match.tables().connected);
        final long connection = match.get(row, match.tables().connection);
        free(match, game, seat);
        if (isConnected) {
            answers.answer(AnswerKind.KICKED, event.position(), connection, match.id(), event.player(), 0, 0);
        }
        return true;
    }

    /** Frees the seats whose players did not come back in time. */
    void expireHolds(final LiveMatch match, final Game game, final int frame) {
        final MatchTables t = match.tables();
        for (int row = match.first(t.seats); row != Rows.NONE; row = match.next(t.seats, row)) {
            if (!match.get(row, t.connected) && frame > match.get(row, t.heldUntil)) {
                free(match, game, Rows.index(row));
            }
        }
    }

    private static void free(final LiveMatch match, final Game game, final int seat) {
        match.calls().told(CallKind.LEFT, seat);
        game.left(match, seat);
        Inputs.clear(match, seat);
        final MatchTables t = match.tables();
        final int row = match.seatRow(seat);
        if (match.generation(t.seats) == Rows.GENERATIONS - 1) {
            match.set(t.generationWraps, match.get(t.generationWraps) + 1);
        }
        match.remove(t.seats, row);
    }
}
