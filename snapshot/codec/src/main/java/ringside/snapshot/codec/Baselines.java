package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * What one client holds and what is on its way to it, as sets of rows under the frames they are of.
 *
 * <p>Rows that were acknowledged together have one baseline, and most of what moves was: so a client has a few sets, one
 * behind the other in one array, and an acknowledgement moves all rows of a part in a few steps. Entries, in no order:
 *
 * <pre>
 * HELD     rows: the client acknowledged their values of that frame; {@code part} says how many frames before it acknowledged
 *          other values of theirs, which it holds as long as that frame or a later one is named. 0 for none
 * WOKEN    rows: in that frame they had the value that the client holds under an earlier one, see {@link ShownRows}
 * VALUES   rows: that part carried their values
 * GONE     wire ids: that part said that they are gone
 * SURE     that part carried the sure effect of that number, and of the 32 after it those that the bits name
 *
 * word 0   frame | kind | part
 * words    the set; of SURE the number, and the bits above it
 * </pre>
 *
 * <p>A row is in one of HELD and WOKEN at most.
 */
final class Baselines {
    static final int HELD = 0;
    static final int WOKEN = 1;
    static final int VALUES = 2;
    private static final int GONE = 3;
    private static final int SURE = 4;

    private static final int KIND_SHIFT = 16;
    private static final int KIND = 0xF;
    private static final int PART = 0xFFFF;
    private static final int FRAME_SHIFT = 32;
    private static final int LINE_WORDS = 8;
    /** A part may have one of each kind, and sure effects that lie far apart. */
    private static final int ENTRIES_PER_PART = 4;

    private final int words;
    private final int stride;
    private final int mostSent;
    private long[] entries;
    /** Of the rows that arrive, those that were held before. */
    private final long[] heldBefore;

    private int end;
    private int sent;

    Baselines(final int wordCount, final int inFlightParts) {
        words = wordCount;
        stride = 1 + Math.max(1, wordCount);
        mostSent = inFlightParts * ENTRIES_PER_PART;
        entries = new long[stride * 8];
        heldBefore = new long[stride];
    }

    void clear() {
        end = 0;
        sent = 0;
    }

    // ---- going through them: from the last place to the first, for the last entry takes the place of a removed one

    /** The place of the last entry, negative when there is none; the one before is {@link #stride} earlier. */
    int last() {
        return end - stride;
    }

    int stride() {
        return stride;
    }

    boolean isBaseline(final int at) {
        return kind(at) <= WOKEN;
    }

    int kind(final int at) {
        return (int) (entries[at] >>> KIND_SHIFT) & KIND;
    }

    int frame(final int at) {
        return (int) (entries[at] >> FRAME_SHIFT);
    }

    long rows(final int at, final int word) {
        return entries[at + 1 + word];
    }

    void remove(final int at, final int word, final long rows) {
        entries[at + 1 + word] &= ~rows;
    }

    /** Whether nothing is told any more. Of SURE, whose number may be 0, only its acknowledgement says so. */
    boolean isEmpty(final int at) {
        if (kind(at) == SURE) {
            return false;
        }
        long any = 0;
        for (int i = at + 1; i < at + stride; i++) {
            any |= entries[i];
        }
        return any == 0;
    }

    void drop(final int at) {
        sent -= kind(at) >= VALUES ? 1 : 0;
        end -= stride;
        System.arraycopy(entries, end, entries, at, stride);
    }

    // ---- what comes in

    private static long head(final int frame, final int kind, final int part) {
        return ((long) frame << FRAME_SHIFT) | ((long) kind << KIND_SHIFT) | part;
    }

    private int add(final int frame, final int kind, final int part) {
        if (kind >= VALUES) {
            if (sent == mostSent) {
                dropOldestSent();
            }
            sent++;
        }
        if (end + stride > entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        final int at = end;
        entries[at] = head(frame, kind, part);
        Arrays.fill(entries, at + 1, at + stride, 0);
        end += stride;
        return at;
    }

    /** As if it had been lost. */
    private void dropOldestSent() {
        int oldest = -1;
        for (int at = last(); at >= 0; at -= stride) {
            if (kind(at) >= VALUES && (oldest < 0 || frame(at) < frame(oldest))) {
                oldest = at;
            }
        }
        drop(oldest);
    }

    /** Rows that had in that frame the value that the client holds. */
    void woken(final int frame, final int word, final long rows) {
        final long head = head(frame, WOKEN, 0);
        for (int at = last(); at >= 0; at -= stride) {
            if (entries[at] == head) {
                entries[at + 1 + word] |= rows;
                return;
            }
        }
        final int made = add(frame, WOKEN, 0);
        entries[made + 1 + word] = rows;
    }

    /** A part carries values of these rows, and says of these wire ids that they are gone. */
    void sent(final int frame, final int part, final long[] rows, final long[] gone) {
        sent(frame, VALUES, part, rows);
        sent(frame, GONE, part, gone);
    }

    private void sent(final int frame, final int kind, final int part, final long[] set) {
        long any = 0;
        for (int word = 0; word < words; word++) {
            any |= set[word];
        }
        if (any != 0) {
            final int made = add(frame, kind, part);
            System.arraycopy(set, 0, entries, made + 1, words);
        }
    }

    /** A part carries a sure effect; those of a part rise. */
    void sentSure(final int frame, final int part, final int number) {
        final int last = last();
        if (last >= 0 && entries[last] == head(frame, SURE, part)) {
            final int behind = number - (int) entries[last + 1] - 1;
            if (behind < Integer.SIZE) {
                entries[last + 1] |= 1L << (Integer.SIZE + behind);
                return;
            }
        }
        final int made = add(frame, SURE, part);
        entries[made + 1] = number;
    }

    // ---- what becomes of it

    /** Values of that frame and before came to nothing. */
    void expireValues(final int lastFrame) {
        for (int at = last(); at >= 0; at -= stride) {
            if (kind(at) == VALUES && frame(at) <= lastFrame) {
                drop(at);
            }
        }
    }

    /** These rows are not the client's any more, or are shown otherwise: whatever it has of them is no baseline. */
    void forget(final int word, final long rows) {
        for (int at = last(); at >= 0; at -= stride) {
            if (kind(at) <= VALUES) {
                entries[at + 1 + word] &= ~rows;
            }
        }
    }

    /** These rows' baselines will not be named again; what is on its way may become one. */
    void forgetBaseline(final int word, final long rows) {
        for (int at = last(); at >= 0; at -= stride) {
            if (isBaseline(at)) {
                entries[at + 1 + word] &= ~rows;
            }
        }
    }

    /**
     * A part arrived. Its values are baselines from now on, where no later ones are; the parts before it will not be applied
     * any more. What else it carried is told to those who wait for it.
     *
     * @param valuesCount false when its values are too old
     */
    void acknowledge(
            final int frame,
            final int part,
            final boolean valuesCount,
            final ShownRows rows,
            final EffectQueue effects) {
        for (int at = last(); at >= 0; at -= stride) {
            if (frame(at) == frame && (entries[at] & PART) == part) {
                switch (kind(at)) {
                    case VALUES -> {
                        if (valuesCount) {
                            leaveToLater(at, frame);
                            rows.valuesArrived(entries, at + 1, frame);
                            hold(at, frame);
                        } else {
                            drop(at);
                        }
                    }
                    case GONE -> {
                        for (int word = 0; word < words; word++) {
                            final long ids = entries[at + 1 + word];
                            if (ids != 0) {
                                rows.goneArrived(word, ids);
                            }
                        }
                        drop(at);
                    }
                    case SURE -> {
                        acknowledgeSure(entries[at + 1], effects);
                        drop(at);
                    }
                    default -> {
                        // A baseline.
                    }
                }
            }
        }
    }

    private static void acknowledgeSure(final long numbers, final EffectQueue effects) {
        final int first = (int) numbers;
        effects.acknowledge(first);
        for (long left = numbers >>> Integer.SIZE; left != 0; left &= left - 1) {
            effects.acknowledge(first + 1 + Long.numberOfTrailingZeros(left));
        }
    }

    /** Of an entry of HELD: how many frames before it the client acknowledged other values of these rows; 0 for none. */
    int before(final int at) {
        return (int) entries[at] & PART;
    }

    /** What arrived counts for no row of which something later arrived before. */
    private void leaveToLater(final int arrived, final int frame) {
        for (int at = last(); at >= 0; at -= stride) {
            if (at != arrived && kind(at) <= WOKEN && frame(at) > frame) {
                for (int i = 1; i < stride; i++) {
                    entries[arrived + i] &= ~entries[at + i];
                }
            }
        }
    }

    /** What was on its way becomes the baseline of its rows. */
    private void hold(final int arrived, final int frame) {
        entries[arrived] = head(frame, HELD, 0);
        sent--;
        final int before = findHeldBefore(arrived, frame);
        long others = 0;
        for (int i = 1; i < stride; i++) {
            others |= entries[arrived + i] & ~heldBefore[i];
        }
        for (int at = last(); at >= 0; at -= stride) {
            if (at != arrived && kind(at) <= VALUES && frame(at) < frame) {
                for (int i = 1; i < stride; i++) {
                    entries[at + i] &= ~entries[arrived + i];
                }
            }
        }
        if (others == 0) {
            entries[arrived] = head(frame, HELD, before);
        } else if (before != 0) {
            // Those that were not held get an entry of their own.
            final int split = add(frame, HELD, before);
            for (int i = 1; i < stride; i++) {
                entries[split + i] = heldBefore[i];
                entries[arrived + i] &= ~heldBefore[i];
            }
        }
    }

    /** Finds the rows that were held as of the last such frame before that one, and how long before that was; 0 for none. */
    private int findHeldBefore(final int arrived, final int frame) {
        Arrays.fill(heldBefore, 0);
        int before = 0;
        for (int at = last(); at >= 0; at -= stride) {
            final int age = frame - frame(at);
            final boolean mayBe = kind(at) == HELD && age > 0 && age <= (before == 0 ? RowStrings.MOST_BEFORE : before);
            if (mayBe && isAnyIn(arrived, at)) {
                if (age != before) {
                    Arrays.fill(heldBefore, 0);
                    before = age;
                }
                for (int i = 1; i < stride; i++) {
                    heldBefore[i] |= entries[arrived + i] & entries[at + i];
                }
            }
        }
        return before;
    }

    private boolean isAnyIn(final int one, final int other) {
        long any = 0;
        for (int i = 1; i < stride; i++) {
            any |= entries[one + i] & entries[other + i];
        }
        return any != 0;
    }

    /** These wire ids may be given to other rows. */
    void forgetGone(final int word, final long ids) {
        for (int at = last(); at >= 0; at -= stride) {
            if (kind(at) == GONE) {
                entries[at + 1 + word] &= ~ids;
            }
        }
    }

    // ---- see ViewEncoder

    long fetch() {
        return end + (long) entries.length;
    }

    long fetchEntries() {
        long sum = 0;
        for (int at = 0; at <= Math.min(end, entries.length - 1); at += LINE_WORDS) {
            sum += entries[at];
        }
        return sum;
    }
}
