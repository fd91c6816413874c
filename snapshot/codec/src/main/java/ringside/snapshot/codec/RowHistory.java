package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Of one match: its snapshots, and which rows stand otherwise now than in each of the last frames that views were begun
 * for. Kept from frame to frame, so that a view tells by a few words of bits which rows may have to be sent, however old
 * the baselines are, and looks at no old snapshot for the others.
 *
 * <p>It says more rows than a viewer may notice, byte for byte: dead ones too, and what has gone back to what it was; never
 * fewer. Of a frame that it does not know it says all. So it decides what is looked at, and never what is sent.
 *
 * <p>One for all views of a match that a thread makes; not thread-safe.
 */
public final class RowHistory {
    private static final int FRAMES = 32;
    private static final int NO_FRAME = -1;

    final SnapshotHistory snapshots;

    private final WireLayout wire;
    private final int[] frames = new int[FRAMES];
    /** Of each word of the rows, the frames side by side: what changed since. */
    private final long[] changed;
    /** Of each frame, the words side by side: where another row is than in the frame begun before it. */
    private final long[] replaced;

    /** Of each frame, the one that was begun before it. */
    private final int[] before = new int[FRAMES];

    /** What changed since the frame that was begun last. */
    private final long[] step;

    private final Block base = new Block();
    private int newest = NO_FRAME;

    public RowHistory(final WireLayout wire, final SnapshotHistory snapshots) {
        this.wire = wire;
        this.snapshots = snapshots;
        changed = new long[FRAMES * wire.wordCount];
        replaced = new long[FRAMES * wire.wordCount];
        step = new long[wire.wordCount];
        Arrays.fill(frames, NO_FRAME);
    }

    /**
     * Moves on to a frame.
     *
     * @param now its snapshot
     * @param firstLive of each table the first live row, by its number in the table
     * @param endLive one more than the last one
     */
    void begin(final int frame, final Block now, final int[] firstLive, final int[] endLive) {
        if (frame == newest) {
            return;
        }
        final int previous = newest;
        final int slot = frame & (FRAMES - 1);
        Arrays.fill(replaced, slot * wire.wordCount, (slot + 1) * wire.wordCount, 0);
        Arrays.fill(step, 0);
        if (previous == NO_FRAME || frame < previous || !find(slot, previous, now, firstLive, endLive)) {
            Arrays.fill(frames, NO_FRAME);
        }
        before[slot] = previous;
        frames[slot] = frame;
        for (int word = 0; word < wire.wordCount; word++) {
            addStep(word);
            changed[word * FRAMES + slot] = 0;
        }
        newest = frame;
    }

    private void addStep(final int word) {
        final long rows = step[word];
        if (rows != 0) {
            for (int i = word * FRAMES, end = i + FRAMES; i < end; i++) {
                changed[i] |= rows;
            }
        }
    }

    private boolean isKnown(final int frame) {
        return frame >= 0 && frames[frame & (FRAMES - 1)] == frame;
    }

    /** The rows of that word that may not be as they were in that frame. */
    long changedSince(final int frame, final int word) {
        return isKnown(frame) ? changed[word * FRAMES + (frame & (FRAMES - 1))] : -1L;
    }

    /** The rows of that word that may not be the ones that were there in that frame. */
    long replacedSince(final int frame, final int word) {
        long rows = 0;
        for (int at = newest; at > frame; at = before[at & (FRAMES - 1)]) {
            if (!isKnown(at)) {
                return -1L;
            }
            rows |= replaced[(at & (FRAMES - 1)) * wire.wordCount + word];
        }
        return isKnown(frame) ? rows : -1L;
    }

    // ---- what changed from one frame to the next

    /** False when the snapshot of {@code previous} is gone, or went while it was read. */
    private boolean find(
            final int slot, final int previous, final Block now, final int[] firstLive, final int[] endLive) {
        if (!snapshots.has(previous)) {
            return false;
        }
        base.wrap(snapshots.at(previous), wire.layout.snapshotBytes());
        final byte @Nullable [] nowBytes = now.buffer().byteArray();
        final byte @Nullable [] baseBytes = base.buffer().byteArray();
        for (final WireTable table : wire.tables) {
            final int first = firstLive[table.index];
            final int end = endLive[table.index];
            if (first < end && nowBytes != null && baseBytes != null) {
                compareArrays(slot, table, first, end, now, nowBytes, baseBytes);
            } else {
                compareWords(slot, table, first, end, now);
            }
        }
        return snapshots.has(previous);
    }

    /** Goes from one difference to the next: most rows of most tables stay as they are. */
    private void compareArrays(
            final int slot,
            final WireTable table,
            final int first,
            final int end,
            final Block now,
            final byte[] nowBytes,
            final byte[] baseBytes) {
        final int nowStart = now.buffer().wrapAdjustment();
        final int baseStart = base.buffer().wrapAdjustment();
        final int stop = table.rowOffset(end);
        int row = first;
        while (row < end) {
            final int at = table.rowOffset(row);
            final int skipped = Arrays.mismatch(
                    nowBytes, nowStart + at, nowStart + stop, baseBytes, baseStart + at, baseStart + stop);
            if (skipped < 0) {
                return;
            }
            row += skipped / table.strideBytes;
            mark(slot, table, row, now);
            row++;
        }
    }

    private void compareWords(final int slot, final WireTable table, final int first, final int end, final Block now) {
        for (int row = first; row < end; row++) {
            long difference = 0;
            final int rowOffset = table.rowOffset(row);
            for (int at = rowOffset, stop = rowOffset + table.strideBytes; at < stop; at += Long.BYTES) {
                difference |= now.getLong(at) ^ base.getLong(at);
            }
            if (difference != 0) {
                mark(slot, table, row, now);
            }
        }
    }

    private void mark(final int slot, final WireTable table, final int row, final Block now) {
        final int number = table.firstRow + row;
        final int word = number >> 6;
        final int rowOffset = table.rowOffset(row);
        if (now.getInt(rowOffset) != base.getInt(rowOffset)) {
            replaced[slot * wire.wordCount + word] |= 1L << number;
        }
        step[word] |= 1L << number;
    }
}
