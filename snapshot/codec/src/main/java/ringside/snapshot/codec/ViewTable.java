package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.RefColumn;
import ringside.layout.Table;

/**
 * What a client is shown of one table. Rows go by wire id: a number that the server keeps for a row as long as this
 * client is shown it, and later gives to another.
 */
public final class ViewTable {
    private final WireTable wire;
    private final int historyFrames;
    private @Nullable HeldRow[] rows = new HeldRow[0];

    ViewTable(final WireTable wire, final int historyFrames) {
        this.wire = wire;
        this.historyFrames = historyFrames;
    }

    public Table table() {
        return wire.table;
    }

    /** The lowest shown wire id, or -1. */
    public int first() {
        return next(-1);
    }

    /** The next shown wire id above {@code wireId}, or -1. */
    public int next(final int wireId) {
        for (int id = wireId + 1; id < rows.length; id++) {
            if (isShown(id)) {
                return id;
            }
        }
        return -1;
    }

    public boolean isShown(final int wireId) {
        final HeldRow row = find(wireId);
        return row != null && row.isShown();
    }

    /** The newest frame of which this client has the row's value. */
    public int frame(final int wireId) {
        return shown(wireId).frame();
    }

    /** The frame at which this client was first shown the row: it tells two rows of the same wire id apart. */
    public int sinceFrame(final int wireId) {
        return shown(wireId).sinceFrame();
    }

    /** Whether this client is shown that column of the row. */
    public boolean has(final int wireId, final Column column) {
        final int access = shown(wireId).access();
        return switch (column.visibility()) {
            case ALL -> true;
            case TEAM -> (access & WireTable.SAME_TEAM) != 0;
            case OWNER -> (access & WireTable.OWNED) != 0;
            case NOBODY -> false;
        };
    }

    /**
     * The raw value, at the precision of the wire; 0 for a column that is not shown. Of a reference, one more than the
     * wire id of the row it names, or 0.
     */
    public long value(final int wireId, final Column column) {
        final HeldRow row = shown(wireId);
        return column.read(row.values(), row.offset());
    }

    /** The wire id of the row that a reference names, or -1 for none that this client is shown. */
    public int ref(final int wireId, final RefColumn column) {
        return (int) value(wireId, column) - 1;
    }

    public String text(final int wireId, final BytesColumn column) {
        final HeldRow row = shown(wireId);
        return column.readText(row.values(), row.offset());
    }

    /** Copies a byte column out to {@code to}. */
    public void getBytes(final int wireId, final BytesColumn column, final MutableDirectBuffer to, final int toOffset) {
        final HeldRow row = shown(wireId);
        to.putBytes(toOffset, row.values(), row.offset() + column.offset(), column.widthBytes());
    }

    /** The row's columns at their offsets, from {@link #rowOffset}; valid until the next part is applied. */
    public DirectBuffer rowBuffer(final int wireId) {
        return shown(wireId).values();
    }

    public int rowOffset(final int wireId) {
        return shown(wireId).offset();
    }

    private HeldRow shown(final int wireId) {
        final HeldRow row = find(wireId);
        if (row == null || !row.isShown()) {
            throw new IllegalArgumentException(table().name() + ": no row is shown under wire id " + wireId);
        }
        return row;
    }

    @Nullable
    HeldRow find(final int wireId) {
        return wireId >= 0 && wireId < rows.length ? rows[wireId] : null;
    }

    HeldRow findOrAdd(final int wireId) {
        if (wireId >= rows.length) {
            rows = Arrays.copyOf(rows, Math.min(wire.capacity, Math.max(16, (wireId + 1) * 2)));
        }
        HeldRow row = rows[wireId];
        if (row == null) {
            row = new HeldRow(wire.strideBytes, historyFrames);
            rows[wireId] = row;
        }
        return row;
    }

    void clear() {
        for (final HeldRow row : rows) {
            if (row != null) {
                row.clear();
            }
        }
    }

    WireTable wire() {
        return wire;
    }
}
