package ringside.snapshot.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ringside.layout.Column;
import ringside.layout.Fields;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RefColumn;
import ringside.layout.Table;

/** A layout as views see it, worked out once. Immutable; all encoders and decoders of a layout share one. */
public final class WireLayout {
    /** What a part needs besides rows and effects: a new beginning, and the ends of its three sections. */
    static final int WORST_FRAME_BITS = 1 + BitWriter.MAX_AGE_BITS + 32 + PartPacker.RESERVED_BITS;

    /** The most tables that are shown. */
    static final int MAX_TABLES = 4096;

    final Layout layout;
    final WireTable[] tables;
    final WireRecord[] effects;
    /** Bits of an effect's type. */
    final int effectTypeBits;
    /** Rows of all shown tables, see {@link WireTable#firstRow}. */
    final int rowCount;
    /** Words of a bit set of all rows, or of all wire ids. */
    final int wordCount;
    /** The table of each row. */
    final WireTable[] tableOf;
    /** The rows that are not the same for all who see them, as a bit set. */
    final long[] rowsWithAccess;
    /** The rows that have references. */
    final long[] rowsWithRefs;

    private final int[] indexOfTable;

    public WireLayout(final Layout layout) {
        this.layout = layout;
        indexOfTable = new int[layout.tables().size()];
        Arrays.fill(indexOfTable, -1);
        final List<Table> shown = new ArrayList<>();
        for (final Table table : layout.tables()) {
            if (isShown(table)) {
                indexOfTable[table.id()] = shown.size();
                shown.add(table);
            }
        }
        if (shown.size() > MAX_TABLES) {
            throw new IllegalArgumentException(layout.game() + ": " + shown.size() + " tables are shown; " + MAX_TABLES
                    + " are possible: join some, or hide those that nobody draws");
        }
        tables = new WireTable[shown.size()];
        int rows = 0;
        for (int i = 0; i < tables.length; i++) {
            tables[i] = wireTable(shown.get(i), i, rows);
            rows += tables[i].capacity;
        }
        rowCount = rows;
        wordCount = (rows + 63) >> 6;
        tableOf = new WireTable[rows];
        rowsWithAccess = new long[wordCount];
        rowsWithRefs = new long[wordCount];
        for (final WireTable table : tables) {
            for (int row = table.firstRow; row < table.firstRow + table.capacity; row++) {
                tableOf[row] = table;
                rowsWithAccess[row >> 6] |= table.hasAccess ? 1L << row : 0;
                rowsWithRefs[row >> 6] |= table.refCount > 0 ? 1L << row : 0;
            }
        }
        effects = new WireRecord[layout.effects().size()];
        Arrays.setAll(effects, i -> wireRecord(layout.effects().get(i)));
        effectTypeBits = 32 - Integer.numberOfLeadingZeros(Math.max(0, effects.length - 1));
    }

    /** The table's index among the shown ones, or -1. */
    int indexOf(final Table table) {
        return indexOfTable[table.id()];
    }

    public Layout layout() {
        return layout;
    }

    /** The smallest {@link ViewLimits#maxPartBytes}: a part that can hold any one row, or any one effect. */
    public int smallestPartBytes() {
        int worst = 0;
        for (final WireTable table : tables) {
            worst = Math.max(worst, BitWriter.golombBits(tables.length - 1, 0) + table.worstFullBits());
        }
        if (effects.length > 0) {
            worst = Math.max(worst, worstEffectBits());
        }
        return Math.max(40, PartHeader.LENGTH_BYTES + (WORST_FRAME_BITS + worst + 7) / 8);
    }

    /** The most bits of any effect, its type and age included. */
    int worstEffectBits() {
        int worst = 0;
        for (final WireRecord effect : effects) {
            worst = Math.max(worst, effect.worstBits());
        }
        return 1 + 32 + effectTypeBits + BitWriter.MAX_AGE_BITS + worst;
    }

    private static boolean isShown(final Table table) {
        return table.isShown() && !table.name().startsWith("$");
    }

    private WireTable wireTable(final Table table, final int index, final int firstRow) {
        final WireColumn[] columns = columns(table, table.teamColumn() != null, table.ownerColumn() != null);
        return new WireTable(table, index, columns, countRefs(columns), firstRow);
    }

    private WireRecord wireRecord(final RecordType type) {
        return new WireRecord(type, columns(type, false, false));
    }

    private WireColumn[] columns(final Fields fields, final boolean hasTeam, final boolean hasOwner) {
        final List<WireColumn> columns = new ArrayList<>();
        int refs = 0;
        for (final Column column : fields.columns()) {
            if (WireColumn.canBeShown(column, hasTeam, hasOwner)) {
                final int target = column instanceof final RefColumn ref ? indexOf(ref.targetTable()) : -1;
                columns.add(new WireColumn(column, WireColumn.isRef(column) ? refs++ : -1, target));
            }
        }
        return columns.toArray(new WireColumn[0]);
    }

    private static int countRefs(final WireColumn[] columns) {
        int refs = 0;
        for (final WireColumn column : columns) {
            refs += column.refIndex >= 0 ? 1 : 0;
        }
        return refs;
    }
}
