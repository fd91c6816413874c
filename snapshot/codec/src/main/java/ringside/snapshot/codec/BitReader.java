package ringside.snapshot.codec;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads what {@link BitWriter} wrote; never beyond the bytes it was given. */
final class BitReader {
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private int position;
    private int limit;

    void wrap(final DirectBuffer buffer, final int offset, final int length) {
        bytes.wrap(buffer, offset, length);
        position = 0;
        limit = length * 8;
    }

    boolean bit() {
        return read(1) != 0;
    }

    /** The next {@code bits}, 0 to 64, unsigned. */
    long read(final int bits) {
        if (bits > limit - position) {
            throw new ViewFormatException("the part ends within a value");
        }
        long result = 0;
        int got = 0;
        while (got < bits) {
            final int shift = position & 7;
            final int take = Math.min(8 - shift, bits - got);
            final int piece = ((bytes.getByte(position >> 3) & 0xFF) >>> shift) & ((1 << take) - 1);
            result |= (long) piece << got;
            got += take;
            position += take;
        }
        return result;
    }

    int gap() {
        if (!bit()) {
            return 0;
        }
        if (!bit()) {
            return (int) read(4) + 1;
        }
        return bit() ? (int) read(16) : (int) read(8) + 17;
    }

    /** A number of at most {@code most} bits: see {@link BitWriter#golomb}. */
    long golomb(final int order, final int most) {
        int bits = order;
        while (bits < most && bit()) {
            bits++;
        }
        return bits == most ? read(most) : read(bits) + (1L << bits) - (1L << order);
    }

    int age() {
        return (int) golomb(BitWriter.AGE_ORDER, BitWriter.AGE_BITS);
    }

    /** Fails unless only the zeros that fill the last byte are left. */
    void requireEnd() {
        if (limit - position >= 8 || read(limit - position) != 0) {
            throw new ViewFormatException("the part goes on behind its end");
        }
    }
}
