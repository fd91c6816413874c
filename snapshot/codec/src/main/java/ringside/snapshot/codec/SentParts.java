package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * The parts that one client was sent and has not acknowledged, oldest first: what each carries.
 *
 * <pre>
 * head     frame | flags | part
 * values   rows whose values it carries, as a set
 * gone     wire ids of which it says that they are gone, as a set
 * sure     the number of a sure effect that it carries, and above it as bits those of the 32 after it that it carries too
 * </pre>
 *
 * <p>Frames and parts rise, and most parts are acknowledged in the order in which they were sent: so what is looked for is
 * mostly the first. A part with sure effects that lie far apart has a record more.
 */
final class SentParts {
    private static final int FRAME_SHIFT = 32;
    private static final long HAS_SURE = 1L << 16;
    private static final long DONE = 1L << 17;
    private static final long KEY = ~(HAS_SURE | DONE);
    private static final int ROOM_AT_FIRST = 8;
    private static final int LINE_WORDS = 8;

    private final int words;
    private final int stride;
    private final int most;
    /** Room for a power of two of records. */
    private long[] records;

    private int mask;
    private int first;
    private int count;

    SentParts(final int wordCount, final int mostParts) {
        words = wordCount;
        stride = 2 + 2 * wordCount;
        most = mostParts;
        records = new long[stride * ROOM_AT_FIRST];
        mask = ROOM_AT_FIRST - 1;
    }

    void clear() {
        count = 0;
    }

    private static long key(final int frame, final int part) {
        return ((long) frame << FRAME_SHIFT) | part;
    }

    private int frameAt(final int at) {
        return (int) (records[at] >> FRAME_SHIFT);
    }

    private int valuesAt(final int at) {
        return at + 1;
    }

    private int goneAt(final int at) {
        return at + 1 + words;
    }

    private int sureAt(final int at) {
        return at + 1 + 2 * words;
    }

    /** Where the record stands that comes so many after the oldest. */
    private int at(final int index) {
        return ((first + index) & mask) * stride;
    }

    // ---- what is sent

    /** A part carries a sure effect; those of a part rise. */
    void sure(final int frame, final int part, final int number) {
        final long key = key(frame, part);
        if (count > 0) {
            final int last = at(count - 1);
            final int behind = number - (int) records[sureAt(last)] - 1;
            if (records[last] == (key | HAS_SURE) && behind < Integer.SIZE) {
                records[sureAt(last)] |= 1L << (Integer.SIZE + behind);
                return;
            }
        }
        // Adding may move the records.
        final int made = add(key | HAS_SURE);
        records[sureAt(made)] = number;
    }

    /** A part, its sure effects told before, carries values of these rows, and says that these wire ids are gone. */
    void rows(final int frame, final int part, final long[] values, final long[] gone) {
        long any = 0;
        for (int word = 0; word < words; word++) {
            any |= values[word] | gone[word];
        }
        if (any == 0) {
            return;
        }
        final long key = key(frame, part);
        int at = count == 0 ? 0 : at(count - 1);
        if (count == 0 || (records[at] & KEY) != key) {
            at = add(key);
        }
        for (int word = 0; word < words; word++) {
            records[valuesAt(at) + word] = values[word];
            records[goneAt(at) + word] = gone[word];
        }
    }

    /** True when the next part has no place but that of the oldest. */
    boolean isFull() {
        return count == most;
    }

    /** The rows of the oldest part's values, which was sent after {@code frame}. */
    long oldestValues(final int word, final int frame) {
        return values(0, word, frame);
    }

    /** Parts of that frame and before are taken for lost: their values would come to nothing, and what else they carry is sent again. */
    void dropUpTo(final int frame) {
        while (count > 0 && frameAt(at(0)) <= frame) {
            dropOldest();
        }
    }

    /** As if it had been lost. */
    void dropOldest() {
        first++;
        count--;
    }

    private int add(final long head) {
        if (count > mask) {
            grow();
        }
        final int at = at(count++);
        Arrays.fill(records, at, at + stride, 0);
        records[at] = head;
        return at;
    }

    private void grow() {
        final long[] more = new long[records.length * 2];
        for (int i = 0; i < count; i++) {
            System.arraycopy(records, at(i), more, i * stride, stride);
        }
        records = more;
        first = 0;
        mask = mask * 2 + 1;
    }

    // ---- what becomes of it

    /**
     * A part arrived.
     *
     * @param valuesCount false when its values are too old
     */
    void acknowledge(
            final int frame,
            final int part,
            final boolean valuesCount,
            final Baselines baselines,
            final ShownRows rows,
            final EffectQueue effects) {
        final long key = key(frame, part);
        for (int index = 0; index < count; index++) {
            final int at = at(index);
            final long head = records[at];
            if ((head & KEY) >= key) {
                if ((head & KEY) > key) {
                    break;
                }
                if ((head & DONE) == 0) {
                    records[at] = head | DONE;
                    if (valuesCount) {
                        valuesArrived(index, frame, baselines, rows);
                    }
                    goneArrived(at, rows);
                    if ((head & HAS_SURE) != 0) {
                        sureArrived(records[sureAt(at)], effects);
                    }
                }
            }
        }
        while (count > 0 && (records[at(0)] & DONE) != 0) {
            dropOldest();
        }
    }

    private void valuesArrived(final int index, final int frame, final Baselines baselines, final ShownRows rows) {
        final int values = valuesAt(at(index));
        baselines.leaveToLater(records, values, frame);
        rows.valuesArrived(records, values, frame);
        baselines.hold(records, values, frame);
        // The parts before it will not be applied any more.
        for (int older = 0; older < index; older++) {
            final int at = valuesAt(at(older));
            for (int word = 0; word < words; word++) {
                records[at + word] &= ~records[values + word];
            }
        }
        Arrays.fill(records, values, values + words, 0);
    }

    private void goneArrived(final int at, final ShownRows rows) {
        for (int word = 0; word < words; word++) {
            final long ids = records[goneAt(at) + word];
            if (ids != 0) {
                rows.goneArrived(word, ids);
            }
        }
    }

    private static void sureArrived(final long numbers, final EffectQueue effects) {
        final int number = (int) numbers;
        effects.acknowledge(number);
        for (long left = numbers >>> Integer.SIZE; left != 0; left &= left - 1) {
            effects.acknowledge(number + 1 + Long.numberOfTrailingZeros(left));
        }
    }

    /** Whatever is on its way of these rows will be no baseline. */
    void forget(final int word, final long rows) {
        for (int index = 0; index < count; index++) {
            records[valuesAt(at(index)) + word] &= ~rows;
        }
    }

    /** These wire ids may be given to other rows. */
    void forgetGone(final int word, final long ids) {
        for (int index = 0; index < count; index++) {
            records[goneAt(at(index)) + word] &= ~ids;
        }
    }

    // ---- what is on its way

    /** How many parts; they are numbered from the oldest on. */
    int count() {
        return count;
    }

    int frame(final int index) {
        return frameAt(at(index));
    }

    /** The rows of a part's values; none when it was sent at {@code lastFrame} or before: they came to nothing. */
    long values(final int index, final int word, final int lastFrame) {
        final int at = at(index);
        return frameAt(at) > lastFrame ? records[valuesAt(at) + word] : 0;
    }

    // ---- see ViewEncoder

    long fetch() {
        return first + count + (long) records.length;
    }

    long fetchRecords() {
        long sum = 0;
        for (int index = 0; index < Math.min(count, LINE_WORDS); index++) {
            sum += records[at(index)];
        }
        return sum + records[at(count)];
    }
}
