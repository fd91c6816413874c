package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StateHashTest {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    @Test
    void the_hash_never_changes() {
        assertEquals(0xA5FB2321C0D3E6E0L, StateHash.hash(counting(0), 0, 0));
        assertEquals(0x2256F8FA905FD522L, StateHash.hash(counting(8), 0, 8));
        assertEquals(0x5F139A2A5D1349A4L, StateHash.hash(counting(16), 0, 16));
        assertEquals(0xE8D8EF113FB8C92CL, StateHash.hash(counting(64), 0, 64));
        assertEquals(0x143DC9B15906C210L, StateHash.hash(counting(120), 0, 120));
        assertEquals(0x2B507A64BECB0ABAL, StateHash.hash(counting(4096), 0, 4096));
    }

    /** The table of the class's description, computed slowly. */
    @Test
    void the_hash_is_the_one_described() {
        final SplittableRandom random = Seed.random("StateHashTest");
        for (int words = 0; words <= 40; words++) {
            final UnsafeBuffer buffer = noise(random, words * 8);
            assertEquals(described(buffer, words), StateHash.hash(buffer, 0, words * 8), words + " words");
        }
    }

    @Test
    void the_place_in_memory_does_not_matter() {
        final UnsafeBuffer here = counting(200);
        for (int offset = 0; offset < 16; offset++) {
            final UnsafeBuffer there = new UnsafeBuffer(ByteBuffer.allocateDirect(300), 3, 250);
            there.putBytes(offset, here, 0, 200);
            assertEquals(StateHash.hash(here, 0, 200), StateHash.hash(there, offset, 200));
        }
    }

    @Test
    void what_is_no_range_of_whole_words_in_the_buffer_is_refused() {
        final UnsafeBuffer buffer = counting(64);
        assertThrows(IllegalArgumentException.class, () -> StateHash.hash(buffer, 0, 12));
        assertThrows(IndexOutOfBoundsException.class, () -> StateHash.hash(buffer, 8, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> StateHash.hash(buffer, -8, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> StateHash.hash(buffer, 0, -8));
    }

    @Test
    void every_bit_that_flips_lets_half_of_the_hash_flip() {
        final SplittableRandom random = Seed.random("StateHashTest.avalanche");
        for (final int lengthBytes : new int[] {8, 16, 24, 56, 184}) {
            final int samples = 200;
            final int[][] flips = new int[lengthBytes * 8][64];
            for (int sample = 0; sample < samples; sample++) {
                final UnsafeBuffer buffer = noise(random, lengthBytes);
                final long before = StateHash.hash(buffer, 0, lengthBytes);
                for (int bit = 0; bit < lengthBytes * 8; bit++) {
                    flip(buffer, bit);
                    final long changed = before ^ StateHash.hash(buffer, 0, lengthBytes);
                    flip(buffer, bit);
                    for (int out = 0; out < 64; out++) {
                        flips[bit][out] += (int) (changed >>> out) & 1;
                    }
                }
            }
            for (int bit = 0; bit < lengthBytes * 8; bit++) {
                int all = 0;
                for (int out = 0; out < 64; out++) {
                    all += flips[bit][out];
                    // Half of 200, more than six standard deviations on either side.
                    assertTrue(
                            flips[bit][out] > 55 && flips[bit][out] < 145,
                            "bit " + bit + " of " + lengthBytes + " bytes flips bit " + out + " of the hash "
                                    + flips[bit][out] + " times of " + samples);
                }
                assertEquals(0.5, all / (64.0 * samples), 0.05, "bit " + bit + " of " + lengthBytes + " bytes");
            }
        }
    }

    @Test
    void zeros_of_every_length_have_hashes_of_their_own() {
        final Set<Long> seen = new HashSet<>();
        final UnsafeBuffer zeros = new UnsafeBuffer(new byte[1 << 16]);
        for (int length = 0; length <= zeros.capacity(); length += 8) {
            assertTrue(seen.add(StateHash.hash(zeros, 0, length)), length + " bytes");
        }
    }

    /** Mostly zeros and small numbers, as states are, one or two bits apart. */
    @Test
    void states_that_are_almost_the_same_have_different_hashes() {
        final int lengthBytes = 208;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[lengthBytes]);
        final Set<Long> seen = new HashSet<>();
        int states = 1;
        seen.add(StateHash.hash(buffer, 0, lengthBytes));
        for (int first = 0; first < lengthBytes * 8; first++) {
            flip(buffer, first);
            states++;
            seen.add(StateHash.hash(buffer, 0, lengthBytes));
            for (int second = first + 1; second < lengthBytes * 8; second += 1 + (first & 3)) {
                flip(buffer, second);
                states++;
                seen.add(StateHash.hash(buffer, 0, lengthBytes));
                flip(buffer, second);
            }
            flip(buffer, first);
        }
        assertEquals(states, seen.size(), "hashes of as many states");
    }

    @Test
    void words_and_rows_that_change_places_change_the_hash() {
        final UnsafeBuffer buffer = counting(512);
        final Set<Long> seen = new HashSet<>();
        int states = 1;
        seen.add(StateHash.hash(buffer, 0, 512));
        for (final int rowBytes : new int[] {8, 16, 24, 32, 40, 64, 96, 128}) {
            for (int a = 0; a + rowBytes <= 512; a += 8) {
                for (int b = a + rowBytes; b + rowBytes <= 512; b += 8) {
                    swap(buffer, a, b, rowBytes);
                    states++;
                    seen.add(StateHash.hash(buffer, 0, 512));
                    swap(buffer, a, b, rowBytes);
                }
            }
        }
        assertEquals(states, seen.size(), "hashes of as many states");
    }

    // ---- the description, word by word

    private static long described(final UnsafeBuffer buffer, final int words) {
        final long[] p = pi();
        final long[] lanes = {p[0], p[1], p[2], p[3]};
        int word = 0;
        for (; words - word >= 8; word += 8) {
            for (int lane = 0; lane < 4; lane++) {
                mix(lanes, lane, p[4 + lane], word(buffer, word + 2 * lane), word(buffer, word + 2 * lane + 1));
            }
        }
        if (words - word >= 4) {
            mix(lanes, 0, p[4], word(buffer, word), word(buffer, word + 1));
            mix(lanes, 1, p[5], word(buffer, word + 2), word(buffer, word + 3));
            word += 4;
        }
        if (words - word >= 2) {
            mix(lanes, 2, p[6], word(buffer, word), word(buffer, word + 1));
            word += 2;
        }
        if (word < words) {
            mix(lanes, 3, p[7], word(buffer, word), p[0]);
        }
        final long left = fold(lanes[0] ^ p[5], lanes[1] ^ p[6]);
        final long right = fold(lanes[2] ^ p[7], lanes[3] ^ p[4]);
        long h = fold(left ^ p[1], right ^ p[3]);
        h = (h ^ (h >>> 33)) * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 29)) * 0x165667B19E3779F9L;
        return h ^ (h >>> 32);
    }

    private static void mix(final long[] lanes, final int lane, final long key, final long first, final long second) {
        lanes[lane] = fold(first ^ key, second ^ lanes[lane]);
    }

    private static long fold(final long x, final long y) {
        final BigInteger product = BigInteger.valueOf(x).multiply(BigInteger.valueOf(y));
        return product.longValue() ^ product.shiftRight(64).longValue();
    }

    private static long word(final UnsafeBuffer buffer, final int word) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (buffer.getByte(word * 8 + i) & 0xFF);
        }
        return value;
    }

    /** The first 512 bits of the fraction of pi, by Machin: pi = 16 arctan(1/5) - 4 arctan(1/239). */
    private static long[] pi() {
        final int spare = 64;
        final BigInteger one = BigInteger.ONE.shiftLeft(512 + spare);
        final BigInteger fraction = arctanOfOneOver(5, one)
                .multiply(BigInteger.valueOf(16))
                .subtract(arctanOfOneOver(239, one).multiply(BigInteger.valueOf(4)))
                .mod(one)
                .shiftRight(spare);
        final long[] words = new long[8];
        for (int i = 0; i < 8; i++) {
            words[i] = fraction.shiftRight(64 * (7 - i)).mod(WORD).longValue();
        }
        return words;
    }

    private static BigInteger arctanOfOneOver(final int x, final BigInteger one) {
        BigInteger power = one.divide(BigInteger.valueOf(x));
        BigInteger sum = power;
        for (int n = 3; power.signum() != 0; n += 2) {
            power = power.divide(BigInteger.valueOf((long) x * x));
            final BigInteger term = power.divide(BigInteger.valueOf(n));
            sum = (n & 2) != 0 ? sum.subtract(term) : sum.add(term);
        }
        return sum;
    }

    // ---- memory

    private static UnsafeBuffer counting(final int lengthBytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[lengthBytes]);
        for (int i = 0; i < lengthBytes; i++) {
            buffer.putByte(i, (byte) (i * 7 + (i >> 8)));
        }
        return buffer;
    }

    private static UnsafeBuffer noise(final SplittableRandom random, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        random.nextBytes(bytes);
        return new UnsafeBuffer(bytes);
    }

    private static void flip(final UnsafeBuffer buffer, final int bit) {
        buffer.putByte(bit >> 3, (byte) (buffer.getByte(bit >> 3) ^ (1 << (bit & 7))));
    }

    private static void swap(final UnsafeBuffer buffer, final int a, final int b, final int lengthBytes) {
        for (int i = 0; i < lengthBytes; i += 8) {
            final long value = buffer.getLong(a + i);
            buffer.putLong(a + i, buffer.getLong(b + i));
            buffer.putLong(b + i, value);
        }
    }
}
