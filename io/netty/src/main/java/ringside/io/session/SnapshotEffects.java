package ringside.io.session;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MatchTables;
import ringside.layout.EffectClass;
import ringside.layout.RecordType;
import ringside.layout.RowSet;
import ringside.snapshot.codec.ViewEncoder;

/**
 * The effects of one snapshot that one viewer may be shown, copied out of it. Logic may write over a snapshot while it is read,
 * and what was read then may be anything, numbers included: so nothing is {@link #offerTo handed over} before it is known
 * that it did not. Scratch of one event loop, for one viewer after the other; allocates nothing once warm.
 */
final class SnapshotEffects {
    // An effect: its number, its frame, then its record.
    private static final int SEQ = 0;
    private static final int FRAME = 4;
    private static final int RECORD = 8;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final int[] offsets = new int[MatchTables.EFFECT_SLOTS];
    private final RecordType[] types = new RecordType[MatchTables.EFFECT_SLOTS];
    private final UnsafeBuffer copies = new UnsafeBuffer(new byte[256]);
    private int count;
    private int usedBytes;
    private int oldest;
    private int end;

    /**
     * Looks at what a snapshot holds, and takes in no effect yet.
     *
     * @throws IllegalStateException when no snapshot can hold that
     */
    void wrap(final MatchSnapshot snapshot) {
        count = 0;
        usedBytes = 0;
        oldest = snapshot.oldestEffect();
        end = snapshot.nextEffect();
        if (oldest < 0 || oldest > end || end - oldest > MatchTables.EFFECT_SLOTS) {
            throw new IllegalStateException("a snapshot with effects " + oldest + " to " + end);
        }
    }

    /** The number of the oldest effect that has not expired. */
    int oldest() {
        return oldest;
    }

    /** The number that the next effect will have. */
    int end() {
        return end;
    }

    /** Takes in what a viewer may be shown, from that number on. */
    void read(final MatchSnapshot snapshot, final int from, final int seat, final RowSet visible) {
        for (int seq = Math.max(from, oldest); seq < end; seq++) {
            final int row = snapshot.effectRow(seq);
            if (snapshot.isEffectShown(row, seat, visible)) {
                copy(snapshot, seq, row);
            }
        }
    }

    /**
     * Leaves those out again that the viewer was told by a server whose reign is over: those of frames before {@code lastFrame},
     * and of that frame the first sure ones.
     *
     * @param lastFrame the frame of the last sure effect that was told; -1 for none
     * @param lastCount how many sure ones of that frame were told
     * @param untilFrame effects of later frames are none that the other server told
     */
    void leaveOutTold(final int lastFrame, final int lastCount, final int untilFrame) {
        int kept = 0;
        int ofLastFrame = lastCount;
        for (int i = 0; i < count; i++) {
            final int frame = copies.getInt(offsets[i] + FRAME, LE);
            final boolean isSure = types[i].effectClass() == EffectClass.SURE;
            boolean isTold = frame <= untilFrame && frame < lastFrame;
            if (frame <= untilFrame && frame == lastFrame) {
                isTold = !isSure || ofLastFrame > 0;
                ofLastFrame -= isSure ? 1 : 0;
            }
            if (!isTold) {
                types[kept] = types[i];
                offsets[kept++] = offsets[i];
            }
        }
        count = kept;
    }

    private void copy(final MatchSnapshot snapshot, final int seq, final int row) {
        final RecordType type = snapshot.effectType(row);
        final int at = usedBytes;
        usedBytes += (RECORD + type.lengthBytes() + 7) & ~7;
        if (usedBytes > copies.capacity()) {
            copies.wrap(Arrays.copyOf(copies.byteArray(), Math.max(usedBytes, 2 * copies.capacity())));
        }
        copies.putInt(at + SEQ, seq, LE);
        copies.putInt(at + FRAME, snapshot.effectFrame(row), LE);
        copies.putBytes(at + RECORD, snapshot.state().block(), snapshot.effectRecordOffset(row), type.lengthBytes());
        types[count] = type;
        offsets[count++] = at;
    }

    /**
     * Hands over what was taken in, once it is known that the snapshot was whole meanwhile. False when too many sure ones
     * waited: the next view begins anew.
     */
    boolean offerTo(final ViewEncoder encoder) {
        boolean fits = true;
        for (int i = 0; i < count; i++) {
            final int at = offsets[i];
            fits &= encoder.offer(
                    copies.getInt(at + SEQ, LE), copies.getInt(at + FRAME, LE), types[i], copies, at + RECORD);
        }
        return fits;
    }
}
