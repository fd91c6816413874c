package ringside.snapshot.codec;

import java.nio.ByteOrder;
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

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    final Table table;
    /** Among the shown tables. */
    final int index;

    final int capacity;
    final int strideBytes;
    final WireColumn[] columns;
    final int refCount;
    final boolean hasTeamColumns;
    final boolean hasOwnerColumns;
    private final @Nullable IntColumn team;
    private final @Nullable IntColumn owner;

    WireTable(final Table table, final int index, final WireColumn[] columns, final int refCount) {
        this.table = table;
        this.index = index;
        this.columns = columns;
        this.refCount = refCount;
        capacity = table.capacity();
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
    }

    int highWater(final DirectBuffer block) {
        return block.getInt(table.base() + 4, LE);
    }

    /** The handle of the live row of that number, or {@link Rows#NONE}. */
    int handleAt(final DirectBuffer block, final int row) {
        final int header = block.getInt(table.rowOffset(row), LE);
        return (header & Rows.SINGLE) != 0 ? header : Rows.NONE;
    }

    /** Which of the columns that are not for all this viewer may see of the row. */
    int access(final DirectBuffer block, final int rowOffset, final int seat, final int viewerTeam) {
        int access = 0;
        if (hasTeamColumns && team != null && team.read(block, rowOffset) == viewerTeam) {
            access |= SAME_TEAM;
        }
        if (hasOwnerColumns && owner != null && seat >= 0 && owner.read(block, rowOffset) == seat) {
            access |= OWNED;
        }
        return access;
    }

    /** Whether numbers and bytes of a row are the same for a viewer of that access. References are not looked at. */
    boolean sameValues(final DirectBuffer a, final DirectBuffer b, final int rowOffset, final int access) {
        if (a == b || sameRow(a, b, rowOffset)) {
            return true;
        }
        for (final WireColumn column : columns) {
            if (column.isShown(access) && !sameValue(column, a, b, rowOffset)) {
                return false;
            }
        }
        return true;
    }

    static boolean sameValue(final WireColumn column, final DirectBuffer a, final DirectBuffer b, final int rowOffset) {
        return switch (column.kind) {
            case NUMBER -> column.wire(a, rowOffset) == column.wire(b, rowOffset);
            case BYTES -> column.sameBytes(a, b, rowOffset);
            case REF -> true;
        };
    }

    private boolean sameRow(final DirectBuffer a, final DirectBuffer b, final int rowOffset) {
        for (int at = rowOffset, end = rowOffset + strideBytes; at < end; at += 8) {
            if (a.getLong(at) != b.getLong(at)) {
                return false;
            }
        }
        return true;
    }

    /** The most bits of an entry that carries a whole row. */
    int worstFullBits() {
        int worst = 2 + BitWriter.gapBits(capacity - 1) + 2 + 2;
        for (final WireColumn column : columns) {
            worst += column.worstBits();
        }
        return worst;
    }
}
