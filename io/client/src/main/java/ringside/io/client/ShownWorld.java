package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Layout;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;

/**
 * What a client is shown, as a state of the game's own layout: what {@link ringside.engine.game.Game#predict} is given. A
 * row's number is its wire id; columns that are not shown have their default, and a reference to what is not shown names
 * nothing. Not thread-safe; allocates at construction only.
 */
final class ShownWorld {
    private static final int ROW_HEADER_BYTES = 4;

    private final State state;
    private final List<Part> parts = new ArrayList<>();

    /** One table, here and in views. */
    private record Part(ViewTable from, Table table, List<Column> preset, List<RefColumn> refs) {}

    /** @param layout the game's; the decoder's own is another object that says the same */
    ShownWorld(final Layout layout, final ViewDecoder decoder) {
        state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.snapshotBytes()]), 0);
        state.clear();
        for (final ViewTable from : decoder.tables()) {
            final Table table = layout.tables().get(from.table().id());
            parts.add(new Part(
                    from,
                    table,
                    table.columns().stream()
                            .filter(column -> column.type() != ColumnType.BYTES && column.defaultValue() != 0)
                            .toList(),
                    table.columns().stream()
                            .filter(RefColumn.class::isInstance)
                            .map(RefColumn.class::cast)
                            .toList()));
        }
    }

    State state() {
        return state;
    }

    /** Takes what the decoder holds. */
    void show() {
        for (int i = 0; i < parts.size(); i++) {
            bringToLife(parts.get(i));
        }
        for (int i = 0; i < parts.size(); i++) {
            copy(parts.get(i));
        }
    }

    private void bringToLife(final Part part) {
        final Table table = part.table;
        if (table.isSingle()) {
            return;
        }
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            if (!part.from.isShown(Rows.index(row))) {
                state.remove(table, row);
            }
        }
        for (int id = part.from.first(); id >= 0; id = part.from.next(id)) {
            if (state.rowAt(table, id) == Rows.NONE) {
                state.addAt(table, id);
            }
        }
    }

    private void copy(final Part part) {
        final ViewTable from = part.from;
        final int lengthBytes = part.table.strideBytes() - ROW_HEADER_BYTES;
        for (int id = from.first(); id >= 0; id = from.next(id)) {
            final int to = part.table.rowOffset(id);
            state.block()
                    .putBytes(
                            to + ROW_HEADER_BYTES,
                            from.rowBuffer(id),
                            from.rowOffset(id) + ROW_HEADER_BYTES,
                            lengthBytes);
            for (int i = 0; i < part.preset.size(); i++) {
                final Column column = part.preset.get(i);
                if (!from.has(id, column)) {
                    column.write(state.block(), to, column.defaultValue());
                }
            }
            for (int i = 0; i < part.refs.size(); i++) {
                final RefColumn ref = part.refs.get(i);
                // Views name a row by its wire id plus 1.
                final int target = (int) ref.read(state.block(), to) - 1;
                ref.write(state.block(), to, target < 0 ? Rows.NONE : state.rowAt(ref.targetTable(), target));
            }
        }
    }
}
