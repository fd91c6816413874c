package ringside.snapshot.codec;

import java.util.Arrays;
import ringside.layout.Rows;

/**
 * What one client is shown: which wire id stands for which row. What must be sent of it {@link DueRows} finds.
 *
 * <p>A wire id is free, shown (it stands for a live row in sight) or leaving (its row is gone, which the client has not
 * acknowledged). A shown row is <i>quiet</i> when the client holds it as it was in the frame that was begun last, and nothing else
 * is on its way: nothing is done for it until it changes. Of the others {@link Baselines} knows what the client holds. Most
 * is asked for many rows at a time: what a view costs is what is sent.
 *
 * <p>Of each wire id that is shown some ints are kept:
 *
 * <pre>
 * handle      of the row
 * held        while the row is quiet or woken: the frame whose value the client holds; the wire names it
 * since       in tables with references: the frame that was begun when they changed last
 * references  as wire values, as they were then. They are no function of a snapshot, for wire ids change
 * </pre>
 */
final class ShownRows {
    private static final int NO_FRAME = -1;
    private static final int LINE_WORDS = 8;
    private static final int LINE_CHARS = 32;

    // Sets, a word of each one after the other: of rows, then of wire ids. See WireTable.firstRow.
    private static final int ROWS = 0;
    private static final int QUIET = 1;
    /** Sent at least once. */
    private static final int SENT = 2;
    /** With which accesses the rows are shown. */
    private static final int OWNED = 3;

    private static final int SAME_TEAM = 4;
    /** References changed, and no value sent since then arrived. */
    private static final int OTHER_REFS = 5;

    private static final int LEAVING = 6;
    private static final int USED = 7;
    private static final int SETS = 8;

    private static final int HANDLE = 0;
    private static final int HELD = 1;
    private static final int SINCE = 2;
    private static final int REFS = 3;

    private final WireLayout wire;
    private final Baselines baselines;
    private final SentParts sentParts;
    private final long[] sets;
    /** By row number, where the row is or was shown. */
    private final char[] wireIdOfRow;
    /** First where what is kept of the wire ids of each table begins, and where it ends; then that. */
    private int[] records;

    private boolean idsChanged;
    private int lastFrame = NO_FRAME;

    ShownRows(final WireLayout wire, final Baselines baselines, final SentParts sentParts) {
        this.wire = wire;
        this.baselines = baselines;
        this.sentParts = sentParts;
        sets = new long[wire.wordCount * SETS];
        wireIdOfRow = new char[wire.rowCount];
        records = new int[wire.tables.length + 1];
        Arrays.fill(records, records.length);
    }

    void clear() {
        Arrays.fill(sets, 0);
        baselines.clear();
        sentParts.clear();
    }

    /** The client may hold nothing of what it is shown: every row is due whole. */
    void forgetHeld() {
        for (int at = 0; at < sets.length; at += SETS) {
            sets[at + QUIET] = 0;
        }
        baselines.clear();
        sentParts.clear();
    }

    private static int stride(final WireTable table) {
        return table.refCount == 0 ? SINCE : REFS + table.refCount;
    }

    private int record(final WireTable table, final int id) {
        return records[table.index] + id * stride(table);
    }

    private int recordOf(final int rowNumber) {
        return record(wire.tableOf[rowNumber], wireIdOfRow[rowNumber]);
    }

    // ---- a new frame

    /** Lets rows go that died, were replaced or left sight, then takes in those that came, by number. */
    void settle(final SharedRows shared) {
        final RowHistory changes = shared.changes();
        final long[] inSight = shared.inSight;
        idsChanged = false;
        long came = 0;
        for (int word = 0; word < inSight.length; word++) {
            final int at = word * SETS;
            final long before = sets[at + ROWS];
            final long now = inSight[word];
            final long suspects = before & now & changes.replacedSince(lastFrame, word);
            if (before != now || suspects != 0) {
                final long gone = (before & ~now) | replaced(word, suspects, shared.block());
                if (gone != 0) {
                    leave(word, gone);
                }
                came |= now & ~sets[at + ROWS];
            }
        }
        if (came != 0) {
            takeIn(shared);
        }
        for (int word = 0; word < inSight.length; word++) {
            seeWith(word, shared.owned[word], shared.sameTeam[word]);
        }
    }

    /** Those of some shown rows that are not the rows that were shown under their numbers. */
    private long replaced(final int word, final long suspects, final Block block) {
        long found = 0;
        for (long left = suspects; left != 0; left &= left - 1) {
            final int number = (word << 6) + Long.numberOfTrailingZeros(left);
            final WireTable table = wire.tableOf[number];
            if (table.handleAt(block, number - table.firstRow) != records[recordOf(number) + HANDLE]) {
                found |= 1L << number;
            }
        }
        return found;
    }

    private void leave(final int word, final long gone) {
        idsChanged = true;
        final int at = word * SETS;
        final long known = sets[at + SENT];
        sets[at + ROWS] &= ~gone;
        sets[at + QUIET] &= ~gone;
        sets[at + OTHER_REFS] &= ~gone;
        forget(word, gone);
        for (long left = gone; left != 0; left &= left - 1) {
            final int number = (word << 6) + Long.numberOfTrailingZeros(left);
            final int id = idOf(number);
            if ((known & (1L << number)) != 0) {
                add(LEAVING, id);
            } else {
                remove(USED, id);
            }
        }
    }

    private void takeIn(final SharedRows shared) {
        idsChanged = true;
        WireTable table = wire.tables[0];
        int lowest = 0;
        for (int word = 0; word < shared.inSight.length; word++) {
            final long came = shared.inSight[word] & ~sets[word * SETS + ROWS];
            for (long left = came; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                if (wire.tableOf[number] != table) {
                    table = wire.tableOf[number];
                    lowest = 0;
                }
                lowest = lowestFree(table, lowest);
                final int row = number - table.firstRow;
                final int handle = table.handleAt(shared.block(), row);
                if (lowest < table.capacity) {
                    show(table, lowest, number, handle);
                } else if (isLeavingItself(table, number, handle)) {
                    show(table, wireIdOfRow[number], number, handle);
                }
            }
        }
    }

    /** The lowest wire id from {@code from} on that is free, or the capacity. */
    private int lowestFree(final WireTable table, final int from) {
        final int end = table.firstRow + table.capacity;
        int number = table.firstRow + from;
        while (number < end) {
            final long free = ~sets[(number >> 6) * SETS + USED] & (-1L << number);
            if (free != 0) {
                return Math.min(end, (number & ~63) + Long.numberOfTrailingZeros(free)) - table.firstRow;
            }
            number = (number & ~63) + 64;
        }
        return table.capacity;
    }

    /** Whether a row that came back is the one that the client has not yet let go under the same wire id. */
    private boolean isLeavingItself(final WireTable table, final int rowNumber, final int handle) {
        return contains(LEAVING, table.firstRow + wireIdOfRow[rowNumber])
                && records[recordOf(rowNumber) + HANDLE] == handle;
    }

    private void show(final WireTable table, final int id, final int rowNumber, final int rowHandle) {
        ensureRoom(table, id);
        final int number = table.firstRow + id;
        add(ROWS, rowNumber);
        remove(SENT, rowNumber);
        add(USED, number);
        if (contains(LEAVING, number)) {
            remove(LEAVING, number);
            add(SENT, rowNumber);
            sentParts.forgetGone(number >> 6, 1L << number);
        }
        wireIdOfRow[rowNumber] = (char) id;
        records[record(table, id) + HANDLE] = rowHandle;
        if (table.refCount > 0) {
            records[record(table, id) + SINCE] = NO_FRAME;
        }
    }

    private void ensureRoom(final WireTable table, final int id) {
        final int stride = stride(table);
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

    /** Rows that the viewer sees more of than before, or less, have no baseline. */
    private void seeWith(final int word, final long owned, final long sameTeam) {
        final int at = word * SETS;
        final long otherwise = sets[at + ROWS] & ((owned ^ sets[at + OWNED]) | (sameTeam ^ sets[at + SAME_TEAM]));
        if (otherwise != 0) {
            // References may be among what is seen otherwise.
            idsChanged = true;
            sets[at + QUIET] &= ~otherwise;
            forget(word, otherwise);
        }
        sets[at + OWNED] = owned;
        sets[at + SAME_TEAM] = sameTeam;
    }

    /** Whatever the client has of these rows is no baseline. */
    private void forget(final int word, final long rows) {
        baselines.forget(word, rows);
        sentParts.forget(word, rows);
    }

    // ---- for DueRows

    /** The frame whose view was begun last, -1 before the first. */
    int lastFrame() {
        return lastFrame;
    }

    /** All that is due was found. */
    void begun(final int frame) {
        lastFrame = frame;
    }

    long rows(final int word) {
        return sets[word * SETS + ROWS];
    }

    long quiet(final int word) {
        return sets[word * SETS + QUIET];
    }

    void quiet(final int word, final long rows) {
        sets[word * SETS + QUIET] = rows;
    }

    long otherRefs(final int word) {
        return sets[word * SETS + OTHER_REFS];
    }

    /** A set of wire ids. */
    long leaving(final int word) {
        return sets[word * SETS + LEAVING];
    }

    /** The number of the wire id of a row that is shown, see {@link WireTable#firstRow}. */
    int idOf(final int rowNumber) {
        return wire.tableOf[rowNumber].firstRow + wireIdOfRow[rowNumber];
    }

    /** The frame whose value of the row, which is quiet or woken, the client holds. */
    int held(final int rowNumber) {
        return records[recordOf(rowNumber) + HELD];
    }

    void held(final int rowNumber, final int frame) {
        records[recordOf(rowNumber) + HELD] = frame;
    }

    // ---- references

    /** Finds the rows whose references are not what they were: because they changed, or what they name. */
    void findOtherRefs(final SharedRows shared) {
        for (int word = 0; word < wire.wordCount; word++) {
            final long rows = sets[word * SETS + ROWS] & wire.rowsWithRefs[word];
            long suspects = idsChanged ? rows : rows & shared.changes().changedSince(lastFrame, word);
            for (; suspects != 0; suspects &= suspects - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(suspects);
                if (keepRefs(number, shared)) {
                    sets[word * SETS + OTHER_REFS] |= 1L << number;
                }
            }
        }
    }

    private boolean keepRefs(final int rowNumber, final SharedRows shared) {
        final WireTable table = wire.tableOf[rowNumber];
        final int record = recordOf(rowNumber);
        final int access = shared.access(rowNumber);
        boolean isOther = false;
        for (int i = 0; i < table.refCount; i++) {
            final WireColumn column = table.columns[table.columnOfRef[i]];
            final int now = column.refTarget < 0 || !column.isShown(access)
                    ? 0
                    : refTo(
                            wire.tables[column.refTarget],
                            shared.block().getInt(table.rowOffset(rowNumber - table.firstRow) + column.offset));
            isOther |= now != records[record + REFS + i];
            records[record + REFS + i] = now;
        }
        if (isOther || records[record + SINCE] == NO_FRAME) {
            records[record + SINCE] = shared.frame();
        }
        return isOther;
    }

    /** The references of a row begin there in {@link #records}. */
    int refsAt(final int rowNumber) {
        return recordOf(rowNumber) + REFS;
    }

    int[] records() {
        return records;
    }

    /** Whether the client may hold other references than the row has. */
    boolean hasOtherRefs(final int rowNumber) {
        return contains(OTHER_REFS, rowNumber);
    }

    // ---- what was sent, and arrived

    /** A part carries values of these rows. */
    void sent(final int word, final long rows) {
        sets[word * SETS + SENT] |= rows;
    }

    /** Values of that frame arrived, of the rows in these words. */
    void valuesArrived(final long[] rows, final int at, final int frame) {
        for (int word = 0; word < wire.wordCount; word++) {
            long left = rows[at + word] & sets[word * SETS + OTHER_REFS];
            for (; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                if (records[recordOf(number) + SINCE] <= frame) {
                    remove(OTHER_REFS, number);
                }
            }
        }
    }

    /** The client knows that these wire ids are gone. */
    void goneArrived(final int word, final long ids) {
        final long leaving = ids & sets[word * SETS + LEAVING];
        sets[word * SETS + LEAVING] &= ~leaving;
        sets[word * SETS + USED] &= ~leaving;
        sentParts.forgetGone(word, ids);
    }

    /** Of due wire ids keeps those that still stand for something. */
    void dropFreed(final long[] ids) {
        for (int word = 0; word < ids.length; word++) {
            ids[word] &= sets[word * SETS + USED];
        }
    }

    // ---- who is shown

    /** One more than the wire id that stands for the row of that handle, or 0. */
    int refTo(final WireTable table, final int rowHandle) {
        final int row = Rows.index(rowHandle);
        if (row >= table.capacity || !contains(ROWS, table.firstRow + row)) {
            return 0;
        }
        final int id = wireIdOfRow[table.firstRow + row];
        return records[record(table, id) + HANDLE] == rowHandle ? id + 1 : 0;
    }

    /** Whether a wire id that stood for the row of that handle stands for another one by now. */
    boolean isTaken(final WireTable table, final int id, final int rowHandle) {
        return contains(USED, table.firstRow + id) && handle(table, id) != rowHandle;
    }

    boolean isShown(final WireTable table, final int id) {
        return contains(USED, table.firstRow + id) && !contains(LEAVING, table.firstRow + id);
    }

    /** Whether the wire id of that number, see {@link WireTable#firstRow}, is leaving. */
    boolean isLeaving(final int number) {
        return contains(LEAVING, number);
    }

    int handle(final WireTable table, final int id) {
        return records[record(table, id) + HANDLE];
    }

    // ---- see ViewEncoder

    long fetch() {
        return lastFrame + sets.length + (long) records.length + wireIdOfRow.length;
    }

    long fetchSets() {
        long sum = 0;
        for (int at = 0; at < sets.length; at += LINE_WORDS) {
            sum += sets[at];
        }
        for (int at = 0; at < Math.min(wireIdOfRow.length, 4 * LINE_CHARS); at += LINE_CHARS) {
            sum += wireIdOfRow[at];
        }
        return sum;
    }

    // ---- sets

    private boolean contains(final int set, final int number) {
        return (sets[(number >> 6) * SETS + set] & (1L << number)) != 0;
    }

    private void add(final int set, final int number) {
        sets[(number >> 6) * SETS + set] |= 1L << number;
    }

    private void remove(final int set, final int number) {
        sets[(number >> 6) * SETS + set] &= ~(1L << number);
    }
}
