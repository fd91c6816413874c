package ringside.snapshot.codec;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.IntColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/** How a table goes over the wire: its columns that may be shown, and who is shown them. */
final class WireTable {
    /** The viewer is of the row's team, in a table with columns for the team. */
    static final int SAME_TEAM = 1;

    /** The viewer owns the row, in a table with columns for the owner. */
    static final int OWNED = 2;

    /** Accesses that a viewer may have, from none on. */
    static final int ACCESSES = 4;

    /** With an access: of an entry whose smooth columns are told by how they went before. */
    static final int GOES_ON = 4;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /** The lead of an entry, and its baseline with how it went. */
    private static final int WORST_HEAD_BITS = 64 + 8 + BitWriter.MAX_AGE_BITS + 16;

    final Table table;
    /** Among the shown ones. */
    final int index;

    final int capacity;
    final int strideBytes;
    final WireColumn[] columns;
    final int refCount;
    /** The place of each reference among the columns. */
    final int[] columnOfRef;
    /** Words of a mask with a bit for each column. */
    final int maskWords;

    final boolean hasTeamColumns;
    final boolean hasOwnerColumns;
    /** True when rows are not the same for all who see them. */
    final boolean hasAccess;
    /** Whether any column is smooth. */
    final boolean hasSmooth;
    /** What is shown, by access; then the same with {@link #GOES_ON}. */
    final ShownColumns[] shown;
    /** All rows of the shown tables are numbered, and all wire ids alike: this table's first. */
    final int firstRow;
    /** The columns but references that lie in each eight bytes of a row, as bits; null where there are too many. */
    final long @Nullable [] columnsAt;

    /** See {@link #worstFullBits}. */
    private final int worstFullBits;

    private final int worstChangeBits;
    private final @Nullable IntColumn team;
    private final @Nullable IntColumn owner;

    WireTable(final Table table, final int index, final WireColumn[] columns, final int refCount, final int firstRow) {
        this.table = table;
        this.index = index;
        this.columns = columns;
        this.refCount = refCount;
        this.firstRow = firstRow;
        maskWords = (columns.length + 63) >> 6;
        columnOfRef = new int[refCount];
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].refIndex >= 0) {
                columnOfRef[columns[i].refIndex] = i;
            }
        }
        capacity = table.capacity();
        worstFullBits = worstFullBits(columns, capacity);
        worstChangeBits =
                Arrays.stream(columns).mapToInt(WireColumn::worstChangeBits).sum();
        hasSmooth = Arrays.stream(columns).anyMatch(column -> column.isSmooth);
        strideBytes = table.strideBytes();
        team = table.teamColumn();
        owner = table.ownerColumn();
        boolean forTeam = false;
        boolean forOwner = false;
        for (final WireColumn column : columns) {
            forTeam |= column.needs == SAME_TEAM;
            forOwner |= column.needs == OWNED;
        }
        hasTeamColumns = forTeam;
        hasOwnerColumns = forOwner;
        hasAccess = forTeam || forOwner;
        shown = new ShownColumns[ACCESSES + GOES_ON];
        Arrays.setAll(shown, access -> new ShownColumns(columns, refCount, access));
        columnsAt = columns.length <= 64 ? columnsAt(columns, strideBytes) : null;
    }

    private static long[] columnsAt(final WireColumn[] columns, final int strideBytes) {
        final long[] columnsAt = new long[strideBytes / Long.BYTES];
        for (int i = 0; i < columns.length; i++) {
            final WireColumn column = columns[i];
            for (int at = column.offset; column.kind != WireColumn.Kind.REF && at < column.endOffset(); at++) {
                columnsAt[at / Long.BYTES] |= 1L << i;
            }
        }
        return columnsAt;
    }

    int highWater(final Block block) {
        return Math.min(capacity, block.getInt(highWaterAt()));
    }

    /** Where the table's memory begins, but for a word. */
    int highWaterAt() {
        return table.base() + 4;
    }

    int rowOffset(final int row) {
        return table.rowOffset(row);
    }

    /** The handle of the live row of that number, or {@link Rows#NONE}. */
    int handleAt(final DirectBuffer block, final int row) {
        return live(block.getInt(table.rowOffset(row), LE));
    }

    int handleAt(final Block block, final int row) {
        return live(block.getInt(table.rowOffset(row)));
    }

    private static int live(final int header) {
        return (header & Rows.SINGLE) != 0 ? header : Rows.NONE;
    }

    /** The team that a row with columns for the team is of. */
    int teamOf(final DirectBuffer block, final int rowOffset) {
        return team == null ? ViewEncoder.NO_TEAM : (int) team.read(block, rowOffset);
    }

    /** The seat that owns a row with columns for the owner. */
    int ownerOf(final DirectBuffer block, final int rowOffset) {
        return owner == null ? ViewEncoder.NO_SEAT : (int) owner.read(block, rowOffset);
    }

    /** The most bits of an entry that carries a whole row. */
    int worstFullBits() {
        return worstFullBits;
    }

    /** The most bits of the values of a row, whole or changed, references included. */
    int worstBits() {
        return Math.max(worstFullBits, worstChangeBits);
    }

    /** More bits than any entry of a changed row takes. */
    int worstEntryBits() {
        return worstChangeBits + columns.length + WORST_HEAD_BITS;
    }

    /** The bits of all references that are shown. */
    int refBits(final ShownColumns to) {
        int sum = 0;
        for (int i = 0; i < refCount; i++) {
            sum += to.maskBitOfRef[i] < 0 ? 0 : columns[columnOfRef[i]].bits;
        }
        return sum;
    }

    private static int worstFullBits(final WireColumn[] columns, final int capacity) {
        // A table's lead, the wire id, what it is, and the access.
        int worst = 2 + PartPacker.idBits(capacity - 1) + 3 + 2;
        for (final WireColumn column : columns) {
            worst += column.worstBits();
        }
        return worst;
    }
}
