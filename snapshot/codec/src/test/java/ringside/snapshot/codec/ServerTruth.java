package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.IntColumn;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/** What was true at each frame for which a view was made, and which wire id stood for which row. */
final class ServerTruth {
    private static final class Moment {
        final UnsafeBuffer block;
        final int[][] handles;
        final int seat;
        final int team;

        Moment(final UnsafeBuffer block, final int[][] handles, final int seat, final int team) {
            this.block = block;
            this.handles = handles;
            this.seat = seat;
            this.team = team;
        }
    }

    private final Map<Integer, Moment> moments = new HashMap<>();

    void remember(final int frame, final RandomWorld world, final ViewEncoder encoder) {
        final UnsafeBuffer block = new UnsafeBuffer(new byte[world.layout.blockBytes()]);
        block.putBytes(0, world.state.block(), 0, block.capacity());
        final WireTable[] tables = encoder.wire().tables;
        final int[][] handles = new int[tables.length][];
        for (int i = 0; i < tables.length; i++) {
            handles[i] = new int[tables[i].capacity];
            final ShownRows rows = encoder.rows();
            for (int id = 0; id < tables[i].capacity; id++) {
                if (rows.isShown(tables[i], id)) {
                    handles[i][id] = rows.handle(tables[i], id);
                }
            }
        }
        moments.put(frame, new Moment(block, handles, world.seat, world.team));
    }

    /** Fails unless each shown row has exactly the values and columns of its stated frame. */
    void check(final ViewDecoder decoder, final ViewEncoder encoder) {
        final WireLayout wire = encoder.wire();
        for (int i = 0; i < wire.tables.length; i++) {
            final ViewTable table = decoder.table(wire.tables[i].table);
            for (int id = table.first(); id >= 0; id = table.next(id)) {
                checkRow(wire, i, table, id);
            }
        }
    }

    /** Fails unless a row that is shown stands as it does in the world now. */
    void checkNow(
            final ViewTable shown, final int id, final int handle, final RandomWorld world, final ViewEncoder encoder) {
        final Table table = shown.table();
        final int offset = table.rowOffset(Rows.index(handle));
        for (final WireColumn column : encoder.wire().tables[encoder.wire().indexOf(table)].columns) {
            final boolean visible = mayBeSeen(table, column.column, world, offset);
            assertEquals(visible, shown.has(id, column.column));
            if (visible && column.kind == WireColumn.Kind.NUMBER) {
                assertEquals(
                        column.wire(world.state.block(), offset),
                        column.wire(shown.rowBuffer(id), shown.rowOffset(id)),
                        () -> column.column + " after all has arrived");
            }
            if (visible && column.kind == WireColumn.Kind.REF) {
                final int raw = column.ref(world.state.block(), offset);
                final int expected =
                        column.refTarget < 0 ? 0 : encoder.rows().refTo(encoder.wire().tables[column.refTarget], raw);
                assertEquals(expected, shown.value(id, column.column), () -> column.column + " after all has arrived");
            }
        }
    }

    private void checkRow(final WireLayout wire, final int tableIndex, final ViewTable shown, final int id) {
        final Table table = shown.table();
        final Moment moment = moments.get(shown.frame(id));
        assertNotNull(moment, () -> table + " " + id + " has the value of a frame that had no view");
        final int handle = moment.handles[tableIndex][id];
        assertTrue(handle != Rows.NONE, () -> table + " " + id + " was not shown at its frame");
        final int offset = table.rowOffset(Rows.index(handle));
        for (final Column column : table.columns()) {
            final boolean visible = mayBeSeen(table, column, moment, offset);
            assertEquals(visible, shown.has(id, column), () -> column + " of wire id " + id + " is shown");
            if (column instanceof final BytesColumn bytes) {
                final byte[] expected = new byte[bytes.widthBytes()];
                if (visible) {
                    moment.block.getBytes(offset + bytes.offset(), expected);
                }
                final byte[] actual = new byte[bytes.widthBytes()];
                shown.getBytes(id, bytes, new UnsafeBuffer(actual), 0);
                assertArrayEquals(expected, actual);
            } else {
                final long expected = visible ? expected(wire, column, moment, offset) : 0;
                final long actual = shown.value(id, column);
                assertEquals(
                        expected >> column.droppedBits(),
                        actual >> column.droppedBits(),
                        () -> column + " of wire id " + id);
                if (visible && column.type() != ColumnType.REF) {
                    assertTrue(actual >= column.min() && actual <= column.max(), () -> column + " in range");
                }
            }
        }
    }

    private static long expected(final WireLayout wire, final Column column, final Moment moment, final int offset) {
        final long raw = column.read(moment.block, offset);
        if (column instanceof final RefColumn ref) {
            final int target = wire.indexOf(ref.targetTable());
            if (target >= 0 && raw != Rows.NONE) {
                for (int id = 0; id < moment.handles[target].length; id++) {
                    if (moment.handles[target][id] == raw) {
                        return id + 1L;
                    }
                }
            }
            return 0;
        }
        return raw;
    }

    static boolean mayBeSeen(final Table table, final Column column, final RandomWorld world, final int offset) {
        return mayBeSeen(table, column, new Moment(world.state.block(), new int[0][], world.seat, world.team), offset);
    }

    private static boolean mayBeSeen(final Table table, final Column column, final Moment moment, final int offset) {
        final IntColumn team = table.teamColumn();
        final IntColumn owner = table.ownerColumn();
        return switch (column.visibility()) {
            case ALL -> true;
            case TEAM -> team != null && team.read(moment.block, offset) == moment.team;
            case OWNER -> owner != null && moment.seat >= 0 && owner.read(moment.block, offset) == moment.seat;
            case NOBODY -> false;
        };
    }
}
