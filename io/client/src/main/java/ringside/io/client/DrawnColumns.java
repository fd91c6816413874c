package ringside.io.client;

import java.util.List;
import java.util.Map;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.Table;

/** Which columns of a layout are drawn between two frames, and how; looked up by their place in the row. Immutable. */
final class DrawnColumns {
    /** A column that steps from value to value. */
    private static final long STEPS = 0;

    private static final long GOES_STRAIGHT = -1;

    /** By table and offset: {@link #STEPS}, {@link #GOES_STRAIGHT}, or what a whole turn is. */
    private final long[][] kinds;

    private final double mostStep;

    /** Throws {@link IllegalArgumentException} when no table has a column that the settings name. */
    DrawnColumns(final Layout layout, final PictureSettings settings) {
        mostStep = settings.mostStep() * FixedColumn.ONE;
        kinds = new long[layout.tables().size()][];
        for (final Table table : layout.tables()) {
            kinds[table.id()] = new long[table.strideBytes()];
        }
        settings.positions().forEach(name -> mark(layout, name, FixedColumn.class, GOES_STRAIGHT));
        for (final Map.Entry<String, Long> turn : settings.turning().entrySet()) {
            mark(layout, turn.getKey(), IntColumn.class, turn.getValue());
        }
    }

    private void mark(final Layout layout, final String name, final Class<? extends Column> type, final long kind) {
        boolean isKnown = false;
        for (final Table table : layout.tables()) {
            final Column column = table.find(name);
            if (column != null && type.isInstance(column)) {
                kinds[table.id()][column.offset()] = kind;
                isKnown = true;
            }
        }
        if (!isKnown) {
            throw new IllegalArgumentException("picture settings name a column " + name + ", but no table of "
                    + layout.game() + " has one of type " + type.getSimpleName());
        }
    }

    boolean isPosition(final Column column) {
        return kind(column) == GOES_STRAIGHT;
    }

    private long kind(final Column column) {
        return kinds[((Table) column.owner()).id()][column.offset()];
    }

    /** A raw value so far on the way from one to another, of which the second is so many frames later. */
    double between(final Column column, final long from, final long to, final double part, final int frames) {
        final long kind = kind(column);
        if (kind == STEPS || from == to) {
            return from;
        }
        if (kind == GOES_STRAIGHT) {
            return Math.abs(to - from) > mostStep * frames ? from : from + (to - from) * part;
        }
        final long way = Math.floorMod(to - from + kind / 2, kind) - kind / 2;
        return from + way * part;
    }

    /** The positions among columns. */
    List<Column> positionsOf(final List<Column> columns) {
        return columns.stream().filter(this::isPosition).toList();
    }
}
