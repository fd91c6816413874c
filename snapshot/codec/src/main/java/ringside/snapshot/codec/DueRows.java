package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * What is due to the viewer whose view was begun last: rows whose value is not the one that the client surely shows, and
 * wire ids that it must let go. Most is asked for many rows at a time; only rows that may have changed are looked at one by one.
 * Scratch of a {@link SharedRows}.
 */
final class DueRows {
    private static final int NO_FRAME = -1;

    /** Due wire ids, as a set. */
    final long[] ids;
    /** By number of wire id, where that is due and not leaving: the number of its row. */
    final int[] rowOfId;
    /** By row number, where that is due: the string to send, or 0 for the whole row. */
    final int[] stringOf;
    /** By row number, where there is a string: the frame that the wire names as its baseline. */
    final int[] baselineOf;

    private final SharedRows shared;
    /** Shown, not quiet, and of no baseline that was looked at. */
    private final long[] open;
    /** Of which values are on their way, once {@link #isOnWayKnown}. */
    private final long[] onWay;

    private boolean isOnWayKnown;
    /** Values of that frame and before came to nothing. */
    private int voidFrame;

    DueRows(final WireLayout wire, final SharedRows shared) {
        this.shared = shared;
        ids = new long[wire.wordCount];
        rowOfId = new int[wire.rowCount];
        stringOf = new int[wire.rowCount];
        baselineOf = new int[wire.rowCount];
        open = new long[wire.wordCount];
        onWay = new long[wire.wordCount];
    }

    /** Finds what is due of the frame that was begun; {@code rows} have settled. */
    void find(final ShownRows rows, final Baselines baselines, final SentParts sent, final int historyFrames) {
        for (int word = 0; word < ids.length; word++) {
            ids[word] = rows.leaving(word);
        }
        rows.findOtherRefs(shared);
        wake(rows, baselines, historyFrames);
        voidFrame = shared.frame() - historyFrames;
        isOnWayKnown = false;
        for (int word = 0; word < open.length; word++) {
            open[word] = rows.rows(word) & ~rows.quiet(word);
        }
        for (int at = baselines.last(); at >= 0; at -= baselines.stride()) {
            final int value = baselines.frame(at);
            if (baselines.isEmpty(at) || value <= voidFrame || !shared.has(value)) {
                baselines.drop(at);
            } else {
                findAgainst(at, value, rows, baselines, sent, historyFrames);
            }
        }
        addOpen(rows);
        rows.begun(shared.frame());
    }

    /** Asked for rows that stand as they stood; of most views all rows that are not quiet have moved. */
    private long onWay(final int word, final SentParts sent) {
        if (!isOnWayKnown) {
            isOnWayKnown = true;
            findOnWay(sent);
        }
        return onWay[word];
    }

    private void findOnWay(final SentParts sent) {
        Arrays.fill(onWay, 0);
        for (int part = sent.count() - 1; part >= 0; part--) {
            for (int word = 0; word < onWay.length; word++) {
                onWay[word] |= sent.values(part, word, voidFrame);
            }
        }
    }

    /** What is left has no baseline. */
    private void addOpen(final ShownRows rows) {
        for (int word = 0; word < open.length; word++) {
            for (long left = open[word]; left != 0; left &= left - 1) {
                add((word << 6) + Long.numberOfTrailingZeros(left), 0, NO_FRAME, rows);
            }
        }
    }

    private void add(final int rowNumber, final int string, final int baseline, final ShownRows rows) {
        final int id = rows.idOf(rowNumber);
        ids[id >> 6] |= 1L << id;
        rowOfId[id] = rowNumber;
        stringOf[rowNumber] = string;
        baselineOf[rowNumber] = baseline;
    }

    /** Rows that were quiet, and are not any more, have the value that the client holds in the last frame. */
    private void wake(final ShownRows rows, final Baselines baselines, final int historyFrames) {
        final int last = rows.lastFrame();
        final boolean follows = last != NO_FRAME && shared.frame() - last < historyFrames && shared.has(last);
        for (int word = 0; word < ids.length; word++) {
            final long quiet = rows.quiet(word);
            if (quiet != 0 && !follows) {
                rows.quiet(word, 0);
            } else if (quiet != 0) {
                final long woken = woken(word, quiet, last, rows);
                if (woken != 0) {
                    rows.quiet(word, quiet & ~woken);
                    baselines.woken(last, word, woken);
                }
            }
        }
    }

    private long woken(final int word, final long quiet, final int last, final ShownRows rows) {
        long woken = quiet & rows.otherRefs(word);
        for (long left = quiet & shared.changes().changedSince(last, word); left != 0; left &= left - 1) {
            final int number = (word << 6) + Long.numberOfTrailingZeros(left);
            if (!shared.strings.isSame(shared.changed(number, last))) {
                woken |= 1L << number;
            }
        }
        return woken;
    }

    /** Which of the rows of a baseline are due; those that are not, and of which nothing is on its way, become quiet. */
    private void findAgainst(
            final int at,
            final int value,
            final ShownRows rows,
            final Baselines baselines,
            final SentParts sent,
            final int historyFrames) {
        final boolean isWoken = baselines.isWoken(at);
        final boolean isOld = shared.frame() - value > historyFrames / 2;
        final int before = isWoken ? 0 : beforeOf(at, value, baselines, historyFrames);
        for (int word = 0; word < open.length; word++) {
            final long set = baselines.rows(at, word);
            if (set == 0) {
                continue;
            }
            open[word] &= ~set;
            final long otherRefs = set & rows.otherRefs(word);
            long same = set & ~otherRefs & ~shared.changes().changedSince(value, word);
            for (long left = set & ~same; left != 0; left &= left - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(left);
                final long row = 1L << number;
                final int string = shared.changed(number, value, before);
                if ((otherRefs & row) != 0
                        || !shared.strings.isSame(string)
                        || ((onWay(word, sent) & row) != 0 && isAnotherOnWay(number, sent))) {
                    add(number, string, isWoken ? rows.held(number) : value, rows);
                } else {
                    same |= row;
                }
            }
            final long still = same == 0 || isOld ? same : same & ~onWay(word, sent);
            if (still != 0) {
                moveOn(at, word, still, still & onWay(word, sent), rows, baselines);
            }
        }
    }

    /** How long before a baseline's frame lies another one by which smooth values can be told; 0 for none. */
    private int beforeOf(final int at, final int value, final Baselines baselines, final int historyFrames) {
        final int before = baselines.before(at);
        final boolean isKept = shared.frame() - value + before < historyFrames && shared.has(value - before);
        return isKept ? before : 0;
    }

    /** The client holds what these rows of a baseline are like now; of some of them something is on its way. */
    private void moveOn(
            final int at,
            final int word,
            final long still,
            final long expected,
            final ShownRows rows,
            final Baselines baselines) {
        if (!baselines.isWoken(at)) {
            for (long left = still; left != 0; left &= left - 1) {
                rows.held((word << 6) + Long.numberOfTrailingZeros(left), baselines.frame(at));
            }
        }
        baselines.remove(at, word, still);
        rows.quiet(word, rows.quiet(word) | (still & ~expected));
        if (expected != 0) {
            // A baseline from which it is not far to the end of the history; the rows stay as they are.
            baselines.woken(shared.frame(), word, expected);
        }
    }

    /** Whether a value is on its way that the row has no more: it may be what the client shows. */
    private boolean isAnotherOnWay(final int rowNumber, final SentParts sent) {
        final int word = rowNumber >> 6;
        for (int part = sent.count() - 1; part >= 0; part--) {
            if ((sent.values(part, word, voidFrame) & (1L << rowNumber)) != 0) {
                final int value = sent.frame(part);
                if (!shared.has(value) || !shared.strings.isSame(shared.changed(rowNumber, value))) {
                    return true;
                }
            }
        }
        return false;
    }
}
