package ringside.io.session;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One entry of a log of views. All numbers are little-endian.
 *
 * <pre>
 * 0   2  length of the entry, a multiple of 4
 * 2   1  what: see the constants
 * 3   1  flags: 1 the viewer is shown everything; of BEGIN and RESUME 2 the client told what it was shown before
 * 4   4  viewer
 * 8   4  number of the entry among the viewer's, from 0
 * 12     BEGIN, RESUME  4 match, 4 player, 4 the newest frame when this reign began, 4 next sure effect,
 *                       4 frame of the last sure effect told, 4 how many of that frame
 *        ACKS           2 count, 2 zero, for each: 4 frame, 4 part
 *        EFFECTS        4 frame: its effects were taken in, and no view was made
 *        VIEW           4 frame, 4 microseconds from receipt to frame, 8 which earlier frames were looked for and not at hand
 *                       (bit n: n frames before), 8 digest of its parts, 4 bytes of them, 4 parts
 *        TORN           4 frame: logic wrote over it while its view was made; the next one begins anew
 * </pre>
 *
 * A flyweight; not thread-safe; allocates nothing.
 */
public final class ViewLogEntry {
    /** A viewer whose encoder is new. */
    public static final int BEGIN = 1;

    /** A viewer came back to its encoder, over a new connection. */
    public static final int RESUME = 2;

    /** Parts that the viewer acknowledged. */
    public static final int ACKS = 3;

    /** Effects that were taken in without a view. */
    public static final int EFFECTS = 4;

    /** A view that was sent. */
    public static final int VIEW = 5;

    /** A view that came to nothing. */
    public static final int TORN = 6;

    /** Bytes of the head. */
    public static final int HEAD_BYTES = 12;

    /** The longest entry: acknowledgements. */
    public static final int MAX_BYTES = HEAD_BYTES + 4 + 8 * 255;

    static final int EVERYTHING = 1;
    static final int TOLD_BEFORE = 2;

    static final int WHAT = 2;
    static final int FLAGS = 3;
    static final int VIEWER = 4;
    static final int NUMBER = 8;
    static final int BODY = HEAD_BYTES;
    static final int BEGIN_BYTES = BODY + 24;
    static final int FRAME_BYTES = BODY + 4;
    static final int VIEW_BYTES = BODY + 32;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    ViewLogEntry wrap(final UnsafeBuffer from, final int offset, final int lengthBytes) {
        buffer.wrap(from, offset, lengthBytes);
        return this;
    }

    ViewLogEntry begin(
            final UnsafeBuffer into, final int lengthBytes, final int what, final int viewer, final int number) {
        buffer.wrap(into, 0, lengthBytes);
        buffer.putInt(0, lengthBytes | what << 16, LE);
        buffer.putInt(VIEWER, viewer, LE);
        buffer.putInt(NUMBER, number, LE);
        return this;
    }

    ViewLogEntry flags(final int flags) {
        buffer.putByte(FLAGS, (byte) flags);
        return this;
    }

    ViewLogEntry set(final int offset, final int value) {
        buffer.putInt(BODY + offset, value, LE);
        return this;
    }

    ViewLogEntry setLong(final int offset, final long value) {
        buffer.putLong(BODY + offset, value, LE);
        return this;
    }

    int at(final int offset) {
        return buffer.getInt(BODY + offset, LE);
    }

    long longAt(final int offset) {
        return buffer.getLong(BODY + offset, LE);
    }

    int what() {
        return buffer.getByte(WHAT);
    }

    boolean has(final int flag) {
        return (buffer.getByte(FLAGS) & flag) != 0;
    }

    int viewer() {
        return buffer.getInt(VIEWER, LE);
    }

    int number() {
        return buffer.getInt(NUMBER, LE);
    }

    UnsafeBuffer buffer() {
        return buffer;
    }
}
