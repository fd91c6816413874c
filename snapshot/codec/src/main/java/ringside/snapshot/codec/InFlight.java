package ringside.snapshot.codec;

import java.util.Arrays;

/**
 * The parts that wait for their acknowledgement, oldest first: what each carried. When there are too many the oldest is
 * forgotten, as if it had been lost. They lie one behind the other in one array, as long as was ever needed at once:
 *
 * <pre>
 * length of the part's entries and of these three
 * frame
 * number | TAKEN | KEPT                KEPT: it carries more than values
 * entries: table | access | VALUE | wire id, then the value's references
 *          table | GONE | wire id
 *          SURE, then the effect's number
 * </pre>
 */
final class InFlight {
    private static final int HEAD_INTS = 3;
    private static final int LINE_INTS = 16;
    private static final int TAKEN = 1 << 16;
    private static final int KEPT = 1 << 17;
    private static final int NUMBER = 0xFFFF;

    private static final int KIND_SHIFT = 16;
    private static final int ACCESS_SHIFT = 18;
    private static final int TABLE_SHIFT = 20;
    private static final int KIND = 3 << KIND_SHIFT;
    private static final int GONE = 1 << KIND_SHIFT;
    private static final int SURE = 2 << KIND_SHIFT;
    private static final int WIRE_ID = 0xFFFF;

    private final int mostParts;
    private int[] ints = new int[64];
    private int first;
    private int open;
    private int end;
    private int waiting;
    private int oldestFrame;

    InFlight(final int mostParts) {
        this.mostParts = mostParts;
    }

    // ---- what a part carries

    /** Begins a part; it waits from now on. */
    void open(final int frame, final int number) {
        if (waiting == mostParts) {
            forgetValues();
            if (waiting == mostParts) {
                ints[first + 2] |= TAKEN;
                waiting--;
                dropTaken();
            }
        }
        ensure(HEAD_INTS);
        open = end;
        ints[end] = HEAD_INTS;
        ints[end + 1] = frame;
        ints[end + 2] = number;
        end += HEAD_INTS;
        waiting++;
    }

    void addGone(final int tableIndex, final int wireId) {
        add((tableIndex << TABLE_SHIFT) | GONE | wireId);
        ints[open + 2] |= KEPT;
    }

    void addValue(final int tableIndex, final int wireId, final int access, final int[] refs, final int refCount) {
        add((tableIndex << TABLE_SHIFT) | (access << ACCESS_SHIFT) | wireId);
        for (int i = 0; i < refCount; i++) {
            add(refs[i]);
        }
    }

    void addSure(final int effectNumber) {
        add(SURE);
        add(effectNumber);
        ints[open + 2] |= KEPT;
    }

    private void add(final int value) {
        ensure(1);
        ints[end++] = value;
        ints[open]++;
    }

    private void ensure(final int more) {
        if (end + more <= ints.length) {
            return;
        }
        final int kept = compact();
        if (kept + more > ints.length * 3 / 4) {
            ints = Arrays.copyOf(ints, Math.max(ints.length * 2, kept + more));
        }
    }

    /** Moves what still waits, and the open part, to the beginning. */
    private int compact() {
        int to = 0;
        for (int at = first; at < end; ) {
            final int length = ints[at];
            if ((ints[at + 2] & TAKEN) == 0) {
                if (at == open) {
                    open = to;
                }
                System.arraycopy(ints, at, ints, to, length);
                to += length;
            }
            at += length;
        }
        first = 0;
        end = to;
        return to;
    }

    // ---- what becomes of it

    /** Parts before that frame are forgotten if they carry nothing but values, for those came to nothing. */
    void forgetValuesBefore(final int frame) {
        oldestFrame = frame;
        while (first < end && isStale(first)) {
            first += ints[first];
            waiting--;
            dropTaken();
        }
    }

    private boolean isStale(final int at) {
        return ints[at + 1] < oldestFrame && (ints[at + 2] & (TAKEN | KEPT)) == 0;
    }

    private void forgetValues() {
        for (int at = first; at < end; at += ints[at]) {
            if (isStale(at)) {
                ints[at + 2] |= TAKEN;
                waiting--;
            }
        }
        dropTaken();
    }

    private void dropTaken() {
        while (first < end && (ints[first + 2] & TAKEN) != 0) {
            first += ints[first];
        }
        if (first == end) {
            first = 0;
            end = 0;
        }
    }

    /**
     * A part arrived: what it carried is handed to those who wait for it. False when it does not wait.
     *
     * @param valuesCount false when its values are too old to be baselines
     */
    boolean arrived(
            final int frame,
            final int number,
            final WireLayout wire,
            final ShownRows rows,
            final EffectQueue effects,
            final boolean valuesCount) {
        for (int at = first; at < end; at += ints[at]) {
            if (ints[at + 1] == frame && (ints[at + 2] & (NUMBER | TAKEN)) == number) {
                if (isStale(at)) {
                    return false;
                }
                hand(at, wire, rows, effects, valuesCount);
                ints[at + 2] |= TAKEN;
                waiting--;
                dropTaken();
                return true;
            }
        }
        return false;
    }

    private void hand(
            final int part,
            final WireLayout wire,
            final ShownRows rows,
            final EffectQueue effects,
            final boolean valuesCount) {
        final int frame = ints[part + 1];
        for (int at = part + HEAD_INTS, stop = part + ints[part]; at < stop; at++) {
            final int entry = ints[at];
            if ((entry & KIND) == SURE) {
                effects.acknowledge(ints[++at]);
            } else {
                final WireTable table = wire.tables[entry >>> TABLE_SHIFT];
                final int wireId = entry & WIRE_ID;
                if ((entry & KIND) == GONE) {
                    rows.acknowledgeGone(table, wireId, frame);
                } else {
                    if (valuesCount) {
                        rows.acknowledgeValue(table, wireId, frame, (entry >> ACCESS_SHIFT) & 3, ints, at + 1);
                    }
                    at += table.refCount;
                }
            }
        }
    }

    // ---- see ViewEncoder

    long fetch() {
        return first + (long) ints.length;
    }

    /** What is acknowledged next is the oldest part; what is written next comes behind the newest. */
    long fetchFirst() {
        final int last = ints.length - 1;
        return (long) ints[first] + ints[Math.min(last, first + LINE_INTS)] + ints[Math.min(last, end)];
    }

    void clear() {
        first = 0;
        end = 0;
        waiting = 0;
    }
}
