package ringside.io.protocol;

import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts together what came in parts ({@link PartMessage}), in whatever order and however often each came. One whole at a
 * time, of a bounded length; its memory is taken at {@link #begin} and given back by {@link #clear}. Not thread-safe.
 */
public final class PartAssembly {
    private static final int NOTHING = 0;

    private final MessageType type;
    private final int mostBytes;
    private final BitSet arrived = new BitSet();
    private UnsafeBuffer bytes = new UnsafeBuffer(new byte[NOTHING]);
    private int of;
    private int parts;
    private int count;
    private int lengthBytes;

    /** For wholes of that type, none of which is longer than {@code mostBytes}. */
    public PartAssembly(final MessageType type, final int mostBytes) {
        this.type = type;
        this.mostBytes = mostBytes;
    }

    /** True while a whole of that frame or number is being put together, or was. */
    public boolean isOf(final int frameOrNumber) {
        return parts > 0 && of == frameOrNumber;
    }

    /** Begins another whole; throws {@link ProtocolException} when so many parts are more than it may have. */
    public void begin(final int frameOrNumber, final int partsInAll) {
        if (partsInAll > PartMessage.partsOf(mostBytes)) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, type.name());
        }
        clear();
        of = frameOrNumber;
        parts = partsInAll;
        bytes = new UnsafeBuffer(new byte[partsInAll * PartMessage.PART_BYTES]);
    }

    /** Takes a part of the whole begun; true when it was new. Throws {@link ProtocolException} when it contradicts the others. */
    public boolean take(final DirectBuffer message, final int offset, final int messageBytes) {
        PartMessage.requireForm(type, message, offset, messageBytes);
        if (PartMessage.parts(message, offset) != parts) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, type.name());
        }
        final int part = PartMessage.part(message, offset);
        if (arrived.get(part)) {
            return false;
        }
        arrived.set(part);
        count++;
        final int length = messageBytes - PartMessage.BODY;
        bytes.putBytes(part * PartMessage.PART_BYTES, message, offset + PartMessage.BODY, length);
        if (part == parts - 1) {
            lengthBytes = part * PartMessage.PART_BYTES + length;
        }
        return true;
    }

    /** True once every part came. */
    public boolean isWhole() {
        return parts > 0 && count == parts;
    }

    /** Parts that came without a gap, counted from the first. */
    public int withoutGap() {
        return parts == 0 ? 0 : arrived.nextClearBit(0);
    }

    /** Bit n: the part n + 1 behind those without a gap came too. */
    public long beyondGap() {
        final int from = withoutGap() + 1;
        long mask = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            mask |= arrived.get(from + i) ? 1L << i : 0;
        }
        return mask;
    }

    /** What was put together. */
    public UnsafeBuffer bytes() {
        return bytes;
    }

    /** The length of the whole. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** Gives the memory back; what came is remembered as {@link #isWhole} and so on until another begins. */
    public void release() {
        bytes = new UnsafeBuffer(new byte[NOTHING]);
    }

    /** Forgets everything. */
    public void clear() {
        release();
        arrived.clear();
        of = 0;
        parts = 0;
        count = 0;
        lengthBytes = 0;
    }
}
