package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class XxHash64Test {
    private static final long PRIME32 = 2654435761L;
    private static final long PRIME64 = 0x9E3779B185EBCA8DL;

    @Test
    void the_vectors_of_the_reference_implementation_are_met() {
        assertEquals(0xEF46DB3751D8E999L, sanity(0, 0));
        assertEquals(0xAC75FDA2929B17EFL, sanity(0, PRIME32));
        assertEquals(0xE934A84ADB052768L, sanity(1, 0));
        assertEquals(0x5014607643A9B4C3L, sanity(1, PRIME32));
        assertEquals(0x9136A0DCA57457EEL, sanity(4, 0));
        assertEquals(0x8282DCC4994E35C8L, sanity(14, 0));
        assertEquals(0xC3BD6BF63DEB6DF0L, sanity(14, PRIME32));
        assertEquals(0xB641AE8CB691C174L, sanity(222, 0));
        assertEquals(0x20CB8AB7AE10C14AL, sanity(222, PRIME32));
    }

    @Test
    void well_known_words_have_their_well_known_hashes() {
        assertEquals(0xD24EC4F1A98C6E5BL, word("a", 0));
        assertEquals(0x44BC2CF5AD770999L, word("abc", 0));
        assertEquals(0x32DD38952C4BC720L, word("xxhash", 0));
        assertEquals(0xB559B98D844E0635L, word("xxhash", 20141025));
        assertEquals(0xFBCEA83C8A378BF1L, word("Nobody inspects the spammish repetition", 0));
    }

    @Test
    void the_place_in_the_buffer_does_not_matter() {
        final byte[] bytes = new byte[300];
        for (int length = 0; length <= 100; length++) {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 7);
            }
            final long expected = XxHash64.hash(new UnsafeBuffer(bytes), 0, length, 5);
            final UnsafeBuffer moved = new UnsafeBuffer(new byte[300]);
            moved.putBytes(13, bytes, 0, length);
            assertEquals(expected, XxHash64.hash(moved, 13, length, 5), "length " + length);
        }
    }

    @Test
    void every_single_bit_changes_the_hash() {
        final byte[] bytes = new byte[67];
        final long before = XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, 0);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertNotEquals(before, XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, 0));
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
    }

    @Test
    void combining_depends_on_the_order() {
        assertNotEquals(XxHash64.combine(XxHash64.combine(0, 1), 2), XxHash64.combine(XxHash64.combine(0, 2), 1));
    }

    @Test
    void hashes_are_written_as_sixteen_digits() {
        assertEquals("0000000000000000", XxHash64.hex(0));
        assertEquals("00000000000000ff", XxHash64.hex(255));
        assertEquals("ef46db3751d8e999", XxHash64.hex(0xEF46DB3751D8E999L));
    }

    /** The bytes that the reference implementation checks itself with. */
    private static long sanity(final int length, final long seed) {
        final byte[] bytes = new byte[length];
        long generator = PRIME32;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (generator >>> 56);
            generator *= PRIME64;
        }
        return XxHash64.hash(new UnsafeBuffer(bytes), 0, length, seed);
    }

    private static long word(final String word, final long seed) {
        final byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        return XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, seed);
    }
}
