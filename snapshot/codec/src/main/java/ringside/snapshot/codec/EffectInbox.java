package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The effects that came: those of the part that is being read, and sure ones that came before their turn. Their number
 * is bounded by the server's queue.
 */
final class EffectInbox {
    private static final int MOMENTARY = -1;
    private static final int NONE = -1;

    private final WireLayout wire;
    private final EffectListener listener;
    private final int recordBytes;

    private final UnsafeBuffer staged = new UnsafeBuffer(new byte[0]);
    private int[] stagedType = new int[0];
    private int[] stagedFrame = new int[0];
    private int[] stagedNumber = new int[0];
    private int stagedCount;

    private final UnsafeBuffer early;
    private final int[] earlyNumber = new int[ViewLimits.MAX_PENDING_SURE];
    private final int[] earlyType = new int[ViewLimits.MAX_PENDING_SURE];
    private final int[] earlyFrame = new int[ViewLimits.MAX_PENDING_SURE];
    private int nextNumber;
    private boolean hasBegun;
    private long skipped;

    EffectInbox(final WireLayout wire, final EffectListener listener) {
        this.wire = wire;
        this.listener = listener;
        int longest = 0;
        for (final WireRecord effect : wire.effects) {
            longest = Math.max(longest, effect.type.lengthBytes());
        }
        recordBytes = longest;
        early = new UnsafeBuffer(new byte[ViewLimits.MAX_PENDING_SURE * longest]);
        Arrays.fill(earlyNumber, NONE);
    }

    /** The number of the sure effect whose turn it is. */
    int nextNumber() {
        return nextNumber;
    }

    long skipped() {
        return skipped;
    }

    // ---- reading a part

    void unstage() {
        stagedCount = 0;
    }

    /** Makes room for one more effect of the part, with every field at its default; answers where it stands. */
    int stageSure(final int typeId, final int frame, final int number) {
        return stage(typeId, frame, number);
    }

    int stageMomentary(final int typeId, final int frame) {
        return stage(typeId, frame, MOMENTARY);
    }

    UnsafeBuffer staged() {
        return staged;
    }

    private int stage(final int typeId, final int frame, final int number) {
        if (stagedCount == stagedType.length) {
            final int size = Math.max(8, stagedCount * 2);
            stagedType = Arrays.copyOf(stagedType, size);
            stagedFrame = Arrays.copyOf(stagedFrame, size);
            stagedNumber = Arrays.copyOf(stagedNumber, size);
            staged.wrap(Arrays.copyOf(staged.byteArray(), size * recordBytes));
        }
        stagedType[stagedCount] = typeId;
        stagedFrame[stagedCount] = frame;
        stagedNumber[stagedCount] = number;
        final int offset = stagedCount * recordBytes;
        wire.effects[typeId].reset(staged, offset);
        stagedCount++;
        return offset;
    }

    // ---- once the part is known to be good

    /** A new beginning: what comes before that number will not come any more. */
    void skipTo(final int first) {
        if (first > nextNumber) {
            // What was before this client's first beginning it does not miss.
            skipped += hasBegun ? first - nextNumber : 0;
            nextNumber = first;
        }
        hasBegun = true;
    }

    /** Hands out what the part brought, and what waited for it. */
    void deliver() {
        for (int i = 0; i < stagedCount; i++) {
            final int number = stagedNumber[i];
            if (number >= nextNumber) {
                final int slot = number % ViewLimits.MAX_PENDING_SURE;
                earlyNumber[slot] = number;
                earlyType[slot] = stagedType[i];
                earlyFrame[slot] = stagedFrame[i];
                early.putBytes(slot * recordBytes, staged, i * recordBytes, recordBytes);
            }
        }
        int slot = nextNumber % ViewLimits.MAX_PENDING_SURE;
        while (earlyNumber[slot] == nextNumber) {
            nextNumber++;
            earlyNumber[slot] = NONE;
            listener.onEffect(earlyFrame[slot], wire.effects[earlyType[slot]].type, early, slot * recordBytes);
            slot = nextNumber % ViewLimits.MAX_PENDING_SURE;
        }
        final int count = stagedCount;
        stagedCount = 0;
        for (int i = 0; i < count; i++) {
            if (stagedNumber[i] == MOMENTARY) {
                listener.onEffect(stagedFrame[i], wire.effects[stagedType[i]].type, staged, i * recordBytes);
            }
        }
    }
}
