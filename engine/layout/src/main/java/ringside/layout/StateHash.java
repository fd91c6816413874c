package ringside.layout;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The 64-bit hash of match states: one pass, no allocation, the same on every JVM and processor. It finds states that
 * differ; it is no defence against somebody who builds two states with one hash on purpose. Where a published algorithm
 * matters, {@link XxHash64} is there.
 *
 * <p>Memory is taken as little-endian words of 64 bits. Two words at a time are mixed into one of four lanes by
 * multiplying to 128 bits and folding the halves, as Wang Yi's wyhash does; here the product is signed, because that is
 * what {@link Math#multiplyHigh} gives.
 *
 * <pre>
 * fold(x, y) = high 64 bits of x * y XOR low 64 bits of x * y
 * a, b, c, d = P0, P1, P2, P3
 * 64 bytes     a = fold(w0 ^ P4, w1 ^ a), b = fold(w2 ^ P5, w3 ^ b), c = fold(w4 ^ P6, w5 ^ c), d = fold(w6 ^ P7, w7 ^ d)
 * then, of what is left of a range,
 * 32 bytes     a and b as above
 * 16 bytes     c = fold(w0 ^ P6, w1 ^ c)
 *  8 bytes     d = fold(w0 ^ P7, P0 ^ d)
 * at the end   h = fold(fold(a ^ P5, b ^ P6) ^ P1, fold(c ^ P7, d ^ P4) ^ P3), finished as XXH64 is
 * </pre>
 *
 * Ranges follow each other without a mark between them: what is hashed must itself say where each ends, as the headers
 * of tables do. P0 to P7 are the first 512 bits of the fraction of pi.
 */
public final class StateHash {
    private static final long P0 = 0x243F6A8885A308D3L;
    private static final long P1 = 0x13198A2E03707344L;
    private static final long P2 = 0xA4093822299F31D0L;
    private static final long P3 = 0x082EFA98EC4E6C89L;
    private static final long P4 = 0x452821E638D01377L;
    private static final long P5 = 0xBE5466CF34E90C6CL;
    private static final long P6 = 0xC0AC29B7C97C50DDL;
    private static final long P7 = 0x3F84D5B5B5470917L;

    private StateHash() {}

    /** Hashes one range, of a multiple of 8 bytes. For tools and tests: states hash themselves. */
    public static long hash(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if ((lengthBytes & 7) != 0) {
            throw new IllegalArgumentException("a range of " + lengthBytes + " bytes: a multiple of 8 is possible");
        }
        buffer.boundsCheck(offset, lengthBytes);
        return hash(buffer.byteArray(), buffer.addressOffset(), new int[] {offset}, new int[] {lengthBytes}, 1);
    }

    /** Hashes the first {@code ranges} ranges of memory that the caller has checked, each of a multiple of 8 bytes. */
    static long hash(
            final byte @Nullable [] base,
            final long address,
            final int[] starts,
            final int[] lengthsBytes,
            final int ranges) {
        long a = P0;
        long b = P1;
        long c = P2;
        long d = P3;
        for (int range = 0; range < ranges; range++) {
            long at = address + starts[range];
            final long end = at + lengthsBytes[range];
            for (final long last = end - 64; at <= last; at += 64) {
                a = fold(word(base, at) ^ P4, word(base, at + 8) ^ a);
                b = fold(word(base, at + 16) ^ P5, word(base, at + 24) ^ b);
                c = fold(word(base, at + 32) ^ P6, word(base, at + 40) ^ c);
                d = fold(word(base, at + 48) ^ P7, word(base, at + 56) ^ d);
            }
            if (end - at >= 32) {
                a = fold(word(base, at) ^ P4, word(base, at + 8) ^ a);
                b = fold(word(base, at + 16) ^ P5, word(base, at + 24) ^ b);
                at += 32;
            }
            if (end - at >= 16) {
                c = fold(word(base, at) ^ P6, word(base, at + 8) ^ c);
                at += 16;
            }
            if (end > at) {
                d = fold(word(base, at) ^ P7, P0 ^ d);
            }
        }
        return XxHash64.avalanche(fold(fold(a ^ P5, b ^ P6) ^ P1, fold(c ^ P7, d ^ P4) ^ P3));
    }

    private static long fold(final long x, final long y) {
        return Math.multiplyHigh(x, y) ^ (x * y);
    }

    private static long word(final byte @Nullable [] base, final long address) {
        return LittleEndian.getLong(base, address);
    }
}
