package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import ringside.layout.RowSet;
import ringside.layout.Rows;

/**
 * What one client holds of one table: which wire id stands for which row, and the baseline of each.
 *
 * <p>A wire id is free, shown (it stands for a live row in sight) or leaving (its row is gone, which the client has not
 * acknowledged). For each shown one:
 *
 * <ul>
 *   <li>{@code heldFrame}: the client acknowledged the row's value of that frame; the wire names it. {@link #NONE}
 *       before the first
 *   <li>{@code valueFrame}: a frame, heldFrame or a later one, whose snapshot has the same value. The server looks it
 *       up there. It moves on for as long as the value stays, so that a quiet row's baseline never gets too old. NONE
 *       when there is no baseline that may be named
 *   <li>{@code runFrame}: all values sent since that frame are the same. When the client holds one of them, it shows
 *       the newest, whichever of them arrived
 * </ul>
 *
 * References are no function of a snapshot, for wire ids change, so what was sent and what is held of them is kept.
 */
final class ShownRows {
    static final int NONE = -1;

    final WireTable table;
    private final int[] wireIdOfRow;
    private final long[] shown;
    private final long[] leaving;
    private final long[] due;
    private int dueCount;
    private int lowestMaybeFree;

    private int[] handle = new int[0];
    private int[] sinceFrame = new int[0];
    private int[] heldFrame = new int[0];
    private int[] valueFrame = new int[0];
    private int[] sentFrame = new int[0];
    private int[] runFrame = new int[0];
    private byte[] heldAccess = new byte[0];
    private byte[] sentAccess = new byte[0];
    private int[] heldRefs = new int[0];
    private int[] sentRefs = new int[0];

    ShownRows(final WireTable table) {
        this.table = table;
        wireIdOfRow = new int[table.capacity];
        final int words = (table.capacity + 63) >> 6;
        shown = new long[words];
        leaving = new long[words];
        due = new long[words];
        clear();
    }

    void clear() {
        Arrays.fill(wireIdOfRow, NONE);
        Arrays.fill(shown, 0);
        Arrays.fill(leaving, 0);
        Arrays.fill(due, 0);
        dueCount = 0;
        lowestMaybeFree = 0;
    }

    // ---- who is shown

    /** Lets rows go that died, were replaced or left sight, then takes in those that came, by number. */
    void settle(final int frame, final DirectBuffer block, final RowSet visible) {
        for (int id = next(shown, 0); id >= 0; id = next(shown, id + 1)) {
            final int row = Rows.index(handle[id]);
            if (table.handleAt(block, row) != handle[id] || !visible.containsAt(table.table, row)) {
                clear(shown, id);
                wireIdOfRow[row] = NONE;
                if (sentFrame[id] == NONE) {
                    free(id);
                } else {
                    set(leaving, id);
                    sinceFrame[id] = frame;
                }
            }
        }
        for (int row = 0, end = table.highWater(block); row < end; row++) {
            if (wireIdOfRow[row] == NONE && visible.containsAt(table.table, row)) {
                final int rowHandle = table.handleAt(block, row);
                if (rowHandle != Rows.NONE && !show(row, rowHandle, frame)) {
                    return;
                }
            }
        }
    }

    private boolean show(final int row, final int rowHandle, final int frame) {
        int id = lowestMaybeFree;
        while (id < table.capacity && (contains(shown, id) || contains(leaving, id))) {
            id++;
        }
        lowestMaybeFree = id;
        if (id == table.capacity) {
            return false;
        }
        ensureRoom(id);
        set(shown, id);
        wireIdOfRow[row] = id;
        handle[id] = rowHandle;
        sinceFrame[id] = frame;
        heldFrame[id] = NONE;
        valueFrame[id] = NONE;
        sentFrame[id] = NONE;
        return true;
    }

    private void free(final int id) {
        clear(leaving, id);
        if (contains(due, id)) {
            clear(due, id);
            dueCount--;
        }
        lowestMaybeFree = Math.min(lowestMaybeFree, id);
    }

    /** One more than the wire id that stands for the row of that handle, or 0. */
    int refTo(final int rowHandle) {
        final int row = Rows.index(rowHandle);
        if (row >= table.capacity) {
            return 0;
        }
        final int id = wireIdOfRow[row];
        return id != NONE && handle[id] == rowHandle ? id + 1 : 0;
    }

    boolean isShown(final int id) {
        return contains(shown, id);
    }

    boolean isLeaving(final int id) {
        return contains(leaving, id);
    }

    int handle(final int id) {
        return handle[id];
    }

    /** The lowest wire id in use from {@code from} on, or -1. */
    int nextShown(final int from) {
        return next(shown, from);
    }

    // ---- what is due

    int dueCount() {
        return dueCount;
    }

    /** The lowest due wire id from {@code from} on, or -1. */
    int nextDue(final int from) {
        return next(due, from);
    }

    void notDue(final int id) {
        clear(due, id);
        dueCount--;
    }

    /** Finds the rows that the client must be sent something of; moves the value frames of the others on. */
    void findDue(
            final int frame,
            final DirectBuffer block,
            final SnapshotHistory history,
            final int historyFrames,
            final Sight sight) {
        dueCount = 0;
        for (int word = 0; word < due.length; word++) {
            due[word] = leaving[word];
            dueCount += Long.bitCount(due[word]);
        }
        for (int id = next(shown, 0); id >= 0; id = next(shown, id + 1)) {
            if (isDue(id, frame, block, history, historyFrames, sight)) {
                set(due, id);
                dueCount++;
            }
        }
    }

    private boolean isDue(
            final int id,
            final int frame,
            final DirectBuffer block,
            final SnapshotHistory history,
            final int historyFrames,
            final Sight sight) {
        if (valueFrame[id] == NONE) {
            return true;
        }
        if (frame - valueFrame[id] >= historyFrames || !history.has(valueFrame[id])) {
            valueFrame[id] = NONE;
            return true;
        }
        final int rowOffset = table.table.rowOffset(Rows.index(handle[id]));
        final int access = sight.access(table, block, rowOffset);
        if (access != heldAccess[id]
                || !table.sameValues(block, history.at(valueFrame[id]), rowOffset, access)
                || !sameRefs(sight.refs(table, block, rowOffset, access), heldRefs, id)) {
            return true;
        }
        valueFrame[id] = frame;
        return heldFrame[id] < runFrame[id];
    }

    private boolean sameRefs(final int[] refs, final int[] kept, final int id) {
        for (int i = 0, from = id * table.refCount; i < table.refCount; i++) {
            if (refs[i] != kept[from + i]) {
                return false;
            }
        }
        return true;
    }

    // ---- what was sent

    /** The frame that the wire may name as the row's baseline for a viewer of that access, or {@link #NONE}. */
    int baseline(final int id, final int access) {
        return valueFrame[id] != NONE && access == heldAccess[id] ? heldFrame[id] : NONE;
    }

    /** Where the baseline's value stands. */
    int valueFrame(final int id) {
        return valueFrame[id];
    }

    int[] heldRefs() {
        return heldRefs;
    }

    /** A part with the row's value of this frame is on its way. */
    void sent(
            final int id,
            final int frame,
            final DirectBuffer block,
            final SnapshotHistory history,
            final int access,
            final int[] refs) {
        final int last = sentFrame[id];
        final int rowOffset = table.table.rowOffset(Rows.index(handle[id]));
        if (last == NONE
                || access != sentAccess[id]
                || !history.has(last)
                || !table.sameValues(block, history.at(last), rowOffset, access)
                || !sameRefs(refs, sentRefs, id)) {
            runFrame[id] = frame;
        }
        sentFrame[id] = frame;
        sentAccess[id] = (byte) access;
        System.arraycopy(refs, 0, sentRefs, id * table.refCount, table.refCount);
    }

    /**
     * The row was sent in full: the baseline will not be named again. The held frame stays, for the client has let go
     * what lies before it.
     */
    void forgetBaseline(final int id) {
        valueFrame[id] = NONE;
    }

    /** The client has the row's value of that frame, which the history still has. */
    void acknowledgeValue(final int id, final int frame, final int access, final int[] refs, final int refsFrom) {
        if (contains(shown, id) && sinceFrame[id] <= frame && heldFrame[id] < frame) {
            heldFrame[id] = frame;
            valueFrame[id] = frame;
            heldAccess[id] = (byte) access;
            System.arraycopy(refs, refsFrom, heldRefs, id * table.refCount, table.refCount);
        }
    }

    /** The client knows, of a view of that frame, that the row is gone. */
    void acknowledgeGone(final int id, final int frame) {
        if (contains(leaving, id) && sinceFrame[id] <= frame) {
            free(id);
        }
    }

    // ---- sets of wire ids

    private void ensureRoom(final int id) {
        if (id < handle.length) {
            return;
        }
        final int size = Math.min(table.capacity, Math.max(16, Math.max(id + 1, handle.length * 2)));
        handle = Arrays.copyOf(handle, size);
        sinceFrame = Arrays.copyOf(sinceFrame, size);
        heldFrame = Arrays.copyOf(heldFrame, size);
        valueFrame = Arrays.copyOf(valueFrame, size);
        sentFrame = Arrays.copyOf(sentFrame, size);
        runFrame = Arrays.copyOf(runFrame, size);
        heldAccess = Arrays.copyOf(heldAccess, size);
        sentAccess = Arrays.copyOf(sentAccess, size);
        heldRefs = Arrays.copyOf(heldRefs, size * table.refCount);
        sentRefs = Arrays.copyOf(sentRefs, size * table.refCount);
    }

    private static boolean contains(final long[] set, final int id) {
        return (set[id >> 6] & (1L << id)) != 0;
    }

    private static void set(final long[] set, final int id) {
        set[id >> 6] |= 1L << id;
    }

    private static void clear(final long[] set, final int id) {
        set[id >> 6] &= ~(1L << id);
    }

    private static int next(final long[] set, final int from) {
        int word = from >> 6;
        if (word >= set.length) {
            return -1;
        }
        long left = set[word] & (-1L << from);
        while (left == 0) {
            if (++word == set.length) {
                return -1;
            }
            left = set[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }
}
