package ringside.snapshot.codec;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Bits in order, the lowest of a value first, filling words from their lowest bit.
 *
 * <p>Nothing is checked here: whoever writes has made room with {@link #ensure}, and knows how long it becomes. The word
 * behind the last bit is always written along, so that nothing needs to be cleared.
 */
final class BitWriter {
    private long[] words;
    private int position;

    BitWriter(final int mostBits) {
        words = new long[wordsFor(mostBits)];
    }

    private static int wordsFor(final int bits) {
        return (bits + 63) / 64 + 2;
    }

    /** Makes room for so many bits behind the position. */
    void ensure(final int bits) {
        final int needed = wordsFor(position + bits);
        if (needed > words.length) {
            words = Arrays.copyOf(words, Math.max(needed, words.length * 2));
        }
    }

    void clear() {
        position = 0;
        words[0] = 0;
    }

    int position() {
        return position;
    }

    /** Moves on to the beginning of a word and answers its number. */
    int align() {
        final int word = (position + 63) >> 6;
        position = word << 6;
        words[word] = 0;
        return word;
    }

    /** Leaves so many words out, to be {@link #set} later; the position stands at the beginning of one. */
    void skip(final int count) {
        position += count << 6;
        words[position >> 6] = 0;
    }

    void set(final int word, final long value) {
        words[word] = value;
    }

    long word(final int word) {
        return words[word];
    }

    /** Forgets all that was written behind {@code mark}, an earlier {@link #position}. */
    void rollback(final int mark) {
        words[mark >> 6] &= (1L << mark) - 1;
        position = mark;
    }

    void bit(final boolean value) {
        put(value ? 1 : 0, 1);
    }

    /** A value of so many bits, 0 to 64, that has none above them. */
    void put(final long value, final int bits) {
        final int word = position >> 6;
        final int shift = position & 63;
        words[word] |= value << shift;
        words[word + 1] = (value >>> 1) >>> (63 - shift);
        position += bits;
    }

    /** A number that is mostly 0: {@code 0}; {@code 10} + 4 bits; {@code 110} + 8 bits; {@code 111} + 16 bits. */
    void gap(final int value) {
        put(gapCode(value), gapBits(value));
    }

    static int gapCode(final int value) {
        if (value <= 16) {
            return value == 0 ? 0 : 0b01 | ((value - 1) << 2);
        }
        return value <= 272 ? 0b011 | ((value - 17) << 3) : 0b111 | (value << 3);
    }

    static int gapBits(final int value) {
        return value == 0 ? 1 : value <= 16 ? 6 : value <= 272 ? 11 : 19;
    }

    /**
     * A number of 0 or more, unsigned, mostly small: exponential Golomb code of an order below 64, 0 to 63. So many ones as
     * the bits of {@code number + 2^order} are more than {@code order + 1}, a zero, then those bits without the highest.
     * When {@code most} bits hold any number, and the ones say that many, no zero follows them, but the number itself.
     */
    void golomb(final long number, final int order, final int most) {
        final long raised = number + (1L << order);
        final int bits = Math.max(63 - Long.numberOfLeadingZeros(raised), 0);
        final int ones = bits - order;
        if (ones < 0 || bits >= most) {
            // The sum has more than 64 bits, or more than the number may have.
            put(-1L >>> -(most - order), most - order);
            put(number, most);
        } else if (ones + 1 + bits <= Long.SIZE) {
            put(((raised ^ (1L << bits)) << (ones + 1)) | ((1L << ones) - 1), ones + 1 + bits);
        } else {
            put((1L << ones) - 1, ones + 1);
            put(raised ^ (1L << bits), bits);
        }
    }

    /** The bits that {@link #golomb} writes, at most. */
    static int golombMost(final int order, final int most) {
        return 2 * most - order;
    }

    /** The bits of a number below 2^30 of which {@code most} is 31. */
    static int golombBits(final int number, final int order) {
        final int bits = 31 - Integer.numberOfLeadingZeros(number + (1 << order));
        return 2 * bits - order + 1;
    }

    /** The code itself, for such a number. */
    static long golombCode(final int number, final int order) {
        final long raised = number + (1L << order);
        final int bits = 63 - Long.numberOfLeadingZeros(raised);
        final int ones = bits - order;
        return ((raised ^ (1L << bits)) << (ones + 1)) | ((1L << ones) - 1);
    }

    /** A number of frames. */
    void age(final int value) {
        golomb(value, AGE_ORDER, AGE_BITS);
    }

    static int ageBits(final int value) {
        final int bits = 63 - Long.numberOfLeadingZeros(value + (1L << AGE_ORDER));
        return bits >= AGE_BITS ? MAX_AGE_BITS : 2 * bits - AGE_ORDER + 1;
    }

    static final int AGE_ORDER = 4;
    static final int AGE_BITS = 31;
    static final int MAX_AGE_BITS = 2 * AGE_BITS - AGE_ORDER;

    /** So many bits of another writer, from the beginning of a word of it on. */
    void copy(final BitWriter from, final int fromWord, final int bits) {
        int word = fromWord;
        int left = bits;
        for (; left > 64; left -= 64) {
            put(from.words[word++], 64);
        }
        if (left > 0) {
            put(from.words[word] & (-1L >>> -left), left);
        }
    }

    /** So many bits of another writer, from bit {@code skipped} of a word of it on. */
    void copy(final BitWriter from, final int fromWord, final int skipped, final int bits) {
        int at = (fromWord << 6) + skipped;
        for (int left = bits; left > 0; left -= 64) {
            final int shift = at & 63;
            final int word = at >> 6;
            final long value = (from.words[word] >>> shift) | ((from.words[word + 1] << 1) << (63 - shift));
            final int take = Math.min(64, left);
            put(value & (-1L >>> -take), take);
            at += 64;
        }
    }

    /** Copies out the bits, the last byte filled up with zeros, and returns the number of bytes. */
    int copyTo(final MutableDirectBuffer buffer, final int offset) {
        final int length = (position + 7) >> 3;
        final int whole = length & ~7;
        for (int i = 0; i < whole; i += 8) {
            buffer.putLong(offset + i, words[i >> 3], ByteOrder.LITTLE_ENDIAN);
        }
        long rest = words[whole >> 3];
        for (int i = whole; i < length; i++) {
            buffer.putByte(offset + i, (byte) rest);
            rest >>>= 8;
        }
        return length;
    }
}
