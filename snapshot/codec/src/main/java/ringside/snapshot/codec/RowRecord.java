package ringside.snapshot.codec;

import ringside.layout.Rows;

/**
 * What is kept of one row that a client is shown, in ints of an array from some place on:
 *
 * <pre>
 * handle      of the row; NONE while the wire id is not shown
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
 * <p>No objects of their own: most of what a view costs is getting memory, and records that are used together lie side by
 * side.
 */
final class RowRecord {
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

    private RowRecord() {}

    /** Ints of a record of that table. */
    static int ints(final WireTable table) {
        return REFS + 2 * table.refCount;
    }

    static void show(final int[] records, final int at, final int rowHandle, final int frame) {
        records[at + HANDLE] = rowHandle;
        records[at + SINCE] = frame;
        records[at + HELD] = NO_FRAME;
        records[at + VALUE] = NO_FRAME;
        records[at + SENT] = NO_FRAME;
    }

    static void leave(final int[] records, final int at, final int frame) {
        records[at + HANDLE] = Rows.NONE;
        records[at + SINCE] = frame;
    }

    static int handle(final int[] records, final int at) {
        return records[at + HANDLE];
    }

    static int row(final int[] records, final int at) {
        return Rows.index(records[at + HANDLE]);
    }

    static int since(final int[] records, final int at) {
        return records[at + SINCE];
    }

    static boolean wasSent(final int[] records, final int at) {
        return records[at + SENT] != NO_FRAME;
    }

    // ---- the baseline

    /** Where the baseline's value stands. */
    static int valueFrame(final int[] records, final int at) {
        return records[at + VALUE];
    }

    /** The value is still the same in that frame. */
    static void moveValue(final int[] records, final int at, final int frame) {
        records[at + VALUE] = frame;
    }

    /**
     * The baseline will not be named again: it is too old, or the row was sent in full. The held frame stays, for the
     * client has let go what lies before it.
     */
    static void forgetBaseline(final int[] records, final int at) {
        records[at + VALUE] = NO_FRAME;
    }

    /** The frame that the wire may name as the row's baseline for a viewer of that access, or {@link #NO_FRAME}. */
    static int baseline(final int[] records, final int at, final int access) {
        return records[at + VALUE] != NO_FRAME && isHeldWith(records, at, access) ? records[at + HELD] : NO_FRAME;
    }

    static boolean isHeldWith(final int[] records, final int at, final int access) {
        return access == (records[at + ACCESS] & HELD_ACCESS);
    }

    /** Where the references begin that the client holds. */
    static int heldRefsAt(final int at) {
        return at + REFS;
    }

    static boolean areHeldRefs(final int[] records, final int at, final WireTable table, final int[] refs) {
        return areRefs(records, at + REFS, table, refs);
    }

    private static boolean areRefs(final int[] records, final int refsAt, final WireTable table, final int[] refs) {
        for (int i = 0; i < table.refCount; i++) {
            if (refs[i] != records[refsAt + i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the client shows what was sent last, whichever parts arrived. */
    static boolean holdsNewest(final int[] records, final int at) {
        return records[at + HELD] >= records[at + RUN];
    }

    // ---- what was sent

    /** A part with the row's value of this frame is on its way. */
    static void sent(
            final int[] records,
            final int at,
            final WireTable table,
            final SharedRows shared,
            final int access,
            final int[] refs) {
        final int last = records[at + SENT];
        final int sentRefsAt = at + REFS + table.refCount;
        final int accesses = records[at + ACCESS];
        if (last == NO_FRAME
                || access != accesses >> SENT_ACCESS_SHIFT
                || !shared.has(last)
                || !shared.isSame(table, row(records, at), last, access)
                || !areRefs(records, sentRefsAt, table, refs)) {
            records[at + RUN] = shared.frame();
        }
        records[at + SENT] = shared.frame();
        records[at + ACCESS] = (accesses & HELD_ACCESS) | (access << SENT_ACCESS_SHIFT);
        for (int i = 0; i < table.refCount; i++) {
            records[sentRefsAt + i] = refs[i];
        }
    }

    /** The client has the row's value of that frame. False where that is known, or was of another row. */
    static boolean acknowledged(
            final int[] records,
            final int at,
            final WireTable table,
            final int frame,
            final int access,
            final int[] refs,
            final int refsFrom) {
        if (records[at + HANDLE] == Rows.NONE || records[at + SINCE] > frame || records[at + HELD] >= frame) {
            return false;
        }
        records[at + HELD] = frame;
        records[at + VALUE] = frame;
        records[at + ACCESS] = (records[at + ACCESS] & ~HELD_ACCESS) | access;
        for (int i = 0; i < table.refCount; i++) {
            records[at + REFS + i] = refs[refsFrom + i];
        }
        return true;
    }

    /** Reads it, for {@link SharedRows#expect}. */
    static long fetch(final int[] records, final int at) {
        return records[at] + (long) records[at + REFS - 1];
    }
}
