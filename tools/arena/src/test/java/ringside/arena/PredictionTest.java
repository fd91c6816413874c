package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

class PredictionTest {
    private static final long SEED = Seeds.of(PredictionTest.class, 3);

    /** What a client holds: its own row and the round, with the precision that views have, and nothing else. */
    @Test
    void a_client_that_starts_from_a_view_arrives_exactly_where_the_server_does() {
        final ArenaRun run = ArenaRun.ofPlayers(4, SEED);
        final ArenaTrace trace = new ArenaTrace(run.layout, SEED);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        final State client = new State(run.layout);
        client.wrap(new UnsafeBuffer(new byte[run.layout.blockBytes()]), 0);
        final RecordView input = ArenaRun.record(run.layout.input());
        int compared = 0;
        for (int start = 0; start < 200; start++) {
            show(run, client);
            for (int ahead = 0; ahead < 12; ahead++) {
                final boolean alive = run.match().get(run.body(0), p.alive);
                final int round = run.match().get(run.columns.tables.round.number);
                run.sendTrace(trace);
                trace.input(0, run.match().frame() + 1, input);
                run.game.predict(client, 0, input);
                run.frame();
                final boolean sameRound = round == run.match().get(run.columns.tables.round.number);
                if (alive && sameRound && run.match().get(run.body(0), p.alive)) {
                    for (final Column column : p.table.columns()) {
                        if (column.isPredicted()) {
                            assertEquals(
                                    read(run.match(), run.body(0), column),
                                    read(client, client.rowAt(p.table, 0), column),
                                    column + " in frame " + run.match().frame());
                            compared++;
                        }
                    }
                } else {
                    show(run, client);
                }
            }
        }
        System.out.println("values compared: " + compared);
    }

    private static long read(final State state, final int row, final Column column) {
        return column.read(state.block(), state.rowOffset((Table) column.owner(), row));
    }

    private static void show(final ArenaRun run, final State client) {
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        client.clear();
        client.set(run.columns.tables.round.hz, run.match().get(run.columns.tables.round.hz));
        client.addAt(p.table, 0);
        for (final Column column : p.table.columns()) {
            final long value = read(run.match(), run.body(0), column);
            final int dropped = column instanceof FixedColumn ? column.droppedBits() : 0;
            column.write(client.block(), p.table.rowOffset(0), value >> dropped << dropped);
        }
        assertEquals(1, client.count(p.table));
        assertEquals(0, Rows.index(client.first(p.table)));
    }
}
