package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.codec.ViewTable;

/** The player's own rows of one table that has predicted columns. Not thread-safe; allocates at construction only. */
final class OwnRows {
    private final Table table;
    private final ViewTable shown;
    private final IntColumn owner;
    private final List<PredictedRow> rows = new ArrayList<>();

    /**
     * @param table in the game's layout
     * @param shown the same in views
     * @param owner in the views' layout
     */
    private OwnRows(
            final Table table,
            final ViewTable shown,
            final IntColumn owner,
            final DrawnColumns drawn,
            final PictureSettings settings) {
        this.table = table;
        this.shown = shown;
        this.owner = owner;
        for (int i = Math.min(Prediction.MOST_ROWS, table.capacity()); i > 0; i--) {
            rows.add(new PredictedRow(table, drawn, settings));
        }
    }

    /** Null for a table of which nobody predicts anything. */
    static @Nullable OwnRows of(
            final Table table, final ViewTable shown, final DrawnColumns drawn, final PictureSettings settings) {
        final IntColumn owner = shown.table().ownerColumn();
        return owner == null || table.columns().stream().noneMatch(Column::isPredicted)
                ? null
                : new OwnRows(table, shown, owner, drawn, settings);
    }

    int tableId() {
        return table.id();
    }

    void clear() {
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).end();
        }
    }

    /** A newer view was applied: rows may have come and gone. */
    void viewed(final int frame, final int seat, final double drawnFrame) {
        for (int i = 0; i < rows.size(); i++) {
            final PredictedRow row = rows.get(i);
            if (row.isInUse() && !isStillOwn(row, seat)) {
                row.end();
            } else if (row.isInUse()) {
                row.beforeAnew(drawnFrame);
            }
        }
        int found = 0;
        for (int id = shown.first(); id >= 0 && found < rows.size(); id = shown.next(id)) {
            if (shown.value(id, owner) == seat) {
                found++;
                begin(id, frame);
            }
        }
    }

    private boolean isStillOwn(final PredictedRow row, final int seat) {
        final int id = row.wireId();
        return shown.isShown(id) && row.is(id, shown.sinceFrame(id)) && shown.value(id, owner) == seat;
    }

    private void begin(final int id, final int frame) {
        PredictedRow free = null;
        for (int i = 0; i < rows.size(); i++) {
            final PredictedRow row = rows.get(i);
            if (row.wireId() == id) {
                return;
            }
            free = row.isInUse() ? free : row;
        }
        if (free != null) {
            free.begin(id, shown.sinceFrame(id), frame);
        }
    }

    void keep(final int frame, final State world) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isInUse()) {
                rows.get(i).keep(frame, world);
            }
        }
    }

    void rewind(final int frame, final State world) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isInUse()) {
                rows.get(i).rewind(frame, world);
            }
        }
    }

    /**
     * Computed anew, the rows are drawn on from where they were.
     *
     * @param isComparable false when the newest frame is another one than before
     */
    void compare(final Correction into, final boolean isComparable, final double drawnFrame, final long nowNs) {
        for (int i = 0; i < rows.size(); i++) {
            final PredictedRow row = rows.get(i);
            if (row.isInUse() && !row.isNew()) {
                if (isComparable && !row.isAsBefore()) {
                    into.found(row.movedUnits());
                }
                if (row.smooth(drawnFrame, nowNs)) {
                    into.snapped();
                }
            }
            row.isNoLongerNew();
        }
    }

    @Nullable
    PredictedRow find(final int wireId) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).wireId() == wireId) {
                return rows.get(i);
            }
        }
        return null;
    }
}
