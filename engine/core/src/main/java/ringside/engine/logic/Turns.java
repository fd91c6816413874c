package ringside.engine.logic;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import ringside.layout.Layout;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.XxHash64;

/**
 * What lockstep clients are told, read from the snapshots of a match: for each frame a turn, and for who joins an image.
 * Both hold what every client may know, which in lockstep is the whole game: all of its tables and its random numbers.
 *
 * <pre>
 * turn      0   4  frame
 *           4   4  length of the whole turn
 *           8   8  shared hash of the match at the end of the frame
 *           16  2  calls
 *           18  2  seats taken
 *           20  1  1 when the match is over: nothing more is computed, and the rest is empty
 *           21  3  zero
 *           24     the calls, in order, then the seats, in order
 *
 * call      0   1  kind: 0 joined, 1 disconnected, 2 resumed, 3 left, 4 command, 5 rules
 *           1   1  seat
 *           2   1  command
 *           3   1  1 when the frame had begun, 0 when it came before it
 *           4   4  player (joined)
 *           8   n  the record: join, command or rules; as long as the layout says
 *
 * seat      0   1  seat
 *           1   3  zero
 *           4   4  number of the newest input in what follows
 *           8   n  the input that counts in this frame: given, merged, repeated or zero
 *
 * image     0   4  frame
 *           4   4  length of the whole image
 *           8   8  state of the random numbers
 *           16  4  match
 *           20  4  frames a second
 *           24     rules, result, then for each seat of the layout
 *                  4 player (0 for free), 1 connected, 3 zero, 4 number of the last input, input, join record
 *                  then every table of the game, as it stands in the block
 * </pre>
 *
 * All numbers are little-endian. Stateless; for any thread that holds an intact snapshot. Allocates nothing.
 */
public final class Turns {
    static final int TURN_HEADER_BYTES = 24;
    static final int CALL_HEADER_BYTES = 8;
    static final int SEAT_HEADER_BYTES = 8;
    static final int IMAGE_HEADER_BYTES = 24;
    static final int IMAGE_SEAT_BYTES = 12;
    static final int CALLS = 16;
    static final int SEATS = 18;
    static final int OVER = 20;
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private Turns() {}

    /** The most bytes of one turn. */
    public static int mostTurnBytes(final GameType type) {
        final CallTable calls = callsOf(type);
        return TURN_HEADER_BYTES
                + calls.table.capacity() * (CALL_HEADER_BYTES + calls.record.widthBytes())
                + type.layout().seats()
                        * (SEAT_HEADER_BYTES + type.layout().input().lengthBytes());
    }

    /** Bytes of an image: the same for all matches of a type. */
    public static int imageBytes(final GameType type) {
        final Layout layout = type.layout();
        int length = IMAGE_HEADER_BYTES
                + layout.rules().lengthBytes()
                + layout.result().lengthBytes()
                + layout.seats()
                        * (IMAGE_SEAT_BYTES
                                + layout.input().lengthBytes()
                                + layout.join().lengthBytes());
        for (final Table table : layout.tables()) {
            if (isGames(table)) {
                length += tableBytes(table);
            }
        }
        return length;
    }

    static CallTable callsOf(final GameType type) {
        final CallTable calls = type.tables().calls;
        if (calls == null) {
            throw new IllegalStateException(type + " is not played in lockstep: there are no turns");
        }
        return calls;
    }

    static boolean isGames(final Table table) {
        return table.name().charAt(0) != '$';
    }

    static int tableBytes(final Table table) {
        return table.rowOffset(table.capacity()) - table.base();
    }

    /**
     * What all machines that compute a match must agree on at the end of a frame: the game's tables, up to the highest row
     * that lives, its random numbers and the frame.
     */
    public static long sharedHash(final GameType type, final State state) {
        final MatchTables t = type.tables();
        long hash = XxHash64.combine(state.get(t.frame), state.get(t.random));
        final Layout layout = type.layout();
        for (int i = 0, n = layout.tables().size(); i < n; i++) {
            final Table table = layout.tables().get(i);
            if (isGames(table)) {
                hash = XxHash64.combine(hash, state.hash(table));
            }
        }
        return hash;
    }

    /** Writes the turn of a snapshot's frame; returns its length. {@code out} has {@link #mostTurnBytes} of room. */
    public static int writeTurn(
            final GameType type, final State state, final MutableDirectBuffer out, final int offset) {
        final MatchTables t = type.tables();
        final CallTable calls = callsOf(type);
        if (state.get(t.status) == MatchTables.ENDED) {
            return writeHeader(type, state, 0, 0, TURN_HEADER_BYTES, out, offset);
        }
        int at = offset + TURN_HEADER_BYTES;
        final int count = state.count(calls.table);
        for (int i = 0; i < count; i++) {
            at = writeCall(type, state, state.rowAt(calls.table, i), out, at);
        }
        int seats = 0;
        final int inputBytes = type.layout().input().lengthBytes();
        for (int row = state.first(t.seats); row != Rows.NONE; row = state.next(t.seats, row)) {
            out.putInt(at, Rows.index(row), LE);
            out.putInt(at + 4, state.get(row, t.consumedSeq), LE);
            out.putBytes(
                    at + SEAT_HEADER_BYTES,
                    state.block(),
                    t.seats.rowOffset(Rows.index(row)) + t.input.offset(),
                    inputBytes);
            at += SEAT_HEADER_BYTES + inputBytes;
            seats++;
        }
        return writeHeader(type, state, count, seats, at - offset, out, offset);
    }

    private static int writeHeader(
            final GameType type,
            final State state,
            final int calls,
            final int seats,
            final int length,
            final MutableDirectBuffer out,
            final int offset) {
        final MatchTables t = type.tables();
        out.putInt(offset, state.get(t.frame), LE);
        out.putInt(offset + 4, length, LE);
        out.putLong(offset + 8, sharedHash(type, state), LE);
        out.putShort(offset + CALLS, (short) calls, LE);
        out.putShort(offset + SEATS, (short) seats, LE);
        out.putInt(offset + OVER, state.get(t.status) == MatchTables.ENDED ? 1 : 0, LE);
        return length;
    }

    /** True for the last turn, which says no more than that the match is over. */
    public static boolean isOver(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + OVER) != 0;
    }

    private static int writeCall(
            final GameType type, final State state, final int row, final MutableDirectBuffer out, final int offset) {
        final CallTable calls = callsOf(type);
        final int kind = state.get(row, calls.kind);
        final int command = state.get(row, calls.command);
        out.putByte(offset, (byte) kind);
        out.putByte(offset + 1, (byte) state.get(row, calls.seat));
        out.putByte(offset + 2, (byte) command);
        out.putByte(offset + 3, (byte) (state.get(row, calls.frame) == state.get(type.tables().frame) ? 1 : 0));
        out.putInt(offset + 4, state.get(row, calls.player), LE);
        final int length = recordBytes(type, kind, command);
        out.putBytes(
                offset + CALL_HEADER_BYTES,
                state.block(),
                calls.table.rowOffset(Rows.index(row)) + calls.record.offset(),
                length);
        return offset + CALL_HEADER_BYTES + length;
    }

    /** Bytes of the record behind a call; -1 for one that is none. */
    static int recordBytes(final GameType type, final int kind, final int command) {
        final CallKind known = CallKind.of(kind);
        if (known == null) {
            return -1;
        }
        final Layout layout = type.layout();
        return switch (known) {
            case JOINED -> layout.join().lengthBytes();
            case COMMAND ->
                command < layout.commands().size()
                        ? layout.commands().get(command).lengthBytes()
                        : -1;
            case RULES -> layout.rules().lengthBytes();
            case DISCONNECTED, RESUMED, LEFT -> 0;
        };
    }

    /** The frame of a turn or an image. */
    public static int frame(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset, LE);
    }

    /** The length of a turn. */
    public static int turnBytes(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + 4, LE);
    }

    /** The shared hash that the server says a turn leads to. */
    public static long sharedHash(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + 8, LE);
    }

    /** Writes the image of a snapshot; returns its length. {@code out} has {@link #imageBytes} of room. */
    public static int writeImage(
            final GameType type,
            final int match,
            final int hz,
            final State state,
            final MutableDirectBuffer out,
            final int offset) {
        final MatchTables t = type.tables();
        final Layout layout = type.layout();
        out.putInt(offset, state.get(t.frame), LE);
        out.putInt(offset + 4, imageBytes(type), LE);
        out.putLong(offset + 8, state.get(t.random), LE);
        out.putInt(offset + 16, match, LE);
        out.putInt(offset + 20, hz, LE);
        int at = offset + IMAGE_HEADER_BYTES;
        at = copy(
                state,
                t.rules.rowOffset(0) + t.rulesRecord.offset(),
                layout.rules().lengthBytes(),
                out,
                at);
        at = copy(
                state,
                t.result.rowOffset(0) + t.resultRecord.offset(),
                layout.result().lengthBytes(),
                out,
                at);
        for (int seat = 0; seat < layout.seats(); seat++) {
            final int row = state.rowAt(t.seats, seat);
            final int from = t.seats.rowOffset(seat);
            out.putInt(at, row == Rows.NONE ? 0 : state.get(row, t.player), LE);
            out.putInt(at + 4, row != Rows.NONE && state.get(row, t.connected) ? 1 : 0, LE);
            out.putInt(at + 8, row == Rows.NONE ? 0 : state.get(row, t.consumedSeq), LE);
            at = copy(state, from + t.input.offset(), layout.input().lengthBytes(), out, at + IMAGE_SEAT_BYTES);
            at = copy(state, from + t.joined.offset(), layout.join().lengthBytes(), out, at);
        }
        for (int i = 0, n = layout.tables().size(); i < n; i++) {
            final Table table = layout.tables().get(i);
            if (isGames(table)) {
                at = copy(state, table.base(), tableBytes(table), out, at);
            }
        }
        return at - offset;
    }

    private static int copy(
            final State state, final int from, final int length, final MutableDirectBuffer out, final int to) {
        out.putBytes(to, state.block(), from, length);
        return to + length;
    }
}
