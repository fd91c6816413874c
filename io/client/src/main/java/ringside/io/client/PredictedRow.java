package ringside.io.client;

import java.util.Arrays;
import java.util.List;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * One of the player's own rows, frame by frame: as views showed it, and ahead of them as it was predicted. What a
 * correction moves is drawn moving. Not thread-safe; allocates at construction only.
 */
final class PredictedRow {
    /** Frames remembered: more than are ever predicted ahead, and those that are still being drawn. */
    static final int FRAMES = 128;

    private static final int MASK = FRAMES - 1;
    private static final int NOT_PREDICTED = -1;

    private final Table table;
    private final Column[] columns;
    private final int[] positions;
    private final DrawnColumns drawn;
    private final long[] values;
    private final long[] newestBefore;
    private final double[] drawnBefore;
    private final SmoothedError error;
    /** By a column's offset: which of {@link #columns} it is, and which of the positions. */
    private final int[] indexAt;

    private final int[] positionAt;

    private int wireId = NOT_PREDICTED;
    private int sinceFrame;
    private int firstFrame;
    private int newestFrame;
    private boolean isNew;

    PredictedRow(final Table table, final DrawnColumns drawn, final PictureSettings settings) {
        this.table = table;
        this.drawn = drawn;
        columns = table.columns().stream().filter(Column::isPredicted).toArray(Column[]::new);
        final List<Column> places = drawn.positionsOf(List.of(columns));
        indexAt = new int[table.strideBytes()];
        positionAt = new int[table.strideBytes()];
        Arrays.fill(indexAt, NOT_PREDICTED);
        Arrays.fill(positionAt, NOT_PREDICTED);
        positions = new int[places.size()];
        for (int i = 0; i < columns.length; i++) {
            indexAt[columns[i].offset()] = i;
        }
        for (int i = 0; i < positions.length; i++) {
            positions[i] = indexAt[places.get(i).offset()];
            positionAt[places.get(i).offset()] = i;
        }
        values = new long[FRAMES * columns.length];
        newestBefore = new long[columns.length];
        drawnBefore = new double[positions.length];
        error = new SmoothedError(positions.length, settings.snapBeyond(), settings.smoothMs());
    }

    Table table() {
        return table;
    }

    int wireId() {
        return wireId;
    }

    boolean isInUse() {
        return wireId != NOT_PREDICTED;
    }

    boolean is(final int id, final int since) {
        return wireId == id && sinceFrame == since;
    }

    /** Begins with a row that views show from now on. */
    void begin(final int id, final int since, final int frame) {
        wireId = id;
        sinceFrame = since;
        firstFrame = frame;
        newestFrame = frame;
        isNew = true;
        error.clear();
    }

    /** True until the first view that shows it was compared: there was nothing to correct. */
    boolean isNew() {
        return isNew;
    }

    void isNoLongerNew() {
        isNew = false;
    }

    void end() {
        wireId = NOT_PREDICTED;
    }

    /** The state holds the row as it is in that frame. */
    void keep(final int frame, final State world) {
        final int from = world.rowOffset(table, world.rowAt(table, wireId));
        final int at = (frame & MASK) * columns.length;
        for (int i = 0; i < columns.length; i++) {
            values[at + i] = columns[i].read(world.block(), from);
        }
        // Of frames that the server overtook nothing is known.
        firstFrame = frame > newestFrame + 1 ? frame : Math.max(firstFrame, frame - MASK);
        newestFrame = frame;
    }

    /** Puts the row in the state back to what it was in that frame. */
    void rewind(final int frame, final State world) {
        final int to = world.rowOffset(table, world.rowAt(table, wireId));
        final int at = (frame & MASK) * columns.length;
        for (int i = 0; i < columns.length; i++) {
            columns[i].write(world.block(), to, values[at + i]);
        }
        newestFrame = frame;
    }

    // ---- corrections

    /** Remembers the newest frame and what is drawn, before the frames are computed anew. */
    void beforeAnew(final double drawnFrame) {
        System.arraycopy(values, (newestFrame & MASK) * columns.length, newestBefore, 0, columns.length);
        for (int i = 0; i < positions.length; i++) {
            drawnBefore[i] = at(columns[positions[i]], positions[i], drawnFrame);
        }
    }

    /** Whether the newest frame came out as before. */
    boolean isAsBefore() {
        final int at = (newestFrame & MASK) * columns.length;
        return Arrays.equals(values, at, at + columns.length, newestBefore, 0, columns.length);
    }

    /** How far the newest frame's position moved by computing it anew, in units. */
    double movedUnits() {
        final int at = (newestFrame & MASK) * columns.length;
        double square = 0;
        for (final int position : positions) {
            final double moved = values[at + position] - newestBefore[position];
            square += moved * moved;
        }
        return Math.sqrt(square) / FixedColumn.ONE;
    }

    /** Draws on from where it was drawn; true when that is too far and it is drawn where it belongs at once. */
    boolean smooth(final double drawnFrame, final long nowNs) {
        error.age(nowNs);
        for (int i = 0; i < positions.length; i++) {
            final double moved = drawnBefore[i] - at(columns[positions[i]], positions[i], drawnFrame);
            error.add(i, moved / FixedColumn.ONE);
        }
        return error.snaps();
    }

    // ---- what is shown

    boolean isPredicted(final Column column) {
        return indexAt[column.offset()] != NOT_PREDICTED;
    }

    /** The raw value of a predicted column in the newest frame. */
    long newest(final Column column) {
        return values[(newestFrame & MASK) * columns.length + indexAt[column.offset()]];
    }

    /** The raw value to draw of a predicted column, between two frames and with what is left of corrections. */
    double drawn(final Column column, final double frame, final long nowNs) {
        final int index = indexAt[column.offset()];
        final int position = positionAt[column.offset()];
        final double at = at(columns[index], index, frame);
        return position == NOT_PREDICTED ? at : at + error.at(position, nowNs) * FixedColumn.ONE;
    }

    private double at(final Column column, final int index, final double frame) {
        final double within = Math.max(firstFrame, Math.min(newestFrame, frame));
        final int older = (int) within;
        final int newer = Math.min(newestFrame, older + 1);
        return drawn.between(column, value(older, index), value(newer, index), within - older, 1);
    }

    private long value(final int frame, final int index) {
        return values[(frame & MASK) * columns.length + index];
    }
}
