package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts that wait for their acknowledgement: what each carried. A bounded ring; when it is full the oldest part is
 * forgotten, as if it had been lost.
 */
final class InFlight {
    private final Part[] ring;
    private int next;
    /** What the fullest part needed: all get as much, so that the ring stops growing soon. */
    private int mostInts = 32;

    InFlight(final int partCount) {
        ring = new Part[partCount];
        Arrays.setAll(ring, i -> new Part());
    }

    /** What one part carried. */
    static final class Part {
        private static final int FREE = -1;

        private int frame = FREE;
        private int number;
        private int[] rows = new int[32];
        private int rowsLength;
        private int[] sure = new int[4];
        private int sureLength;

        int frame() {
            return frame;
        }

        void addGone(final int tableIndex, final int wireId) {
            ensureRows(2);
            rows[rowsLength++] = tableIndex << 3 | 4;
            rows[rowsLength++] = wireId;
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

        /** Hands what the part carried to those who wait for it, and forgets it. */
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
            frame = FREE;
        }

        private void ensureRows(final int more) {
            if (rowsLength + more > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(rows.length * 2, rowsLength + more));
            }
        }
    }

    Part open(final int frame, final int number) {
        mostInts = Math.max(mostInts, ring[next].rows.length);
        next = (next + 1) % ring.length;
        final Part part = ring[next];
        part.frame = frame;
        part.number = number;
        part.rowsLength = 0;
        part.sureLength = 0;
        part.ensureRows(mostInts);
        return part;
    }

    @Nullable
    Part find(final int frame, final int number) {
        if (frame < 0) {
            return null;
        }
        for (final Part part : ring) {
            if (part.frame == frame && part.number == number) {
                return part;
            }
        }
        return null;
    }

    void clear() {
        for (final Part part : ring) {
            part.frame = Part.FREE;
        }
    }
}
