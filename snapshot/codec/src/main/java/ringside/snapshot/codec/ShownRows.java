package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import ringside.layout.RowSet;
import ringside.layout.Rows;

/**
 * What one client holds: which wire id stands for which row, and the baseline of each.
 *
 * <p>A wire id is free, shown (it stands for a live row in sight) or leaving (its row is gone, which the client has not
 * acknowledged). For each shown one a record is kept:
 *
 * <pre>
 * handle      of the row; NONE while the id is not shown
 * since       the frame at which the client was first shown it, or at which it left
 * held        the client acknowledged the row's value of that frame; the wire names it. NO_FRAME before the first
 * value       a frame, held or a later one, whose snapshot has the same value. The server looks it up there. It moves
 *             on for as long as the value stays, so that a quiet row's baseline never gets too old. NO_FRAME when
 *             there is no baseline that may be named
 * sent        the frame that was sent last, NO_FRAME before the first
 * run         all values sent since that frame are the same. When the client holds one of them, it shows the newest,
 *             whichever of them arrived
 * access      with which the client holds the row, and with which it was last sent
 * references  as wire values: held, then sent. They are no function of a snapshot, for wire ids change
 * </pre>
 *
 * <p>A shown row is <i>quiet</i> when nothing is to be sent of it: then its value frame is the last frame that was begun,
 * which is not written down, and nothing is done for it until it changes. The others are <i>pending</i>. So a view costs
 * what moves, not what is in sight. All of it stands in three arrays, for most of what a view costs is getting them.
 */
final class ShownRows {
    static final int NO_FRAME = -1;

    private static final int HANDLE = 0;
    private static final int SINCE = 1;
    private static final int HELD = 2;
    private static final int VALUE = 3;
    private static final int SENT = 4;
    private static final int RUN = 5;
    private static final int ACCESS = 6;
    private static final int REFS = 7;
    private static final int SENT_ACCESS_SHIFT = 8;
    private static final int HELD_ACCESS = 0xFF;

    // Sets by word of WireTable.firstWord, one after the other; the first two are of row numbers, the others of wire
    // ids.
    private static final int ROWS = 0;
    private static final int QUIET = 1;
    private static final int PENDING = 2;
    private static final int DUE = 3;
    private static final int LEAVING = 4;
    private static final int USED = 5;
    private static final int SETS = 6;

    private final WireLayout wire;
    private final int historyFrames;
    private final long[] sets;
    /** By row number, where the row is shown. */
    private final char[] wireIdOfRow;
    /** First where the records of each table begin, and where they end; then the records. */
    private int[] records;

    private int dueCount;
    private boolean idsChanged;
    private int lastFrame = NO_FRAME;
    private int seat;
    private int team;

    ShownRows(final WireLayout wire, final int historyFrames) {
        this.wire = wire;
        this.historyFrames = historyFrames;
        sets = new long[wire.wordCount * SETS];
        wireIdOfRow = new char[wire.rowCount];
        records = new int[wire.tables.length + 1];
        Arrays.fill(records, records.length);
    }

    void clear() {
        Arrays.fill(sets, 0);
        Arrays.fill(records, wire.tables.length + 1, records.length, 0);
        dueCount = 0;
    }

    private int record(final WireTable table, final int id) {
        return records[table.index] + id * recordInts(table);
    }

    private static int recordInts(final WireTable table) {
        return REFS + 2 * table.refCount;
    }

    // ---- a new frame

    /** Lets rows go that died, were replaced or left sight, then takes in those that came, by number. */
    void settle(final SharedRows shared, final RowSet visible, final int viewerSeat, final int viewerTeam) {
        final int frame = shared.frame();
        final boolean follows = lastFrame != NO_FRAME && frame - lastFrame < historyFrames && shared.has(lastFrame);
        final RowDifferences differences = follows ? shared.differencesSince(lastFrame) : null;
        idsChanged = false;
        for (final WireTable table : wire.tables) {
            boolean anyCame = false;
            for (int i = 0; i < table.words; i++) {
                final int word = table.firstWord + i;
                final long before = sets[word * SETS + ROWS];
                final long now = inSight(table, i, shared.live(word), visible);
                final long suspects = before & now & (differences == null ? -1L : differences.replaced(word));
                final long gone = (before & ~now) | replaced(table, i, suspects, shared.block());
                if (gone != 0) {
                    leave(table, i, gone, frame);
                }
                anyCame |= ((now & ~before) | (gone & now)) != 0;
            }
            if (anyCame) {
                idsChanged = true;
                takeIn(table, shared, visible);
            }
        }
        final boolean otherEyes = seat != viewerSeat || team != viewerTeam;
        seat = viewerSeat;
        team = viewerTeam;
        for (final WireTable table : wire.tables) {
            final boolean mayDiffer = (otherEyes && table.hasAccess) || (idsChanged && table.refCount > 0);
            for (int i = 0; i < table.words; i++) {
                final int word = table.firstWord + i;
                final long quiet = sets[word * SETS + QUIET];
                final long woken = mayDiffer || differences == null ? quiet : quiet & differences.changed(word);
                if (woken != 0) {
                    wake(table, i, woken);
                }
            }
        }
        lastFrame = frame;
    }

    private static long inSight(final WireTable table, final int tableWord, final long live, final RowSet visible) {
        long found = 0;
        for (long left = live; left != 0; left &= left - 1) {
            final int bit = Long.numberOfTrailingZeros(left);
            if (visible.containsAt(table.table, (tableWord << 6) + bit)) {
                found |= 1L << bit;
            }
        }
        return found;
    }

    /** Those of some shown rows that are not the rows that were shown under their numbers. */
    private long replaced(final WireTable table, final int tableWord, final long suspects, final DirectBuffer block) {
        long found = 0;
        for (long left = suspects; left != 0; left &= left - 1) {
            final int row = (tableWord << 6) + Long.numberOfTrailingZeros(left);
            if (table.handleAt(block, row) != records[record(table, wireIdOfRow[table.firstRow + row]) + HANDLE]) {
                found |= 1L << row;
            }
        }
        return found;
    }

    private void leave(final WireTable table, final int tableWord, final long gone, final int frame) {
        idsChanged = true;
        final int at = (table.firstWord + tableWord) * SETS;
        sets[at + ROWS] &= ~gone;
        sets[at + QUIET] &= ~gone;
        for (long left = gone; left != 0; left &= left - 1) {
            final int row = (tableWord << 6) + Long.numberOfTrailingZeros(left);
            final int id = wireIdOfRow[table.firstRow + row];
            final int record = record(table, id);
            records[record + HANDLE] = Rows.NONE;
            remove(table, PENDING, id);
            if (records[record + SENT] == NO_FRAME) {
                remove(table, USED, id);
            } else {
                add(table, LEAVING, id);
                records[record + SINCE] = frame;
            }
        }
    }

    private void takeIn(final WireTable table, final SharedRows shared, final RowSet visible) {
        int id = 0;
        for (int i = 0; i < table.words; i++) {
            final int word = table.firstWord + i;
            final long now = inSight(table, i, shared.live(word), visible);
            for (long left = now & ~sets[word * SETS + ROWS]; left != 0; left &= left - 1) {
                id = lowestFree(table, id);
                if (id >= table.capacity) {
                    return;
                }
                final int row = (i << 6) + Long.numberOfTrailingZeros(left);
                show(table, id, row, table.handleAt(shared.block(), row), shared.frame());
            }
        }
    }

    private int lowestFree(final WireTable table, final int from) {
        for (int i = from >> 6; i < table.words; i++) {
            final long free = ~sets[(table.firstWord + i) * SETS + USED];
            if (free != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(free);
            }
        }
        return table.capacity;
    }

    private void show(final WireTable table, final int id, final int row, final int rowHandle, final int frame) {
        ensureRoom(table, id);
        add(table, ROWS, row);
        add(table, USED, id);
        add(table, PENDING, id);
        wireIdOfRow[table.firstRow + row] = (char) id;
        final int record = record(table, id);
        records[record + HANDLE] = rowHandle;
        records[record + SINCE] = frame;
        records[record + HELD] = NO_FRAME;
        records[record + VALUE] = NO_FRAME;
        records[record + SENT] = NO_FRAME;
    }

    /** Rows that were quiet may have changed: from here on their value frame is written down. */
    private void wake(final WireTable table, final int tableWord, final long woken) {
        sets[(table.firstWord + tableWord) * SETS + QUIET] &= ~woken;
        for (long left = woken; left != 0; left &= left - 1) {
            final int row = (tableWord << 6) + Long.numberOfTrailingZeros(left);
            final int id = wireIdOfRow[table.firstRow + row];
            records[record(table, id) + VALUE] = lastFrame;
            add(table, PENDING, id);
        }
    }

    private void ensureRoom(final WireTable table, final int id) {
        final int stride = recordInts(table);
        final int end = records[table.index + 1];
        final int room = (end - records[table.index]) / stride;
        if (id < room) {
            return;
        }
        final int more = stride * (Math.min(table.capacity, Math.max(8, room * 2)) - room);
        final int[] grown = new int[records.length + more];
        System.arraycopy(records, 0, grown, 0, end);
        System.arraycopy(records, end, grown, end + more, records.length - end);
        for (int i = table.index + 1; i <= wire.tables.length; i++) {
            grown[i] += more;
        }
        records = grown;
    }

    private void free(final WireTable table, final int id) {
        remove(table, LEAVING, id);
        remove(table, USED, id);
        if (contains(table, DUE, id)) {
            notDue(table, id);
        }
    }

    // ---- who is shown

    /** One more than the wire id that stands for the row of that handle, or 0. */
    int refTo(final WireTable table, final int rowHandle) {
        final int row = Rows.index(rowHandle);
        if (row >= table.capacity || !contains(table, ROWS, row)) {
            return 0;
        }
        final int id = wireIdOfRow[table.firstRow + row];
        return records[record(table, id) + HANDLE] == rowHandle ? id + 1 : 0;
    }

    boolean isShown(final WireTable table, final int id) {
        return contains(table, USED, id) && !contains(table, LEAVING, id);
    }

    boolean isLeaving(final WireTable table, final int id) {
        return contains(table, LEAVING, id);
    }

    int handle(final WireTable table, final int id) {
        return records[record(table, id) + HANDLE];
    }

    // ---- what is due

    int dueCount() {
        return dueCount;
    }

    /** The lowest due wire id from {@code from} on, or -1. */
    int nextDue(final WireTable table, final int from) {
        for (int i = from >> 6; i < table.words; i++) {
            final long due = sets[(table.firstWord + i) * SETS + DUE];
            final long left = i == (from >> 6) ? due & (-1L << from) : due;
            if (left != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(left);
            }
        }
        return -1;
    }

    void notDue(final WireTable table, final int id) {
        remove(table, DUE, id);
        dueCount--;
    }

    /** Finds the rows that the client must be sent something of; moves the value frames of the others on. */
    void findDue(final SharedRows shared) {
        int count = 0;
        for (final WireTable table : wire.tables) {
            for (int i = 0; i < table.words; i++) {
                final int at = (table.firstWord + i) * SETS;
                long due = sets[at + LEAVING];
                for (long left = sets[at + PENDING]; left != 0; left &= left - 1) {
                    final int bit = Long.numberOfTrailingZeros(left);
                    if (isDue(table, (i << 6) + bit, shared)) {
                        due |= 1L << bit;
                    }
                }
                sets[at + DUE] = due;
                count += Long.bitCount(due);
            }
        }
        dueCount = count;
    }

    private boolean isDue(final WireTable table, final int id, final SharedRows shared) {
        final int record = record(table, id);
        final int value = records[record + VALUE];
        if (value == NO_FRAME) {
            return true;
        }
        final int frame = shared.frame();
        if (frame - value >= historyFrames || !shared.has(value)) {
            records[record + VALUE] = NO_FRAME;
            return true;
        }
        final int row = Rows.index(records[record + HANDLE]);
        final int access = shared.access(table, row, seat, team);
        if (access != (records[record + ACCESS] & HELD_ACCESS) || !shared.isSame(table, row, value, access)) {
            return true;
        }
        if (table.refCount > 0) {
            refs(table, row, shared, access, shared.refs);
            if (!isSameRefs(table, shared.refs, record + REFS)) {
                return true;
            }
        }
        records[record + VALUE] = frame;
        if (records[record + HELD] < records[record + RUN]) {
            return true;
        }
        remove(table, PENDING, id);
        add(table, QUIET, row);
        return false;
    }

    /** The row's references as wire values, 0 where they are not shown. */
    void refs(final WireTable table, final int row, final SharedRows shared, final int access, final int[] out) {
        for (int i = 0; i < table.refCount; i++) {
            final WireColumn column = table.columns[table.columnOfRef[i]];
            out[i] = column.refTarget < 0 || !column.isShown(access)
                    ? 0
                    : refTo(wire.tables[column.refTarget], column.ref(shared.block(), table.rowOffset(row)));
        }
    }

    private boolean isSameRefs(final WireTable table, final int[] refs, final int keptAt) {
        for (int i = 0; i < table.refCount; i++) {
            if (refs[i] != records[keptAt + i]) {
                return false;
            }
        }
        return true;
    }

    int access(final WireTable table, final int id, final SharedRows shared) {
        return shared.access(table, Rows.index(handle(table, id)), seat, team);
    }

    // ---- what was sent

    /** The frame that the wire may name as the row's baseline for a viewer of that access, or {@link #NO_FRAME}. */
    int baseline(final WireTable table, final int id, final int access) {
        final int record = record(table, id);
        return records[record + VALUE] != NO_FRAME && access == (records[record + ACCESS] & HELD_ACCESS)
                ? records[record + HELD]
                : NO_FRAME;
    }

    /** Where the baseline's value stands. */
    int valueFrame(final WireTable table, final int id) {
        return records[record(table, id) + VALUE];
    }

    /** The array in which the references of a row that the client holds stand from {@link #heldRefsAt} on. */
    int[] heldRefs() {
        return records;
    }

    int heldRefsAt(final WireTable table, final int id) {
        return record(table, id) + REFS;
    }

    /** A part with the row's value of this frame is on its way. */
    void sent(final WireTable table, final int id, final SharedRows shared, final int access, final int[] refs) {
        final int record = record(table, id);
        final int last = records[record + SENT];
        final int sentRefsAt = record + REFS + table.refCount;
        if (last == NO_FRAME
                || access != records[record + ACCESS] >> SENT_ACCESS_SHIFT
                || !shared.has(last)
                || !shared.isSame(table, Rows.index(records[record + HANDLE]), last, access)
                || !isSameRefs(table, refs, sentRefsAt)) {
            records[record + RUN] = shared.frame();
        }
        records[record + SENT] = shared.frame();
        records[record + ACCESS] = (records[record + ACCESS] & HELD_ACCESS) | (access << SENT_ACCESS_SHIFT);
        for (int i = 0; i < table.refCount; i++) {
            records[sentRefsAt + i] = refs[i];
        }
    }

    /**
     * The row was sent in full: the baseline will not be named again. The held frame stays, for the client has let go
     * what lies before it.
     */
    void forgetBaseline(final WireTable table, final int id) {
        records[record(table, id) + VALUE] = NO_FRAME;
    }

    /** The client has the row's value of that frame, which the history still has. */
    void acknowledgeValue(
            final WireTable table,
            final int id,
            final int frame,
            final int access,
            final int[] refs,
            final int refsFrom) {
        final int record = record(table, id);
        final int handle = records[record + HANDLE];
        if (handle != Rows.NONE && records[record + SINCE] <= frame && records[record + HELD] < frame) {
            records[record + HELD] = frame;
            records[record + VALUE] = frame;
            records[record + ACCESS] = (records[record + ACCESS] & ~HELD_ACCESS) | access;
            for (int i = 0; i < table.refCount; i++) {
                records[record + REFS + i] = refs[refsFrom + i];
            }
            remove(table, QUIET, Rows.index(handle));
            add(table, PENDING, id);
        }
    }

    /** The client knows, of a view of that frame, that the row is gone. */
    void acknowledgeGone(final WireTable table, final int id, final int frame) {
        if (contains(table, LEAVING, id) && records[record(table, id) + SINCE] <= frame) {
            free(table, id);
        }
    }

    // ---- sets

    private static int at(final WireTable table, final int set, final int number) {
        return (table.firstWord + (number >> 6)) * SETS + set;
    }

    private boolean contains(final WireTable table, final int set, final int number) {
        return (sets[at(table, set, number)] & (1L << number)) != 0;
    }

    private void add(final WireTable table, final int set, final int number) {
        sets[at(table, set, number)] |= 1L << number;
    }

    private void remove(final WireTable table, final int set, final int number) {
        sets[at(table, set, number)] &= ~(1L << number);
    }
}
