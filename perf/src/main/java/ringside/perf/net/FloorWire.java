package ringside.perf.net;

import io.netty.buffer.ByteBuf;

/**
 * What goes over the floor's connections. All messages of one direction are equally long, so that neither side needs to
 * look into them to tell them apart. Numbers are big-endian.
 *
 * <pre>
 * an input         offset  length  what
 *                  0       n       nothing: the k-th message of a connection is input k, from 1
 *
 * an answer        offset  length  what
 *                  0       4       number of the newest input received, u32; 0 before the first
 *                  4       2       from its receipt to when this tick was due, in 16 us, u16; 0 when it is not known
 *                  6       n       nothing
 * </pre>
 *
 * The wait has the unit and the meaning that it has in a real view.
 */
final class FloorWire {
    static final int ANSWER_HEADER_BYTES = 6;
    static final int NS_PER_WAIT_UNIT = 16_000;

    private static final int MAX_WAIT_UNITS = 0xFFFF;
    private static final byte[] NOTHING = new byte[65_536];

    private FloorWire() {}

    static void writeAnswer(final ByteBuf out, final int newestInput, final long waitNs, final int lengthBytes) {
        out.writeInt(newestInput);
        out.writeShort((int) Math.max(0, Math.min(MAX_WAIT_UNITS, waitNs / NS_PER_WAIT_UNIT)));
        out.writeBytes(NOTHING, 0, lengthBytes - ANSWER_HEADER_BYTES);
    }

    static void writeInput(final ByteBuf out, final int lengthBytes) {
        out.writeBytes(NOTHING, 0, lengthBytes);
    }

    static int newestInput(final ByteBuf answer) {
        return answer.getInt(answer.readerIndex());
    }

    static long waitNs(final ByteBuf answer) {
        return (long) answer.getUnsignedShort(answer.readerIndex() + 4) * NS_PER_WAIT_UNIT;
    }
}
