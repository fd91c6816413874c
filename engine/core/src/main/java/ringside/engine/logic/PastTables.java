package ringside.engine.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LayoutException;
import ringside.layout.Table;

/**
 * Where a match keeps the past of the columns that its game declared {@code rewound}: for each such table a ring of the
 * last {@link #FRAMES} frames, one row a frame. It is part of checkpoints, but not of hashes and snapshots: every value in
 * it was hashed when it was the present.
 *
 * <pre>
 * offset in a frame's bytes   length  what
 * n * entry                   4       handle of row n in that frame, 0 when it did not live
 * n * entry + 4 + 4 * i       4       its i-th rewound column
 * </pre>
 */
final class PastTables {
    /** Frames kept: what may be rewound, and one more on either side to interpolate from. */
    static final int FRAMES = LogicSettings.MOST_REWIND_FRAMES + 2;

    private static final int[] NO_SLOTS = {};

    /** One table's past. */
    static final class Ring {
        final Table of;
        final Table ring;
        final IntColumn frame;
        final BytesColumn rows;
        final int entryBytes;
        final Column[] columns;

        /** By a column's offset in its row: where in an entry its value stands, or 0. */
        private final int[] entryOffsets;

        private Ring(final LayoutBuilder layout, final Table of, final List<Column> columns) {
            this.of = of;
            this.columns = columns.toArray(Column[]::new);
            entryBytes = 4 + 4 * columns.size();
            int highest = 0;
            for (final Column column : columns) {
                highest = Math.max(highest, column.offset());
            }
            entryOffsets = new int[highest + 1];
            for (int i = 0; i < this.columns.length; i++) {
                entryOffsets[this.columns[i].offset()] = 4 + 4 * i;
            }
            ring = layout.table("$past_" + of.name(), FRAMES).history();
            frame = ring.int32("frame", 0, Integer.MAX_VALUE);
            rows = ring.bytes("rows", of.capacity() * entryBytes);
        }

        /** Where the column's value stands in an entry, or 0 for a column that is not kept. */
        int entryOffset(final Column column) {
            final int at = column.offset();
            return at < entryOffsets.length && column.isRewound() ? entryOffsets[at] : 0;
        }
    }

    private final Ring[] rings;

    /** By table id: the number of its ring, or -1. */
    private final int[] slots;

    /** Adds the rings to a layout whose tables the game has declared. */
    PastTables(final LayoutBuilder layout) {
        final List<Ring> found = new ArrayList<>();
        final List<Table> declared = List.copyOf(layout.tables());
        int[] byTable = NO_SLOTS;
        for (final Table table : declared) {
            final List<Column> columns = rewound(table);
            if (!columns.isEmpty()) {
                if (byTable.length == 0) {
                    byTable = new int[declared.size()];
                    Arrays.fill(byTable, -1);
                }
                byTable[table.id()] = found.size();
                found.add(new Ring(layout, table, columns));
            }
        }
        rings = found.toArray(Ring[]::new);
        slots = byTable;
    }

    private static List<Column> rewound(final Table table) {
        final List<Column> columns = new ArrayList<>();
        for (final Column column : table.columns()) {
            if (column.isRewound()) {
                if (column.widthBytes() > 4 || column.type() == ColumnType.BYTES) {
                    throw new LayoutException(column.qualifiedName() + ": is rewound, but only numbers of 32 bits and"
                            + " fewer have a past");
                }
                columns.add(column);
            }
        }
        return columns;
    }

    boolean isEmpty() {
        return rings.length == 0;
    }

    Ring[] rings() {
        return rings;
    }

    /** The past of a table, or null when it has no rewound column. */
    @Nullable
    Ring of(final Table table) {
        final int slot = table.id() < slots.length ? slots[table.id()] : -1;
        return slot < 0 ? null : rings[slot];
    }
}
