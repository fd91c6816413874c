package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts that wait for their acknowledgement, oldest first: what each carried. When there are too many the oldest is
 * forgotten, as if it had been lost. As many are kept in memory as ever waited at once.
 */
final class InFlight {
    private final int mostParts;
    private Part[] waiting = new Part[0];
    private int waitingCount;
    private Part[] spare = new Part[0];
    private int spareCount;
    /** What the fullest part needed: a part that is used again gets as much at once, so that growing comes to an end. */
    private int mostInts = 16;

    InFlight(final int mostParts) {
        this.mostParts = mostParts;
    }

    /** What one part carried. */
    static final class Part {
        private int frame;
        private int number;
        private int[] rows = new int[16];
        private int rowsLength;
        private int[] sure = new int[4];
        private int sureLength;
        private boolean carriesGone;

        void addGone(final int tableIndex, final int wireId) {
            ensureRows(2);
            rows[rowsLength++] = tableIndex << 3 | 4;
            rows[rowsLength++] = wireId;
            carriesGone = true;
        }

        void addValue(final int tableIndex, final int wireId, final int access, final int[] refs, final int refCount) {
            ensureRows(2 + refCount);
            rows[rowsLength++] = tableIndex << 3 | access;
            rows[rowsLength++] = wireId;
            System.arraycopy(refs, 0, rows, rowsLength, refCount);
            rowsLength += refCount;
        }

        void addSure(final int effectNumber) {
            if (sureLength == sure.length) {
                sure = Arrays.copyOf(sure, sureLength * 2);
            }
            sure[sureLength++] = effectNumber;
        }

        /** Hands what the part carried to those who wait for it. */
        void arrived(final ShownRows[] tables, final EffectQueue effects, final boolean valuesCount) {
            for (int i = 0; i < rowsLength; ) {
                final ShownRows table = tables[rows[i] >> 3];
                final int wireId = rows[i + 1];
                if ((rows[i] & 4) != 0) {
                    table.acknowledgeGone(wireId, frame);
                    i += 2;
                } else {
                    if (valuesCount) {
                        table.acknowledgeValue(wireId, frame, rows[i] & 3, rows, i + 2);
                    }
                    i += 2 + table.table.refCount;
                }
            }
            for (int i = 0; i < sureLength; i++) {
                effects.acknowledge(sure[i]);
            }
        }

        private void ensureRows(final int more) {
            if (rowsLength + more > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(rows.length * 2, rowsLength + more));
            }
        }
    }

    Part open(final int frame, final int number) {
        if (waitingCount > 0) {
            mostInts = Math.max(mostInts, waiting[waitingCount - 1].rows.length);
        }
        if (waitingCount == mostParts) {
            remove(0);
        }
        final Part part = spareCount > 0 ? spare[--spareCount] : new Part();
        part.frame = frame;
        part.number = number;
        part.rowsLength = 0;
        part.sureLength = 0;
        part.carriesGone = false;
        part.ensureRows(mostInts);
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(8, waitingCount * 2));
        }
        waiting[waitingCount++] = part;
        return part;
    }

    /** The part of that frame and number, which no longer waits then; valid until the next {@link #open}. */
    @Nullable
    Part take(final int frame, final int number) {
        for (int i = waitingCount - 1; i >= 0; i--) {
            final Part part = waiting[i];
            if (part.frame == frame && part.number == number) {
                remove(i);
                return part;
            }
        }
        return null;
    }

    /** Forgets the parts before a frame whose acknowledgement would bring nothing, for they carried only values. */
    void forgetValuesBefore(final int frame) {
        int kept = 0;
        for (int i = 0; i < waitingCount; i++) {
            final Part part = waiting[i];
            if (part.frame < frame && part.sureLength == 0 && !part.carriesGone) {
                putAside(part);
            } else {
                waiting[kept++] = part;
            }
        }
        waitingCount = kept;
    }

    void clear() {
        while (waitingCount > 0) {
            putAside(waiting[--waitingCount]);
        }
    }

    private void remove(final int index) {
        putAside(waiting[index]);
        waitingCount--;
        System.arraycopy(waiting, index + 1, waiting, index, waitingCount - index);
    }

    private void putAside(final Part part) {
        if (spareCount == spare.length) {
            spare = Arrays.copyOf(spare, Math.max(8, spareCount * 2));
        }
        spare[spareCount++] = part;
    }
}
