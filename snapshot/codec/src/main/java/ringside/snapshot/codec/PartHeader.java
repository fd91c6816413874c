package ringside.snapshot.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The fixed struct before the bits of a part, little-endian.
 *
 * <pre>
 * offset  length  what
 * 0       4       frame, i32, 0 or more
 * 4       4       last input consumed, u32
 * 8       1       inputs waiting in the client's buffer, u8, saturating
 * 9       1       part number within the view (low 7 bits), 0x80 when it is the view's last
 * 10      2       time from an input's receipt to its frame in units of 16 microseconds, u16, saturating
 * 12              the bits, see FORMAT.md
 * </pre>
 */
public final class PartHeader {
    public static final int LENGTH_BYTES = 12;
    public static final int MAX_PARTS = 128;
    public static final int MICROS_PER_UNIT = 16;

    private static final int LAST = 0x80;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private PartHeader() {}

    public static int frame(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset, LE);
    }

    public static int lastInput(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + 4, LE);
    }

    public static int bufferDepth(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + 8) & 0xFF;
    }

    public static int part(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + 9) & ~LAST & 0xFF;
    }

    public static boolean isLast(final DirectBuffer buffer, final int offset) {
        return (buffer.getByte(offset + 9) & LAST) != 0;
    }

    public static int receiptToFrameMicros(final DirectBuffer buffer, final int offset) {
        return (buffer.getShort(offset + 10, LE) & 0xFFFF) * MICROS_PER_UNIT;
    }

    static void writeView(
            final MutableDirectBuffer buffer,
            final int offset,
            final int frame,
            final int lastInput,
            final int bufferDepth,
            final int receiptToFrameMicros) {
        buffer.putInt(offset, frame, LE);
        buffer.putInt(offset + 4, lastInput, LE);
        buffer.putByte(offset + 8, (byte) Math.max(0, Math.min(0xFF, bufferDepth)));
        final int units = Math.max(0, Math.min(0xFFFF, receiptToFrameMicros / MICROS_PER_UNIT));
        buffer.putShort(offset + 10, (short) units, LE);
    }

    static void writePart(final MutableDirectBuffer buffer, final int offset, final int part, final boolean last) {
        buffer.putByte(offset + 9, (byte) (part | (last ? LAST : 0)));
    }
}
