package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes the header of one part of a view, which is the whole body of a VIEW message up to the bit-packed rows.
 *
 * <pre>
 * offset  length  what
 * 0       4       frame shown, i32
 * 4       4       the last input of this player that is consumed in that frame, u32; 0 before the first
 * 8       1       inputs of this player that wait for later frames, u8; 255 means 255 or more
 * 9       1       part number from 0 in bits 0 to 6; bit 7: the last part of the view
 * 10      2       from receipt of that input to its frame in units of 10 microseconds, u16; 65,535 means that or more;
 *                 0 when not measured
 * 12      n       rows, see the codec's FORMAT.md
 * </pre>
 *
 * A flyweight: not thread-safe, allocates nothing.
 */
public final class ViewHeader {
    public static final int LENGTH_BYTES = 12;

    /** The most parts of one view. */
    public static final int MAX_PARTS = 128;

    static final int FRAME = 0;
    static final int LAST_INPUT = 4;
    static final int BUFFER_DEPTH = 8;
    static final int PART = 9;
    static final int RECEIPT_TO_FRAME = 10;

    private static final int LAST_PART = 0x80;
    private static final int RECEIPT_UNIT_NS = 10_000;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Moves this flyweight to the part that begins at {@code offset}: after the type of a VIEW message. */
    public ViewHeader wrap(final DirectBuffer from, final int offset) {
        buffer.wrap(from, offset, LENGTH_BYTES);
        return this;
    }

    public int frame() {
        return buffer.getInt(FRAME, LE);
    }

    public ViewHeader frame(final int value) {
        buffer.putInt(FRAME, value, LE);
        return this;
    }

    public int lastInputSeq() {
        return buffer.getInt(LAST_INPUT, LE);
    }

    public ViewHeader lastInputSeq(final int value) {
        buffer.putInt(LAST_INPUT, value, LE);
        return this;
    }

    public int bufferDepth() {
        return buffer.getByte(BUFFER_DEPTH) & 0xFF;
    }

    public ViewHeader bufferDepth(final int value) {
        buffer.putByte(BUFFER_DEPTH, (byte) Math.max(0, Math.min(255, value)));
        return this;
    }

    public int part() {
        return buffer.getByte(PART) & 0x7F;
    }

    public boolean isLastPart() {
        return (buffer.getByte(PART) & LAST_PART) != 0;
    }

    public ViewHeader part(final int number, final boolean last) {
        buffer.putByte(PART, (byte) (number | (last ? LAST_PART : 0)));
        return this;
    }

    /** From receipt of the last consumed input to its frame; 0 when not measured. */
    public long receiptToFrameNs() {
        return (buffer.getShort(RECEIPT_TO_FRAME, LE) & 0xFFFFL) * RECEIPT_UNIT_NS;
    }

    public ViewHeader receiptToFrameNs(final long value) {
        final long units = value <= 0 ? 0 : Math.max(1, Math.min(65_535, value / RECEIPT_UNIT_NS));
        buffer.putShort(RECEIPT_TO_FRAME, (short) units, LE);
        return this;
    }
}
