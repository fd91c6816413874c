package ringside.simulator;

import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.codec.ViewTable;

/** What a {@link LedgerGame}'s books say, as one number: the same for a match's state and for a view that shows all of it. */
final class Ledger {
    private static final String[] COLUMNS = {"player", "inputs", "nonce", "commands", "number"};

    private final Table players;
    private final Table book;
    private final Column[] columns = new Column[COLUMNS.length];
    private final Column total;
    private final Column faults;

    Ledger(final Layout layout) {
        players = layout.table("players");
        book = layout.table("book");
        for (int i = 0; i < COLUMNS.length; i++) {
            columns[i] = players.column(COLUMNS[i]);
        }
        total = book.column("total");
        faults = book.column("faults");
    }

    long digest(final State state) {
        long digest = state.block().getInt(state.rowOffset(book, Rows.SINGLE) + total.offset());
        for (int row = state.first(players); row != Rows.NONE; row = state.next(players, row)) {
            long one = 1;
            for (final Column column : columns) {
                one = one * 1_000_003 + column.read(state.block(), state.rowOffset(players, row));
            }
            digest += mix(one);
        }
        return digest;
    }

    long digest(final ViewTable shownPlayers, final ViewTable shownBook) {
        long digest = shownBook.value(shownBook.first(), total);
        for (int id = shownPlayers.first(); id >= 0; id = shownPlayers.next(id)) {
            long one = 1;
            for (final Column column : columns) {
                one = one * 1_000_003 + shownPlayers.value(id, column);
            }
            digest += mix(one);
        }
        return digest;
    }

    /** How often something came twice or out of order. */
    long faults(final State state) {
        return faults.read(state.block(), state.rowOffset(book, Rows.SINGLE));
    }

    private static long mix(final long value) {
        long mixed = value * 0xBF58_476D_1CE4_E5B9L;
        mixed ^= mixed >>> 31;
        return mixed * 0x94D0_49BB_1331_11EBL;
    }
}
