package ringside.snapshot.codec;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Bits in order, the lowest of a value first, filling bytes from their lowest bit. What would go beyond the limit is
 * not written and leaves {@link #isOverflown} behind, until {@link #rollback}.
 */
final class BitWriter {
    private final long[] words;
    private int position;
    private int limit;
    private boolean overflown;

    BitWriter(final int maxBytes) {
        words = new long[(maxBytes + 7) / 8 + 1];
    }

    void clear(final int limitBits) {
        Arrays.fill(words, 0, Math.min(words.length, (position >> 6) + 2), 0);
        position = 0;
        limit = limitBits;
        overflown = false;
    }

    void limit(final int limitBits) {
        limit = limitBits;
    }

    int position() {
        return position;
    }

    boolean isOverflown() {
        return overflown;
    }

    /** Forgets all that was written behind {@code mark}, an earlier {@link #position}. */
    void rollback(final int mark) {
        final int word = mark >> 6;
        words[word] &= (1L << (mark & 63)) - 1;
        Arrays.fill(words, word + 1, Math.min(words.length, (position >> 6) + 2), 0);
        position = mark;
        overflown = false;
    }

    void bit(final boolean value) {
        put(value ? 1 : 0, 1);
    }

    /** The low {@code bits} of the value, 0 to 64. */
    void put(final long value, final int bits) {
        if (bits == 0 || overflown) {
            return;
        }
        if (position + bits > limit) {
            overflown = true;
            return;
        }
        final long masked = value & (-1L >>> (64 - bits));
        final int word = position >> 6;
        final int shift = position & 63;
        words[word] |= masked << shift;
        if (shift + bits > 64) {
            words[word + 1] |= masked >>> (64 - shift);
        }
        position += bits;
    }

    /** A number that is mostly 0: {@code 0}; {@code 10} + 4 bits; {@code 110} + 8 bits; {@code 111} + 16 bits. */
    void gap(final int value) {
        if (value == 0) {
            put(0, 1);
        } else if (value <= 16) {
            put(0b01, 2);
            put(value - 1, 4);
        } else if (value <= 272) {
            put(0b011, 3);
            put(value - 17, 8);
        } else {
            put(0b111, 3);
            put(value, 16);
        }
    }

    static int gapBits(final int largest) {
        return largest == 0 ? 1 : largest <= 16 ? 6 : largest <= 272 ? 11 : 19;
    }

    /** A number of frames: {@code 0} + 4 bits; {@code 10} + 8 bits; {@code 11} + 31 bits. */
    void age(final int value) {
        if (value < 16) {
            put(0, 1);
            put(value, 4);
        } else if (value < 272) {
            put(0b01, 2);
            put(value - 16, 8);
        } else {
            put(0b11, 2);
            put(value, 31);
        }
    }

    static final int MAX_AGE_BITS = 33;

    /** Copies out the bits, the last byte filled up with zeros, and returns the number of bytes. */
    int copyTo(final MutableDirectBuffer buffer, final int offset) {
        final int length = (position + 7) >> 3;
        final int whole = length & ~7;
        for (int i = 0; i < whole; i += 8) {
            buffer.putLong(offset + i, words[i >> 3], ByteOrder.LITTLE_ENDIAN);
        }
        for (int i = whole; i < length; i++) {
            buffer.putByte(offset + i, (byte) (words[i >> 3] >>> ((i & 7) * 8)));
        }
        return length;
    }
}
