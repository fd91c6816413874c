package ringside.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.Visibility;

/**
 * What one viewer may see of one state, by the game itself, and what a client says that it was shown, both as text: the rows
 * of each table in an order of their own, for a client knows no row's number, and a row named by another as its text.
 */
final class MaySee {
    private final State state;
    private final Viewer viewer;
    private final RowSet visible;

    private MaySee(final GameType type, final MatchSnapshot snapshot, final int seat) {
        state = snapshot.state();
        viewer = snapshot.viewer(seat);
        visible = new RowSet(type.layout());
        type.game().visible(viewer, state, visible);
    }

    static SortedMap<String, List<String>> of(final GameType type, final MatchSnapshot snapshot, final int seat) {
        final MaySee sight = new MaySee(type, snapshot, seat);
        final SortedMap<String, List<String>> tables = new TreeMap<>();
        for (final Table table : type.layout().tables()) {
            if (isShown(table)) {
                tables.put(table.name(), sight.rows(table));
            }
        }
        return tables;
    }

    /** The same from the tables that a client printed. */
    static SortedMap<String, List<String>> shown(final GameType type, final JsonNode tables) {
        final SortedMap<String, List<String>> all = new TreeMap<>();
        for (final Table table : type.layout().tables()) {
            if (isShown(table)) {
                final List<String> rows = new ArrayList<>();
                tables.path(table.name()).forEach(row -> rows.add(text(table, row.path("columns"), tables)));
                Collections.sort(rows);
                all.put(table.name(), rows);
            }
        }
        return all;
    }

    private static boolean isShown(final Table table) {
        return !table.name().startsWith("$")
                && table.columns().stream().anyMatch(column -> column.visibility() != Visibility.NOBODY);
    }

    private List<String> rows(final Table table) {
        final List<String> rows = new ArrayList<>();
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            if (visible.contains(table, row)) {
                rows.add(text(table, row));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private String text(final Table table, final int row) {
        final int offset = state.rowOffset(table, row);
        final StringBuilder text = new StringBuilder();
        for (final Column column : table.columns()) {
            if (isSeen(table, column, offset)) {
                text.append(column.name())
                        .append('=')
                        .append(value(column, offset))
                        .append(' ');
            }
        }
        return text.toString();
    }

    private String value(final Column column, final int offset) {
        if (column instanceof final BytesColumn bytes) {
            return bytes.format(state.block(), offset);
        }
        final long raw = column.read(state.block(), offset);
        if (column instanceof final RefColumn ref) {
            final int row = (int) raw;
            return row != Rows.NONE && visible.contains(ref.targetTable(), row)
                    ? "(" + text(ref.targetTable(), row) + ")"
                    : "none";
        }
        return String.valueOf(raw >> column.droppedBits());
    }

    private boolean isSeen(final Table table, final Column column, final int offset) {
        final IntColumn team = table.teamColumn();
        final IntColumn owner = table.ownerColumn();
        return switch (column.visibility()) {
            case ALL -> true;
            case TEAM -> team != null && team.read(state.block(), offset) == viewer.team();
            case OWNER -> owner != null && owner.read(state.block(), offset) == viewer.seat();
            case NOBODY -> false;
        };
    }

    private static String text(final Table table, final JsonNode columns, final JsonNode tables) {
        final StringBuilder text = new StringBuilder();
        for (final Column column : table.columns()) {
            final JsonNode value = columns.get(column.name());
            if (value != null) {
                text.append(column.name())
                        .append('=')
                        .append(value(column, value, tables))
                        .append(' ');
            }
        }
        return text.toString();
    }

    private static String value(final Column column, final JsonNode value, final JsonNode tables) {
        if (column instanceof BytesColumn) {
            return value.asText();
        }
        if (column instanceof final RefColumn ref) {
            final Table target = ref.targetTable();
            final JsonNode row = tables.path(target.name()).get(String.valueOf(value.asInt() - 1));
            return row == null ? "none" : "(" + text(target, row.path("columns"), tables) + ")";
        }
        return String.valueOf(value.asLong() >> column.droppedBits());
    }
}
