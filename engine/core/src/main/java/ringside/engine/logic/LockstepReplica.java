package ringside.engine.logic;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Game;
import ringside.layout.Layout;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.StateDifference;
import ringside.layout.Table;

/**
 * A lockstep match on a machine that only follows: begins with an image, then computes frame after frame from the turns that
 * the server sends ({@link Turns}). One thread. Turns come from a server that is believed, over a network that is not:
 * lengths and codes are checked, and a fault throws {@link IllegalArgumentException} before anything has changed.
 */
public final class LockstepReplica {
    private static final ByteOrder LE = Turns.LE;

    private final GameType type;
    private final LogicSettings settings;
    private final MatchTables t;
    private final MatchSnapshot reader;
    private @Nullable LiveMatch match;
    private int firstEffect;
    private boolean isOver;

    /** A replica that waits for its image. */
    public LockstepReplica(final GameType type, final int hz) {
        Turns.callsOf(type);
        this.type = type;
        this.t = type.tables();
        this.settings = LogicSettings.at(hz);
        this.reader = new MatchSnapshot(type);
    }

    /** True once an image was taken. */
    public boolean isStarted() {
        return match != null;
    }

    /** The last frame computed. */
    public int frame() {
        return started().frame();
    }

    /** True once the server said that the match is over. */
    public boolean isOver() {
        return isOver;
    }

    /** The match as this machine knows it. */
    public State state() {
        return started();
    }

    /** What must equal the {@link Turns#sharedHash(DirectBuffer, int)} of the turn just computed. */
    public long sharedHash() {
        return Turns.sharedHash(type, started());
    }

    /** Reads the match as it stands, seats and effects included. Valid until the next image. */
    public MatchSnapshot snapshot() {
        started();
        return reader;
    }

    /**
     * The number of the first effect of the frame just computed; those up to {@link MatchSnapshot#nextEffect} are its own.
     */
    public int firstEffect() {
        return Math.max(firstEffect, reader.oldestEffect());
    }

    /** Writes the image of the match as this machine knows it; returns its length, {@link Turns#imageBytes}. */
    public int writeImage(final MutableDirectBuffer out, final int offset) {
        return Turns.writeImage(type, started().id(), settings.hz(), started(), out, offset);
    }

    /**
     * The first difference between what this machine knows and what another one does, among what {@link #sharedHash}
     * covers: the game's tables in their order, then the random numbers, then the frame. Null when there is none. For
     * reports: allocates.
     *
     * @throws RuntimeException when this or the other was begun from bytes that are no state
     */
    public @Nullable StateDifference differenceFrom(final LockstepReplica other) {
        final LiveMatch mine = started();
        final LiveMatch theirs = other.started();
        for (final Table table : type.layout().tables()) {
            final StateDifference found = Turns.isGames(table) ? StateDifference.firstIn(table, mine, theirs) : null;
            if (found != null) {
                return found;
            }
        }
        if (mine.get(t.random) != theirs.get(t.random)) {
            return new StateDifference(
                    t.match, 0, t.random, Long.toString(mine.get(t.random)), Long.toString(theirs.get(t.random)));
        }
        return mine.frame() == theirs.frame()
                ? null
                : new StateDifference(
                        t.match, 0, t.frame, Integer.toString(mine.frame()), Integer.toString(theirs.frame()));
    }

    private LiveMatch started() {
        if (match == null) {
            throw new IllegalStateException("no image of the match has come yet");
        }
        return match;
    }

    /** Begins, or begins anew, from an image. */
    public void start(final DirectBuffer image, final int offset, final int lengthBytes) {
        if (lengthBytes != Turns.imageBytes(type) || image.getInt(offset + 4, LE) != lengthBytes) {
            throw new IllegalArgumentException(
                    "an image of " + lengthBytes + " bytes; those of " + type + " have " + Turns.imageBytes(type));
        }
        final LiveMatch next = new LiveMatch(image.getInt(offset + 16, LE), settings, type);
        next.clear();
        next.set(t.frame, image.getInt(offset, LE));
        next.set(t.random, image.getLong(offset + 8, LE));
        final Layout layout = type.layout();
        int at = offset + Turns.IMAGE_HEADER_BYTES;
        at = take(next.rules(), image, at);
        at = take(next.result(), image, at);
        for (int seat = 0; seat < layout.seats(); seat++) {
            final int player = image.getInt(at, LE);
            if (player != 0) {
                final int row = next.addAt(t.seats, seat);
                next.set(row, t.player, player);
                next.set(row, t.connected, image.getInt(at + 4, LE) != 0);
                next.set(row, t.consumedSeq, image.getInt(at + 8, LE));
            }
            at += Turns.IMAGE_SEAT_BYTES;
            at = player == 0
                    ? at + layout.input().lengthBytes() + layout.join().lengthBytes()
                    : take(next.joined(seat), image, take(next.input(seat), image, at));
        }
        for (final Table table : layout.tables()) {
            if (Turns.isGames(table)) {
                next.block().putBytes(table.base(), image, at, Turns.tableBytes(table));
                zeroBeyond(next, table);
                at += Turns.tableBytes(table);
            }
        }
        match = next;
        reader.wrap(next.block(), 0);
        firstEffect = 0;
        isOver = false;
    }

    /** A snapshot's memory still holds, above the rows that live, what lived there earlier. */
    private static void zeroBeyond(final LiveMatch live, final Table table) {
        final int highWater = live.block().getInt(table.base() + 4, LE);
        if (highWater >= 0 && highWater <= table.capacity()) {
            final int from = table.rowOffset(highWater);
            live.block().setMemory(from, table.rowOffset(table.capacity()) - from, (byte) 0);
        }
    }

    private static int take(final RecordView into, final DirectBuffer from, final int offset) {
        into.buffer().putBytes(0, from, offset, into.type().lengthBytes());
        return offset + into.type().lengthBytes();
    }

    /**
     * Computes the next frame, whose turn must follow {@link #frame}. Nothing is computed any more once the match is over.
     *
     * @throws IllegalStateException when the game threw, as it does on values that no server sends; a new image is needed then
     */
    public void apply(final DirectBuffer turn, final int offset, final int lengthBytes) {
        final LiveMatch live = started();
        requireWhole(live, turn, offset, lengthBytes);
        if (Turns.isOver(turn, offset)) {
            isOver = true;
            return;
        }
        try {
            compute(live, turn, offset);
        } catch (final RuntimeException e) {
            // Half a frame is no state to go on from.
            match = null;
            throw new IllegalStateException(
                    "frame " + Turns.frame(turn, offset) + " could not be computed; begin anew from an image", e);
        }
    }

    private void compute(final LiveMatch live, final DirectBuffer turn, final int offset) {
        final Game game = type.game();
        final int frame = live.frame() + 1;
        final int calls = turn.getShort(offset + Turns.CALLS, LE) & 0xFFFF;
        firstEffect = live.get(t.nextEffect);
        live.effects().begin();
        int at = offset + Turns.TURN_HEADER_BYTES;
        boolean inFrame = false;
        for (int i = 0; i < calls; i++) {
            if (turn.getByte(at + 3) != 0 && !inFrame) {
                inFrame = true;
                begin(live, frame);
            }
            at = call(live, game, turn, at);
        }
        if (!inFrame) {
            begin(live, frame);
        }
        final int seats = turn.getShort(offset + Turns.SEATS, LE) & 0xFFFF;
        for (int i = 0; i < seats; i++) {
            final int seat = turn.getByte(at) & 0xFF;
            live.set(live.seatRow(seat), t.consumedSeq, turn.getInt(at + 4, LE));
            at = take(live.input(seat), turn, at + Turns.SEAT_HEADER_BYTES);
        }
        game.step(live);
    }

    private void begin(final LiveMatch live, final int frame) {
        live.effects().begin();
        live.set(t.frame, frame);
        live.effects().expire(frame);
    }

    private int call(final LiveMatch live, final Game game, final DirectBuffer turn, final int at) {
        final CallKind kind = requireKind(CallKind.of(turn.getByte(at)), at);
        final int seat = turn.getByte(at + 1) & 0xFF;
        final int command = turn.getByte(at + 2) & 0xFF;
        final int record = at + Turns.CALL_HEADER_BYTES;
        switch (kind) {
            case JOINED -> {
                final int row = live.addAt(t.seats, seat);
                live.set(row, t.player, turn.getInt(at + 4, LE));
                live.set(row, t.connected, true);
                take(live.joined(seat), turn, record);
                live.input(seat).reset();
                game.joined(live, seat);
            }
            case DISCONNECTED -> {
                live.set(live.seatRow(seat), t.connected, false);
                game.disconnected(live, seat);
            }
            case RESUMED -> {
                live.set(live.seatRow(seat), t.connected, true);
                game.resumed(live, seat);
            }
            case LEFT -> {
                game.left(live, seat);
                live.remove(t.seats, live.seatRow(seat));
            }
            case COMMAND -> {
                final RecordView view = live.command(command).wrap(turn, record);
                game.command(live, seat, view);
            }
            case RULES -> rules(live, game, turn, record);
        }
        return record + Turns.recordBytes(type, kind.code(), command);
    }

    private static CallKind requireKind(final @Nullable CallKind kind, final int at) {
        if (kind == null) {
            throw new IllegalArgumentException("byte " + at + " of a turn is no call");
        }
        return kind;
    }

    private static void rules(final LiveMatch live, final Game game, final DirectBuffer turn, final int record) {
        final UnsafeBuffer rules = live.rules().buffer();
        final byte[] before = new byte[live.layout().rules().lengthBytes()];
        rules.getBytes(0, before);
        rules.putBytes(0, turn, record, before.length);
        if (!game.rulesChanged(live)) {
            rules.putBytes(0, before);
        }
    }

    /** Checks a turn wholly before anything of it counts. Seats are followed through its calls. */
    private void requireWhole(final LiveMatch live, final DirectBuffer turn, final int offset, final int lengthBytes) {
        require(
                lengthBytes >= Turns.TURN_HEADER_BYTES && Turns.turnBytes(turn, offset) == lengthBytes,
                "a turn of " + lengthBytes + " bytes is not whole");
        require(
                Turns.frame(turn, offset) == live.frame() + 1,
                "the turn of frame " + Turns.frame(turn, offset) + " does not follow frame " + live.frame());
        final int end = offset + lengthBytes;
        final long[] taken = takenSeats(live);
        int at = offset + Turns.TURN_HEADER_BYTES;
        for (int i = 0, n = turn.getShort(offset + Turns.CALLS, LE) & 0xFFFF; i < n; i++) {
            require(at + Turns.CALL_HEADER_BYTES <= end, "a call of the turn is cut short");
            final int kind = turn.getByte(at);
            final int record = Turns.recordBytes(type, kind, turn.getByte(at + 2) & 0xFF);
            require(record >= 0, "byte " + at + " of the turn is no call");
            requireSeat(taken, kind, turn.getByte(at + 1));
            at += Turns.CALL_HEADER_BYTES + record;
            require(at <= end, "a call of the turn is cut short");
        }
        final int inputBytes = type.layout().input().lengthBytes();
        for (int i = 0, n = turn.getShort(offset + Turns.SEATS, LE) & 0xFFFF; i < n; i++) {
            require(at + Turns.SEAT_HEADER_BYTES + inputBytes <= end, "a seat of the turn is cut short");
            require(isTaken(taken, turn.getByte(at) & 0xFF), "the turn has an input of a seat that is free");
            at += Turns.SEAT_HEADER_BYTES + inputBytes;
        }
        require(at == end, "the turn has " + (end - at) + " bytes behind its end");
    }

    private long[] takenSeats(final LiveMatch live) {
        final long[] taken = new long[4];
        for (int row = live.first(t.seats); row != Rows.NONE; row = live.next(t.seats, row)) {
            taken[Rows.index(row) >> 6] |= 1L << Rows.index(row);
        }
        return taken;
    }

    private void requireSeat(final long[] taken, final int kind, final int seatByte) {
        if (kind == CallKind.RULES.code()) {
            return;
        }
        final int seat = seatByte & 0xFF;
        require(seat < type.layout().seats(), "seat " + seat + " of the turn is not one of the layout");
        final boolean joins = kind == CallKind.JOINED.code();
        require(
                joins != isTaken(taken, seat),
                "a call of the turn is about seat " + seat + (joins ? ", which is taken" : ", which is free"));
        if (joins) {
            taken[seat >> 6] |= 1L << seat;
        } else if (kind == CallKind.LEFT.code()) {
            taken[seat >> 6] &= ~(1L << seat);
        }
    }

    private static boolean isTaken(final long[] taken, final int seat) {
        return (taken[seat >> 6] & (1L << seat)) != 0;
    }

    private static void require(final boolean holds, final String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
