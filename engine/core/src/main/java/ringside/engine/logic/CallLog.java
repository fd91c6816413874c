package ringside.engine.logic;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Notes in a lockstep match what its game is told, right before it is told. Does nothing in other matches. What it notes
 * belongs to the frame that is published next, and is dropped after that.
 */
final class CallLog {
    private final LiveMatch match;
    private final @Nullable CallTable calls;

    CallLog(final LiveMatch match, final @Nullable CallTable calls) {
        this.match = match;
        this.calls = calls;
    }

    /** False when so much was asked of this match since its last frame that no more requests fit. */
    boolean hasRoom() {
        return calls == null || match.count(calls.table) < CallTable.REQUESTS;
    }

    void joined(final int seat) {
        final MatchTables t = match.tables();
        note(
                CallKind.JOINED,
                seat,
                0,
                match.joined(seat).buffer(),
                0,
                match.layout().join().lengthBytes());
        if (calls != null) {
            match.set(newest(calls), calls.player, match.get(match.seatRow(seat), t.player));
        }
    }

    void told(final CallKind what, final int seat) {
        note(what, seat, 0, match.block(), 0, 0);
    }

    void command(final int seat, final int command, final DirectBuffer from, final int offset, final int length) {
        note(CallKind.COMMAND, seat, command, from, offset, length);
    }

    void rules() {
        note(
                CallKind.RULES,
                -1,
                0,
                match.rules().buffer(),
                0,
                match.layout().rules().lengthBytes());
    }

    private void note(
            final CallKind kind,
            final int seat,
            final int command,
            final DirectBuffer from,
            final int offset,
            final int length) {
        if (calls == null) {
            return;
        }
        final int row = match.add(calls.table);
        match.set(row, calls.frame, match.frame());
        match.set(row, calls.kind, kind.code());
        match.set(row, calls.seat, seat);
        match.set(row, calls.command, command);
        match.setBytes(row, calls.record, from, offset, length);
    }

    private int newest(final CallTable table) {
        return match.rowAt(table.table, match.count(table.table) - 1);
    }

    /** Forgets what the frame just published holds. */
    void clear() {
        if (calls != null) {
            for (int i = match.count(calls.table) - 1; i >= 0; i--) {
                match.remove(calls.table, match.rowAt(calls.table, i));
            }
        }
    }
}
