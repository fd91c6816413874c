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

    /** A number of frames: {@code 0} + 4 bits; {@code 10} + 8 bits; {@code 11} + 31 bits. */
    void age(final int value) {
        put(ageCode(value), ageBits(value));
    }

    static long ageCode(final int value) {
        if (value < 16) {
            return (long) value << 1;
        }
        return value < 272 ? 0b01 | ((value - 16) << 2) : 0b11 | ((long) value << 2);
    }

    static int ageBits(final int value) {
        return value < 16 ? 5 : value < 272 ? 10 : MAX_AGE_BITS;
    }

    static final int MAX_AGE_BITS = 33;

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
