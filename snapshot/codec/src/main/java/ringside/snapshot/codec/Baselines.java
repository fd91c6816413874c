package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * What one client holds, as sets of rows under the frames they are of; what is on its way to it {@link SentParts} knows.
 *
 * <p>Rows that were acknowledged together have one baseline, and most of what moves was: so a client has a few sets, one
 * behind the other in one array, and an acknowledgement moves all rows of a part in a few steps. Entries, in no order:
 *
 * <pre>
 * HELD     rows: the client acknowledged their values of that frame; {@code before} says how many frames before it acknowledged
 *          other values of theirs, which it holds as long as that frame or a later one is named. 0 for none
 * WOKEN    rows: in that frame they had the value that the client holds under an earlier one, see {@link ShownRows}
 *
 * word 0   frame | kind | before
 * words    the set
 * </pre>
 *
 * <p>A row is in one of them at most.
 */
final class Baselines {
    private static final int FRAME_SHIFT = 32;
    private static final long WOKEN = 1 << 16;
    private static final int BEFORE = 0xFFFF;
    private static final int NO_FRAME = -1;
    private static final int LINE_WORDS = 8;

    private final int words;
    private final int stride;
    private long[] entries;
    /** Of the rows that arrive, those that were held before. */
    private final long[] heldBefore;

    private int end;
    /** No entry is of a later frame. */
    private int newest = NO_FRAME;

    Baselines(final int wordCount) {
        words = wordCount;
        stride = 1 + Math.max(1, wordCount);
        entries = new long[stride * 4];
        heldBefore = new long[wordCount];
    }

    void clear() {
        end = 0;
        newest = NO_FRAME;
    }

    // ---- going through them: from the last place to the first, for the last entry takes the place of a removed one

    /** The place of the last entry, negative when there is none; the one before is {@link #stride} earlier. */
    int last() {
        return end - stride;
    }

    int stride() {
        return stride;
    }

    boolean isWoken(final int at) {
        return (entries[at] & WOKEN) != 0;
    }

    int frame(final int at) {
        return (int) (entries[at] >> FRAME_SHIFT);
    }

    /** Of an entry of HELD: how many frames before it the client acknowledged other values of these rows; 0 for none. */
    int before(final int at) {
        return (int) entries[at] & BEFORE;
    }

    long rows(final int at, final int word) {
        return entries[at + 1 + word];
    }

    void remove(final int at, final int word, final long rows) {
        entries[at + 1 + word] &= ~rows;
    }

    boolean isEmpty(final int at) {
        long any = 0;
        for (int i = at + 1; i < at + stride; i++) {
            any |= entries[i];
        }
        return any == 0;
    }

    void drop(final int at) {
        end -= stride;
        System.arraycopy(entries, end, entries, at, stride);
    }

    // ---- what comes in

    private static long head(final int frame, final long kind, final int before) {
        return ((long) frame << FRAME_SHIFT) | kind | before;
    }

    private int add(final long head) {
        if (end + stride > entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        final int at = end;
        entries[at] = head;
        Arrays.fill(entries, at + 1, at + stride, 0);
        end += stride;
        newest = Math.max(newest, frame(at));
        return at;
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
        final int made = add(head);
        entries[made + 1 + word] = rows;
    }

    /** What arrived counts for no row of which something later arrived before. The rows are a set that begins at {@code at}. */
    void leaveToLater(final long[] arrived, final int at, final int frame) {
        if (frame >= newest) {
            return;
        }
        for (int later = last(); later >= 0; later -= stride) {
            if (frame(later) > frame) {
                for (int word = 0; word < words; word++) {
                    arrived[at + word] &= ~entries[later + 1 + word];
                }
            }
        }
    }

    /** Values that arrived become the baseline of their rows, a set that begins at {@code at}. */
    void hold(final long[] arrived, final int at, final int frame) {
        final int before = takeHeldBefore(arrived, at, frame);
        long known = 0;
        long others = 0;
        for (int word = 0; word < words; word++) {
            known |= heldBefore[word];
            others |= arrived[at + word] & ~heldBefore[word];
        }
        if (known != 0) {
            final int made = add(head(frame, 0, before));
            System.arraycopy(heldBefore, 0, entries, made + 1, words);
        }
        if (others != 0) {
            final int made = add(head(frame, 0, 0));
            for (int word = 0; word < words; word++) {
                entries[made + 1 + word] = arrived[at + word] & ~heldBefore[word];
            }
        }
    }

    /**
     * Takes the rows out of the entries of earlier frames. Finds those that were held as of the last such frame, and how long
     * before that was; 0 for none.
     */
    private int takeHeldBefore(final long[] arrived, final int at, final int frame) {
        Arrays.fill(heldBefore, 0);
        int before = 0;
        for (int earlier = last(); earlier >= 0; earlier -= stride) {
            final int age = frame - frame(earlier);
            if (age > 0) {
                final boolean mayBe = !isWoken(earlier) && age <= RowStrings.MOST_BEFORE;
                long left = 0;
                for (int word = 0; word < words; word++) {
                    final long entry = entries[earlier + 1 + word];
                    final long taken = entry & arrived[at + word];
                    entries[earlier + 1 + word] = entry & ~taken;
                    left |= entry & ~taken;
                    if (mayBe && taken != 0) {
                        if (before == 0 || age < before) {
                            Arrays.fill(heldBefore, 0);
                            before = age;
                        }
                        heldBefore[word] |= age == before ? taken : 0;
                    }
                }
                if (left == 0) {
                    drop(earlier);
                }
            }
        }
        return before;
    }

    /** These rows' baselines will not be named again. */
    void forget(final int word, final long rows) {
        for (int at = last(); at >= 0; at -= stride) {
            entries[at + 1 + word] &= ~rows;
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
