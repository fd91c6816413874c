package ringside.snapshot.codec;

import java.util.Arrays;
import ringside.layout.Rows;

/**
 * What one client holds: which wire id stands for which row, and the baseline of each.
 *
 * <p>A wire id is free, shown (it stands for a live row in sight) or leaving (its row is gone, which the client has not
 * acknowledged). For each shown one a {@link RowRecord} is kept.
 *
 * <p>A shown row is <i>quiet</i> when nothing is to be sent of it: then its value frame is the last frame that was begun,
 * which is not written down, and nothing is done for it until it changes. The others are <i>pending</i>. So a view costs
 * what moves, not what is in sight. All of it stands in three arrays, for most of what a view costs is getting them.
 */
final class ShownRows {
    private static final int NO_FRAME = RowRecord.NO_FRAME;
    private static final int LINE_CHARS = 32;

    // Sets, a word of each one after the other; the first two are of rows, the others of wire ids: see
    // WireTable.firstRow.
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

    /** Where the {@link RowRecord} of a wire id is in {@link #records}; until the next {@link #settle}. */
    int record(final WireTable table, final int id) {
        return records[table.index] + id * RowRecord.ints(table);
    }

    int[] records() {
        return records;
    }

    // ---- a new frame

    /** Lets rows go that died, were replaced or left sight, then takes in those that came, by number. */
    void settle(final SharedRows shared, final int viewerSeat, final int viewerTeam) {
        final int frame = shared.frame();
        final boolean follows = lastFrame != NO_FRAME && frame - lastFrame < historyFrames && shared.has(lastFrame);
        final RowDifferences differences = follows ? shared.differencesSince(lastFrame) : null;
        final long[] inSight = shared.inSight;
        idsChanged = false;
        long came = 0;
        for (int word = 0; word < inSight.length; word++) {
            final long before = sets[word * SETS + ROWS];
            final long now = inSight[word];
            final long suspects = before & now & (differences == null ? -1L : differences.replaced(word));
            if (before != now || suspects != 0) {
                final long gone = (before & ~now) | replaced(word, suspects, shared.block());
                if (gone != 0) {
                    leave(word, gone, frame);
                }
                came |= now & ~sets[word * SETS + ROWS];
            }
        }
        if (came != 0) {
            idsChanged = true;
            takeIn(shared);
        }
        final boolean otherEyes = seat != viewerSeat || team != viewerTeam;
        seat = viewerSeat;
        team = viewerTeam;
        for (int word = 0; word < inSight.length; word++) {
            final long quiet = sets[word * SETS + QUIET];
            long mayDiffer = differences == null ? -1L : differences.changed(word);
            mayDiffer |= otherEyes ? wire.rowsWithAccess[word] : 0;
            mayDiffer |= idsChanged ? wire.rowsWithRefs[word] : 0;
            if ((quiet & mayDiffer) != 0) {
                wake(word, quiet & mayDiffer);
            }
        }
        lastFrame = frame;
    }

    /** Those of some shown rows that are not the rows that were shown under their numbers. */
    private long replaced(final int word, final long suspects, final Block block) {
        long found = 0;
        for (long left = suspects; left != 0; left &= left - 1) {
            final int number = (word << 6) + Long.numberOfTrailingZeros(left);
            final WireTable table = wire.tableOf[number];
            if (table.handleAt(block, number - table.firstRow)
                    != RowRecord.handle(records, record(table, wireIdOfRow[number]))) {
                found |= 1L << number;
            }
        }
        return found;
    }

    private void leave(final int word, final long gone, final int frame) {
        idsChanged = true;
        sets[word * SETS + ROWS] &= ~gone;
        sets[word * SETS + QUIET] &= ~gone;
        for (long left = gone; left != 0; left &= left - 1) {
            final int number = (word << 6) + Long.numberOfTrailingZeros(left);
            final WireTable table = wire.tableOf[number];
            final int id = wireIdOfRow[number];
            final int record = record(table, id);
            RowRecord.leave(records, record, frame);
            remove(PENDING, table.firstRow + id);
            if (RowRecord.wasSent(records, record)) {
                add(LEAVING, table.firstRow + id);
            } else {
                remove(USED, table.firstRow + id);
            }
        }
    }

    private void takeIn(final SharedRows shared) {
        if (wire.tables.length == 0) {
            return;
        }
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
                if (lowest < table.capacity) {
                    final int row = number - table.firstRow;
                    show(table, lowest, row, table.handleAt(shared.block(), row), shared.frame());
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

    private void show(final WireTable table, final int id, final int row, final int rowHandle, final int frame) {
        ensureRoom(table, id);
        add(ROWS, table.firstRow + row);
        add(USED, table.firstRow + id);
        add(PENDING, table.firstRow + id);
        wireIdOfRow[table.firstRow + row] = (char) id;
        RowRecord.show(records, record(table, id), rowHandle, frame);
    }

    /** Rows that were quiet may have changed: from here on their value frame is written down. */
    private void wake(final int word, final long woken) {
        sets[word * SETS + QUIET] &= ~woken;
        for (long left = woken; left != 0; left &= left - 1) {
            final int number = (word << 6) + Long.numberOfTrailingZeros(left);
            final WireTable table = wire.tableOf[number];
            final int id = wireIdOfRow[number];
            RowRecord.moveValue(records, record(table, id), lastFrame);
            add(PENDING, table.firstRow + id);
        }
    }

    private void ensureRoom(final WireTable table, final int id) {
        final int stride = RowRecord.ints(table);
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

    // ---- who is shown

    /** One more than the wire id that stands for the row of that handle, or 0. */
    int refTo(final WireTable table, final int rowHandle) {
        final int row = Rows.index(rowHandle);
        if (row >= table.capacity || !contains(ROWS, table.firstRow + row)) {
            return 0;
        }
        final int id = wireIdOfRow[table.firstRow + row];
        return RowRecord.handle(records, record(table, id)) == rowHandle ? id + 1 : 0;
    }

    boolean isShown(final WireTable table, final int id) {
        return contains(USED, table.firstRow + id) && !contains(LEAVING, table.firstRow + id);
    }

    /** Whether the wire id of that number, see {@link WireTable#firstRow}, is leaving. */
    boolean isLeaving(final int number) {
        return contains(LEAVING, number);
    }

    int handle(final WireTable table, final int id) {
        return RowRecord.handle(records, record(table, id));
    }

    // ---- what is due

    int dueCount() {
        return dueCount;
    }

    /** The number of the first due wire id, see {@link WireTable#firstRow}, from {@code from} on, or -1. */
    int nextDue(final int from) {
        int word = from >> 6;
        if (word >= wire.wordCount) {
            return -1;
        }
        long left = sets[word * SETS + DUE] & (-1L << from);
        while (left == 0) {
            if (++word == wire.wordCount) {
                return -1;
            }
            left = sets[word * SETS + DUE];
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    void notDue(final int number) {
        remove(DUE, number);
        dueCount--;
    }

    /** Finds the rows that the client must be sent something of; moves the value frames of the others on. */
    void findDue(final SharedRows shared) {
        int count = 0;
        for (int word = 0; word < wire.wordCount; word++) {
            long due = sets[word * SETS + LEAVING];
            for (long left = sets[word * SETS + PENDING]; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                if (isDue(wire.tableOf[number], number, shared)) {
                    due |= 1L << number;
                }
            }
            sets[word * SETS + DUE] = due;
            count += Long.bitCount(due);
        }
        dueCount = count;
    }

    private boolean isDue(final WireTable table, final int number, final SharedRows shared) {
        final int record = record(table, number - table.firstRow);
        final int value = RowRecord.valueFrame(records, record);
        shared.stringOf[number] = 0;
        if (value == NO_FRAME) {
            return true;
        }
        final int frame = shared.frame();
        if (frame - value >= historyFrames || !shared.has(value)) {
            RowRecord.forgetBaseline(records, record);
            return true;
        }
        final int row = RowRecord.row(records, record);
        final int access = shared.access(table, row, seat, team);
        if (!RowRecord.isHeldWith(records, record, access)) {
            return true;
        }
        final int string = shared.changed(table, row, value, access);
        shared.stringOf[number] = string;
        if (!shared.strings.isSame(string)) {
            return true;
        }
        if (table.refCount > 0) {
            refs(table, row, shared, access, shared.refs);
            if (!RowRecord.areHeldRefs(records, record, table, shared.refs)) {
                return true;
            }
        }
        RowRecord.moveValue(records, record, frame);
        if (!RowRecord.holdsNewest(records, record)) {
            return true;
        }
        remove(PENDING, number);
        add(QUIET, table.firstRow + row);
        return false;
    }

    /** The row's references as wire values, 0 where they are not shown. */
    void refs(final WireTable table, final int row, final SharedRows shared, final int access, final int[] out) {
        for (int i = 0; i < table.refCount; i++) {
            final WireColumn column = table.columns[table.columnOfRef[i]];
            out[i] = column.refTarget < 0 || !column.isShown(access)
                    ? 0
                    : refTo(wire.tables[column.refTarget], shared.block().getInt(table.rowOffset(row) + column.offset));
        }
    }

    int access(final WireTable table, final int record, final SharedRows shared) {
        return shared.access(table, RowRecord.row(records, record), seat, team);
    }

    // ---- see ViewEncoder

    long fetch() {
        return lastFrame + sets.length + (long) records.length + wireIdOfRow.length;
    }

    long fetchSets() {
        if (sets.length == 0 || records.length == 0) {
            // A layout of which nothing is shown.
            return 0;
        }
        long sum = sets[0] + sets[sets.length - 1] + records[0];
        for (int at = 0; at < Math.min(wireIdOfRow.length, 4 * LINE_CHARS); at += LINE_CHARS) {
            sum += wireIdOfRow[at];
        }
        return sum;
    }

    long fetchRecords() {
        long sum = 0;
        for (int word = 0; word < wire.wordCount; word++) {
            for (long left = sets[word * SETS + PENDING]; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                final WireTable table = wire.tableOf[number];
                final int record = record(table, number - table.firstRow);
                sum += RowRecord.fetch(records, record);
            }
        }
        return sum;
    }

    long fetchBaselines(final SharedRows shared) {
        long sum = 0;
        for (int word = 0; word < wire.wordCount; word++) {
            for (long left = sets[word * SETS + PENDING]; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                final WireTable table = wire.tableOf[number];
                final int record = record(table, number - table.firstRow);
                final int value = RowRecord.valueFrame(records, record);
                if (value != NO_FRAME && shared.has(value)) {
                    final int rowOffset = table.rowOffset(RowRecord.row(records, record));
                    final Block base = shared.at(value);
                    sum += base.getInt(rowOffset) + base.getInt(rowOffset + table.strideBytes - Integer.BYTES);
                }
            }
        }
        return sum;
    }

    // ---- what arrived

    /** The client has the row's value of that frame, which is younger than the history is long. */
    void acknowledgeValue(
            final WireTable table,
            final int id,
            final int frame,
            final int access,
            final int[] refs,
            final int refsFrom) {
        final int record = record(table, id);
        if (RowRecord.acknowledged(records, record, table, frame, access, refs, refsFrom)) {
            final int number = table.firstRow + RowRecord.row(records, record);
            if (contains(QUIET, number)) {
                remove(QUIET, number);
                add(PENDING, table.firstRow + id);
            }
        }
    }

    /** The client knows, of a view of that frame, that the row is gone. */
    void acknowledgeGone(final WireTable table, final int id, final int frame) {
        final int number = table.firstRow + id;
        if (contains(LEAVING, number) && RowRecord.since(records, record(table, id)) <= frame) {
            remove(LEAVING, number);
            remove(USED, number);
            if (contains(DUE, number)) {
                notDue(number);
            }
        }
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
